"""Rules about single options: who may be where. What speaks against an option was found when it was made."""

from __future__ import annotations

from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Variables


def rule_out_visits(problem: Problem, variables: Variables, posting: Posting, rule: str) -> None:
    """A visit stands only where this rule does not speak against it."""
    for n, option in enumerate(problem.visits):
        if rule in option.against:
            posting.rule_out(rule, (option.visitor, *map(str, option.cell.key)), variables.visit[n], option.against[rule])


def rule_out_duties(problem: Problem, variables: Variables, posting: Posting, rule: str) -> None:
    """A duty stands only where this rule does not speak against it."""
    for n, option in enumerate(problem.duties):
        if rule in option.against:
            posting.rule_out(rule, (option.helper.id, *map(str, option.shift.key)), variables.duty[n], option.against[rule])


def eligible(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A visit stands only in a slot or lesson meant for it."""
    rule_out_visits(problem, variables, posting, "eligible")


def forbidden(problem: Problem, variables: Variables, posting: Posting) -> None:
    """No visit where the school has ruled it out."""
    rule_out_visits(problem, variables, posting, "forbidden")


def class_free(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A class comes only when it has no other lesson, does not eat and is at school."""
    rule_out_visits(problem, variables, posting, "class_free")


def helper_suitable(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A student librarian does only posts trained for, in the post's grades."""
    rule_out_duties(problem, variables, posting, "helper_suitable")


def arrival_fits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Student librarians can be there when the duty begins: lessons and lunch are over."""
    rule_out_duties(problem, variables, posting, "arrival_fits")
