"""Names that a school does not have, told with those that it has: what is most like them first."""

from __future__ import annotations

from collections.abc import Mapping

from cli.console import words
from cli.guard import Refused
from planner.languages import Language
from planner.models.school import School

_MOST = 60
"""So many names are told; a school of more has its file."""


def no_class(school: School, key: str, language: Language) -> Refused:
    """There is no such class; there are these."""
    known = {c.id: c.name.in_(language) for c in school.class_list}
    _ = words(language)
    return Refused(
        _("There is no class {key} in this school. Its classes: {names}.", key=key, names=_told(key, known, language))
    )


def no_demand(school: School, key: str, language: Language) -> Refused:
    """There is no such demand; there are these, by id and name."""
    known = {d.id: f"{d.id} ({d.name.in_(language)})" for d in school.demand_by_id.values()}
    _ = words(language)
    return Refused(
        _("There is no demand {key} in this school. There are: {names}.", key=key, names=_told(key, known, language))
    )


def _told(key: str, known: Mapping[str, str], language: Language) -> str:
    from planner.messages.wording import listing
    from planner.reading.spelling import closest

    like = closest(key, [*known, *known.values()])
    names = sorted(known, key=lambda id_: like not in (id_, known[id_]))
    return listing(language, [known[id_] for id_ in names[:_MOST]]) + (" …" if len(names) > _MOST else "")
