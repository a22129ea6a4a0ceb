"""Slips to cut out: one for each class (班级借阅通知单), and a card for each student librarian (小管理员值日卡)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.messages.wording import beside, dates_text, listing, single_dates_text, term_text, translator
from planner.models.session import Session
from planner.outputs.tables.class_facts import class_visits, from_to, lost_visits, other_days, times
from planner.outputs.tables.edition import edition
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rare import weeks_of
from planner.outputs.tables.source import Source, day_order, week_order
from planner.timeline import Shift

Entry = tuple[str, tuple[str, ...]]
"""What it is about, and its lines."""


@dataclass(frozen=True)
class Card:
    """One piece of paper."""

    title: str
    who: str
    """The class or the student librarian, in large letters."""
    subtitle: str
    entries: tuple[Entry, ...]
    rules: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    edition: str = ""
    internal: str = ""
    smallest: int = 14
    """Points of the smallest letters that save pages: what a child of ten reads at arm's length."""
    frugal: int = 14
    """Points down to which they go where that saves a third of the sheets."""


def class_slips(source: Source) -> tuple[Card, ...]:
    """One slip for each class that comes: when, where, from when to when, make-up days, visits that fall out, rules."""
    _ = translator(source.language)
    slips = []
    for c in source.school.class_list:
        visits = class_visits(source, c.id)
        if not visits:
            continue
        entries: list[Entry] = []
        for v in visits:
            term = v.dates or from_to(source, v.sessions)
            # Of a visit on one date that date says already when it is.
            lines = (" ".join(x for x in (v.when, v.room, v.led) if x), "" if term and term in v.when else term)
            entries.append((v.name, tuple(x for x in lines if x)))
        changed = other_days(source, [s for v in visits for s in v.sessions])
        if changed:
            entries.append((_("Make-up days"), changed))
        lost = [x.date for x in lost_visits(source, c.id)]
        if lost:
            entries.append((_("No visit on"), (dates_text(source.language, lost),)))
        slips.append(
            Card(
                title=_("Library slip for the class"),
                who=c.name.in_(source.language),
                subtitle=term_line(source),
                entries=tuple(entries),
                rules=source.signature_lines,
                signature=source.signature,
                edition=edition(source.plan, source.language),
                frugal=12,  # the class teacher reads it too
            )
        )
    return tuple(slips)


def helper_cards(source: Source) -> tuple[Card, ...]:
    """One card for each student librarian with duties: days, post, when to be there, steps, the class escorted."""
    _ = translator(source.language)
    shifts = source.timeline.shift_by_key
    own: dict[str, list[Session]] = defaultdict(list)
    for s in source.expansion.published:
        if s.category == "DUTY" and s.helper:
            own[s.helper].append(s)
    cards = []
    for helper in source.school.helper_by_id.values():
        sessions = own.get(helper.id, [])
        if not sessions:
            continue
        grouped: dict[tuple[str, str, int], list[Session]] = defaultdict(list)
        for s in sessions:
            grouped[s.source, s.window or "", s.slot or 0].append(s)
        entries = [_duty(source, key, found, shifts) for key, found in grouped.items()]
        entries.append((_("This term"), (from_to(source, sessions),)))
        changed = other_days(source, sessions)
        if changed:
            entries.append((_("Make-up days"), changed))
        label = source.names.label(helper.id)
        trainee = _(" (trainee)") if helper.trainee else ""
        in_class = source.class_name(helper.class_id)
        cards.append(
            Card(
                title=_("Duty card of a volunteer") if helper.volunteer else _("Duty card of a student librarian"),
                who=f"{label}{trainee}" if label.startswith(in_class) else f"{label}{trainee}　{in_class}",
                subtitle=term_line(source),
                entries=tuple(entries),
                signature=source.signature,
                edition=edition(source.plan, source.language),
                internal=internal_mark(source.language) if source.names.shows_names else "",
            )
        )
    return tuple(cards)


def term_line(source: Source) -> str:
    """School and term, for the small line of a card."""
    term, language = source.school.term, source.language
    when = term_text(language, term.school_year.in_(language), term.name.in_(language))
    return beside(language, (source.school.name.in_(language), when))


def _duty(
    source: Source, key: tuple[str, str, int], sessions: list[Session], shifts: dict[tuple[str, str, str, int], Shift]
) -> Entry:
    """Post -> days and window, arrival and end, classes, steps."""
    _, language = translator(source.language), source.language
    post = source.school.post_by_id[key[0]]
    held = {s.turn: shifts[key[0], s.turn, key[1], key[2]] for s in sessions if s.turn}
    if any(shift.week is None for shift in held.values()):
        when = single_dates_text(language, [s.date for s in sessions])
    else:
        order = sorted(held.values(), key=lambda s: (week_order(s.week or ""), day_order(s.day)))
        weeks = [weeks_of(source, s) for s in order]
        days = [f"{week} {source.day(s.day or '')}".strip() for week, s in zip(weeks, order, strict=True)]
        when = listing(language, dict.fromkeys(days))
    lines = [" ".join((when, source.window_name(key[1])))]
    spans = {s.time for s in sessions if s.time}
    if len(spans) == 1:
        (span,) = spans
        lines.append(_("Be there at {start}, duty ends at {end}", start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}"))
    else:
        lines.append(times(source, sessions))
    classes = list(dict.fromkeys(s.visitor for s in sessions if s.visitor))
    if classes:
        lines.append(_("Escorts {name}", name=listing(language, map(source.class_name, classes))))
    lines += [f"{p.time:%H:%M} {p.name.in_(language)}" for p in sorted(post.phases, key=lambda p: (p.time, p.name.zh))]
    return post.name.in_(language), tuple(lines)
