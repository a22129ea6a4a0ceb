"""The words for problems of plan files and published tables. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from planner.messages.fields import Words

PLAN_WORDS: dict[str, Words] = {
    "plan_not_json": Words(
        "The plan file is not JSON; it was cut off or changed.",
        "Take plan.previous.json, or plan again.",
        "排班文件不是完整的 JSON，可能被截断或改动过。",
        "请改用 plan.previous.json，或重新排一次。",
    ),
    "plan_other_file": Words(
        "This is not a plan file of lunjie.",
        "Name the plan.json, or the directory, that lunjie plan has written.",
        "这不是轮借的排班文件。",
        "请指定 lunjie plan 生成的 plan.json 或它所在的文件夹。",
    ),
    "plan_format": Words(
        "The plan file has layout {value}, which this version does not know.",
        "Install the lunjie that wrote it, or a newer one.",
        "排班文件的格式版本是 {value}，当前程序不认识。",
        "请安装生成它的版本或更新的版本。",
    ),
    "plan_broken": Words(
        "The plan file has a value that cannot be: {value}",
        "Take plan.previous.json, or plan again.",
        "排班文件里有无法使用的内容：{value}",
        "请改用 plan.previous.json，或重新排一次。",
    ),
    "plan_unknown": Words(
        "The plan names “{value}”, which the school beside it does not have.",
        "Plan again, or undo the change to the plan file.",
        "排班里的“{value}”在同一文件的学校资料里没有。",
        "请重新排一次，或撤销对排班文件的改动。",
    ),
    "plan_previous_broken": Words(
        "The plan that stood here could not be read; it is kept as {value}.",
        "Calendars that are subscribed to may show old entries for some time.",
        "这里原有的排班文件读不出来，已另存为 {value}。",
        "已订阅的日历可能会暂时显示旧内容。",
    ),
    "stale_file": Words(
        "This file belongs to the plan before and could not be removed.",
        "Close it in other programs and delete it.",
        "这个文件属于之前的排班，没能删除。",
        "请关闭正在使用它的程序后手动删除。",
    ),
    "published_columns": Words(
        "The table lacks the columns {value}.",
        "The first line must be: week,weekday,start,end,class.",
        "表里缺少这些列：{value}。",
        "第一行应为：week,weekday,start,end,class（或 周次,星期,开始,结束,班级）。",
    ),
    "published_row": Words(
        "The line is not a row of a table.", "Save the table as CSV again.", "这一行不是表格内容。", "请重新另存为 CSV。"
    ),
    "published_no_slot": Words(
        "There is no borrowing slot at {value}.",
        "Compare weekday, times and A/B week with the windows of the school file.",
        "{value} 没有可借书的时间段。",
        "请对照学校文件里“开放时段”的星期、时间和单双周。",
    ),
    "published_not_borrowing": Words(
        "Class {value} is in no borrowing demand of the school file.",
        "Add the class to a demand of kind borrowing, or remove the row.",
        "{value} 不在学校文件的借书需求里。",
        "请把该班加入借书需求，或删去这一行。",
    ),
    "glyph_missing": Words(
        "The font has no picture for the character {value} ({point} {name}), which stands in “{around}”.",
        "Write it another way, or name a font that has it under printing: font.",
        "字体里没有字符 {value}（{point}），它出现在“{around}”中。",
        "请换一种写法，或在“打印”的“字体”里指定有这个字的字体文件。",
    ),
    "font_unreadable": Words(
        "{value} is not a font that can be used.",
        "Put a .ttf, .otf or .ttc file beside the school file, and write its name.",
        "{value} 不是可用的字体。",
        "请把 .ttf、.otf 或 .ttc 文件放在学校文件旁边，并写上文件名。",
    ),
    "logo_unreadable": Words(
        "{value} is not a picture that can be used.",
        "Put a .png or .jpg file of at most 1 MB beside the school file, and write its name.",
        "{value} 不是可用的图片。",
        "请把不超过 1 MB 的 .png 或 .jpg 图片放在学校文件旁边，并写上文件名。",
    ),
}
