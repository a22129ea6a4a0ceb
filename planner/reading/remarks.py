"""Remarks on a school file that is read without fault: what in it does nothing, with the line or cell where it stands."""

from __future__ import annotations

from planner.models.problem import Problem
from planner.models.school import School
from planner.reading.crosschecks.idle import idle_findings


def remarks(school: School, raw: bytes, source: str) -> tuple[Problem, ...]:
    """What of a school does nothing, in the order of its file; ``raw`` is the file's content, ``source`` its name."""
    found = idle_findings(school)
    if not found:
        return ()
    from planner.reading.positions import positions  # most schools have nothing to be found

    where, told = positions(raw, source), []
    for finding in found:
        place = where.at(finding.loc)
        path = (place.cell or place.path) if place else ""
        line = place.line if place else None
        told.append(Problem(code=finding.code, path=path, line=line, value=finding.value, params=finding.params))
    return tuple(sorted(told, key=lambda p: p.line or 0))
