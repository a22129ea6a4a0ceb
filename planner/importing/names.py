"""Names of people and of the school among the words of a timetable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planner.importing.layouts.subjects import is_subject
from planner.reading.classnames import plain
from planner.reading.spreadsheets.sheets import Sheet

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范廖石"
    "贾韦夏傅方邹熊白孟秦邱江侯尹薛闫雷龙史陶贺顾毛郝龚邵万钱严武戴莫孔汤卫褚温康施牛樊葛邢安齐伍庄申欧"
    "阎柳洪季俞章鲁关翟殷牟倪聂丛焦向岳齐梅乔包甄滕柴覃"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧葉蘇魏呂盧鍾薑譚陸賈鄒龍賀顧龔錢嚴湯衛歐"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")


def like_a_person(word: str) -> bool:
    """Whether a word is built like a Chinese name and is no known subject."""
    return bool(_NAME.fullmatch(word)) and word[0] in SURNAMES and not is_subject(word)


TITLE = re.compile(
    r"\b(?:m\.(?=\W)|mm|mme|mlle|mr|mrs|ms|miss|mx|dr|prof|professeure?|sr|sra|srta|herr|frau|señora?|coach)"
    r"(?:\b|(?<=\.))\.? ?(?=[^\W\d_])",
    re.IGNORECASE,
)
_CALLED = re.compile(r".*[\u4e00-\u9fff](?:老师|老師|教师|教師|先生|女士|校长|校長|主任|导师|導師)|.+선생님?")


def titled(word: str) -> bool:
    """Whether a title says that a person is named: Ms Hill, 张老师; 导师时间 and M. alone name none."""
    return bool(TITLE.search(word) or _CALLED.fullmatch(word))


_TITLE_ROWS = 3
_LONGEST_TITLE = 200
_SEMESTER = r"第?[一二上下](?:学期|學期)"
_YEAR_FIRST = re.compile(
    rf"(?:\d{{2,4}}(?:\s*[-—–~至/]+\s*\d{{2,4}})?(?:年度?|学年度?|學年度?)?(?:{_SEMESTER})?|{_SEMESTER})[ 的]*"
)
"""What stands before the name in 2026—2027学年第一学期阳光小学课程表."""
_IN_CHINESE = re.compile(
    r"[\u4e00-\u9fff][\u4e00-\u9fff·]{1,25}(?:小学|中学|学校|附小|附中|小學|中學|學校|國小|國中|高中|幼儿园)(?:[(（][\u4e00-\u9fff]{2,8}[)）])?"
)
_WORD = r"[A-Z][\w.'’&-]*"
_IN_ENGLISH = re.compile(
    rf"(?:{_WORD} (?:(?:of|the|and|for|in|at|on|&) ){{0,2}}){{1,7}}"
    r"(?:School|SCHOOL|Academy|ACADEMY|College|COLLEGE|Primary|Elementary)\b"
)
_PARTS = re.compile(r"\s+[-–—|·]+\s*|\s*[:：|,，、;；()（）/]\s*|\b[Tt]imetables?(?: (?:of|for)(?: the)?)? |课程?表|課程?表")
"""What stands between the name of the school and what else a title says: Class 3A - Hill View Primary School."""
_GENERAL = re.compile(r"课|表|課|本校|我校|全校|年级|年級|Timetable|Weekly|Class |Grade |Year |Term |Form ")
"""What no name of a school has: a title such as 全校课程表."""
_KINDS = re.compile(
    r"(?:The|My|Our|After|Before|Whole|All|New|Primary|PRIMARY|Junior|Infant|Lower|Upper|Middle|High|Secondary|Elementary|Catholic|Public|State"
    r"|School|SCHOOL|Academy|College|附属|附屬|实验|實驗|中心|小学|中学|学校|小學|中學|學校|高中|幼儿园| )+"
)
"""Words for schools of a kind: of these alone no name is made."""


def school_named(title: str) -> str:
    """The name of the school in a title or the name of a file: 阳光小学2026学年课程表. Empty where there is none."""
    words = " ".join(plain(title[:_LONGEST_TITLE]).replace("_", " ").split())
    for part in _PARTS.split(words):
        said = _YEAR_FIRST.sub("", part, count=1) if _YEAR_FIRST.match(part) else part
        found = _IN_CHINESE.match(said) or _IN_ENGLISH.match(said)
        if found and not _GENERAL.search(found[0]) and not _KINDS.fullmatch(found[0]):
            return found[0]
    return ""


def school_in(sheets: Iterable[Sheet]) -> str:
    """The name of the school in a title above a table. Empty where none says it."""
    titles = (text for sheet in sheets for text in _titles(sheet))
    return next((name for name in map(school_named, titles) if name), "")


def _titles(sheet: Sheet) -> Iterator[str]:
    for row, _column, text in sheet.filled():
        if row >= _TITLE_ROWS:
            return
        yield text
