"""The words for problems of imported timetables. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from planner.messages.fields import Words

IMPORT_WORDS: dict[str, Words] = {
    "import_too_big": Words(
        "The file has {value} MB.",
        "A timetable may have up to {limit} MB; is this the right file?",
        "文件有 {value} MB，太大了。",
        "课表文件最大 {limit} MB，请确认选对了文件。",
    ),
    "import_empty": Words("The file is empty.", "Export the timetable again.", "文件是空的。", "请重新导出课表。"),
    "import_broken": Words(
        "The file is damaged: it cannot be opened as {kind}.",
        "Open it in its own program and save it again.",
        "文件已损坏，无法按 {kind} 打开。",
        "请用原来的程序打开后重新保存。",
    ),
    "import_bomb": Words(
        "The file would grow to {value} MB when unpacked.",
        "At most {limit} MB are allowed; copy the timetable into a new workbook.",
        "文件解压后有 {value} MB。",
        "最多 {limit} MB，请把课表复制到新的工作簿里。",
    ),
    "import_locked": Words(
        "The file is protected by a password.",
        "Save a copy without the password.",
        "文件有密码保护。",
        "请另存一份不带密码的副本。",
    ),
    "import_links": Words(
        "The workbook refers to other files.",
        "Copy the timetable, paste it as values into a new workbook, and import that.",
        "工作簿引用了其他文件。",
        "请复制课表，在新工作簿里“选择性粘贴—数值”，再导入。",
    ),
    "import_formulas": Words(
        "The lesson at {value} is computed by a formula.",
        "Copy the timetable and paste it as values, then import again.",
        "{value} 的课是用公式算出来的。",
        "请复制课表并“选择性粘贴—数值”，再导入。",
    ),
    "import_sheet_too_big": Words(
        "The sheet is larger than any timetable: {value}",
        "At most {limit} are read; delete what does not belong to the timetable.",
        "表格比任何课表都大：{value}",
        "最多读 {limit}，请删掉与课表无关的内容。",
    ),
    "import_csv": Words(
        "Line {value} cannot be read as a list with separators.",
        "Look for quotation marks that are not closed, or save the file as .xlsx.",
        "第 {value} 行无法按分隔符拆开。",
        "请检查没有成对的引号，或另存为 .xlsx。",
    ),
    "import_wrong_ending": Words(
        "The name ends in {value}, but inside is {kind}.",
        "Save it again from its program, or give it the ending that fits.",
        "文件名以 {value} 结尾，内容却是 {kind}。",
        "请用原来的程序重新保存，或改成正确的扩展名。",
    ),
    "import_unknown": Words(
        "This is no timetable file that can be read ({kind}). {value}",
        "Use .xlsx, .xls, .ods, .csv, FET, aSc XML, Untis GPU001.TXT or CSES.",
        "这不是能读取的课表文件（{kind}）。{value}",
        "可用 .xlsx、.xls、.ods、.csv、FET、aSc XML、Untis GPU001.TXT 或 CSES。",
    ),
    "import_shape": Words(
        "No timetable was recognised in it: {value}",
        "There must be a heading with weekdays and periods, or with classes, or with 班级, 星期, 节次, 课程.",
        "没有认出课表：{value}",
        "表头要有星期和节次，或有班级，或有“班级、星期、节次、课程”等列。",
    ),
    "import_nothing": Words(
        "It was recognised as {value}, but holds no lesson.",
        "Check that the timetable was exported with its lessons.",
        "认出的形式是 {value}，但里面没有一节课。",
        "请检查导出时是否带上了课程。",
    ),
    "import_unsolved": Words(
        "The timetable is not solved: {value} activities have a place.",
        "Generate the timetable in FET, lock all activities, and save; or import the file …_data_and_timetable.fet.",
        "课表还没有排好：有时间的活动为 {value}。",
        "请先在 FET 里生成课表并锁定全部活动后保存，或导入 …_data_and_timetable.fet 文件。",
    ),
    "import_days": Words(
        "The timetable has {value} days.",
        "A week or a day cycle of up to {limit} days can be planned.",
        "课表有 {value} 天。",
        "只能安排一周，或最多 {limit} 天的循环。",
    ),
    "import_entities": Words(
        "The XML defines entities or a document type.",
        "No timetable program writes that; export the file again.",
        "XML 里定义了实体或文档类型。",
        "排课软件不会这样写，请重新导出。",
    ),
    "import_deep": Words(
        "The XML is nested too deep or has too many elements ({value}).",
        "Export the timetable again from its program.",
        "XML 嵌套过深或元素过多（{value}）。",
        "请从排课软件重新导出课表。",
    ),
    "import_xml": Words(
        "The XML is broken at line {value}.",
        "Export the timetable again from its program.",
        "XML 在第 {value} 行损坏。",
        "请从排课软件重新导出课表。",
    ),
    "import_map": Words(
        "“{value}” cannot stand here.",
        "Compare with the other lines of this part of the mapping.",
        "这里不能写“{value}”。",
        "请对照表中同一部分的其他行。",
    ),
    "import_map_class": Words(
        "The school has no class “{value}”.",
        "Write the id of one of its classes, - to leave it out, or {{grade: 4, number: 1}} for a new one.",
        "学校里没有“{value}”这个班。",
        "请写已有班级的编号，写 - 表示不导入，新班级写 {{grade: 4, number: 1}}。",
    ),
    "import_map_period": Words(
        "No bell schedule has a period “{value}”.",
        "Write the name of a period under bells, or - to leave it out.",
        "作息时间里没有“{value}”这一节。",
        "请写“作息时间”里的节次名称，写 - 表示不导入。",
    ),
    "import_map_day": Words(
        "“{value}” is not a day of the week.",
        "Write MON to SUN, D1 to D10, or - to leave it out.",
        "“{value}”不是星期几。",
        "请写周一至周日、D1 至 D10，写 - 表示不导入。",
    ),
    "import_map_open": Words(
        "“{value}” is not answered yet.",
        "Replace the question mark in the mapping.",
        "“{value}”还没有确认。",
        "请在对照表里把问号改成答案。",
    ),
    "import_map_missing": Words(
        "“{value}” is in the timetable but not in the mapping.",
        "Make a new proposal without --mapping, or add a line for it.",
        "课表里有“{value}”，对照表里却没有。",
        "请不带 --mapping 重新生成对照表，或为它补一行。",
    ),
    "import_lost": Words(
        "Class {class} has a lesson on {day} in period “{value}”, but its bell has only: {periods}.",
        "Correct the periods of the mapping, or complete the bell schedule.",
        "{class} {day} 第“{value}”节有课，但该班作息时间只有：{periods}。",
        "请改正对照表里的节次，或补全作息时间。",
    ),
    "import_no_subject": Words(
        "No lesson has the subject “{value}”.{closest}",
        "Write subjects as they stand in the timetable.",
        "课表里没有“{value}”这门课。{closest}",
        "学科请按课表里的写法填写。",
    ),
    "import_no_reading": Words(
        "It is not clear in which lessons classes may come to the library. The subjects are: {value}",
        'Name them: --reading "…, …".',
        "不知道哪些课可以到图书馆上。课表里的学科：{value}",
        '请写明：--reading "……，……"。',
    ),
}
"""code -> words."""
