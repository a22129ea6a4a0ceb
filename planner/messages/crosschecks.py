"""The words for problems between the parts of a file. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from planner.messages.fields import Words


def _unknown(en: str, en_list: str, zh: str, zh_list: str) -> Words:
    return Words(
        f"There is no {en} “{{value}}”.{{closest}}",
        f"Use the id of one under {en_list}, or add it there.",
        f"没有“{{value}}”这个{zh}。{{closest}}",
        f"请写“{zh_list}”里已有的编号，或先在那里添加。",
    )


CHECK_WORDS: dict[str, Words] = {
    "unknown_room": _unknown("room", "rooms", "场地", "场地"),
    "unknown_window": _unknown("window", "windows", "开放时段", "开放时段"),
    "unknown_campus": _unknown("campus", "campuses", "校区", "校区"),
    "unknown_post": _unknown("post", "posts", "岗位", "岗位"),
    "unknown_demand": _unknown("demand", "demands", "需求", "需求"),
    "unknown_helper": _unknown("helper", "helpers", "小管理员", "小管理员"),
    "id_is_name": Words(
        "The id “{value}” of a student librarian is the pupil's name.",
        "Ids stand in calendars and links, where no pupil may be named: write a number such as h07, and the name under name.",
        "小管理员的编号“{value}”就是学生姓名。",
        "编号会出现在日历和链接里，不能用姓名。请改用 h07 之类的编号，姓名写在“姓名”里。",
    ),
    "unknown_teacher": Words(
        "No teacher “{value}” is named anywhere.{closest}",
        "Name the teacher under teachers, in the timetable or as class teacher.",
        "哪里都没有提到教师“{value}”。{closest}",
        "请先在“教师”“课程表”或“班主任”里写上这位老师。",
    ),
    "unknown_class": Words(
        "There is no class “{value}”.{closest}",
        "Use the id or name of a class under classes.",
        "没有“{value}”这个班。{closest}",
        "请写“班级”里已有班级的编号或名称。",
    ),
    "unknown_period": Words(
        "No bell schedule has a period “{value}”.{closest}",
        "Use the name of a period under bells.",
        "作息时间里没有“{value}”这一节。{closest}",
        "请写“作息时间”里已有的节次名称。",
    ),
    "unknown_rule": Words(
        "There is no rule “{value}”.{closest}",
        "Use the name of a rule from the list of rules.",
        "没有“{value}”这条规则。{closest}",
        "请写规则表里已有的规则名。",
    ),
    "id_twice": Words(
        "The id “{value}” is taken: {first} has it.",
        "Give each entry an id of its own.",
        "编号“{value}”已被 {first} 使用。",
        "每一项的编号不能相同，请改一个。",
    ),
    "same_helper": Words(
        "“{value}” is named twice in one wish.",
        "Name two different helpers.",
        "一条搭档里“{value}”写了两次。",
        "请写两位不同的小管理员。",
    ),
    "class_twice": Words(
        "Class “{value}” is described a second time; {first} has it already.",
        "Remove one of the two, or give the classes ids of their own, such as id: 'east-{{grade}}-{{number}}'.",
        "班级“{value}”又写了一次，{first} 里已经有了。",
        "请删掉一处；如果是不同的班，请另取编号，例如 编号: '东-{{grade}}-{{number}}'。",
    ),
    "class_name_twice": Words(
        "Two classes of one campus are called “{value}”: {classes}.",
        "Give each class a name of its own.",
        "同一校区有两个班都叫“{value}”：{classes}。",
        "请给每个班取不同的名称。",
    ),
    "class_name_shared": Words(
        "“{value}” is the name of several classes: {classes}.",
        "Use the id of the class instead of its name.",
        "叫“{value}”的班不止一个：{classes}。",
        "请改写班级编号。",
    ),
    "class_is_teacher": Words(
        "“{value}” is the id of a class and of a teacher.",
        "Give one of them another id.",
        "“{value}”既是班级编号，又是教师编号。",
        "请把其中一个改成别的编号。",
    ),
    "campus_missing": Words(
        "It is not said to which campus “{value}” belongs.",
        "Add campus: with one of: {campuses}.",
        "没有写明“{value}”属于哪个校区。",
        "请补上“校区”，可选：{campuses}。",
    ),
    "not_1_to_9": Words(
        "{value} is not a degree from 1 to 9.",
        "Write 1 (a little unpopular) to 9 (nobody wants it).",
        "{value} 不在 1 到 9 之间。",
        "请写 1（稍冷门）到 9（最冷门）。",
    ),
    "row_too_long": Words(
        "The row has {words} lessons, but the bell of this class has {periods} periods on that day: {value}",
        "Write one word for each period, - for a free one; or complete the bell schedule.",
        "这一行有 {words} 节课，但该班当天作息时间只有 {periods} 节：{value}",
        "每节课写一个词，没有课写“-”；或补全作息时间。",
    ),
    "timetable_twice": Words(
        "The timetable of “{value}” on {day} is given twice for the same weeks; see {first}.",
        "Remove one of the two, or say from when each holds (valid_from) or in which weeks.",
        "“{value}”{day} 的课表在同样的周次里写了两次，另见 {first}。",
        "请删掉一处，或用“生效日期”“周次”区分。",
    ),
    "bells_ambiguous": Words(
        "This bell schedule and {first} both fit, for example, class “{value}” on the same day, and neither is more specific.",
        "Limit one of them by campus, grades or weekdays, or give it a later valid_from.",
        "这份作息时间和 {first} 都适用于同一天的“{value}”等班级，分不出用哪一份。",
        "请用“校区”“年级”“星期”限定其中一份，或写明“生效日期”。",
    ),
    "term_order": Words(
        "The term ends on {value}, not after its start on {start}.",
        "Correct start or end.",
        "学期结束日期 {value} 不晚于开始日期 {start}。",
        "请改正开始或结束日期。",
    ),
    "term_too_long": Words(
        "The term has {days} days, until {value}.",
        "A term may have up to {limit} days; is the year right?",
        "学期到 {value} 为止，长达 {days} 天。",
        "学期最长 {limit} 天，请检查年份。",
    ),
    "week1_not_monday": Words(
        "{value} cannot be the Monday of teaching week 1.",
        "Write a Monday near the start of the term, or leave it out.",
        "{value} 不能作第一周的周一。",
        "请写开学前后的某个周一，或删掉这一项。",
    ),
    "unknown_timezone": Words(
        "There is no time zone “{value}”.",
        "Write for example Asia/Shanghai.",
        "没有“{value}”这个时区。",
        "请写 Asia/Shanghai 这样的名称。",
    ),
    "outside_term": Words(
        "{value} is not in the term, which runs from {start} to {end}.",
        "Correct the date, or the first and last day of the term.",
        "{value} 不在学期内（{start} 至 {end}）。",
        "请改正日期，或学期的开始、结束日期。",
    ),
    "valid_order": Words(
        "It ends on {value}, before it starts on {start}.",
        "Correct one of the two dates.",
        "结束日期 {value} 早于开始日期 {start}。",
        "请改正其中一个日期。",
    ),
    "day_twice": Words(
        "{value} is described twice; see {first}.",
        "Put everything about the date into one entry.",
        "{value} 写了两次，另见 {first}。",
        "同一天的内容请写在一项里。",
    ),
    "day_closed": Words(
        "{value} is closed ({closure}) and cannot run a timetable as well.",
        "Take it out of the closures, or remove it here.",
        "{value} 是放假日（{closure}），不能又按课表上课。",
        "请从“放假”里去掉这一天，或删掉这一项。",
    ),
    "week_outside_term": Words(
        "There is no week {value} in this term.",
        "Weeks go from 1 to {last}.",
        "本学期没有第 {value} 周。",
        "周次写 1 到 {last}。",
    ),
    "label_not_weekday": Words(
        "“{value}” is no weekday.",
        "The school days of a term are weekdays, for example MON-FRI; the cycle is given by cycle_days.",
        "“{value}”不是星期几。",
        "学期的“上课日”写星期，例如周一至周五；循环天数写在“循环日”。",
    ),
    "label_without_cycle": Words(
        "“{value}” is a day of a cycle, but the term has none.",
        "Write weekdays, or add cycle_days to the term.",
        "“{value}”是循环日，但学期没有设循环日。",
        "请改写星期几，或在“学期”里加上“循环日”。",
    ),
    "label_not_in_cycle": Words(
        "“{value}” stands here, but days of this term are D1 to {last}.",
        "Write the days as D1-{last}, also where Monday to Friday is the default.",
        "这里是“{value}”，但本学期的日子是 D1 到 {last}。",
        "请写 D1 到 {last}；不写时默认周一至周五，也要改写。",
    ),
    "window_times": Words(
        "The times of window “{value}” are not clear.",
        "Give exactly one: slots; time, with slot_minutes for several slots; or after (or before) a period with slot_minutes.",
        "开放时段“{value}”的时间没有写清楚。",
        "三种写法选一种：逐段写“时间段”；写“时间”（分几段时加“每段分钟”）；写“在某节后”（或“在某节前”）加“每段分钟”。",
    ),
    "slots_overlap": Words(
        "Slot {value} begins before slot {other} ends.",
        "Write slots that do not overlap.",
        "时间段 {value} 与 {other} 重叠。",
        "请改成互不重叠的时间段。",
    ),
    "slot_outside": Words(
        "Slot {value} is outside the opening time {time}.",
        "Move the slot, or widen time.",
        "时间段 {value} 超出了开放时间 {time}。",
        "请调整时间段，或放宽“时间”。",
    ),
    "slot_minutes": Words(
        "{value} is not a length of a slot.",
        "Write minutes, at least 1, for example 15.",
        "{value} 不能作每段的分钟数。",
        "请写至少 1 分钟，例如 15。",
    ),
    "slots_too_long": Words(
        "The slots take {value} minutes, but {time} has only {minutes}.",
        "Shorten the slots, or widen time.",
        "各段共 {value} 分钟，但 {time} 只有 {minutes} 分钟。",
        "请缩短各段，或放宽“时间”。",
    ),
    "change_slots": Words(
        "The new times have {value} slots, but the window has {before}.",
        "Write as many slots as before; or make it a window of its own.",
        "调整后有 {value} 段，而原来是 {before} 段。",
        "段数要与原来相同；否则请另设一个开放时段。",
    ),
    "change_empty": Words(
        "The change from {value} changes nothing.",
        "Add time or slots, or remove it.",
        "{value} 起的调整没有写新时间。",
        "请写上“时间”或“时间段”，或删掉这一项。",
    ),
    "change_twice": Words(
        "Two changes begin on {value}.", "Keep one of them.", "有两项调整都从 {value} 起。", "请只保留一项。"
    ),
    "change_anchored": Words(
        "The change from {value} does not fit the way this window tells its times.",
        "With slot_minutes write only time; a window after a period moves with the bell and needs no change.",
        "{value} 起的调整与该时段的时间写法不一致。",
        "用“每段分钟”的时段只写“时间”；跟着节次走的时段会随作息时间变动，不必写调整。",
    ),
    "tidy_early": Words(
        "Shelving at {value} begins before the last slot {slot} ends.",
        "Let it begin when the last slot ends.",
        "整理时间 {value} 早于最后一段 {slot} 的结束。",
        "请从最后一段结束时开始整理。",
    ),
    "unpopular_key": Words(
        "“{value}” is not a slot of this window.",
        "Write a slot from 1 to {slots}, a day (MON), or both (MON 3).",
        "“{value}”不是该时段的某一段。",
        "请写第几段（1 到 {slots}）、星期（周一），或两者（周一 3）。",
    ),
    "demand_rooms": Words(
        "Demand “{value}” takes place in lessons but names no room.",
        "Add rooms:.",
        "需求“{value}”在课上进行，却没有写场地。",
        "请补上“场地”。",
    ),
    "demand_subjects": Words(
        "Demand “{value}” takes place in lessons but names no subject.",
        "Add subjects:, for example subjects: 语文.",
        "需求“{value}”在课上进行，却没有写学科。",
        "请补上“学科”，例如 学科: 语文。",
    ),
    "demand_windows": Words(
        "Demand “{value}” names no window in which classes could come.",
        "Add windows:.",
        "需求“{value}”没有写在哪个开放时段到馆。",
        "请补上“开放时段”。",
    ),
    "window_not_booked": Words(
        "No classes are booked into window “{value}”.",
        "Choose another window, or set booked: true (and a kind other than duty) there.",
        "开放时段“{value}”不按班预约。",
        "请换一个时段，或把它的“按班预约”改为“是”（类型不能是值日）。",
    ),
    "sliding_rooms": Words(
        "Demand “{value}” slides over windows in different rooms.",
        "Give these windows the same rooms, or write one demand for each window.",
        "需求“{value}”的顺延轮次跨越了场地不同的开放时段。",
        "请让这些开放时段使用相同的场地，或为每个时段各写一条需求。",
    ),
    "lesson_sliding": Words(
        "Demand “{value}” stands in lessons, which follow the timetable; it cannot slide.",
        "Write weekly, A/B or for example 3 weeks.",
        "需求“{value}”跟着课表走，不能顺延。",
        "周期请写每周、单双周或 3周 这样的形式。",
    ),
    "subject_key": Words(
        "“{value}” is not a range of grades.",
        "Write for example 1-2, 3 or all before the subjects.",
        "“{value}”不是年级范围。",
        "学科前请写 1-2、3 或 all（全部年级）。",
    ),
    "subjects_empty": Words(
        "No subject is given for “{value}”.",
        "Write at least one subject, or remove the line.",
        "“{value}”没有写学科。",
        "请至少写一门学科，或删掉这一行。",
    ),
    "demand_nobody": Words(
        "Demand “{value}” means no class at all.",
        "Check its grades, classes and campus: a class must fit all of them.",
        "需求“{value}”没有对应任何班级。",
        "请检查年级、班级和校区：班级要同时符合这几项。",
    ),
    "demand_no_teacher": Words(
        "Demand “{value}” is for teachers, but none is known.",
        "Name them under teachers, or give teachers: here.",
        "需求“{value}”面向教师，但没有任何教师。",
        "请在“教师”里写上，或在这里写“教师”。",
    ),
    "selects_nobody": Words(
        "No class fits this entry: {value}",
        "Check its grades, classes and campus: a class must fit all of them.",
        "没有班级符合这一项：{value}",
        "请检查年级、班级和校区：班级要同时符合这几项。",
    ),
    "min_above_max": Words(
        "At least {value} duties a week are more than the most, {most}.",
        "Lower min_per_week, or raise max_per_week.",
        "每周最少 {value} 次，超过了每周最多 {most} 次。",
        "请调低“每周最少”，或调高“每周最多”。",
    ),
}
