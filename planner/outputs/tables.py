"""Every table of a plan, by the name under which it is filed."""

from __future__ import annotations

from planner.expand import Expansion
from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.school import School
from planner.outputs.borrowing import borrowing
from planner.outputs.duty import duty
from planner.outputs.fit import on_pages
from planner.outputs.lists import class_lists, helper_list
from planner.outputs.reading import reading, reading_rooms
from planner.outputs.rota import Rota
from planner.outputs.source import Source
from planner.timeline import Timeline


def tables(
    school: School, plan: Plan, timeline: Timeline, expansion: Expansion, language: Language, internal: bool = False
) -> dict[str, tuple[Rota, ...]]:
    """``borrowing``, ``reading-<room>`` for each room read in, ``duty`` and ``helpers`` where there are any, ``classes``.

    Each is one page or several. ``internal``: whole names of student librarians, on pages marked 内部使用.
    """
    source = Source(school, plan, timeline, expansion, language, internal)
    found = {"borrowing": borrowing(source)}
    found |= {f"reading-{room}": reading(source, room, placed) for room, placed in reading_rooms(source).items()}
    found["duty"] = duty(source) if school.posts else ()
    found["classes"] = class_lists(source)
    found["helpers"] = helper_list(source) if school.helpers else ()
    return {name: tuple(page for rota in rotas for page in on_pages(rota)) for name, rotas in found.items() if rotas}
