"""Subject and teacher in two rows, or in two columns, joined into one cell: 语文 over 张三 becomes 语文⏎张三."""

from __future__ import annotations

from planner.importing.layouts.cells import PLACE, is_free
from planner.importing.layouts.grid import class_columns, day_columns, slot_columns
from planner.importing.layouts.subjects import is_subject
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet
from planner.script import in_both

SUBJECT_WORDS = in_both(["课程", "科目", "学科", "课", "课名", "课程名称", "subject", "course", "lesson"])
TEACHER_WORDS = in_both(["教师", "老师", "任课教师", "任课老师", "任课", "授课教师", "教师姓名", "teacher"])
ROOM_WORDS = in_both(["教室", "场地", "地点", "room", "place"])
_MOST, _FEW = 0.8, 0.1
_HALF = 0.5
_ROWS, _FEWEST = 25, 4


def join_pairs(sheet: Sheet) -> None:
    """Join what belongs together; a sheet in which nothing is apart stays as it is."""
    _columns(sheet)
    _rows(sheet)


def _columns(sheet: Sheet) -> None:
    """A row of 课程 | 教师 under the headings says which columns belong together."""
    for r in range(min(sheet.height, _ROWS)):
        words = [plain(t).lower() for t in sheet.rows[r]]
        subjects = [c for c, w in enumerate(words) if w in SUBJECT_WORDS]
        pairs = [c for c in subjects if c + 1 < len(words) and words[c + 1] in TEACHER_WORDS]
        # A list with one heading of each kind is another form: there a line is a lesson.
        if len(pairs) < 2 or len(pairs) < len(subjects):
            continue
        for c in pairs:
            width = 3 if c + 2 < len(words) and words[c + 2] in ROOM_WORDS else 2
            for row in range(sheet.height):
                if row > r:
                    _join(sheet, [(row, c + n) for n in range(width)])
                else:
                    for n in range(1, width):
                        sheet.rows[row][c + n] = ""
                        sheet.merged.pop((row, c + n), None)
            sheet.rows[r][c] = ""
        return


def _rows(sheet: Sheet) -> None:
    """Rows in pairs under one label; which of the two names the subjects is told by the words in them, or by a label."""
    first, columns = _data(sheet)
    if not columns:
        return
    labels = range(min(columns))
    leading = [r for r in range(first, sheet.height) if _leads(sheet, r, labels) and any(sheet.at(r, c) for c in columns)]
    groups = [[r, *_followers(sheet, r, labels)] for r in leading]
    pairs = [group for group in groups if len(group) > 1]
    if len(pairs) < 2 or len(pairs) < _MOST * len(leading):
        return
    upper = _known(sheet, [group[0] for group in pairs], columns)
    lower = _known(sheet, [group[1] for group in pairs], columns)
    marked = _marked(sheet, pairs, labels)
    places = [plain(t) for group in pairs for c in columns if (t := sheet.at(group[1], c))]
    rooms_below = len(places) >= _FEWEST and all(map(PLACE.fullmatch, places))
    if marked is None and not rooms_below and not (max(upper, lower) >= _HALF and min(upper, lower) <= _FEW):
        return
    turned = marked if marked is not None else lower > upper and not rooms_below
    for a, b, *more in pairs:
        for c in columns:
            order = [b, a, *more] if turned else [a, b, *more]
            _join(sheet, [(r, c) for r in order], at=(a, c))
        for c in labels:
            for r in (b, *more):
                sheet.rows[r][c] = ""
                sheet.merged.pop((r, c), None)
            if plain(sheet.at(a, c)).lower() in SUBJECT_WORDS | TEACHER_WORDS:
                sheet.rows[a][c] = ""


def _followers(sheet: Sheet, row: int, labels: range) -> list[int]:
    """The row below that has the teachers (or the subjects), and one of rooms below that, if it says so."""
    if not _follows(sheet, row + 1, labels):
        return []
    told = {plain(sheet.at(row + 2, c)).lower() for c in labels if sheet.at(row + 2, c)}
    if told:
        return [row + 1, row + 2] if told <= ROOM_WORDS else [row + 1]
    texts = [plain(t) for t in sheet.rows[row + 2] if t] if row + 2 < sheet.height else []
    return [row + 1, row + 2] if texts and all(map(PLACE.fullmatch, texts)) else [row + 1]


def _data(sheet: Sheet) -> tuple[int, list[int]]:
    """(first row, columns) of the lessons, in whatever form the headings are."""
    if slots := slot_columns(sheet):
        return slots.first_row, sorted(slots.slots)
    if days := day_columns(sheet, least=3):
        return days[0] + 1, sorted(days[1])
    if classes := class_columns(sheet):
        return classes.first_row, sorted(classes.classes)
    return 0, []


def _leads(sheet: Sheet, row: int, labels: range) -> bool:
    """Whether a row begins something: the last of its labels is written in this very row."""
    own = [c for c in labels if sheet.at(row, c) and sheet.merged.get((row, c), (row, c))[0] == row]
    said = {plain(sheet.at(row, c)).lower() for c in own}
    return bool(own) and not said <= SUBJECT_WORDS | TEACHER_WORDS | ROOM_WORDS


def _follows(sheet: Sheet, row: int, labels: range) -> bool:
    """Whether a row has no label of its own but one that says what stands in it."""
    own = [
        plain(sheet.at(row, c)).lower() for c in labels if sheet.merged.get((row, c), (row, c))[0] == row and sheet.at(row, c)
    ]
    return all(word in TEACHER_WORDS | SUBJECT_WORDS for word in own) and row < sheet.height and any(sheet.rows[row])


def _known(sheet: Sheet, rows: list[int], columns: list[int]) -> float:
    """Share of the cells whose word is a subject that everybody knows."""
    texts = [plain(t) for r in rows for c in columns if not is_free(t := sheet.at(r, c)) and not read_class_name(t)]
    return sum(map(is_subject, texts)) / len(texts) if texts else 0.0


def _marked(sheet: Sheet, pairs: list[list[int]], labels: range) -> bool | None:
    """Whether labels say that the teacher stands above; None when they say nothing."""
    for a, b, *_more in pairs:
        above, below = ({plain(sheet.at(r, c)).lower() for c in labels} for r in (a, b))
        if above & SUBJECT_WORDS or (below & TEACHER_WORDS and not above & TEACHER_WORDS):
            return False
        if above & TEACHER_WORDS:
            return True
    return None


def _join(sheet: Sheet, cells: list[tuple[int, int]], at: tuple[int, int] | None = None) -> None:
    at = at or cells[0]
    texts = [sheet.at(*cell) for cell in cells]
    if is_free(texts[0]) and any(texts[1:]):
        return  # a teacher without a subject: left where it stands, to be asked about
    words = texts[:1] + [t for t in texts[1:] if t]
    for r, c in cells:
        sheet.rows[r][c] = ""
        if (r, c) != at:
            sheet.merged.pop((r, c), None)
    sheet.rows[at[0]][at[1]] = "\n".join(words)
