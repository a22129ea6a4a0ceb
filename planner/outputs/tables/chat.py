"""Plain text to paste into a chat group: for a class, for a grade, for the whole school, and for the duty rota.

Short lines and no columns, which telephones break; no marks that a parent must know. Everybody can pass a message on, so it
names classes, and pupils at most as class and number or masked, whatever the school prints for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from planner.messages.wording import dates_text, grade_name, headed, listing, period_name, term_text, translator, turn_name
from planner.models.classes import SchoolClass
from planner.models.values import natural
from planner.outputs.tables.class_facts import class_visits, from_to, lost_visits, other_days, turn_of
from planner.outputs.tables.duty import arrival, escorted
from planner.outputs.tables.rare import weeks_of
from planner.outputs.tables.remarks import calendar_remarks, not_again
from planner.outputs.tables.source import Source, day_order, week_order
from planner.timeline import Shift, VisitCell


def class_text(source: Source, class_id: str) -> str:
    """All that one class must know; empty for a class that does not come."""
    source = _public(source)
    _ = translator(source.language)
    c = source.school.class_by_id[class_id]
    visits = class_visits(source, class_id)
    if not visits:
        return ""
    lines = _head(source, _("{name} in the library", name=c.name.in_(source.language)))
    for v in visits:
        lines.append(headed(source.language, v.name, v.when))
        where = _besides(source, v.room, v.led)
        term = v.dates or from_to(source, v.sessions)
        lines += [x for x in (where, "" if term in v.when else term) if x]
    lines += other_days(source, [s for v in visits for s in v.sessions])
    lost = [x.date for x in lost_visits(source, class_id)]
    if lost:
        lines.append(headed(source.language, _("No visit on"), dates_text(source.language, lost)))
    return _text([*lines, *source.signature_lines])


def grade_text(source: Source, grade: int) -> str:
    """The classes of one grade, a class a line; empty when none of them comes."""
    source = _public(source)
    _ = translator(source.language)
    lines = [line for c in source.school.class_list if grade in c.grades for line in _class_lines(source, c)]
    if not lines:
        return ""
    title = _("{grade} in the library", grade=grade_name(source.language, grade))
    return _text([*_head(source, title), *lines, *_calendar(source)])


def classes_text(source: Source) -> str:
    """Every class, a message for each grade, an empty line between them."""
    texts = [grade_text(source, grade) for grade in sorted({g for c in source.school.class_list for g in c.grades})]
    return "\n".join(text for text in texts if text)


def slips_text(source: Source) -> str:
    """The message of every class, an empty line between them."""
    texts = [class_text(source, c.id) for c in source.school.class_list]
    return "\n".join(text for text in texts if text)


def school_text(source: Source, category: str) -> str:
    """The whole school day by day: ``category`` BORROWING or READING; a message for each demand. Empty without any visit."""
    source = _public(source)
    messages = []
    for demand in source.school.demand_by_id.values():
        if demand.category != category:
            continue
        placed = [(v, cell) for v, cell in source.placed if v.demand == demand.id and cell.occasions]
        if not placed:
            continue
        days: dict[tuple[object, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        words: dict[tuple[object, ...], str] = {}
        several = len({v.room for v, _cell in placed}) > 1
        for v, cell in placed:
            key = _place(cell)
            words[key] = _turn_line(source, cell)
            span = source.timeline.visit_span(cell, cell.occasions[0], v.visitor)
            at = " ".join(
                x
                for x in (
                    period_name(source.language, cell.period) if cell.period else "",
                    source.span(span) if span else "",
                    source.room_name(v.room) if several else "",
                )
                if x
            )
            days[key][at].append(source.visitor_name(v.visitor))
        lines = _head(source, demand.name.in_(source.language))
        rooms = {source.room_name(v.room) for v, _cell in placed if v.room}
        lines += rooms if len(rooms) == 1 else []
        for key in sorted(days):
            lines.append(words[key])
            lines += [f"{at} {listing(source.language, days[key][at])}" for at in sorted(days[key], key=natural)]
        occasions = {(o.date, o.window): o for _v, cell in placed for o in cell.occasions}.values()
        windows = {o.window for o in occasions if o.window}
        lines += not_again(source, placed)
        lines += calendar_remarks(source, occasions, windows, recall=category == "BORROWING" and not demand.in_recall_weeks)
        messages.append(_text(lines))
    return "\n".join(messages)


def duty_text(source: Source) -> str:
    """The duty rota day by day; student librarians as class and number, or masked. Empty without any duty."""
    source = _public(source)
    _ = translator(source.language)
    classes = escorted(source)
    order = {h: n for n, h in enumerate(source.school.helper_by_id)}
    posts = {p: n for n, p in enumerate(source.school.post_by_id)}
    found: dict[tuple[object, ...], dict[tuple[object, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    words: dict[tuple[object, ...], str] = {}
    for d in sorted(source.plan.duties, key=lambda d: order.get(d.helper, 0)):
        shift = source.timeline.shift_of(d)
        if shift is None or d.helper not in order or not shift.occasions:
            continue
        key = _place(shift)
        words[key] = _turn_line(source, shift)
        label = source.names.label(d.helper)
        own = classes.get((d.helper, (d.post, d.window, d.slot or 0), d.turn), [])
        name = f"{label} → {listing(source.language, map(source.class_name, own))}" if own else label
        found[key][posts[d.post], d.window, d.slot or 0, _post(source, shift)].append(name)
    if not found:
        return ""
    lines = _head(source, _("Student librarians' duty rota"))
    for key in sorted(found):
        lines.append(words[key])
        lines += [
            headed(source.language, str(what[-1]), listing(source.language, who)) for what, who in sorted(found[key].items())
        ]
    return _text([*lines, *_duty_calendar(source)])


def _public(source: Source) -> Source:
    """The same source as everybody may see it: whole names never leave the library in a message."""
    school = source.school
    if school.printing.names == "full":
        school = school.model_copy(update={"printing": school.printing.model_copy(update={"names": "class"})})
    return replace(source, school=school, internal=False)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _head(source: Source, what: str) -> list[str]:
    term, language = source.school.term, source.language
    _ = translator(language)
    head = _("{school} {what}", school=source.school.name.in_(language), what=what)
    return [head, term_text(language, term.school_year.in_(language), term.name.in_(language))]


def _besides(source: Source, what: str, more: str) -> str:
    _ = translator(source.language)
    return _("{what}, {more}", what=what, more=more) if what and more else what or more


def _class_lines(source: Source, c: SchoolClass) -> list[str]:
    """A line for each visit, the class named in the first."""
    lines = []
    for v in class_visits(source, c.id):
        lines.append(_besides(source, " ".join(x for x in (v.name, v.when, v.room) if x), v.dates))
    if not lines:
        return []
    return [headed(source.language, c.name.in_(source.language), lines[0]), *(f"　{line}" for line in lines[1:])]


def _calendar(source: Source) -> tuple[str, ...]:
    """Days off and make-up days, as under the tables."""
    occasions = {(o.date, o.window): o for _v, cell in source.placed for o in cell.occasions}.values()
    return calendar_remarks(source, occasions, {o.window for o in occasions if o.window}, recall=False)


def _duty_calendar(source: Source) -> tuple[str, ...]:
    occasions = {(o.date, o.window): o for s in source.timeline.shifts for o in s.occasions}.values()
    return calendar_remarks(source, occasions, {o.window for o in occasions if o.window}, recall=False)


def _place(cell: VisitCell | Shift) -> tuple[object, ...]:
    """Order of turns: by week and day of the pattern, or by their first date."""
    first = cell.occasions[0].date
    if cell.week is None:
        return (1, (), 0, first, cell.turn)
    return (0, week_order(cell.week), day_order(cell.day), first.min, cell.turn)


def _turn_line(source: Source, cell: VisitCell | Shift) -> str:
    """周一; 双周 周二; 第4次 3月6日、24日; a date."""
    if cell.week is None:
        name = turn_name(source.language, cell.turn, source.school.term)
        return f"{name} {dates_text(source.language, [o.date for o in cell.occasions])}" if "#" in cell.turn else name
    if isinstance(cell, VisitCell):
        return turn_of(source, cell)
    week = weeks_of(source, cell)
    return f"{week} {source.day(cell.day or '')}".strip()


def _post(source: Source, shift: Shift) -> str:
    """借还台 11:55到岗; with its window where the post has several, and its slot's time."""
    _ = translator(source.language)
    windows = {s.window for s in source.timeline.shifts if s.post == shift.post}
    name = source.school.post_by_id[shift.post].name.in_(source.language)
    window = source.window_name(shift.window) if len(windows) > 1 else ""
    time = arrival(source, shift)
    return " ".join(x for x in (name, window, _("be there by {time}", time=time)) if x)
