"""Kinds of damage to a drawn timetable, hundreds of them: what is done, to which sort of cell or line, with which word.

A kind that changes what the table says (a lesson crossed out, two cells merged) tells what is true then; where all trace of
something is gone (the last class cut off) only a school that knows its classes can notice.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

from planner.importing.labels import bare_day, day_label, period_label, times_in
from planner.reading.classnames import class_in, read_class_name, read_grade
from tests.timetables.damage import Spoiled
from tests.timetables.known import SUBJECTS, TEACHERS

At = tuple[int, int, int]
"""Page, row, column."""


class Kind(NamedTuple):
    """``do`` gives the cells whose lessons are gone (free now), or None where nothing could be done."""

    name: str
    do: Callable[[Spoiled], set[At] | None]


def is_lesson(text: str) -> bool:
    """Whether a lesson is written here."""
    return any(word in SUBJECTS for word in text.replace("(", "\n").split("\n"))


def sort_of(text: str) -> str:
    """Which sort of cell a text makes."""
    if is_lesson(text):
        return "lesson"
    if any(t in text for t in TEACHERS):
        return "teacher"
    if day_label(text) or (len(text) == 1 and bare_day(text) and not text.isdecimal()):
        return "day"
    if read_class_name(text) or class_in(text) or read_grade(text) or text.endswith("班"):
        return "class"
    return "period" if period_label(text) or times_in(text) else "other"


FREE = ("", "-", "——", "　", "大课间", "无", "/")
UNCLEAR = (
    "???", "？", "待定", "12", "3.5", "2026-09-01", "8:20", "语文、数学", "语文 数学", "语文\n数学", "语文/数学",
    "语文/数学/英语", "星期三", "第3节", "三（9）班", "班级", "语文?", "(单)", "/语文", "语文/", "语文+数学", "语文(", 
    "任课教师", "8:20-9:00",
)  # fmt: skip
LABELS = (
    "", "???", "x", "待定", "2", "#", "星期", "第", "第九节", "星期八", "周", "班", "三（", "语文", "0", "8:20", "备注", "上午",
    "张三",
)  # fmt: skip
_DECORATION = ("{} ", " {}", "{}\n", "\n{}", "{}\u200b", "\u00a0{}", "{}\u3000", "{}。", "({})", "{}\t")


def word_kinds() -> Iterator[Kind]:
    """Another word, an error, a formula, a letter too few or too many in one cell of each sort."""
    for word in FREE:
        yield Kind(f"a lesson becomes {word!r}", lambda s, w=word: _write(s, "lesson", w, gone=True))  # type: ignore[misc]
    for word in UNCLEAR:
        yield Kind(f"a lesson becomes {word!r}", lambda s, w=word: _write(s, "lesson", w))  # type: ignore[misc]
    for sort in ("day", "period", "class"):
        for word in LABELS:
            yield Kind(f"a {sort} becomes {word!r}", lambda s, w=word, k=sort: _write(s, k, w))  # type: ignore[misc]
    for sort in ("lesson", "day", "period", "class", "teacher"):
        for error in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", ""):
            yield Kind(f"a {sort} computes {error or 'nothing'}", lambda s, e=error, k=sort: _formula(s, k, e))  # type: ignore[misc]
        for pattern in _DECORATION:
            yield Kind(f"a {sort} is written {pattern!r}", lambda s, p=pattern, k=sort: _change(s, k, p.format))  # type: ignore[misc]
    for sort in ("day", "period", "class"):
        for cut in (1, 2, -1, -2):
            yield Kind(f"a {sort} is cut at {cut}", lambda s, n=cut, k=sort: _change(s, k, lambda t: t[:n]))  # type: ignore[misc]
    for sort in ("day", "period", "class", "lesson"):
        yield Kind(f"all {sort} cells are full-width", lambda s, k=sort: _all(s, k, _full))  # type: ignore[misc]
        for pair in ("-－", "-—", "～~", "（(", ("星期", "周"), ("周", "礼拜"), ".：", "节節"):
            old, new = pair
            yield Kind(
                f"{old} is {new} in all {sort} cells", lambda s, k=sort, a=old, b=new: _all(s, k, lambda t: t.replace(a, b))
            )  # type: ignore[misc]


def line_kinds() -> Iterator[Kind]:
    """Rows and columns put in, taken out, doubled, exchanged, hidden, moved; at the head, in the midst, at the end."""
    places = {"early": 0.15, "middle": 0.5, "late": 0.85}
    for axis in ("row", "column"):
        for name, share in places.items():
            for do, words in (
                (_insert, f"an empty {axis}"), (_double, f"a {axis} twice"), (_double_at_the_end, f"a {axis} again at the end"),
                (_hide, f"a hidden {axis}"), (_exchange, f"a {axis} and the next are exchanged"), (_take, f"a {axis} is gone"),
                (_merge, f"cells merged along a {axis}"), (_repeat_heads, f"headings again along a {axis}"),
                (_shift, f"a {axis} is shifted"), (_cut, f"everything behind a {axis} is gone"),
                (_note, f"a remark in a new {axis}"),
            ):  # fmt: skip
                yield Kind(f"{words}, {name}", lambda s, d=do, x=axis, a=share: d(s, x, a))  # type: ignore[misc]
    for sort in ("day", "period"):
        for n in range(4):
            yield Kind(f"two of the {sort} labels are exchanged, {n}", lambda s, k=sort: _labels(s, k))  # type: ignore[misc]
    for n in (1, 2, 5):
        yield Kind(f"the table stands {n} lower", lambda s, n=n: _move(s, n, 0))  # type: ignore[misc]
        yield Kind(f"the table stands {n} to the right", lambda s, n=n: _move(s, 0, n))  # type: ignore[misc]
    yield Kind("nothing is merged", _unmerged)
    yield Kind("a sheet twice", lambda s: _sheet_again(s, None))
    yield Kind("a sheet twice, one lesson is another", lambda s: _sheet_again(s, "校本"))
    yield Kind("an empty sheet", lambda s: _sheet_of(s, []))
    yield Kind("a sheet with a remark", lambda s: _sheet_of(s, [["备注", "9月1日起执行"]]))
    elsewhere = [["星期一", "语文"], ["星期二", "数学"], ["星期三", "英语"]]
    yield Kind("a sheet with lessons elsewhere", lambda s: _sheet_of(s, elsewhere))
    yield Kind("a hidden copy with other lessons", _hidden_sheet)
    for text in ("注：语文课在教室上", "制表：教导处", "第 1 页", "9月1日起执行", "星期六补课"):
        yield Kind(f"{text} below", lambda s, t=text: _below(s, t))  # type: ignore[misc]
        yield Kind(f"{text} above", lambda s, t=text: _above(s, t))  # type: ignore[misc]


TRACELESS = (" is gone, ", "everything behind")
"""What may have left no trace: to be noticed by a school that knows its classes and periods."""


def _spots(s: Spoiled, sort: str) -> list[At]:
    found = s.cells(lambda t: bool(t.strip()) and sort_of(t) == sort)
    if s.pages[0].name == "教师课表":  # where teachers have the rows, classes are what is taught
        found = [at for at in found if sort != "class"]
    return found


def _write(s: Spoiled, sort: str, word: str, gone: bool = False) -> set[At] | None:
    spots = _spots(s, sort)
    if not spots:
        return None
    at = s.rng.choice(spots)
    s.text(at, word)
    return {at} if gone else set()


def _formula(s: Spoiled, sort: str, error: str) -> set[At] | None:
    spots = _spots(s, sort)
    if spots:
        s.formulas[s.rng.choice(spots)] = error
    return set() if spots else None


def _change(s: Spoiled, sort: str, change: Callable[[str], str]) -> set[At] | None:
    spots = _spots(s, sort)
    if spots:
        n, r, c = s.rng.choice(spots)
        s.text((n, r, c), change(s.pages[n].rows[r][c]))
    return set() if spots else None


def _all(s: Spoiled, sort: str, change: Callable[[str], str]) -> set[At] | None:
    for n, r, c in _spots(s, sort):
        s.text((n, r, c), change(s.pages[n].rows[r][c]))
    return set()


def _full(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _square(s: Spoiled, n: int) -> int:
    """The page's rows made equally long."""
    page = s.pages[n]
    width = max(map(len, page.rows), default=0)
    for row in page.rows:
        row.extend([""] * (width - len(row)))
    return width


def _line(s: Spoiled, axis: str, share: float) -> tuple[int, int]:
    n = s.rng.randrange(len(s.pages))
    width, height = _square(s, n), len(s.pages[n].rows)
    return n, min(int((height if axis == "row" else width) * share), (height if axis == "row" else width) - 1)


def _moved(merges: list[tuple[int, int, int, int]], axis: str, at: int, by: int) -> list[tuple[int, int, int, int]]:
    """Merged ranges after a line was put in (by = 1) or taken out (-1)."""
    out = []
    for top, left, bottom, right in merges:
        first, last = (top, bottom) if axis == "row" else (left, right)
        if by < 0 and first == last == at:
            continue
        first, last = first + by * (first >= at if by > 0 else first > at), last + by * (last >= at)
        box = (first, left, last, right) if axis == "row" else (top, first, bottom, last)
        out.append(box)
    return [b for b in out if (b[0], b[1]) != (b[2], b[3])]


def _put(s: Spoiled, n: int, axis: str, at: int, texts: list[str]) -> None:
    page = s.pages[n]
    page.merges = _moved(page.merges, axis, at, 1)
    if axis == "row":
        page.rows.insert(at, texts)
    else:
        for row, text in zip(page.rows, texts, strict=True):
            row.insert(at, text)


def _texts(s: Spoiled, n: int, axis: str, at: int) -> list[str]:
    page = s.pages[n]
    return list(page.rows[at]) if axis == "row" else [row[at] for row in page.rows]


def _insert(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    _put(s, n, axis, at, [""] * len(_texts(s, n, axis, at)))
    return set()


def _note(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    texts = [""] * len(_texts(s, n, axis, at))
    texts[s.rng.randrange(len(texts))] = "备注：下周调整"
    _put(s, n, axis, at, texts)
    return set()


def _double(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    _put(s, n, axis, at, _texts(s, n, axis, at))
    return set()


def _double_at_the_end(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    _put(s, n, axis, len(s.pages[n].rows) if axis == "row" else len(s.pages[n].rows[0]), _texts(s, n, axis, at))
    return set()


def _hide(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    (s.hidden_rows if axis == "row" else s.hidden_columns).add((n, at))
    return set()


def _exchange(s: Spoiled, axis: str, share: float) -> set[At] | None:
    n, at = _line(s, axis, share)
    page, end = s.pages[n], len(_texts(s, n, "column" if axis == "row" else "row", 0))
    inside = any((t <= at <= b) if axis == "row" else (le <= at <= r) for t, le, b, r in page.merges)
    if at + 1 >= end or inside:
        return None
    if axis == "row":
        page.rows[at], page.rows[at + 1] = page.rows[at + 1], page.rows[at]
    else:
        for row in page.rows:
            row[at], row[at + 1] = row[at + 1], row[at]
    return set()


def _shift(s: Spoiled, axis: str, share: float) -> set[At] | None:
    """One line begins a cell later than the others; what stands at its end goes on."""
    n, at = _line(s, axis, share)
    page = s.pages[n]
    if page.merges:
        return None
    if axis == "row":
        page.rows[at].insert(0, "")
    else:
        page.rows.append([""] * len(page.rows[0]))
        for r in range(len(page.rows) - 1, 0, -1):
            page.rows[r][at] = page.rows[r - 1][at]
        page.rows[0][at] = ""
    return set()


def _merge(s: Spoiled, axis: str, share: float) -> set[At] | None:
    """A label and the cell behind or below it become one, and the text of the second is lost."""
    n, at = _line(s, axis, share)
    page = s.pages[n]
    filled = [(r, c, t) for r, row in enumerate(page.rows) for c, t in enumerate(row) if t]
    cells = [(r, c) for r, c, t in filled if (r if axis == "row" else c) == at and sort_of(t) in ("day", "period", "class")]
    taken = {(r, c) for t, le, b, ri in page.merges for r in range(t, b + 1) for c in range(le, ri + 1)}
    for r, c in cells:
        other = (r, c + 1) if axis == "row" else (r + 1, c)
        if (r, c) not in taken and other not in taken and other[0] < len(page.rows) and other[1] < len(page.rows[0]):
            page.rows[other[0]][other[1]] = ""
            page.merges.append((r, c, *other))
            return set()
    return None


def _repeat_heads(s: Spoiled, axis: str, share: float) -> set[At] | None:
    """The headings once more, as on a second sheet of paper."""
    n, at = _line(s, axis, share)
    page = s.pages[n]
    heads = [r for r, row in enumerate(page.rows) if row and not any(map(is_lesson, row))][:2] if axis == "row" else [0]
    if not heads or at <= max(heads) or any(t < at <= b if axis == "row" else le < at <= r for t, le, b, r in page.merges):
        return None
    for k in reversed(heads):
        _put(s, n, axis, at, _texts(s, n, axis, k))
    return set()


def _take(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, share)
    page = s.pages[n]
    page.merges = _moved(page.merges, axis, at, -1)
    if axis == "row":
        del page.rows[at]
    else:
        for row in page.rows:
            del row[at]
    return set()


def _cut(s: Spoiled, axis: str, share: float) -> set[At]:
    n, at = _line(s, axis, max(share, 0.5))
    page = s.pages[n]
    if axis == "row":
        del page.rows[at:]
    else:
        for row in page.rows:
            del row[at:]
    page.merges = [m for m in page.merges if (m[2] if axis == "row" else m[3]) < at]
    return set()


def _labels(s: Spoiled, sort: str) -> set[At] | None:
    spots = [at for at in _spots(s, sort) if at[0] == 0]
    if len(spots) < 2:
        return None
    rows = s.pages[0].rows
    lines = [[x for x in spots if x[axis] == k] for axis in (1, 2) for k in {x[axis] for x in spots}]
    line = max(lines, key=lambda line: len({rows[r][c] for _n, r, c in line}))
    if len({rows[r][c] for _n, r, c in line}) < 3:
        return None
    (_n, r1, c1), (_m, r2, c2) = s.rng.sample(line, 2)
    if rows[r1][c1] == rows[r2][c2]:
        return None
    rows[r1][c1], rows[r2][c2] = rows[r2][c2], rows[r1][c1]
    return set()


def _move(s: Spoiled, down: int, right: int) -> set[At]:
    for page in s.pages:
        page.rows[:] = [[] for _ in range(down)] + [[""] * right + row for row in page.rows]
        page.merges = [(t + down, le + right, b + down, r + right) for t, le, b, r in page.merges]
    return set()


def _unmerged(s: Spoiled) -> set[At]:
    for page in s.pages:
        page.merges.clear()
    return set()


def _sheet_again(s: Spoiled, word: str | None) -> set[At]:
    page = copy.deepcopy(s.pages[0])
    page.name = f"{page.name[:20]} (2)"
    if word:
        spots = [(r, c) for r, row in enumerate(page.rows) for c, t in enumerate(row) if t in SUBJECTS]
        if spots:
            r, c = s.rng.choice(spots)
            page.rows[r][c] = word
    s.extra.append(page)
    return set()


def _hidden_sheet(s: Spoiled) -> set[At]:
    _sheet_again(s, "校本")
    s.hidden_sheets.add(len(s.pages))
    return set()


def _sheet_of(s: Spoiled, rows: list[list[str]]) -> set[At]:
    page = copy.deepcopy(s.pages[0])
    page.name, page.rows, page.merges = "Sheet9", rows, []
    s.extra.append(page)
    return set()


def _below(s: Spoiled, text: str) -> set[At]:
    s.pages[-1].put(len(s.pages[-1].rows) + 1, 0, text)
    return set()


def _above(s: Spoiled, text: str) -> set[At]:
    page = s.pages[-1]
    page.rows.insert(0, [text])
    page.merges = [(t + 1, le, b + 1, r) for t, le, b, r in page.merges]
    return set()


KINDS = (*word_kinds(), *line_kinds())
