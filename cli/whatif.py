"""What every place would take, for one class or helper of a plan: the work behind ``lunjie whatif PLAN``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rich.table import Table

import planner
from cli.console import output, words
from cli.guard import Refused, print_json
from planner.messages.rules import rule_sentence, rule_sentences
from planner.messages.wording import listing, period_name, turn_name
from planner.models.base import Language
from planner.models.plan import PlannedVisit
from planner.models.school import School
from planner.models.whatif import Against, Answer, Answers, Place
from planner.outputs.explanations.explaining import name_of
from planner.outputs.tables.names import HelperNames

_SHOWN = 12
"""Places of a long list before 'and so many more'."""


def whatif_plan(
    path: Path,
    class_: str | None,
    helper: str | None,
    demand: str | None,
    language: Language | None,
    *,
    as_json: bool,
    internal: bool,
) -> None:
    """Print every cell of a class or every shift of a helper. Raises Refused for whom the school does not have."""
    book = planner.read_book(path)
    school = book.school
    teller = _Teller(school, language or school.language, internal)
    _ = teller.words
    visitor = school.class_id(class_) if class_ is not None else None
    if class_ is not None and visitor is None:
        raise Refused(_("There is no class {key} in this school.", key=class_))
    try:
        asked = planner.what_if(book, visitor=visitor, helper=helper, demand=demand)
    except planner.Declined as reason:
        told = {
            "unknown_helper": _("There is no student librarian {key} in this school.", key=helper),
            "unknown_demand": _("There is no demand {key} in this school.", key=demand),
            "plan_broken": _(
                "This plan breaks rules of its own school, so what a change would take has no answer: lunjie check."
            ),
        }
        raise Refused(told[reason.code]) from None
    if as_json:
        print_json(_record(school, asked))
        return
    teller.tell(asked)


def _record(school: School, asked: Answers) -> dict[str, object]:
    record = asked.model_dump(mode="json")
    language = school.language
    for answer in record["answers"]:
        for against in answer["against"]:
            against["sentence"] = rule_sentence(against["rule"], language)
    return {"status": "ANSWERED", **record}


class _Teller:
    """Says answers in the school's words."""

    def __init__(self, school: School, language: Language, internal: bool) -> None:
        self._school, self._language, self.words = school, language, words(language)
        self._names = HelperNames(school, language, internal=internal)

    def tell(self, asked: Answers) -> None:
        """One table of the places that can be, best first, then the others by the rule that forbids them."""
        _, console = self.words, output()
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for heading in (_("Place"), _("Answer"), _("cost")):
            table.add_column(heading, justify="right" if heading == _("cost") else "left")
        table.add_column(_("Who else moves"))
        ranked = [a for a in asked.answers if a.verdict in {"here", "free", "moves", "unknown"}]
        order = {"here": 0, "free": 1, "moves": 2, "unknown": 3}
        for a in sorted(ranked, key=lambda a: (a.place.what, order[a.verdict], a.changes, a.extra)):
            cost = "" if a.verdict in {"here", "unknown"} else f"{a.extra:+d}"
            table.add_row(self.place(a.place), self._verdict(a), cost, self._moves(asked.who, a))
        console.print(table)
        groups: dict[tuple[str, ...], list[Answer]] = defaultdict(list)
        for a in asked.answers:
            if a.verdict == "impossible":
                alone = all(x.dates for x in a.against)
                groups[("alone" if alone else "together", *(x.rule for x in a.against))].append(a)
        for (how, *rules), found in groups.items():
            sentences = rule_sentences(rules, self._language)
            lead = _("Not possible:") if how == "alone" else _("Not possible with everything else; at least this would give:")
            console.print(f"{lead} {sentences}", style="yellow", markup=False, soft_wrap=True)
            shown = self._listing(self._forbidden(a) for a in found[:_SHOWN])
            console.print(f"  {shown}", markup=False, soft_wrap=True)
            if len(found) > _SHOWN:
                console.print(_("  and {count} more", count=len(found) - _SHOWN))

    def place(self, place: Place, *, brief: bool = False) -> str:
        """借还书 周四 第1段; what says nothing, for want of a choice, is left out. ``brief``: without the demand's name."""
        _, language, school = self.words, self._language, self._school
        demand, post = school.demand_by_id.get(place.what), school.post_by_id.get(place.what)
        is_visit = demand is not None and (place.period is not None or place.window in demand.windows)
        thing = demand if is_visit else post
        parts = [thing.name.in_(language)] if thing and not brief else []
        parts.append(turn_name(language, place.turn, school.term))
        if place.period:
            parts.append(period_name(language, place.period))
        windows = demand.windows if demand and is_visit else post.windows if post else None
        if place.window and (windows is None or len(windows) > 1):
            parts.append(school.window_by_id[place.window].name.in_(language))
        parts += [_("slot {n}", n=place.slot)] if place.slot else []
        rooms = school.window_by_id[place.window].rooms if place.window else demand.rooms if demand else ()
        if place.room and len(rooms) > 1:
            parts.append(school.room_by_id[place.room].name.in_(language))
        return " ".join(parts)

    def _verdict(self, answer: Answer) -> str:
        _ = self.words
        if answer.verdict == "here":
            return _("is here now")
        if answer.verdict == "unknown":
            return _("not decided in the time")
        text = _("free") if answer.verdict == "free" else _("others move")
        return text if answer.proven else _("{answer}, not proven", answer=text)

    def _moves(self, who: str, answer: Answer) -> str:
        parts = []
        for m in answer.visits:
            if (m.visitor, m.demand) != (who, answer.place.what):
                name = name_of(self._school, m.visitor, self._language)
                if m.demand != answer.place.what:
                    name += f" {self._school.demand_by_id[m.demand].name.in_(self._language)}"
                sides = [self._listing(self.place(_place_of(v), brief=True) for v in side) for side in (m.before, m.after)]
                parts.append(f"{name}: {' → '.join(sides)}")
        for d in answer.duties:
            sides = [self._listing(self._names.label(x.helper) for x in side) or "–" for side in (d.before, d.after)]
            parts.append(f"{self.place(d.place)}: {' → '.join(sides)}")
        return "; ".join(parts)

    def _listing(self, items: Iterable[str]) -> str:
        return listing(self._language, items)

    def _forbidden(self, answer: Answer) -> str:
        subjects = [self._subject(x) for x in answer.against if x.subjects]
        return self.place(answer.place) + (f" ({'; '.join(subjects)})" if subjects else "")

    def _subject(self, against: Against) -> str:
        named = [" ".join(name_of(self._school, word, self._language) for word in s.split()) for s in against.subjects]
        return self._listing(named)


def _place_of(visit: PlannedVisit) -> Place:
    return Place(what=visit.demand, turn=visit.turn, window=visit.window, slot=visit.slot, period=visit.period, room=visit.room)
