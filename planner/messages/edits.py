"""The words for tables changed by hand. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from planner.messages.fields import Words

APPLY_WORDS: dict[str, Words] = {
    "apply_other_version": Words(
        "The table was made from another version of the plan ({value}; the plan is now {version}).",
        "Open the table that lies beside the plan now, and change that one.",
        "这张表不是按现在的计划打印的（表是版本 {value}，计划已是版本 {version}）。",
        "请打开计划旁边现在的那张表，在它上面改。",
    ),
    "apply_no_table": Words(
        "This is no table of this plan.",
        "Take borrowing.xlsx, reading-….xlsx or duty.xlsx from the tables folder of the plan.",
        "这不是本计划的表。",
        "请用计划的 tables 文件夹里的 borrowing.xlsx、reading-….xlsx 或 duty.xlsx。",
    ),
    "apply_list": Words(
        "This list is only for reading; nothing is taken over from it.",
        "Make the change in the borrowing table, a reading table or the duty rota.",
        "这张一览表只供查看，改了不起作用。",
        "请在借阅安排表、阅览安排表或值日表上改。",
    ),
    "apply_other_sheet": Words(
        "This sheet is no page of the table, or a copy of one; it was not looked at.",
        "If the change is on it, make it on the sheet of the table.",
        "这个工作表不是原来的表页，或只是副本，没有读取。",
        "如果改在了这里，请改到原来那一页上。",
    ),
    "apply_words": Words(
        "“{value}” stands outside the table and is not taken over.",
        "Titles and notes come from the school file (printing: notes).",
        "“{value}”写在表格以外，不会保留。",
        "标题和表下说明请在学校文件的“打印”里改。",
    ),
    "apply_heading": Words(
        "The heading was “{expected}” and is now “{value}”.",
        "Put it back: days, times and posts are changed in the school file, not here.",
        "表头原来是“{expected}”，现在是“{value}”。",
        "请改回原样；日期、时间和岗位要在学校文件里改。",
    ),
    "apply_fixed": Words(
        "“{expected}” stood here, now “{value}”; what this row says does not come from the table.",
        "Put it back; who of the adults is there is changed in the school file.",
        "这里原来是“{expected}”，现在是“{value}”；这一行的内容不能在表上改。",
        "请改回原样；老师的在岗时间要在学校文件里改。",
    ),
    "apply_layout": Words(
        "From here on rows or columns have moved: “{expected}” should stand here, “{value}” does.",
        "Do not insert, delete or sort rows and columns; only change what stands in the cells.",
        "从这里起行或列错位了：应是“{expected}”，现在是“{value}”。",
        "请不要插入、删除行列，也不要排序，只改格子里的内容。",
    ),
    "apply_outside": Words(
        "“{value}” stands outside the table.",
        "Write it into a cell of the table, or delete it.",
        "“{value}”写在了表格外面。",
        "请写进表里的格子，或删掉。",
    ),
    "apply_closed": Words(
        "“{value}” stands where nothing can be: the library is not open then, or there is no lesson.",
        "Write it into another cell.",
        "“{value}”写在了不能安排的格子里：那时不开放，或没有课。",
        "请换一个格子。",
    ),
    "apply_unknown_visitor": Words(
        "“{value}” is no class of this school.",
        "Write the class as the table does, one to a line.",
        "看不出“{value}”是哪个班。",
        "请照表上的写法写班级，一行一个。",
    ),
    "apply_unknown_helper": Words(
        "“{value}” is no student librarian of this school.",
        "Write class and number as the table does, or the id from the school file.",
        "看不出“{value}”是哪位小图书管理员。",
        "请照表上的写法写班级和序号，或写学校文件里的编号。",
    ),
    "apply_several_helpers": Words(
        "“{value}” can mean more than one student librarian.",
        "Write class and number, or the id from the school file.",
        "叫“{value}”的小图书管理员不止一位。",
        "请写班级和序号，或写学校文件里的编号。",
    ),
    "apply_twice_in_cell": Words(
        "“{value}” stands in this cell twice.", "Delete one of the two.", "这一格里“{value}”写了两次。", "请删去一个。"
    ),
    "apply_not_meant": Words(
        "“{value}” does not come to the library by this table.",
        "Write it into the table of its own campus or grade.",
        "“{value}”不在这张表的安排范围内。",
        "请写到它自己校区或年级的那张表里。",
    ),
    "apply_which_week": Words(
        "“{value}” does not say in which week the class comes.",
        "Write the week before the class, as the other cells do.",
        "“{value}”没有写明是哪一周。",
        "请像其他格子那样，在班级前写上单周、双周或第几周。",
    ),
    "apply_not_there": Words(
        "“{value}” names a week or room that this cell does not have.",
        "Name one that the other entries of the cell have, or leave it out.",
        "“{value}”里写的周次或场地，这一格没有。",
        "请照同一格里的其他写法写，或省去不写。",
    ),
    "apply_teacher": Words(
        "Another teacher stands in this cell: “{value}”.",
        "Teachers come from the timetable; change it in the school file.",
        "这一格改了老师：“{value}”。",
        "任课老师按课程表来，请在学校文件的课程表里改。",
    ),
    "apply_teacher_reading": Words(
        "“{value}” is a teacher; places of teachers cannot be fixed by hand.",
        "Put the cell back; say in the school file when the teacher cannot come.",
        "“{value}”是老师，教师阅览的时间不能在表上指定。",
        "请改回原样；老师什么时候不能来，请写在学校文件里。",
    ),
    "apply_escort": Words(
        "“{value}”: which class a helper escorts follows from the visits.",
        "Leave what stands behind → as it was, or leave it out.",
        "“{value}”：护送哪个班由到馆安排决定，不能单独改。",
        "“→”后面的班级请保持原样，或省去不写。",
    ),
    "apply_too_often": Words(
        "“{value}” stands too often: also in {others}. The class comes {times} time(s) in a cycle.",
        "Delete it where it is no longer to be.",
        "“{value}”写多了，{others} 也有；每个周期只来 {times} 次。",
        "请在不再需要的格子里删掉。",
    ),
    "apply_gone": Words(
        "“{value}” has gone from here and stands nowhere else.",
        "Write it into the cell where it is to come, or put it back. If it now stands in another table, give that file too.",
        "“{value}”从这里拿走了，却没有写到别处。",
        "请写进要去的格子，或放回原处；如果改到了另一张表上，请把那个文件也一并写在命令里。",
    ),
    "apply_past": Words(
        "“{value}” was put where every date is over by {since}.",
        "Choose a cell with dates to come, or an earlier --from.",
        "“{value}”所在的格子，日期都在 {since} 之前，已经过去。",
        "请换到还有日期的格子，或把 --from 提前。",
    ),
}
