"""What a soft rule counts, in words that mean something to a librarian: so many classes, visits, duties; never points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from planner.languages import N_, NN_, Language
from planner.messages.rules import rule_counts
from planner.messages.wording import clauses, listing, translator

_BY_HEAD = frozenset(
    {"fewest_visits", "preference", "spread", "grade_days", "fair_slots", "fair_duties", "same_weekday", "pair_wishes"}
)
"""Rules whose amount is weighed: of them it is told whom they are about, not how much that adds up to."""
_NAMED = 3


class _Said(NamedTuple):
    """What a rule counts, of one and of many: in a sentence, and in a cell."""

    full: tuple[str, str]
    brief: str | tuple[str, str]


_VISITS_LESS = NN_("{count} visit less", "{count} visits less")
_WISHES_LESS = NN_("{count} wish less", "{count} wishes less")
_LESS_OFTEN, _LESS_GOOD = N_("less often"), N_("less good")
_SAID = {
    "held_visits": _Said(NN_("{count} visit not held that could be", "{count} visits not held that could be"), _VISITS_LESS),
    "fewest_visits": _Said(NN_("{count} class that comes less often", "{count} classes that come less often"), _LESS_OFTEN),
    "fair_visits": _Said(
        NN_(
            "{count} visit between the class with most and the class with fewest",
            "{count} visits between the class with most and the class with fewest",
        ),
        _LESS_OFTEN,
    ),
    "lost_visits": _Said(
        NN_("{count} visit lost while the class is away", "{count} visits lost while the class is away"), _VISITS_LESS
    ),
    "preference": _Said(NN_("{count} class whose wish is not met", "{count} classes whose wishes are not met"), _WISHES_LESS),
    "spread": _Said(
        NN_(
            "{count} class that borrows and reads on neighbouring days",
            "{count} classes that borrow and read on neighbouring days",
        ),
        N_("days too near"),
    ),
    "grade_days": _Said(
        NN_("{count} grade that does not keep together, or apart", "{count} grades that do not keep together, or apart"),
        _LESS_GOOD,
    ),
    "fair_slots": _Said(
        NN_("{count} class in an unwelcome slot", "{count} classes in unwelcome slots"), N_("unwelcome slot")
    ),
    "fair_duties": _Said(
        NN_(
            "{count} student librarian with more duties than a fair share",
            "{count} student librarians with more duties than a fair share",
        ),
        N_("uneven duties"),
    ),
    "duty_wishes": _Said(
        NN_(
            "{count} duty at a time that the student librarian does not like",
            "{count} duties at times that the student librarians do not like",
        ),
        _WISHES_LESS,
    ),
    "same_weekday": _Said(
        NN_("{count} student librarian on changing weekdays", "{count} student librarians on changing weekdays"),
        N_("other weekday"),
    ),
    "own_class": _Said(
        NN_(
            "{count} visit without a student librarian of the class's own",
            "{count} visits without a student librarian of the class's own",
        ),
        N_("none of its own on duty"),
    ),
    "pair_wishes": _Said(
        NN_("{count} wish to serve together, or apart, not met", "{count} wishes to serve together, or apart, not met"),
        _WISHES_LESS,
    ),
}

Names = Callable[[str], str]
"""What stands for a subject of `planner.checker` in words; '' = nobody that a librarian knows by name."""


@dataclass(frozen=True)
class Told:
    """What a rule counts: ``about`` whom how much, the most first; ``count`` as it is said."""

    rule: str
    count: int
    about: tuple[str, ...]
    cost: int


def told(rule: str, weight: int, amount: int, about: Mapping[str, int]) -> Told | None:
    """A rule that counts ``amount`` in all, of which so much is ``about`` single subjects; None where there is nothing."""
    subjects = tuple(sorted((s for s in about if about[s]), key=lambda s: (-abs(about[s]), s)))
    if not amount and not subjects:
        return None
    count = len(subjects) if rule in _BY_HEAD and subjects else abs(amount)
    return Told(rule, count, subjects, weight * abs(amount))


def worse_and_better(
    extra: Mapping[str, int], about: Mapping[str, Mapping[str, int]], weight: Callable[[str], int]
) -> tuple[list[Told], list[Told]]:
    """What is worse and what is better after a change, the dearest first: ``extra`` = rule -> cost, ``about`` = rule -> whom ->
    amount. What is no longer so of one and newly so of another stands on both sides."""
    sides: tuple[list[Told], list[Told]] = ([], [])
    for rule in dict.fromkeys([*extra, *about]):
        each = weight(rule) or 1
        mine = about.get(rule, {})
        left = extra.get(rule, 0) // each - sum(mine.values())
        for sign, side in zip((1, -1), sides, strict=True):
            named = {s: n for s, n in mine.items() if n * sign > 0}
            found = told(rule, each, sum(named.values()) + (left if left * sign > 0 else 0), named)
            side.extend([found] if found is not None else [])
    for side in sides:
        side.sort(key=lambda t: (-t.cost, t.rule))
        # Whose visits are held less often comes less often: that need not be said twice.
        held = {s for one in side if one.rule == "held_visits" for s in one.about}
        side[:] = [one for one in side if one.rule != "fewest_visits" or not held.issuperset(one.about)]
    return sides


def phrase(one: Told, language: Language, names: Names | None = None) -> str:
    """2 classes whose wish is not met (3(2), 4(1)); ``names``: whom it is about is said too."""
    text = _phrase(one.rule, one.count, language)
    known = [name for s in one.about if (name := names(s))] if names else []
    if not known:
        return text
    _ = translator(language)
    said = listing(language, known[:_NAMED]) + (" …" if len(known) > _NAMED else "")
    return _("{what} ({names})", what=text, names=said)


def sides_text(worse: Iterable[Told], better: Iterable[Told], language: Language, names: Names) -> str:
    """worse: …; no longer: …; empty where nothing changes."""
    _ = translator(language)
    less, more = (clauses(language, [phrase(one, language, names) for one in side]) for side in (worse, better))
    parts = [_("worse: {what}", what=less)] if less else []
    return clauses(language, parts + ([_("no longer: {what}", what=more)] if more else []))


def _phrase(rule: str, count: int, language: Language) -> str:
    _ = translator(language)
    if rule in _SAID:
        return _.ngettext(*_SAID[rule].full, count)
    return _("{counts}: {count}", counts=rule_counts(rule, language), count=count)


def brief(one: Told, language: Language) -> str:
    """The same in two or three words, for a cell: 2 wishes less."""
    _ = translator(language)
    words = _SAID[one.rule].brief if one.rule in _SAID else _LESS_GOOD
    return _(words) if isinstance(words, str) else _.ngettext(*words, one.count)
