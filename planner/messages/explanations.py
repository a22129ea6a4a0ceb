"""Words of an explanation: each code in English and Chinese. {…} are filled in by ``explanation_text``."""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, str]] = {
    "balances": ("What is needed, and what there is room for", "需要多少，能放多少"),
    "shortages": ("What can be seen at a glance to be impossible", "一看便知排不下的地方"),
    "clash": ("Why it does not fit", "为什么排不下"),
    "packages": (
        "What would make it work (each was tried: with it, a plan exists)",
        "怎么办（每个办法都已试排过，照做就能排出来）",
    ),
    "partial": ("What fits as things stand, and what is left without a place", "现在能排下多少，还差谁"),
}

# Need against capacity. The first of each pair is said when there is too little room.
BALANCES: dict[str, tuple[str, str]] = {
    "demand": ("{subject}: {need} visits, {capacity} slots {cycle}", "{subject}：{cycle}要排 {need} 次，有 {capacity} 个位置"),
    "lesson": (
        "{subject}: {need} lessons, {capacity} places {cycle}",
        "{subject}：{cycle}要排 {need} 节，有 {capacity} 个位置",
    ),
    "grade": (
        "{of}, grade {subject}: {need} visits, {capacity} places that suit {cycle}",
        "{of}·{subject}：{cycle}要排 {need} 次，适合的位置有 {capacity} 个",
    ),
    "room": (
        "{subject}, for {of}: {need} visits, room for {capacity} {cycle}",
        "{subject}（{of}）：{cycle}要排 {need} 次，能容纳 {capacity} 次",
    ),
    "teacher": (
        "Teacher {subject}: has to come with {need} visits, but can at {capacity} different times only",
        "{subject} 老师：要带 {need} 次，但只有 {capacity} 个不同的时间可以带",
    ),
    "post": (
        "{subject}: {need} duties {cycle}, those who may do it can take {capacity}",
        "“{subject}”岗：{cycle}要 {need} 人次值日，能上这个岗的小管理员合计可承担 {capacity} 次",
    ),
    "helpers": (
        "All duties{where}: {need} {cycle}, all student librarians together may take {capacity}",
        "全部值日{where}：{cycle}共 {need} 人次，全体小管理员合计可承担 {capacity} 次",
    ),
}
SHORT: dict[str, tuple[str, str]] = {
    "visits": ("{lack} too few.", "差 {lack} 个。"),
    "duties": ("{lack} more duties than places.", "多出 {lack} 次没有人值。"),
}
BY_DAY = ("Places by day: {days}.", "各天的位置：{days}。")
ALL_ENOUGH = (
    "Taken one by one there is room for everything; it is only together that they do not fit.",
    "单看每一项，位置都够；合在一起才排不下，原因见下。",
)

CLASH_VISITS = (
    "{classes}: these {count} classes need {need} visits of “{demand}”, but there are only {capacity} places{places}.",
    "{classes}：这 {count} 个班的{demand}只有 {capacity} 个位置{places}，却要排 {need} 次。",
)
CLASH_MANY = (
    "{classes} ({count} classes) alone need {need} visits of “{demand}”, but there are only {capacity} places{places}.",
    "光是{classes}就要排 {need} 次“{demand}”，而位置只有 {capacity} 个{places}。",
)
CLASH_ONE = (
    "{classes}: visits of “{demand}” needed {need}, places that can be had {capacity}{places}.",
    "{classes}要排 {need} 次“{demand}”，但只有 {capacity} 个位置{places}。",
)
CLASH_NONE = (
    "{classes} has no place at all for “{demand}”.",
    "{classes}的“{demand}”没有任何可排的位置。",
)
CLASH_DUTIES = (
    "{posts} alone take {need} duties; only {capacity} can be given to somebody as long as all of this is to be kept:",
    "光是{posts}就要 {need} 人次值日，而要守住下面几条，最多只能安排 {capacity} 人次：",
)
CLASH_PLAIN = ("These cannot all be kept at the same time:", "下面几条不能同时做到：")
CLASH_BECAUSE = ("As long as all of this is to be kept:", "因为下面几条都要守住：")
IRREDUCIBLE = (
    "Give up any one of these, and the others can be kept (each was tried).",
    "这几条里放开任何一条，其余就能同时做到（逐条试过）。",
)
NOT_TESTED = (
    "There was no time to try whether each of them is really part of the cause.",
    "时间不够，没有逐条确认是否每条都有关。",
)
MORE_REASONS = (
    "This is not all: something else does not fit either, see the ways below, which take several steps.",
    "原因不止这一处：别处也有排不下的，所以下面的办法要几步一起做。",
)
NO_CLASH = (
    "No small set of rules that clash was found in the time given; give more with --seconds.",
    "在给定时间内没有找出是哪几条互相冲突；可用 --seconds 给更多时间。",
)
# More than five rules are said by what they are about.
FAMILIES: dict[str, tuple[tuple[str, str], tuple[str, ...]]] = {
    "who": (("Who has to come, and how often", "该来的班和次数"), ("demand_met", "each_day_served")),
    "when": (
        ("When and where a class can come", "班级什么时候、在哪里能来"),
        ("eligible", "forbidden", "pinned", "class_free", "teacher_free", "one_visit_a_day"),
    ),
    "room": (("How many fit in at once", "同时能容纳多少"), ("slot_capacity", "room_capacity", "room_seats", "grade_limit")),
    "staff": (
        ("Which duties have to be done", "要有人值的岗"),
        ("post_staffed", "escort_tied", "trainee_paired", "experienced_there", "adult_there"),
    ),
    "helpers": (("What student librarians can do", "小管理员能值的次数和时间"), ()),
}

# What a rule is about in this school; {subjects} are its classes, slots, posts or helpers.
ABOUT: dict[str, tuple[str, str]] = {
    "classes": ("for {subjects}", "涉及{subjects}"),
    "helpers": ("for {subjects}", "涉及{subjects}"),
    "things": ("{subjects}", "{subjects}"),
}
LIMIT_CLASSES = ("at most {count} at once", "同时最多 {count} 个班")
LIMIT_SEATS = ("{count} seats", "{count} 个座位")
LIMIT_HEADS = ("{count} people", "{count} 人")
LIMIT_WEEK = ("at most {count} a week", "每周最多 {count} 次")

FIXES: dict[str, tuple[str, str]] = {
    "open_day": ("Open “{window}” on {days} as well.", "“{window}”在{days}也开放。"),
    "open_all_days": ("Open “{window}” on {days} as well.", "“{window}”在{days}也都开放。"),
    "slot_classes": (
        "Let one more class come in each slot of “{window}”{classes}; the room has to have space for it.",
        "“{window}”每段多来 1 个班{classes}，场地要容得下。",
    ),
    "room_classes": (
        "Let one more class into {room} at once ({count} instead of {fewer}), with enough seats.",
        "{room}同时多进 1 个班（由 {fewer} 个改为 {count} 个），座位要够。",
    ),
    "shorter_slots": (
        "Cut the time of “{window}” into {count} slots of {minutes} minutes each.",
        "把“{window}”的时间改分成 {count} 段，每段 {minutes} 分钟。",
    ),
    "window_grades": ("Open “{window}” to all grades.", "“{window}”对所有年级开放。"),
    "grade_limit": (
        "For “{demand}”, let one more class of the same grade come at once.",
        "“{demand}”允许同年级多 1 个班同时来。",
    ),
    "drop_ban": ("For “{demand}”, allow again: {place}.", "“{demand}”重新允许安排：{place}。"),
    "drop_pin": ("For “{demand}”, give up the fixed place: {place}.", "“{demand}”取消固定安排：{place}。"),
    "delegates": (
        "For “{demand}”, send {heads} pupils for each class instead of the whole class.",
        "“{demand}”每班改派 {heads} 名代表来，不必全班到馆。",
    ),
    "fewer_visits": (
        "For “{demand}”, let each class come {times} time(s) {cycle} instead of {more}.",
        "“{demand}”每班{cycle}由 {more} 次改为 {times} 次。",
    ),
    "classes_fortnightly": (
        "Let {classes} come to “{demand}” every two weeks, in turn; all other classes as before.",
        "{classes}的“{demand}”改为隔周一次、轮流来，其他班不变。",
    ),
    "grade_fortnightly": (
        "Let grade {grade} come to “{demand}” every two weeks (half of it in odd, half in even weeks); all others as before.",
        "{grade}的“{demand}”改为单双周轮流（每班两周一次），其他年级不变。",
    ),
    "fortnightly": (
        "Let each class come to “{demand}” every two weeks (A/B weeks: odd and even weeks in turn).",
        "“{demand}”改为单双周轮流，每班两周一次。",
    ),
    "every_n_weeks": ("Let each class come to “{demand}” once in {n} weeks.", "“{demand}”改为 {n} 周一轮，每班 {n} 周一次。"),
    "slide_by_weekday": (
        "Let “{demand}” move on by itself on each weekday, so that a class keeps its weekday.",
        "“{demand}”改为按星期顺延，各星期自己轮，班级的星期不变。",
    ),
    "more_helpers": (
        "Find more student librarians: {count}. They must be able to do {posts} and to come on any day.",
        "再招 {count} 名小管理员：会上这些岗（{posts}），每天都能来。",
    ),
    "post_grades": ("Let pupils of any grade do “{post}”.", "“{post}”岗不限年级。"),
    "train_all": ("Train all student librarians for “{post}”.", "让所有小管理员都学会“{post}”。"),
    "fewer_at_post": (
        "Put one helper fewer at “{post}” ({count} instead of {more}).",
        "“{post}”岗少安排 1 人（由 {more} 人改为 {count} 人）。",
    ),
    "fewer_at_posts": ("Put one helper fewer at each of these: {posts}.", "这几个岗各少安排 1 人：{posts}。"),
    "more_per_week": (
        "Let each student librarian serve up to {times} times a week (so far at most {fewer}).",
        "每名小管理员每周最多值日 {times} 次（现在最多 {fewer} 次）。",
    ),
    "consecutive": ("Allow a student librarian to serve on two days in a row.", "允许小管理员连着两天值日。"),
    "lower_minimum": (
        "Ask each student librarian for at least {times} duties a week instead of {more}.",
        "每名小管理员每周至少值日次数由 {more} 次降为 {times} 次。",
    ),
    "rule_soft": (
        "Keep this only as far as possible: “{rule}”{breaks}",
        "这一条改为“尽量做到”：“{rule}”{breaks}",
    ),
}
BREAKS = (
    " Even the best plan then breaks it: {count} {counts}.",
    "改后最好的安排里，{counts}仍有 {count}。",
)
IN_FILE_SOFT = (" In the school file: rules: {{{rule}: {{mode: soft}}}}", "学校文件中写：规则: {{{rule}: {{方式: 尽量}}}}")
ALTERNATIVE = ("Way {n}:", "办法 {n}：")
TOGETHER = ("all of these together:", "下面几项一起做：")
STILL = ("after this, {count} still without a place", "做完这步还差 {count} 个没排下")
NOW_ALL = ("after this, nothing is left over", "做完这步就都排下了")
NO_PACKAGES = (
    "No change that is enough was found in the time given. Reduce what is short above, or give more time with --seconds.",
    "在给定时间内没有找到够用的办法。请先从上面缺口最大的地方减起，或用 --seconds 给更多时间再试。",
)

PLACED = ("{subject}: {placed} of {need} can be placed{rest}.", "{subject}：{need} 次中能排下 {placed} 次{rest}。")
WITHOUT = ("; no place for {names}", "；排不下的：{names}")
DUTIES_LEFT = (
    "{post}: helpers missing {cycle}: {count} ({where}).",
    "“{post}”岗：{cycle}有 {count} 人次没有人值（{where}）。",
)
ALL_VISITS = ("All visits can be placed.", "各班的借阅和阅览都能排下。")
MINIMUM_LEFT = ("{names}: fewer duties than agreed.", "{names}：值日次数达不到约定的最少次数。")
OTHER_LEFT = ("Not kept: “{rule}” ({names}).", "做不到：“{rule}”（{names}）。")
NO_PARTIAL = ("There was no time to work out what fits.", "时间不够，没有算出能排下多少。")
NOTHING_LEFT = (
    "Everything can be placed as soon as one of the rules above gives way.",
    "只要上面任一条放开，全部都能排下。",
)
AND_MORE_TIMES = ("{names} and other dates", "{names}等")
AND_MORE = ("{names} and {count} more", "{names}等")
COUNTED: dict[str, tuple[str, str]] = {
    "classes": ("{count} classes", "{count} 个班"),
    "helpers": ("{count} student librarians", "{count} 名小管理员"),
}
