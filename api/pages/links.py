"""Calendar links as the pages show them: whose calendars there are, which links were given out, slips to print."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Door, Rows
from api.links.given import again
from api.pages.facts import plan_facts
from api.pages.naming import scope_group, scope_name
from api.schemas import Feed
from planner.models.base import Language
from planner.models.school import School

_KINDS = ("library", "duty", "class", "teacher", "room", "adult", "helper")


@dataclass(frozen=True)
class Scope:
    """A calendar that there is."""

    scope: str
    name: str
    group: str


@dataclass(frozen=True)
class Given:
    """A link that was given out, and whose calendar it is."""

    feed: Feed
    name: str


class Names:
    """Names and order of the calendars of a school: as in the published plan, with those of earlier plans of the term."""

    def __init__(self, door: Door, rows: Rows) -> None:
        row = rows.revisions.published()
        self._known: list[School] = plan_facts(row["planfile"], door.service.today()).schools if row is not None else []
        self._order = list(self._known[0].class_by_id) if self._known else []
        self._language: Language = door.language

    def name(self, scope: str) -> str:
        """Whose calendar it is."""
        return scope_name(scope, self._known, self._language)

    def place(self, scope: str) -> tuple[int, int, str]:
        """Library, all duties, classes as in the school file, teachers, rooms, adults, pupils."""
        kind, _dash, key = scope.partition("-")
        return (
            _KINDS.index(kind) if kind in _KINDS else len(_KINDS),
            self._order.index(key) if kind == "class" and key in self._order else len(self._order),
            scope,
        )

    def scopes(self, rows: Rows) -> list[Scope]:
        """The calendars that there are, in their order."""
        found = sorted(rows.feeds.scopes(), key=self.place)
        return [Scope(s, self.name(s), scope_group(s, self._language)) for s in found]


def given_out(rows: Rows, names: Names) -> list[Given]:
    """All links, those taken back as well, in the order of their calendars."""
    found = [Given(Feed.model_validate(dict(row), extra="ignore"), names.name(row["scope"])) for row in rows.feeds.listed()]
    return sorted(found, key=lambda one: (names.place(one.feed.scope), one.feed.created))


def slips(door: Door, rows: Rows, names: Names) -> tuple[list[Given], list[str]]:
    """(the newest link of each class, with its addresses; names of classes whose links cannot be shown again).

    Classes without a link are in neither.
    """
    newest = {row["scope"]: row["id"] for row in rows.feeds.listed() if row["revoked"] is None}
    found, lost = [], []
    for scope in sorted((s for s in newest if s.startswith("class-")), key=names.place):
        row = rows.feeds.row(newest[scope])
        assert row is not None
        feed = again(door, rows, row)
        if feed.url is None:
            lost.append(names.name(scope))
        else:
            found.append(Given(feed, names.name(scope)))
    return found, lost
