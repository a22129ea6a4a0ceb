"""Papers that are words and no table, a sheet each: the summary of the term for the head, certificates of service."""

from __future__ import annotations

from dataclasses import dataclass

from planner.messages.wording import date_text, noted, term_text, translator
from planner.models.report import HelperCount, TermReport
from planner.outputs.reports.report_words import ReportWords
from planner.outputs.tables.edition import edition
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.source import Source

_BLANK = "＿" * 6
"""Where a name is written by hand: no paper for everybody holds a pupil's."""


@dataclass(frozen=True)
class Letter:
    """One sheet."""

    title: str
    subtitle: str
    paragraphs: tuple[str, ...]
    signature: tuple[str, ...]
    who: str = ""
    """To whom it is given, on a line of its own."""
    internal: str = ""
    what: str = ""
    """The last words of a long title, before which it may be broken."""
    edition: str = ""
    """From which plan its facts are, in small letters at the foot."""
    large: bool = False
    """Words to be framed rather than read at a desk."""


def term_summary(source: Source, report: TermReport) -> tuple[Letter, ...]:
    """The term on one page, for the head: what the report says in sentences, without any pupil's name."""
    _ = translator(source.language)
    words = ReportWords(source, report)
    if not report.whole_term:
        what = _("Interim summary")
    elif report.over:
        what = _("Summary of the library's term")
    else:
        what = words.title()
    title, subtitle = source.title(what)
    said, version = words.sentences(), edition(source.plan, source.language)
    return (Letter(title, subtitle, said, words.signature, what=what if title.endswith(what) else "", edition=version),)


def certificates(source: Source, report: TermReport) -> tuple[Letter, ...]:
    """A sheet for each student librarian or volunteer who has served: duties and hours as held, up to today in a running term.

    Whole names stand only on what is for internal use; otherwise class and a line to write on.
    """
    if report.done is None:
        return ()
    signature = ReportWords(source, report.done).signature
    mark = internal_mark(source.language) if source.names.shows_names else ""
    return tuple(_certificate(source, report.done, h, signature, mark) for h in report.done.helpers if h.served)


def _certificate(source: Source, report: TermReport, count: HelperCount, signature: tuple[str, ...], mark: str) -> Letter:
    _, school, language = translator(source.language), source.school, source.language
    helper = school.helper_by_id[count.helper]
    label = source.names.beside_class(helper.id)
    own = source.class_name(helper.class_id) if not helper.volunteer else ""
    named = helper.name is not None and helper.name in label
    name = " ".join(x for x in (own, label if named else _BLANK) if x)
    term = term_text(language, school.term.school_year.in_(language), school.term.name.in_(language))
    if not report.whole_term:
        term = noted(language, term, _("until {date}", date=date_text(language, report.last)))
    facts = {
        "term": term,
        "school": school.name.in_(language),
        "hours": ReportWords(source, report).hours(count.minutes),
    }
    served = (
        _.ngettext(
            "has served the library of {school} as a volunteer in {term}: {count} duty, {hours}.",
            "has served the library of {school} as a volunteer in {term}: {count} duties, {hours}.",
            count.served,
            **facts,
        )
        if helper.volunteer
        else _.ngettext(
            "has served the library of {school} as a student librarian in {term}: {count} duty, {hours}.",
            "has served the library of {school} as a student librarian in {term}: {count} duties, {hours}.",
            count.served,
            **facts,
        )
    )
    return Letter(
        title=_("Certificate of service"),
        subtitle="",
        paragraphs=(served, _("With the thanks of the library.")),
        signature=signature,
        who=_("{name},", name=name) if helper.volunteer else _("{name}, pupil of our school,", name=name),
        internal=mark if named else "",
        edition=edition(source.plan, language),
        large=True,
    )


def letter_text(letters: tuple[Letter, ...]) -> str:
    """The same as text to paste."""
    blocks = ([(a.title, a.subtitle), (a.who, *a.paragraphs), (a.edition,)] for a in letters)
    return "\n\n".join("\n".join(filter(None, lines)) for block in blocks for lines in block if any(lines)) + "\n"
