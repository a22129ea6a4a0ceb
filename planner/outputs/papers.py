"""Every paper of a plan, declared once: its name, its title, who may see it, what it is made of. And the papers of one plan.

A new paper is a line in `PAPERS`; the command line, the service, its pages and the folder of a plan take it from there. In
which formats it comes follows from what it is made of: see `planner.outputs.formats`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from planner.languages import Language
from planner.messages.wording import date_text, translator
from planner.outputs.formats import WRITERS, Form, Setting, Size, Writer

if TYPE_CHECKING:  # what makes a paper is loaded when one is made
    from planner.models.problem import Problem
    from planner.models.report import TermReport
    from planner.outputs.tables.notice import Notice
    from planner.outputs.tables.rota import Rota
    from planner.outputs.tables.source import Source
    from planner.sessions.book import Book
    from planner.sessions.chapter import Chapter

Audience = Literal["viewer", "librarian", "internal"]
"""Everybody with a role in the school; its librarians; librarians who ask for names of pupils (``--internal``)."""


class _NoSuch(LookupError):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)


class NoSuchPaper(_NoSuch):
    """A plan has no such paper; ``known`` are those it has."""


class NoSuchFormat(_NoSuch):
    """A paper does not come in a format; ``known`` are the extensions of those it comes in."""


@dataclass(frozen=True)
class Paper:
    """One kind of paper."""

    name: str
    title: Callable[[Callable[..., str], str], str]
    """(translator, label of the part) -> what people call it."""
    forms: Mapping[Form, Callable[[Papers, str], Any]]
    """(papers of a plan, part) -> content; empty where the plan has none."""
    audience: Audience = "viewer"
    filed: bool = False
    """Whether ``lunjie plan`` puts it into the folder."""
    files: Callable[[Papers], bool] | None = None
    """Of a paper that is filed for some schools only: whether it is for this one."""
    parts: Callable[[Papers], Mapping[str, str]] | None = None
    """Of a paper that there is several times: key -> label. Each has the name ``<name>-<key>``."""
    has: Callable[[Papers], bool] | None = None
    """Whether a plan has it; none = when its content is not empty."""

    def formats(self) -> tuple[Writer, ...]:
        """The formats in which it comes."""
        return tuple(w for w in WRITERS.values() if self.form_for(w) is not None)

    def form_for(self, writer: Writer) -> Form | None:
        """What it gives to a writer."""
        return next((form for form in writer.forms if form in self.forms), None)


class Papers:
    """The papers of one plan in one language. What several of them need is worked out once.

    ``internal`` puts whole names on them, with the mark 内部使用. ``today`` is the day on which they are printed: with it the
    duty rota says who stands in from then on; without it papers say only what the plan says, on any day the same. ``published``
    is what the notice compares with, if not the plan before this one; ``until`` the last date of the report, ``last_term`` what
    it compares with. ``for_librarian`` false is for everybody else, and leaves single helpers out of the record of the report.
    ``places`` are the folders with the school's font and logo. ``remarks`` grows by what a paper could not show.
    """

    def __init__(
        self,
        book: Book,
        language: Language,
        *,
        internal: bool = False,
        today: dt.date | None = None,
        published: Chapter | None = None,
        until: dt.date | None = None,
        for_librarian: bool = True,
        places: Sequence[Path] = (),
        last_term: Book | None = None,
    ) -> None:
        self.book, self.internal, self.today, self.language = book, internal, today, book.school.spoken(language)
        self.published = published or book.before
        self.until, self.for_librarian, self.places, self.last_term = until, for_librarian, places, last_term
        self.remarks: list[Problem] = []
        self._made: dict[tuple[str, str, Form], Any] = {}

    @cached_property
    def source(self) -> Source:
        """What every table draws on."""
        from planner.outputs.tables.source import Source

        return Source.of(self.book.chapter, self.language, self.internal)

    @cached_property
    def notice(self) -> Notice | None:
        """What is different from the plan before; None for a first one."""
        from planner.outputs.tables.notice import Notice

        if self.published is None:
            return None
        return Notice(self.published, self.book.chapter, self.book.term, self.language, self.internal)

    @cached_property
    def report(self) -> tuple[Source, TermReport]:
        """The term in figures, and the names for it."""
        from planner.accounts.report import term_report
        from planner.models.session import Expansion
        from planner.outputs.tables.source import Source
        from planner.timeline import Timeline

        school, plan = self.book.school, self.book.plan
        source = Source(school, plan, Timeline(school), Expansion((), ()), self.language, self.internal)
        return source, term_report(self.book, until=self.until, last_term=self.last_term, today=self.today)

    def names(self) -> tuple[str, ...]:
        """Names of the papers that this plan has and this reader may see."""
        return tuple(
            name
            for paper in PAPERS.values()
            if self._may_see(paper)
            for name, part in self._parts(paper)
            if (paper.has(self) if paper.has else self.content(paper, part, next(iter(paper.forms))))
        )

    def find(self, name: str) -> tuple[Paper, tuple[str, ...]]:
        """The paper of that name and which parts of it: ``reading-<room>`` is one, ``reading`` are all. Raises NoSuchPaper."""
        for paper in PAPERS.values():
            if not self._may_see(paper):
                continue
            known = dict(self._parts(paper)) if name == paper.name or name.startswith(f"{paper.name}-") else {}
            if name in known:
                return paper, (known[name],)
            if name == paper.name and known:
                return paper, tuple(known.values())
        raise NoSuchPaper(name, self.names())

    def title(self, name: str) -> str:
        """What people call a paper. Raises NoSuchPaper."""
        paper, parts = self.find(name)
        labels = paper.parts(self) if paper.parts else {}
        return paper.title(translator(self.language), labels.get(parts[0], ""))

    def tables(self, name: str) -> tuple[Rota, ...]:
        """The pages of a paper that is made of tables, all its parts one after the other. Raises NoSuchPaper."""
        paper, parts = self.find(name)
        pages: tuple[Rota, ...] = self._content(paper, parts, "tables") if "tables" in paper.forms else ()
        if not pages:
            raise NoSuchPaper(name, self.names())
        return pages

    def filed(self) -> dict[str, tuple[Rota, ...]]:
        """The tables that stand in the folder of a plan, by name."""
        found = {
            name: self.content(paper, part, "tables")
            for paper in PAPERS.values()
            if paper.filed and self._may_see(paper) and (paper.files is None or paper.files(self))
            for name, part in self._parts(paper)
        }
        return {name: pages for name, pages in found.items() if pages}

    def make_filed(self, size: Size = "A4") -> bytes:
        """The tables that stand in the folder of a plan, all in one PDF, to be printed at once. Raises NoSuchPaper."""
        pages = tuple(page for rotas in self.filed().values() for page in rotas)
        if not pages:
            raise NoSuchPaper("", self.names())
        return WRITERS["pdf"].write("tables", pages, self.setting(size))

    def make(self, name: str, writer: Writer, size: Size = "A4") -> bytes:
        """One paper as a file. Raises NoSuchPaper, NoSuchFormat; BadInput for font or logo."""
        paper, parts = self.find(name)
        form = paper.form_for(writer)
        if form is None:
            raise NoSuchFormat(writer.extension, (w.extension for w in paper.formats()))
        content = self._content(paper, parts, form)
        if not content:
            raise NoSuchPaper(name, self.names())
        return writer.write(form, content, self.setting(size))

    def setting(self, size: Size = "A4") -> Setting:
        """What the writers must know of this plan."""
        return Setting(self.book.school, self.language, size, self.places, self._remark)

    def lacking(self) -> list[Problem]:
        """Characters on the tables in the folder of the plan that no font has: a box stands for each. Nothing is typeset."""
        from planner.outputs.writers.pdf import lacking

        return lacking([page for pages in self.filed().values() for page in pages], self.setting())

    def _remark(self, problem: Problem) -> None:
        if problem not in self.remarks:
            self.remarks.append(problem)

    def content(self, paper: Paper, part: str, form: Form) -> Any:
        """What a paper gives to a writer; made once."""
        key = (paper.name, part, form)
        if key not in self._made:
            self._made[key] = paper.forms[form](self, part)
        return self._made[key]

    def paged(self, rotas: Iterable[Rota]) -> tuple[Rota, ...]:
        """Tables of the plan now in force on as many pages as they need; where another one hung before, they say since when."""
        from planner.outputs.writers.fit import on_pages

        mark, words = self._edition
        pages = [page for rota in rotas for page in on_pages(replace(rota, origin=mark, edition=words))]
        if self.book.before is not None:
            _, date = translator(self.language), date_text(self.language, self.book.plan.effective_from)
            then = _("from {date} on", date=date)
            pages = [replace(page, subtitle=" · ".join(x for x in (page.subtitle, then) if x)) for page in pages]
        return tuple(pages)

    @cached_property
    def _edition(self) -> tuple[str, str]:
        from planner.outputs.tables.edition import edition, version

        return version(self.book.plan), edition(self.book.plan, self.language)

    def _may_see(self, paper: Paper) -> bool:
        return {"viewer": True, "librarian": self.for_librarian, "internal": self.internal}[paper.audience]

    def _parts(self, paper: Paper) -> list[tuple[str, str]]:
        """(name, part) of each."""
        if paper.parts is None:
            return [(paper.name, "")]
        return [(f"{paper.name}-{part}", part) for part in paper.parts(self)]

    def _content(self, paper: Paper, parts: Sequence[str], form: Form) -> Any:
        if len(parts) == 1 or form in ("text", "page", "record"):  # which are of all parts at once
            return self.content(paper, parts[0], form)
        return tuple(page for part in parts for page in self.content(paper, part, form))


def _by(module: str, make: Callable[[Any, Papers], Any]) -> Callable[[Papers, str], Any]:
    """What ``make`` makes with a module of `planner.outputs`, which is loaded when a paper is made."""
    return lambda p, _part: make(import_module(f"planner.outputs.{module}"), p)


def _rooms(p: Papers) -> dict[str, str]:
    from planner.outputs.tables.reading import room_labels

    return room_labels(p.source)


def _reading(p: Papers, room: str) -> tuple[Rota, ...]:
    from planner.outputs.tables.reading import reading, reading_rooms

    return p.paged(reading(p.source, room, reading_rooms(p.source)[room]))


def _duty(p: Papers, _part: str) -> tuple[Rota, ...]:
    from planner.outputs.tables.duty import duty
    from planner.outputs.tables.standing_in import with_substitutions

    pages = p.paged(duty(p.source)) if p.book.school.posts else ()
    if p.today is None:
        return pages
    return with_substitutions(pages, p.book, p.language, p.today, internal=p.internal)


def _has_free_hours(p: Papers) -> bool:
    return any(not w.booked and w.kind != "duty" for w in p.book.school.windows)


def _notice(p: Papers, _part: str) -> tuple[Rota, ...]:
    from planner.outputs.writers.fit import on_pages

    return tuple(page for rota in p.notice.rotas() for page in on_pages(rota)) if p.notice else ()


def _report_record(p: Papers, _part: str) -> dict[str, Any]:
    from planner.accounts.report import report_record

    record = report_record(p.report[1])
    return record if p.for_librarian else {k: v for k, v in record.items() if k not in {"helpers", "duties"}}


_DUTY_TEXT = _by("tables.chat", lambda made, p: made.duty_text(p.source))
PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "borrowing",
            lambda _, _part: _("Borrowing table"),
            {
                "tables": _by("tables.borrowing", lambda made, p: p.paged(made.borrowing(p.source))),
                "text": _by("tables.chat", lambda made, p: made.school_text(p.source, "BORROWING")),
            },
            filed=True,
        ),
        Paper(
            "reading",
            lambda _, room: _("Reading table: {room}", room=room) if room else _("Reading tables"),
            {"tables": _reading, "text": _by("tables.chat", lambda made, p: made.school_text(p.source, "READING"))},
            filed=True,
            parts=_rooms,
        ),
        Paper(
            "openings",
            lambda _, _part: _("Opening hours"),
            {
                "tables": _by("tables.openings", lambda made, p: p.paged(made.openings(p.source))),
                "text": _by("tables.openings", lambda made, p: made.openings_text(p.source)),
            },
            filed=True,
            files=_has_free_hours,
        ),
        Paper("duty", lambda _, _part: _("Duty rota"), {"tables": _duty, "text": _DUTY_TEXT}, filed=True),
        Paper(
            "classes",
            lambda _, _part: _("All classes at a glance"),
            {
                "tables": _by("tables.lists", lambda made, p: p.paged(made.class_lists(p.source))),
                "text": _by("tables.chat", lambda made, p: made.classes_text(p.source)),
            },
            filed=True,
        ),
        Paper(
            "helpers",
            lambda _, _part: _("Student librarians and their duties"),
            {
                "tables": _by(
                    "tables.lists", lambda made, p: p.paged(made.helper_list(p.source)) if p.book.school.helpers else ()
                ),
                "text": _DUTY_TEXT,
            },
            filed=True,
        ),
        Paper(
            "slips",
            lambda _, _part: _("Slips for the classes"),
            {
                "cards": _by("tables.cards", lambda made, p: made.class_slips(p.source)),
                "text": _by("tables.chat", lambda made, p: made.slips_text(p.source)),
            },
        ),
        Paper(
            "cards",
            lambda _, _part: _("Cards for the student librarians"),
            {"cards": _by("tables.cards", lambda made, p: made.helper_cards(p.source)), "text": _DUTY_TEXT},
        ),
        Paper(
            "notice",
            lambda _, _part: _("Change notice"),
            {"tables": _notice, "text": lambda p, _part: p.notice.text() if p.notice else ""},
            filed=True,
            has=lambda p: p.published is not None,
        ),
        Paper(
            "notice-slips",
            lambda _, _part: _("Change slips to cut out"),
            {"cards": lambda p, _part: p.notice.slips() if p.notice else ()},
        ),
        Paper(
            "report",
            lambda _, _part: _("Term report"),
            {
                "page": _by("reports.report", lambda made, p: made.report_html(*p.report).decode()),
                "sheets": _by("reports.report", lambda made, p: made.report_tables(*p.report)),
                "text": _by("reports.report", lambda made, p: made.report_text(*p.report)),
                "record": _report_record,
            },
            has=lambda _p: True,
        ),
        Paper(
            "summary",
            lambda _, _part: _("Summary of the term on one page"),
            {
                "letters": _by("reports.letters", lambda made, p: made.term_summary(*p.report)),
                "text": _by("reports.letters", lambda made, p: made.letter_text(made.term_summary(*p.report))),
            },
            has=lambda _p: True,
        ),
        Paper(
            "certificates",
            lambda _, _part: _("Certificates of service"),
            {"letters": _by("reports.letters", lambda made, p: made.certificates(*p.report))},
            "librarian",
            has=lambda p: bool(p.book.school.helpers) and (p.today is None or p.today >= p.book.chapters[0].first),
        ),
    )
}
"""By name, in the order in which they are listed."""
