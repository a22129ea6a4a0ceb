"""The words for problems of files and of single fields. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What is wrong (``what``), and what is expected and how to write it (``mend``), in one language each."""

    en_what: str
    en_mend: str
    zh_what: str
    zh_mend: str


FILE_WORDS: dict[str, Words] = {
    "file_too_big": Words(
        "The file has {value} MB.",
        "A school file may have up to {limit} MB; is this the right file?",
        "文件有 {value} MB，太大了。",
        "学校文件最大 {limit} MB，请确认选对了文件。",
    ),
    "empty_file": Words(
        "The file is empty.",
        "Start with name:, term: and classes:, or copy one of the examples.",
        "文件是空的。",
        "请从“学校”“学期”“班级”写起，或复制一个示例来改。",
    ),
    "not_decodable": Words(
        "The file is not text in UTF-8 or GB18030 (GBK).",
        "Save it again as plain text with UTF-8 encoding.",
        "文件不是 UTF-8 或 GBK 编码的文本。",
        "请用记事本另存为文本文件，编码选 UTF-8。",
    ),
    "control_character": Words(
        "There is an invisible character {value} in the text.",
        "Delete it, or type the line again.",
        "文本里混入了看不见的字符 {value}。",
        "请删掉它，或把这一行重新输入一遍。",
    ),
    "syntax": Words(
        "The file cannot be read from here: {value}",
        "Look at indentation, quotes and brackets here and on the line above.",
        "从这里开始读不懂：{value}",
        "请检查这一行和上一行的缩进、引号和括号。",
    ),
    "tab_indent": Words(
        "The line is indented with a tab.",
        "Indent with spaces, two for each level.",
        "这一行用制表符（Tab）缩进。",
        "请改用空格缩进，每级两个空格。",
    ),
    "fullwidth_colon": Words(
        "The full-width colon “：” separates key and value here: {value}",
        "Type an English colon and a space, as in name: noon.",
        "这里用了中文冒号“：”：{value}",
        "请改成英文冒号加一个空格，例如“名称: 中午”。",
    ),
    "fullwidth_comma": Words(
        "There is a full-width comma “，” here: {value}",
        "Type an English comma between entries.",
        "这里用了中文逗号“，”：{value}",
        "各项之间请用英文逗号“,”。",
    ),
    "fullwidth_quote": Words(
        "There are Chinese or curly quotation marks here: {value}",
        'Type straight quotation marks: "noon".',
        "这里用了中文引号：{value}",
        '请改成英文直引号，例如 "中午"。',
    ),
    "space_after_colon": Words(
        "A space is missing after the colon: {value}",
        "Write key: value, with a space after the colon.",
        "冒号后面少了空格：{value}",
        "请写成“名称: 中午”，冒号后空一格。",
    ),
    "duplicate_key": Words(
        "“{value}” is written twice; it stands on line {first} already.",
        "Keep one of the two, or make both into one list.",
        "“{value}”写了两次，第 {first} 行已经有了。",
        "请只保留一处，或把两处合并成一个列表。",
    ),
    "too_many_values": Words(
        "The file would grow to more than {limit} values.",
        "Write out what is repeated instead of nesting references (*name).",
        "文件展开后超过 {limit} 个值。",
        "请不要层层引用（*名称），直接写出内容。",
    ),
    "too_deep": Words(
        "More than {limit} levels stand inside each other.",
        "A school file needs about six; look for brackets that are not closed.",
        "嵌套超过 {limit} 层。",
        "学校文件一般不超过六层，请检查有没有没关上的括号。",
    ),
    "unknown_anchor": Words(
        "{value} refers to something that is not marked above.",
        "Mark it first with & and the same name, or put the text in quotes.",
        "{value} 引用的内容前面没有标记。",
        "请先用 & 加同样的名字标记；如果只是普通文字，请加引号。",
    ),
    "bad_merge": Words(
        "“<<” can only take over fields.",
        "Refer to a block of fields: <<: *name.",
        "“<<”后面只能引用一组字段。",
        "请写成 <<: *名称，引用前面标记过的一组字段。",
    ),
    "tag": Words(
        "The type mark “{value}” is not used in school files.",
        "Leave it out; put text that begins with ! in quotes.",
        "学校文件不用类型标记“{value}”。",
        "请删掉它；以 ! 开头的文字请加引号。",
    ),
    "two_documents": Words(
        "A second document begins here, after ---.",
        "Keep one school in one file.",
        "这里用 --- 开始了第二份内容。",
        "一个文件只写一所学校，请分成两个文件。",
    ),
    "key_not_text": Words(
        "A list or a block stands where a key should be.",
        "Write a word before the colon.",
        "冒号前面应是一个词，这里却是列表或一组字段。",
        "请在冒号前写字段名。",
    ),
}

FIELD_WORDS: dict[str, Words] = {
    "missing_field": Words("“{field}” is missing.", "Add {field}: here.", "缺少“{field}”。", "请在这里补上“{field}: ”。"),
    "unknown_field": Words(
        "“{value}” is not a field that can stand here.{closest}",
        "Correct the key or remove it.",
        "这里没有“{value}”这个字段。{closest}",
        "请改正字段名，或删掉这一项。",
    ),
    "written_twice": Words(
        "“{value}” is written twice, under two names for the same thing.",
        "Keep one of the two.",
        "“{value}”重复了：同一项用两种写法写了两次。",
        "请只保留一处。",
    ),
    "empty_value": Words(
        "Nothing is written here.",
        "Write a value, or remove the line if the field can be left out.",
        "这里没有填内容。",
        "请填上内容；可以不填的字段请整行删掉。",
    ),
    "not_a_mapping": Words(
        "“{value}” stands where a block of fields is expected.",
        "Write fields with their values, such as id: noon, below each other.",
        "这里应是一组字段，写的却是“{value}”。",
        "请逐行写“字段: 内容”，例如“编号: noon”。",
    ),
    "not_a_list": Words(
        "“{value}” stands where a list is expected.",
        "Write [a, b], or one entry a line with - before it.",
        "这里应是列表，写的却是“{value}”。",
        "请写成 [甲, 乙]，或每行一项、前面加“- ”。",
    ),
    "not_text": Words(
        "“{value}” is not plain text.",
        "Write one text; put it in quotes if it looks like something else.",
        "“{value}”不是一段文字。",
        "请直接写文字；容易误认的内容请加引号。",
    ),
    "empty_text": Words("The text is empty.", "Write at least one character.", "文字是空的。", "请至少写一个字。"),
    "long_text": Words(
        "“{value}” is too long.", "Write at most {limit} characters.", "“{value}”太长。", "最多写 {limit} 个字。"
    ),
    "not_a_number": Words(
        "“{value}” is not a whole number.", "Write digits only, for example 3.", "“{value}”不是整数。", "请只写数字，例如 3。"
    ),
    "not_yes_no": Words(
        "“{value}” is neither yes nor no.", "Write true or false.", "“{value}”不能理解为“是”或“否”。", "请写“是”或“否”。"
    ),
    "too_small": Words("{value} is too small.", "The least is {limit}.", "{value} 太小。", "最小是 {limit}。"),
    "too_large": Words("{value} is too large.", "The most is {limit}.", "{value} 太大。", "最大是 {limit}。"),
    "short_list": Words(
        "There are too few entries: {value}", "At least {limit} are needed.", "项数太少：{value}", "至少要有 {limit} 项。"
    ),
    "long_list": Words(
        "There are too many entries: {value}", "At most {limit} are allowed.", "项数太多：{value}", "最多 {limit} 项。"
    ),
    "choice": Words(
        "“{value}” is not one of the choices.{closest}",
        "Write one of: {options}.",
        "“{value}”不在可选范围内。{closest}",
        "可选：{options}。",
    ),
    "bad_id": Words(
        "“{value}” cannot be an id.",
        "Use letters, Chinese characters, digits and - _ . ( ), at most 60, without spaces.",
        "“{value}”不能作编号。",
        "编号可用汉字、字母、数字和 - _ . ( )，最多 60 个，不含空格。",
    ),
    "id_list": Words(
        "“{value}” looks like several ids in one text, or an id with a space.",
        "Write a list with brackets: [a, b]; an id has no spaces.",
        "“{value}”像是几个编号写在了一起，或编号里有空格。",
        "多个编号请写成 [甲, 乙]，编号里不要有空格。",
    ),
    "monthly": Words(
        "“{value}” is not a day of each month.",
        "Write for example first FRI or last MON.",
        "“{value}”不是每月的某一天。",
        "请写 first FRI（第一个周五）或 last MON（最后一个周一）这样的形式。",
    ),
    "weekday": Words(
        "“{value}” is not a day of the week.",
        "Write for example MON, MON-FRI or [MON, THU]; D1, D2 in a day cycle.",
        "“{value}”不是星期几。",
        "请写周一、周一至周五，或 [周一, 周四]；循环日写 D1、D2。",
    ),
    "turn": Words(
        "“{value}” is not a turn of a cycle.",
        "Write for example MON, A:TUE, 2/3:MON, #4 or a date; put #4 in quotation marks.",
        "“{value}”不是轮次。",
        "请写周一、单周周二、第4次，或 2/3:MON（3周一轮的第2周周一）、日期这样的形式。",
    ),
    "grades": Words(
        "“{value}” is not a range of grades.",
        "Write for example 3-6, 3 or 三至六年级.",
        "“{value}”不是年级范围。",
        "请写三至六年级、3-6 或 3 这样的形式。",
    ),
    "grade_range": Words(
        "“{value}” goes beyond grades 1 to 12.",
        "Write grades from 1 to 12; grade 1 of junior middle school is 7.",
        "“{value}”超出了一至十二年级。",
        "年级写 1 到 12，初一写 7，高一写 10。",
    ),
    "weeks": Words(
        "“{value}” is not a range of weeks.",
        "Write for example 2-17, odd, even, 3-16 even or [1, 5, 9].",
        "“{value}”不是周次。",
        "请写 2-17、单周、双周、3-16 双周，或 [1, 5, 9]。",
    ),
    "time": Words(
        "“{value}” is not a time of day.",
        "Write hours and minutes, for example 12:05.",
        "“{value}”不是时刻。",
        "请写时和分，例如 12:05。",
    ),
    "span": Words(
        "“{value}” is not a stretch of time.",
        "Write start and end, for example 12:05-12:20.",
        "“{value}”不是一段时间。",
        "请写起止时刻，例如 12:05-12:20。",
    ),
    "span_order": Words(
        "“{value}” ends before it starts.",
        "Write the earlier time first, by the 24-hour clock.",
        "“{value}”的结束不晚于开始。",
        "请先写开始、后写结束，用 24 小时制。",
    ),
    "date": Words(
        "“{value}” is not a date of the calendar.",
        "Write for example 2026-03-05.",
        "“{value}”不是有效日期。",
        "请写 2026-03-05 或 2026年3月5日 这样的形式。",
    ),
    "dates": Words(
        "“{value}” is not a date or a range of dates.",
        "Write 2026-03-05, 2026-06-22..2026-06-30, or a list of these.",
        "“{value}”不是日期或日期范围。",
        "请写 2026-03-05、2026-06-22至2026-06-30，或用列表列出。",
    ),
    "cycle": Words(
        "“{value}” is not a cycle.",
        "Write weekly, A/B, 3 weeks, sliding or dated.",
        "“{value}”不是周期。",
        "请写每周、单双周、3周、顺延或按日期。",
    ),
    "cycle_names": Words(
        "“{value}” does not name the days of a cycle.",
        "Write how many they are (6), a range (A-F) or every name: [A, B, C, D].",
        "“{value}”不是循环日的写法。",
        "请写天数（6）、一段（A-F、一至六），或逐个写名称 [A, B, C, D]。",
    ),
    "cycle_names_twice": Words(
        "Two days of the cycle have the same name.",
        "Give each day a name of its own.",
        "两个循环日用了同一个名称。",
        "请给每个循环日起不同的名称。",
    ),
    "cycle_length": Words(
        "The cycle does not say how many weeks it has.",
        "Write for example 3 weeks.",
        "周期没有写明几周一轮。",
        "请写 3周 这样的形式。",
    ),
    "class_template": Words(
        "Id or name of these classes cannot be made: {value}",
        "Use only {{grade}}, {{number}}, {{numeral}} and {{campus}} in braces; ids have letters, digits and - _ . ( ).",
        "无法按这样的写法得出班级编号或名称：{value}",
        "花括号里只能写 {{grade}}、{{number}}、{{numeral}}、{{campus}}；编号用汉字、字母、数字和 - _ . ( )。",
    ),
    "unreadable": Words(
        "“{value}” cannot be used here.",
        "Compare with the examples and with the description of this field.",
        "“{value}”不能用在这里。",
        "请对照示例和该字段的说明修改。",
    ),
}
