"""Words of headings: days, periods, times, weeks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from planner.importing.raw import Parity
from planner.models.shorthand import chinese_number
from planner.models.values import Span, parse_time
from planner.reading.classnames import plain
from planner.reading.repeated import once_each
from planner.script import simplified

_DAYS = "一二三四五六日"
_KOREAN_DAYS = "월화수목금토일"
_LABELS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_JAPANESE_DAYS = "月火水木金土日"
_CHINESE_DAY = re.compile(r"(?:周|週|星期|礼拜|禮拜)\s*([一二三四五六日天1-7])\s*(?:\(.{0,12}\)|\n.*)?", re.DOTALL)
_FOREIGN = {
    "MON": "월요일 月曜日 monday mon mo montag lundi lun lunes lunedì segunda luni понедельник пн δευτέρα poniedziałek pondělí pondelok hétfő pazartesi maandag måndag الاثنين الإثنين",  # noqa: E501
    "TUE": "화요일 火曜日 tuesday tue tu di dienstag mardi mar martes martedì terça marți marti вторник вт τρίτη wtorek úterý utorok kedd salı dinsdag tisdag الثلاثاء",  # noqa: E501
    "WED": "수요일 水曜日 wednesday wed we mi mittwoch mercredi mer mié miércoles mercoledì quarta miercuri среда ср τετάρτη środa středa streda szerda çarşamba woensdag onsdag الأربعاء الاربعاء",  # noqa: E501
    "THU": "목요일 木曜日 thursday thu th do donnerstag jeudi jeu jueves giovedì quinta joi четверг чт πέμπτη czwartek čtvrtek štvrtok csütörtök perşembe donderdag torsdag الخميس",  # noqa: E501
    "FRI": "금요일 金曜日 friday fri fr freitag vendredi ven viernes venerdì sexta vineri пятница пт παρασκευή piątek pátek piatok péntek cuma vrijdag fredag الجمعة",  # noqa: E501
    "SAT": "토요일 土曜日 saturday sat sa samstag samedi sam sábado sabato sâmbătă sambata суббота сб σάββατο sobota szombat cumartesi zaterdag lördag السبت",  # noqa: E501
    "SUN": "일요일 日曜日 sunday sun so sonntag dimanche dim domingo domenica duminică воскресенье вс κυριακή niedziela neděle nedeľa vasárnap pazar zondag söndag الأحد الاحد",  # noqa: E501
}

_FURTHER = {
    "MON": "senin isnin понеділок понеделник ponedjeljak ponedeljak ponedeljek mandag maanantai esmaspäev "
    "pirmdiena pirmadienis שני सोमवार จันทร์ วันจันทร์ дүйсенбі даваа jumatatu понедељак",
    "TUE": "selasa вівторок вторник utorak torek tirsdag tiistai teisipäev otrdiena antradienis שלישי मंगलवार "
    "อังคาร วันอังคาร сейсенбі мягмар jumanne уторак",
    "WED": "rabu середа сряда srijeda sreda onsdag keskiviikko kolmapäev trešdiena trečiadienis רביעי बुधवार พุธ "
    "วันพุธ сәрсенбі лхагва jumatano среда",
    "THU": "kamis khamis четвер четвъртък četvrtak četrtek torsdag torstai neljapäev ceturtdiena ketvirtadienis "
    "חמישי गुरुवार พฤหัสบดี วันพฤหัสบดี бейсенбі пүрэв alhamisi четвртак",
    "FRI": "jumat jum'at jumaat п'ятниця петък petak petek fredag perjantai reede piektdiena penktadienis שישי "
    "शुक्रवार ศุกร์ วันศุกร์ жұма баасан ijumaa петак",
    "SAT": "sabtu субота събота subota lørdag lauantai laupäev sestdiena šeštadienis שבת शनिवार เสาร์ วันเสาร์ "
    "сенбі бямба jumamosi",
    "SUN": "minggu ahad неділя неделя nedjelja nedelja nedelja søndag sunnuntai pühapäev svētdiena sekmadienis "
    "ראשון रविवार อาทิตย์ วันอาทิตย์ жексенбі ням jumapili недеља",
}
"""Indonesian, Malay, Ukrainian, Bulgarian, Serbo-Croatian, Slovene, the Nordic and Baltic languages, Hebrew, Hindi, Thai …"""


def _bare(word: str) -> str:
    """Without its accents, as programs and people leave them out: miercoles, terca."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


_FOREIGN_DAYS = {
    form: label
    for names in (_FURTHER, _FOREIGN)
    for label, words in names.items()
    for word in words.split()
    for form in (word, _bare(word))
}
_NOON, _LANGUAGES, _EARLY = 12, 2, 5
MOST_PERIODS = 20
"""Periods of a day: a higher number counts pupils, minutes or rooms."""
_NUM = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_HALVES = "上午|下午|晚上|中午|课后服务|课后|早上|早晨|午间|傍晚|夜间"
_NAMED = (
    "早读|晨读|早自习|晨会|晨练|早操|升旗|午休|午读|午写|午间|午餐|午自习|大课间|课间操?|眼保健操|眼操|自习|晚自习|晚修|晚读|"
    "课后服务|课后|延时服务|延时|社团|班会|放学|早自修|导师时间|晨间活动|朝会"
)
# What other languages call a lesson, before or behind its number: 1교시, 1校時, 1. Stunde, 1º horário, 3 урок; folded.
_LESSONS = (
    r"교시|校时|时间目|时限|限目?|节课?|堂课?|stunde|std|heure|hora|horário|horario|aula|tempo|clase|урок|пара|час|lekcja|ora|"
    r"uur|ders|tunti|lektion|period|lesson"
)
_ORDINAL = r"(?:st|nd|rd|th|[.ºª°])?"
_FOREIGN_PERIOD = re.compile(
    rf"第?(\d{{1,2}}){_ORDINAL}-?(?:{_LESSONS})?\.?|(?:{_LESSONS})\.?-?(\d{{1,2}}){_ORDINAL}", re.IGNORECASE
)
_PERIOD = [
    re.compile(rf"第?{_NUM}(?:节课?)?"),
    _FOREIGN_PERIOD,
    re.compile(rf"(?:{_HALVES}|[早晚正上下中午晨夜])第?{_NUM}(?:节课?)?"),
    re.compile(rf"(?:{_NAMED}){_NUM}?"),
    re.compile(r"(?:p|period|lesson|hour|h|l)\s*\d{1,2}", re.IGNORECASE),
    re.compile(r"0"),
]
_CLOCK = r"(\d{1,2})\s*[:.h点]\s*(\d{2})(?::\d{2})?分?(?:\s*([ap])\.?m\b\.?)?"
_TIMES = re.compile(rf"{_CLOCK}\s*(?:(?:[-~至到]|to|bis|al?|à|do|до|until)+\s*|\n){_CLOCK}", re.IGNORECASE)
_CYCLE_DAY = re.compile(r"(?:day|d|循环日?)\s*([1-9]|10)|第([一二三四五六七八九十])[日天]", re.IGNORECASE)
_LETTERED_DAY = re.compile(r"([A-H])[- ]?day|day[- ]?([A-H])", re.IGNORECASE)
_IN_WEEK = re.compile(
    r"(?P<day>.+?)[\s\-_:(]*(?:week|wk\.?|周|週)?\s*(?P<week>[AB12])周?\)?|(?P<first>[AB12])[\s\-_:]*(?P<second>.+)",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"thứ ?(hai|ba|tư|năm|sáu|bảy|[2-7])", re.IGNORECASE)
_IN_TWO_LANGUAGES = re.compile(r"[\s/|()]+")
_BREAK = re.compile(
    r"(?:(?:大|小)?课间(?:操|活动|餐|休息|体育活动)?|眼保健操|眼操|广播操|早操|(?:午|晚|早)(?:餐|饭)|午休|午睡|午间(?:休息|就餐)?|中午|就餐|"
    r"休息|放学|集合|离校|到校|入校|(?:小|大)息|午膳|大?下課|打掃|清潔)(?:时间|時間)?|"
    r"(?:morning|afternoon|short|long|lunch|tea|fruit)? ?(?:break|recess|playtime|snack)|lunch(?: ?time| ?hour| ?break)?|"
    r"registration|roll ?call|dismissal|home ?time|arrival|departure|interval|(?:große )?pause|mittag(?:spause)?|"
    r"récré(?:ation)?|déjeuner|recreo|almuerzo|comedor|recreio|intervalo|almoço|intervallo|mensa|перемена|обед|завтрак|점심(?:시간)?|"
    r"쉬는시간|昼休み|給食|休み時間|中休み",
    re.IGNORECASE,
)
_HALVES_OF_DAY = {
    "上午": "上午 早上 上 am a.m morning 오전 午前 manhã mañana vormittag matin",
    "下午": "下午 午后 下 pm p.m afternoon 오후 午後 tarde nachmittag après-midi",
    "晚上": "晚上 晚 夜间 evening",
}
_HALF_WORDS = {word: half for half, words in _HALVES_OF_DAY.items() for word in words.split()}
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


class PeriodKey(NamedTuple):
    """What a period label counts: the n-th lesson of a part of the day ('' = of the whole day), or a name of its own."""

    part: str
    number: int


@once_each
def upright(text: str) -> str:
    """A label without the gaps that only spread it out or set it upright: 午　休, 星⏎期⏎一."""
    return _CJK_GAP.sub("", plain(text))


@once_each
def is_break(text: str) -> bool:
    """Whether a text says that there is no lesson but a break, a meal, the way home: 大课间, 午 休, Lunch."""
    word = simplified(upright(text))
    return bool(_BREAK.fullmatch(word) or _BREAK.fullmatch(word.replace("\n", " ").strip(" .:·-")))


def tells_of_a_break(text: str) -> bool:
    """Whether a break is named in a text among other words: Lunch & Play, 午餐及午休."""
    word = simplified(upright(text))
    return any(is_break(piece) for piece in re.split(r"\s*[&+、,/及和与]\s*|\s+and\s+|\s*\n\s*", word))


def half_of_day(text: str) -> str:
    """上午, 下午 or 晚上 where a label says only that; else ''."""
    return _HALF_WORDS.get(simplified(upright(text)).lower().replace("\n", "").rstrip("."), "")


@once_each
def day_label(text: str) -> str | None:
    """'星期一' or 'Montag' -> MON; None when it is no day. Single numerals are no days: see ``bare_day``."""
    word = upright(text)
    if found := _CHINESE_DAY.fullmatch(word):
        return _LABELS[int(found[1]) - 1 if found[1].isdecimal() else _DAYS.index(found[1].replace("天", "日"))]
    known = _FOREIGN_DAYS.get(re.sub("[’ʼ`]", "'", word.lower()).rstrip(".").removesuffix("-feira"))
    if known is None and (found := _VIETNAMESE.fullmatch(word)):
        words = ("hai", "ba", "tư", "năm", "sáu", "bảy")
        return _LABELS[int(found[1]) - 2 if found[1].isdecimal() else words.index(found[1].lower())]
    if known is None and (found := _CYCLE_DAY.fullmatch(simplified(word))):
        return f"D{chinese_number(found[1] or found[2])}"
    if known is None and (found := _LETTERED_DAY.fullmatch(word)):
        return f"D{ord((found[1] or found[2]).upper()) - 64}"
    return known or _said_twice(word, day_label)


def day_of_week_in(text: str) -> tuple[str, Parity] | None:
    """MonA, Monday Week B, 1Mon, 2-Tue -> the day as written, and in which of two weeks; None for whatever is not both."""
    found = _IN_WEEK.fullmatch(plain(text))
    if found is None or day_label(text):
        return None
    day, week = (found["day"], found["week"]) if found["day"] else (found["second"], found["first"])
    key = day_label(day)
    return (day, "A" if week.upper() in "A1" else "B") if key and not key.startswith("D") else None


def _said_twice(text: str, read: Callable[[str], str | None]) -> str | None:
    """What a label says in two languages: 星期一 Monday, Monday⏎星期一; None where its pieces do not say the same."""
    pieces = [piece for piece in _IN_TWO_LANGUAGES.split(text) if piece]
    if len(pieces) != _LANGUAGES or sum(piece.isascii() for piece in pieces) != 1:
        return None
    found = {read(piece) for piece in pieces}
    return found.pop() if len(found) == 1 else None


def bare_day(text: str) -> str | None:
    """'一' or '1' -> MON, where a heading or a column says that days stand here."""
    word = plain(text)
    if word in _DAYS and len(word) == 1:
        return _LABELS[_DAYS.index(word)]
    for days in (_KOREAN_DAYS, _JAPANESE_DAYS):
        if len(word) == 1 and word in days:
            return _LABELS[days.index(word)]
    return _LABELS[int(word) - 1] if re.fullmatch("[1-7]", word) else day_label(word)


def day_key(text: str) -> str:
    """The weekday that a heading means, MON … SUN; else the word itself."""
    return bare_day(text) or upright(text)


_LONGEST = 60
"""Characters of a label in two languages; whatever is longer is a remark."""


@once_each
def period_label(text: str) -> str | None:
    """The label of a period without the time written beside it; None when it is none."""
    word = bare_label(text)
    return _in_one_language(text) or (_in_two_languages(word) if len(word) <= _LONGEST else None)


def _in_one_language(text: str) -> str | None:
    word = bare_label(text)
    if (
        not word
        or re.fullmatch(r"-\s*\d+", plain(text))
        or not any(p.fullmatch(simplified(word).replace(" ", "")) for p in _PERIOD)
    ):
        return None
    return word if period_key(word).number <= MOST_PERIODS else None


def _in_two_languages(word: str) -> str | None:
    """第1节 Period 1 is 第1节. Either half is one by itself: halves of halves of a long text would be tried without end."""
    for gap in _IN_TWO_LANGUAGES.finditer(word):
        one, other = word[: gap.start()], word[gap.end() :]
        if one.isascii() != other.isascii() and _in_one_language(one) and _in_one_language(other):
            return one if period_key(one) == period_key(other) and period_key(one).number else None
    return None


@once_each
def bare_label(text: str) -> str:
    """A label without the time written in it."""
    return re.sub(r"\s*\(\s*\)\s*", " ", _TIMES.sub("", _full_hours(plain(text))).replace("\n", " ")).strip(" -_,;:")


@once_each
def times_in(text: str) -> Span | None:
    """The stretch of time written in a text: 8:00-8:40, 8.00～8.40, 8:00:00—8:40:00, 8点00分至8点40分."""
    found = _TIMES.search(_full_hours(simplified(plain(text))))
    if not found:
        return None
    try:
        later = not found[3] and not found[6] and (_at_night(found[1]) or _at_night(found[4]))
        end = parse_time(f"{_hour(found[4], 'p' if later else found[6])}:{found[5]}")
        # A single mark stands for both ends, unless that is a way back: 11:15-12:00 pm.
        first = "p" if later and _at_night(found[1]) else found[3]
        starts = [parse_time(f"{_hour(found[1], half)}:{found[2]}") for half in (first or found[6], first)]
        start = next((s for s in starts if s < end), end)
    except PydanticCustomError:
        return None
    return Span(start=start, end=end) if start < end else None


def _full_hours(text: str) -> str:
    """8h - 9h, 8点-9点: without their minutes."""
    return re.sub(r"(?<![\d.:])(\d{1,2})\s*([hH点])(?=\s*(?:[-~至到)]|$|à|a\b|s\b))", r"\1\g<2>00", text)


def _at_night(hour: str) -> bool:
    """1:30, at which no school has lessons: half past one in the afternoon. 05:30 is a morning, 5:30 the end of a day."""
    return 1 <= int(hour) < _EARLY or hour == str(_EARLY)


def _hour(hour: str, half: str | None) -> int:
    """The hour of the day: 1 pm is 13, 12 am is 0."""
    number = int(hour)
    if not half or not 1 <= number <= _NOON:
        return number
    return number % _NOON + (_NOON if half.lower() == "p" else 0)


def period_key(label: str) -> PeriodKey:
    """What a label counts: '第3节', 'P3', '3', '正3' the third lesson; '上午3' the third of the morning; '早读' itself."""
    word = simplified(plain(label)).replace(" ", "")
    if found := _FOREIGN_PERIOD.fullmatch(word):
        return PeriodKey("", int(found[1] or found[2]))
    if found := re.fullmatch(rf"(?:第|正|p|period|lesson|hour|h|l)?{_NUM}(?:节课?)?", word, re.IGNORECASE):
        return PeriodKey("", chinese_number(found[1]) or 0)
    if found := re.fullmatch(
        rf"(上午?|下午?|早|晚|晨|夜|中午?|午|课后服务|课后|延时服务|晚上|早上|早晨|午间)第?{_NUM}(?:节课?)?", word
    ):
        return PeriodKey(
            {"上": "上午", "下": "下午", "课后": "课后服务"}.get(found[1], found[1]), chinese_number(found[2]) or 0
        )
    return PeriodKey(word, 0)
