"""What counting shows to be impossible, in words: the sentence, and what a librarian may do about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.messages.wording import listing, turn_name
from planner.models.base import Language
from planner.models.problem import Shortage
from planner.models.school import School


@dataclass(frozen=True)
class Words:
    """The words of one code in English and Chinese; {subject}, {need}, {capacity} and the code's params stand in them."""

    en: str
    zh: str
    hint_en: str
    hint_zh: str


@dataclass(frozen=True)
class Explanation:
    """One shortage as people read it."""

    sentence: str
    hint: str


WORDS: dict[str, Words] = {
    "visits_over_slots": Words(
        "{subject}: {need} visits are needed in a cycle, but there are only {capacity} places.",
        "“{subject}”：每个周期需要 {need} 次，但只有 {capacity} 个位置。",
        "Open more slots, let more classes come at once, or take a longer cycle (A/B, '3 weeks', sliding).",
        "可增加开放时段、允许更多班级同时到馆，或改用更长的周期（单双周、三周一轮、顺延）。",
    ),
    "class_without_place": Words(
        "{subject} has nowhere to go for {demand}: no slot or lesson is allowed and free.",
        "{subject} 的“{demand}”无处可排：没有既允许又有空的时间段或课节。",
        "Look at the class's timetable and lunch, at grades and campus of the windows, and at what you have ruled out.",
        "请检查该班的课程表和用餐时间、开放时段的年级和校区限制，以及“不可安排”的内容。",
    ),
    "class_places": Words(
        "{subject} needs {need} visits in a cycle, but only {capacity} places suit it.",
        "{subject} 每个周期需要 {need} 次，但只有 {capacity} 个位置适合。",
        "Allow this class another weekday, window or subject, or ask for fewer visits.",
        "可为该班放开其他星期、时段或学科，或减少次数。",
    ),
    "class_over_seats": Words(
        "{subject} has {need} pupils, but {room} seats only {capacity}.",
        "{subject} 有 {need} 人，但{room}只有 {capacity} 个座位。",
        "Give this class a larger room, add seats, or let it come in two groups.",
        "可换更大的场地、增加座位，或分两批到馆。",
    ),
    "post_short": Words(
        "{subject}, {turn} {window}: {need} helpers are needed, but only {capacity} can come.",
        "{subject}（{turn} {window}）：需要 {need} 人，但只有 {capacity} 人能到。",
        "Train more helpers for this post, widen its grades, ask fewer of it, or check who is marked as unable to come.",
        "可为该岗位多培训几名小管理员、放宽年级、减少人数，或核对“不能到”的登记。",
    ),
    "round_over_week": Words(
        "{subject}, {turn}: the round is so short that whoever has this duty serves {need} times in one week, but only {capacity} "
        "is allowed.",
        "{subject}（{turn}）：一轮太短，轮到的人一周要值日 {need} 次，但每周最多 {capacity} 次。",
        "Make the round longer (duties: cycle: sliding without a number finds one that serves everybody), or raise the most "
        "duties a week (duties: max_per_week).",
        "可把一轮排长一些（值日规则“周期”写“顺延”、不写数字，会自动排到人人轮到为止），或提高每周上限（每周最多）。",
    ),
    "duties_over_helpers": Words(
        "{where}{need} duties have to be done in a cycle, but all helpers together may do only {capacity}.",
        "{where}每个周期共有 {need} 次值日，但全部小管理员合计最多只能承担 {capacity} 次。",
        "Recruit more helpers, raise the most duties a week (duties: max_per_week), or staff fewer posts.",
        "可多招小管理员、提高每周上限（值日规则：每周最多），或减少岗位人数。",
    ),
    "min_over_duties": Words(
        "{where}the helpers' minimum adds up to {need} duties in a cycle, but there are only {capacity}.",
        "{where}小管理员的最少次数每个周期合计为 {need} 次，但总共只有 {capacity} 次值日。",
        "Lower the fewest duties a week (duties: min_per_week, or a helper's own), or make the rule duty_min soft.",
        "可降低每周最少次数（值日规则或个人的“每周最少”），或把规则 duty_min 改为“尽量”。",
    ),
    "group_places": Words(
        "{demand}: {classes} together need {need} visits, but only {capacity} places suit any of them.",
        "“{demand}”：{classes} 合计需要 {need} 次，但适合这些班的位置只有 {capacity} 个。",
        "Allow one of these classes another weekday, window or subject, or free a place that you have ruled out.",
        "可为其中某个班放开其他星期、时段或学科，或撤销一处“不可安排”。",
    ),
    "no_adult": Words(
        "{subject}, {day}: nobody is there to keep it open.",
        "{subject}（{day}）：没有成人在场，无法开放。",
        "Enter an adult for this campus and day (adults: places), allow for the travel time, or close the window on that day.",
        "可为该校区当天登记馆员（馆员：在岗）、留足路程时间，或当天停开该时段。",
    ),
    "never_held": Words(
        "{subject} can never take place: no window or lesson of it is held on any date.",
        "“{subject}”无法举行：学期内没有任何一天开放它的时段或课节。",
        "Look at its windows, weeks and dates: are the days closed, unconfirmed or outside the term?",
        "请检查它的开放时段、周次和日期：是否放假、未确认，或不在学期内？",
    ),
}
_UNKNOWN = Words(
    "{subject}: {need} needed, only {capacity} possible ({code}).",
    "{subject}：需要 {need}，最多 {capacity}（{code}）。",
    "Look at what the school file says about it.",
    "请检查学校文件中的相关内容。",
)


def explain(school: School, shortage: Shortage, language: Language) -> Explanation:
    """The sentence and the hint for a shortage, with the school's own names. An unknown code gets plain numbers."""
    words = WORDS.get(shortage.code, _UNKNOWN)
    values: defaultdict[str, str] = defaultdict(lambda: "?")
    values.update({key: _param(school, key, value, language) for key, value in shortage.params.items()})
    values.update(
        subject=name_of(school, shortage.subject, language),
        need=str(shortage.need),
        capacity=str(shortage.capacity),
        code=shortage.code,
    )
    # Where a school has one campus, naming it says nothing.
    several, colon = len(school.campuses) > 1, "：" if language == "zh" else ": "
    values["where"] = f"{values['subject']}{colon}" if several else ""
    sentence, hint = (words.zh, words.hint_zh) if language == "zh" else (words.en, words.hint_en)
    said = sentence.format_map(values)
    return Explanation(said[:1].upper() + said[1:], hint)


def _param(school: School, key: str, value: str, language: Language) -> str:
    if key == "classes":
        return listing(language, [name_of(school, part, language) for part in value.replace(",", " ").split()])
    if key in ("turn", "day"):
        try:
            return turn_name(language, value, school.term.first_week_is)
        except KeyError:
            return value
    return name_of(school, value, language)


def name_of(school: School, key: str, language: Language) -> str:
    """How people call what an id means; ids of several things are told apart by their order here."""
    if key in school.class_by_id:
        return school.class_by_id[key].name.in_(language)
    for things in (school.demand_by_id, school.window_by_id, school.post_by_id, school.room_by_id, school.adult_by_id):
        if key in things:
            return things[key].name.in_(language)
    if key in school.helper_by_id:
        helper = school.helper_by_id[key]
        return f"{name_of(school, helper.class_id, language)} {key}"
    for campus in school.campuses:
        if campus.id == key:
            return campus.name.in_(language)
    return key
