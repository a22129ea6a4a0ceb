"""Impossible schools for hypothesis, and an independent way to ask whether chosen rules can hold together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from planner.models import School
from planner.models.outcome import Clash
from planner.models.rules import RULES, RuleSetting
from planner.solver import cpsat
from planner.solver.model import Model
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.rules import RULES as POSTED
from planner.solver.variables import Variables
from tests.builders import Data
from tests.strategies import feasible_schools


@st.composite
def impossible_schools(draw: Any) -> Data:
    """Schools from `feasible_schools` that have lost windows, slots, room or helpers; nearly all are impossible."""
    data = dict(draw(feasible_schools()))
    what = draw(st.sampled_from(["visits", "duties", "both"]))
    if what != "duties":
        first, late = data["windows"]
        days = draw(st.sampled_from(["MON", "MON,WED"]))
        narrow = {"weekdays": days, "slots": first["slots"][: draw(st.integers(1, 2))], "classes": 1}
        data["windows"] = [{**first, **narrow}, {**late, "heads": draw(st.sampled_from([10, 30]))}]
        if draw(st.booleans()):
            data["demands"] = [{**d, "windows": ["noon"]} for d in data["demands"]]
    if what != "visits":
        data["helpers"] = data["helpers"][draw(st.integers(1, 3)) :]
        data["wishes"] = []  # they may name helpers who have gone
        data["duties"] = {**data["duties"], "max_per_week": 1, "min_per_week": draw(st.sampled_from([0, 0, 2]))}
    return data


def can_hold(school: School, keep: Callable[[str, tuple[str, ...]], bool]) -> bool:
    """Whether the hard rules that ``keep`` chooses can hold together: no guards, no other rule."""

    class Chosen(Posting):
        def require(self, rule: str, subject: tuple[str, ...], expression: Any, **bounds: Any) -> None:
            if keep(rule, subject):
                super().require(rule, subject, expression, **bounds)

    # Only hard rules are of interest. ``guarded`` makes the problem keep the places a rule forbids, so that the rule alone
    # decides about them.
    modes = {name: RuleSetting(mode="hard" if school.mode(name) == "hard" else "off") for name in RULES}
    problem = Problem(school.model_copy(update={"rules": modes}), guarded=True)
    model = Model()
    variables, posting = Variables(model, problem), Chosen(model, problem.school)
    for rule in POSTED.values():
        rule(problem, variables, posting)
    # The tree search alone: what is compared with it leans on the relaxation. At the usual level of linearization duties
    # against helpers take half a minute.
    answer = cpsat.run(model, {"linearization_level": 2})
    assert answer.status != "UNKNOWN"
    return answer.status != "INFEASIBLE"


def of(clash: Clash, without: str = "") -> Callable[[str, tuple[str, ...]], bool]:
    """The rules of a clash about its subjects, but not the one ``without``."""
    members = {m.rule: set(m.subjects) for m in clash.members if m.rule != without}

    def keep(rule: str, subject: tuple[str, ...]) -> bool:
        return rule in members and bool(members[rule] & {subject[0], " ".join(subject[:2])})

    return keep
