"""Every address of the pages, and for whom; each page is fetched once for all tests that look at it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

from planner.languages import LANGUAGES
from tests.api.service import Person, Service

SCHOOL, IMPOSSIBLE = "page-house", "page-impossible"
HTML = {"Accept": "text/html,application/xhtml+xml"}
PAGES = {
    "/": ("librarian", "district"),
    "/schools": ("librarian", "viewer", "district"),
    f"/schools/{SCHOOL}": ("librarian", "viewer", "district"),
    f"/schools/{SCHOOL}?draft=2": ("librarian",),
    f"/schools/{IMPOSSIBLE}": ("librarian", "district"),
    f"/schools/{SCHOOL}/board": ("librarian",),
    f"/schools/{SCHOOL}/links": ("librarian",),
    f"/schools/{SCHOOL}/links/sheet": ("librarian",),
    f"/schools/{SCHOOL}/duties": ("librarian",),
    f"/schools/{SCHOOL}/duties?date=2026-03-02&helper=h3&exchange=true": ("librarian",),
    f"/schools/{IMPOSSIBLE}/duties": ("librarian",),
    f"/schools/{SCHOOL}/changed": ("librarian",),
    f"/schools/{SCHOOL}/print": ("librarian", "viewer", "district"),
    f"/schools/{SCHOOL}/history": ("librarian",),
    f"/schools/{SCHOOL}/history/compare?old=1&new=2": ("librarian",),
    f"/schools/{SCHOOL}/terms": ("librarian",),
    f"/schools/{SCHOOL}/terms?start=2026-09-01&end=2027-01-20": ("librarian",),
    f"/schools/{SCHOOL}/settings": ("librarian",),
    f"/schools/{SCHOOL}/files/{{file}}": ("librarian",),
    "/people": ("librarian",),
    "/copies": ("librarian",),
    "/copies/{copy}": ("librarian",),
    "/district": ("district",),
    "/guide": ("librarian", "viewer"),
    "/account": ("librarian", "viewer", "district"),
    "/login": ("nobody",),
    "/calendar/{feed}": ("nobody",),
    "/nothing/here": ("nobody",),
}
_OF_ONE = {f"/schools/{SCHOOL}{part}" for part in ("?draft=2", "/terms", "/duties")}
ALIKE = {"/", f"/schools/{IMPOSSIBLE}/duties", *_OF_ONE}
"""Pages whose parts all stand on another one as well: a browser need not look at both."""
CASES = [(role, path) for path, roles in PAGES.items() for role in roles]


class House(NamedTuple):
    """A service with two schools, one of them published with a draft waiting, and who may see what."""

    service: Service
    people: dict[str, Person]
    feed: str
    """Secret of a calendar link."""
    file: str
    """Id of a changed school file that waits to be taken over."""
    copy: str
    """Id of a copy of everything that was handed over."""
    kept: dict[tuple[str, str, str], str]
    """Pages that have been fetched."""

    def address(self, path: str) -> str:
        """An address of ``PAGES`` as it is here."""
        return path.format(feed=self.feed, file=self.file, copy=self.copy)

    def page(self, role: str, path: str, lang: str) -> str:
        """A page as it was when a test first asked for it: for what does not depend on what is done meanwhile."""
        if (role, path, lang) not in self.kept:
            address, mark = self.address(path), "&" if "?" in path else "?"
            status = 404 if path.startswith("/nothing") else 200
            answer = self.people[role].ask("GET", f"{address}{mark}lang={lang}", status, headers=HTML)
            self.kept[role, path, lang] = answer.text
        return self.kept[role, path, lang]

    def everything(self) -> dict[str, str]:
        """Every page for everybody in every language."""
        return {f"{role} {path} {lang}": self.page(role, path, lang) for role, path in CASES for lang in LANGUAGES}


class Look(HTMLParser):
    """What a page loads and links, what the Content-Security-Policy would refuse, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.refused: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        given = dict(attrs)
        self.addresses += [v for k, v in attrs if k in ("href", "src", "action") and v]
        self.refused += [f"{tag} {k}" for k in given if k == "style" or k.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.refused.append(tag)
        self.text += [v for k, v in attrs if v and k in ("aria-label", "title", "alt", "placeholder")]

    def handle_data(self, data: str) -> None:
        """Collect."""
        self.text.append(data)
