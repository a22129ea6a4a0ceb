"""What the title of a day in somebody's list says: off, worked, or an event that closes nothing by itself."""

from __future__ import annotations

import re
from typing import Literal

from planner.reading.lookalikes import fold_lookalikes

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
Meaning = Literal["off", "work", "event", "both", ""]
"""``both``: days off and worked days in one title, which only a person can part; '' = no word that we know."""

# 劳动节（班）, 班|国庆节, 春节 补班, 上班(补劳动节假期): a worked day is named by its mark, never by 班 inside a word (三班).
_MARK = r"(?:^|[\s(\[|·:,、，-])%s(?:$|[\s)\]|·:,、，-])"
_WORK = re.compile(
    r"上(?:周|星期|礼拜)[一二三四五六日](?:的|课)|[补補][^补補,，;；放休]{1,12}[的之][课課]"
    r"|补班|補班|补课|補課|补上|補上|上班|上课|上課|补休?作|" + _MARK % "班"
    + r"|work(?:ing)?[ -]?day|alternate work|make[ -]?up (?:work|class|school|day)|school open|classes held",
    re.IGNORECASE,
)  # fmt: skip
_OFF = re.compile(
    r"放假|假期|休息|休假|休业|停课|停課|调休假|寒假|暑假|春假|秋假|例假|补假|補假|[^请病事]假$|" + _MARK % "休"
    + r"|holiday|vacation|recess|closed|closure|no school|no classes|day off|half[ -]?term|(?:spring|winter|summer|autumn|fall|"
    r"mid-?term|easter|christmas|thanksgiving) break|inset|pupil[ -]free|non[ -]pupil|teacher (?:work|in-?service) ?day|"
    r"bank hol|ferien|feiertag|schulfrei|unterrichtsfrei|vacances|férié|vacaciones|festivo|feriado|férias|vacanze|каникул|"
    r"выходн|праздник|방학|휴일|휴업|공휴일|休業|休み|祝日",
    re.IGNORECASE,
)  # fmt: skip
_FESTIVAL = re.compile(
    r"元旦|春节|春節|除夕|清明|劳动节|勞動節|五一|端午|中秋|国庆|國慶|元宵节放|new year'?s? day|(?:chinese|lunar) new year|"
    r"spring festival|labou?r day|national day|"
    r"qingming|tomb[- ]sweeping|dragon boat|mid-autumn|christmas day|boxing day|good friday|easter monday|independence day|"
    r"memorial day|thanksgiving|veterans day|presidents'? day|juneteenth|columbus day|martin luther king",
    re.IGNORECASE,
)  # fmt: skip
_BESIDE_FESTIVAL = re.compile(
    r"[节節日年月第天共休假]|当天|法定|小长假|长假|连休|\b(?:observed|day|days|eve|off|the|of|in|lieu|substitute|public|national|school|and|"
    r"chinese|lunar|festival|break|st|nd|rd|th)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"考试|考試|测试|测验|測驗|统考|月考|期中|期末|中考|高考|家长|家長|运动会|運動會|校运|典礼|典禮|开学|開學|报到|培训|培訓|教研|会议|會議|"
    r"例会|比赛|比賽|竞赛|演练|演練|体检|體檢|春游|秋游|研学|参观|讲座|活动|活動|值日|值班|开放日|艺术节|读书节|科技节|体育节|校庆|"
    r"exam|test|assessment|parent|conference|meeting|concert|trip|sports|ceremony|assembly|open (?:day|evening)|fair|club|"
    r"training|workshop|prüfung|elternabend|examen|réunion|reunión|экзамен|собрание|시험|운동회|試験|運動会",
    re.IGNORECASE,
)  # fmt: skip


# Words of a holiday in the title of something else: its end, its homework, a half of it, one grade's; or none at all after all.
_NOT_OFF = re.compile(
    r"取消|不放假|不停课|照常|正常上课|作业|前最后|最后一天|结束|返校|收假|开学|半天|半日|上午|下午|待定|拟定|[一二三四五六七八九1-9]\s*年级|"
    r"[初高][一二三]|毕业班|(?<!放)假前|假后|cancel|not closed|no holiday|club|regist|homework|half[ -]day|early|last day|"
    r"before|\bends?\b|return|back to school|re-?open|rehears|(?:grade|year|class)\s*\d|tentative|tbc",
    re.IGNORECASE,
)
_RUNS = re.compile(r"(?:按|上|补|補|执行|執行)(?:上)?(?:周|週|星期|礼拜)([一二三四五六日天])(?:的|课|課|$|[\s,。)])")
_RUNS_AS = re.compile(
    r"\b(?:runs?|timetable|schedule|follow\w*)\b.*?\b(mon|tues?|wed(?:nes)?|thur?s?|fri)(?:day)?\b", re.IGNORECASE
)


_COUNTED = re.compile(r"\s*第\s*\d+\s*天\s*/?\s*(?:共\s*\d+\s*天)?")
_SIGN = re.compile(r"[(\[]\s*(?:休|放假|假期)\s*[)\]]|^\s*休\s*[|·:-]\s*|\s+(?:休|放假|假期)\s*$")


def bare_title(title: str) -> str:
    """The name of a break without the marks beside it: 劳动节（休）, 休｜劳动节, 劳动节 假期 第1天/共5天 are 劳动节."""
    return _SIGN.sub("", _COUNTED.sub("", fold_lookalikes(title))).strip() or title.strip()


def what_it_says(title: str, *, marked: str = "") -> Meaning:
    """Kind of a day. ``marked``: what a program has noted beside the title (categories, Apple's special day)."""
    word = fold_lookalikes(title).strip()
    if re.search(r"ALTERNATE-WORKDAY", marked, re.IGNORECASE):
        return "work"
    if re.search(r"WORK-HOLIDAY", marked, re.IGNORECASE):
        return "off"
    works = None if re.search(r"照常|正常上课|取消", word) else _WORK.search(word)
    # 上班(补劳动节假期): what stands in brackets behind the mark only says why.
    bare = re.sub(r"\([^)]*\)", " ", word)
    off = _OFF.search(bare) or (None if works else _OFF.search(word))
    if works and off:
        return "both"
    if works:
        return "work"
    if off:
        return "event" if _NOT_OFF.search(word) else "off"
    if _EVENT.search(word):
        return "event"
    if _is_festival(word) or re.search(r"\bholiday", marked, re.IGNORECASE):
        return "event" if _NOT_OFF.search(word) else "off"
    return ""


def _is_festival(word: str) -> bool:
    """Whether a title is the name of a festival and nothing more: 清明节 is, 清明诗会 and Thanksgiving lunch are not."""
    if not _FESTIVAL.search(word):
        return False
    rest = _BESIDE_FESTIVAL.sub(" ", _FESTIVAL.sub(" ", re.sub(r"\([^)]*\)|\[[^]]*\]", " ", word)))
    return not any(c.isalpha() for c in rest)


def runs_as(title: str) -> str | None:
    """The weekday whose timetable a worked day runs, as its title says: 补上周二的课, 按周二课表, runs Tuesday's timetable."""
    word = fold_lookalikes(title)
    if found := _RUNS.search(word):
        return _DAYS["一二三四五六日".index(found[1].replace("天", "日"))]
    if found := _RUNS_AS.search(word):
        return found[1][:3].upper()
    return None
