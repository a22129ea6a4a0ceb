"""What a move takes, in the school's words: the place, who else moves, what it costs, or why it cannot be."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from planner.languages import Language
from planner.messages import placefacts as w
from planner.messages.costs import brief, sides_text, worse_and_better
from planner.messages.rules import rule_sentences
from planner.messages.wording import clauses, date_text, grades_text, headed, listing, period_name, translator, turn_name
from planner.models.duties import DutyPin
from planner.models.outcome import Cause, Fix
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.school import School
from planner.models.visits import Ban, Pin
from planner.models.whatif import Against, Answer, DutyMove, PlanPlace, VisitMove, place_of
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.explanation_fixes import fix_text
from planner.outputs.explanations.explanation_names import KINDS, Names
from planner.outputs.tables.names import HelperNames

_DATE, _WEEK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"w\d+")
_DAY = re.compile(r"(?:^|:)(?:MON|TUE|WED|THU|FRI|SAT|SUN)(?:@|$)")


class MoveWords:
    """Says answers of `planner.models.whatif` in one language. ``internal``: with whole names of pupils."""

    def __init__(self, school: School, language: Language, *, internal: bool = False) -> None:
        self.school, self.language, self._internal = school, language, internal
        self._say = translator(language)

    def place(self, place: PlanPlace, *, brief: bool = False) -> str:
        """借还书 周四 第1段; what says nothing, for want of a choice, is left out. ``brief``: without the demand's name."""
        _, language, school = self._say, self.language, self.school
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

    def at(self, thing: PlannedVisit | PlannedDuty, *, brief: bool = True) -> str:
        """The place of a visit or a duty."""
        return self.place(place_of(thing), brief=brief)

    def noon(self, turn: str, window: str, slot: int) -> str:
        """A window on a day, or one slot of it: 周五 午间 第2时段."""
        name = self.school.window_by_id[window].name.in_(self.language)
        parts = [turn_name(self.language, turn, self.school.term), name]
        return " ".join([*parts, self._say("slot {n}", n=slot)] if slot else parts)

    def who(self, thing: PlannedVisit | PlannedDuty) -> str:
        """Whose visit or duty it is."""
        return self._name(thing.visitor) if isinstance(thing, PlannedVisit) else self.helper(thing.helper)

    def waiting(self, visitor: str, demand: str, stretch: str) -> str:
        """Who is due for what, where there is a choice, and in which part of the term."""
        names = [self._name(visitor)]
        if len(self.school.demand_by_id) > 1:
            names.append(self.school.demand_by_id[demand].name.in_(self.language))
        if stretch:
            names.append(self._say("from {date} on", date=date_text(self.language, dt.date.fromisoformat(stretch))))
        return " ".join(names)

    def helper(self, helper: str) -> str:
        """Label of a helper, as on the tables."""
        return self._names.label(helper)

    def verdict(self, answer: Answer) -> str:
        """One or two words."""
        _ = self._say
        if answer.verdict == "here":
            return _("is here now")
        if answer.verdict == "unknown":
            return _("not decided in the time")
        if answer.verdict == "impossible":
            return _("not possible")
        free = _("could do it") if answer.helper else _("free")
        text = free if answer.verdict == "free" else _("others move")
        return text if answer.proven else _("{answer}, not proven", answer=text)

    def moves(self, who: str, answer: Answer) -> list[str]:
        """Who else moves from where to where; ``who`` is the class or helper that was asked about."""
        parts = [self._visit(m, answer) for m in answer.visits if (m.visitor, m.demand) != (who, answer.place.what)]
        if answer.helper and answer.verdict == "free":  # one for the other, and that is what was asked about
            return parts
        return parts + [self._duty(m) for m in answer.duties]

    def cost(self, answer: Answer) -> str:
        """Which wishes are met less and which more than now, and whose, by rule; empty where that is the same."""
        worse, better = worse_and_better(answer.extra_by_rule, answer.extra_about, self.school.weight)
        return sides_text(worse, better, self.language, self.about)

    def cost_brief(self, answer: Answer) -> str:
        """The worst of that in two or three words, all classes taken together."""
        _ = self._say
        more = {rule: by for rule, by in answer.extra_by_rule.items() if by > 0}
        about = {rule: answer.extra_about.get(rule, {}) for rule in more}
        worse, _better = worse_and_better(more, about, self.school.weight)
        if worse:
            return brief(worse[0], self.language) + (" …" if len(worse) > 1 else "")
        return _("better") if answer.extra < 0 else ""

    def movers(self, who: str, answer: Answer, most: int = 2) -> str:
        """Who else moves, by name: 3(1), 4(2); a few, and how many more."""
        visits = [self._mover(m, answer) for m in answer.others(who)]
        duties = [self.helper(d.helper) for m in answer.duties for d in m.after if d.helper not in (who, answer.helper)]
        names = list(dict.fromkeys(visits + duties))
        return self._listing(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")

    def about(self, subject: str) -> str:
        """Whom or what a rule is about, by name: a class, two helpers, a demand and a grade."""
        school = self.school
        words = subject.split()
        if len(words) == 2 and words[0] in school.demand_by_id and words[1].lstrip("-").isdigit():
            return grades_text(self.language, [int(words[1])])
        return self._subject(subject, self.helper)

    def why_not(self, answer: Answer) -> str:
        """Why it is not possible, as sentences."""
        _ = self._say
        held: list[PlannedVisit | PlannedDuty] = [*answer.held_visits, *answer.held_duties]
        if answer.kept_free and not held:
            return _("Not while something is kept free.")
        if held:
            names = self._listing(f"{self.who(thing)} ({self.at(thing)})" for thing in held)
            return _("Not while these have to stay where they are: {names}.", names=names)
        if answer.facts:
            return _("Not possible: {facts}.", facts=clauses(self.language, map(self._fact, answer.facts)))
        alone = all(x.dates for x in answer.against)
        lead = _("Not possible:") if alone else _("Not possible with everything else; at least this would give:")
        subjects = "; ".join(self.subject(x) for x in answer.against if x.subjects)
        told = rule_sentences([x.rule for x in answer.against], self.language)
        return f"{lead} {told}" + (f" ({subjects})" if subjects else "")

    def tells(self, who: str, answer: Answer) -> str:
        """Everything an answer means; ``who`` was asked about. Empty where nobody else moves and nothing costs more or less."""
        if answer.verdict == "impossible":
            return self.why_not(answer)
        return clauses(self.language, [text for text in (*self.moves(who, answer), self.cost(answer)) if text])

    def _fact(self, cause: Cause) -> str:
        """A fact of the school that forbids one place."""
        names, params = Names(self.school, self.language), cause.params
        on_duty = cause.who[0] in self.school.helper_by_id and "post" in params
        words = w.OTHER_GRADES_DUTY if on_duty and cause.code == "other_grades" else w.FACTS[cause.code]
        values: dict[str, str] = {**params, "who": self.helper(cause.who[0]) if on_duty else self._name(cause.who[0])}
        values |= {key: params[key].replace("-", "–") for key in ("lunch",) if key in params}
        values |= {key: params[key][:5] for key in ("arrive", "opens", "home") if key in params}
        values |= {key: names.one(params[key], key) for key in KINDS if params.get(key)}
        values |= {key: names.all(params[key].split(",")) for key in ("classes", "of") if key in params}
        if "period" in params:
            values["period"] = period_name(self.language, params["period"])
        if "place" in params:
            values["place"] = names.condition(Ban.model_validate_json(params["place"]))
        if "teacher" in params:
            known = next((t.name for t in self.school.teachers if t.id == params["teacher"] and t.name), None)
            values["teacher"] = known.in_(self.language) if known else params["teacher"]
        said = self._say(words, **values)
        if str(cause.weight) == params["dates"]:
            return said
        return self._say(w.ON_DATES, fact=said, count=cause.weight, dates=params["dates"])

    def way(self, way: Iterable[Fix]) -> list[str]:
        """Changes of the school, each as a request."""
        names = Names(self.school, self.language)
        return [fix_text(names, fix, in_file=False) for fix in way]

    def subject(self, against: Against) -> str:
        """What a rule in the way is about."""
        return self._listing(self._subject(s, self._name) for s in against.subjects)

    def _subject(self, subject: str, helper: Callable[[str], str]) -> str:
        """The parts of a subject, each in words: ids, the pin of a visit or of a duty, a date, a day. A week of the calendar is
        left out: where duties are the same every week it stands for all of them."""
        names = Names(self.school, self.language)
        before, brace, rest = subject.partition("{")
        inside, _brace, after = rest.rpartition("}")
        pin = ""
        if brace:
            found = json.loads(f"{{{inside}}}")
            of_duty = "helper" in found
            pin = names.duty(DutyPin(**found)) if of_duty else names.condition(Pin(**found), whom=False)

        def word(key: str) -> str:
            if key in self.school.helper_by_id:
                return helper(key)
            if _DATE.fullmatch(key):
                return date_text(self.language, dt.date.fromisoformat(key))
            name = self._name(key)
            return names.turn(key) if name == key and _DAY.search(key) else name

        told = [[word(key) for key in side.split() if not _WEEK.fullmatch(key)] for side in (before, after)]
        return " ".join([*told[0], *([pin] if pin else []), *told[1]])

    def _visit(self, move: VisitMove, answer: Answer) -> str:
        name = self._mover(move, answer)
        sides = [self._listing(self.at(v) for v in side) for side in (move.before, move.after)]
        return headed(self.language, name, " → ".join(sides))

    def _mover(self, move: VisitMove, answer: Answer) -> str:
        name = self._name(move.visitor)
        if move.demand == answer.place.what:
            return name
        return f"{name} {self.school.demand_by_id[move.demand].name.in_(self.language)}"

    def _duty(self, move: DutyMove) -> str:
        sides = [self._listing(self.helper(x.helper) for x in side) or "–" for side in (move.before, move.after)]
        return headed(self.language, self.place(move.place), " → ".join(sides))

    def _name(self, key: str) -> str:
        return name_of(self.school, key, self.language)

    def _listing(self, items: Iterable[str]) -> str:
        return listing(self.language, items)

    @cached_property
    def _names(self) -> HelperNames:
        return HelperNames(self.school, self.language, internal=self._internal)
