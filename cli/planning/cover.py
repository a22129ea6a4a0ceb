"""A student librarian cannot come: who might, and the choice written down: the work behind ``lunjie cover``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

import planner
from cli.console import Words, notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from cli.planning.commands import CoverOptions
from cli.planning.publishing import write
from planner.messages.rules import rule_sentence
from planner.messages.wording import date_text, listing, span_text
from planner.models.base import Language
from planner.models.covering import Candidate, Cover, CoverStatus, Seat
from planner.outputs.explanations.explaining import name_of
from planner.outputs.tables.makeup_words import favours, sentences
from planner.outputs.tables.names import HelperNames

if TYPE_CHECKING:
    from planner import Forbidden, StoodIn

_SHOWN = 8


def run_cover(options: CoverOptions) -> None:
    """List candidates, or write a choice. Raises Refused for what is not there, typer.Exit with 3 when a rule forbids it."""
    _Covers(options).run()


class _Covers:
    def __init__(self, options: CoverOptions) -> None:
        book = planner.read_book(options.plan)
        self._options, self._book, self._school = options, book, book.school
        self._language: Language = book.school.spoken(options.language or book.school.language)
        self._words: Words = words(self._language)
        self._names = HelperNames(book.school, self._language, internal=options.internal)

    def run(self) -> None:
        _, options, book = self._words, self._options, self._book
        if sum((options.choose is not None, options.swap is not None, options.undo)) > 1:
            raise Refused(_("Only one of --choose, --swap and --undo."))
        if (options.swap is None) != (options.their_date is None):
            raise Refused(_("--swap and --their-date belong together."))
        first = self._date(options.date)
        last = self._date(options.until) if options.until else None
        try:
            if options.undo:
                self._write(planner.give_back(book, options.helper, first, last, options.post), "UNDONE")
            elif options.swap is not None and options.their_date is not None:
                theirs = self._date(options.their_date)
                self._write(planner.swap(book, options.helper, first, options.swap, theirs, last, options.post), "SWAPPED")
            elif options.choose is not None:
                self._write(planner.substitute(book, options.helper, first, options.choose, last, options.post), "CHOSEN")
            else:
                self._list(planner.cover(book, options.helper, first, last, options.post))
        except planner.Forbidden as forbidden:
            self._forbidden(forbidden)
            raise typer.Exit(Exit.IMPOSSIBLE) from None
        except planner.Declined as reason:
            raise Refused(self._declined(reason.code, reason.params)) from None

    def _date(self, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Refused(self._words("'{text}' is not a date such as 2026-04-27.", text=text)) from None

    def _declined(self, code: str, params: dict[str, Any]) -> str:
        _, language = self._words, self._language
        if code == "no_such_helper":
            return _("There is no student librarian {key} in this school.", key=params["helper"])
        if code == "no_duty":
            first, last = params["first"], params["last"]
            dates = date_text(language, first) + (f" – {date_text(language, last)}" if last != first else "")
            return _("{helper} has no duty on {dates}.", helper=self._label(params["helper"]), dates=dates)
        if code == "has_it":
            helper, duty = self._label(params["helper"]), self._seat(params["seat"])
            return _("{helper} has this duty already: {duty}.", helper=helper, duty=duty)
        if code == "not_one_each":
            return _("A swap is about one duty of each: say which with --post.")
        if code == "same_helper":
            return _("These two cannot be swapped: both duties are of the same student librarian.")
        return _("There is nothing to undo: nobody stands in on these dates.")

    def _forbidden(self, forbidden: Forbidden) -> None:
        _ = self._words
        if self._options.as_json:
            print_json({"status": "REFUSED", "duties": [self._record(c) for c in forbidden.covers]})
        for cover in forbidden.covers:
            (c,) = cover.candidates
            text = _(
                "{helper} cannot take {duty}: {rules} Nothing was written.",
                helper=self._label(c.helper),
                duty=self._seat(cover.seat),
                rules=self._sentences(c.cannot),
            )
            notices().print(text, style="bold red", markup=False, soft_wrap=True)

    def _write(self, done: StoodIn, status: CoverStatus) -> None:
        _, path = self._words, self._options.plan
        write(done.book, path if path.is_dir() else path.parent, self._language, internal=self._options.internal)
        if self._options.as_json:
            records = [
                self._record(Cover(seat=g.seat, candidates=(g.candidate,) if g.candidate else ())) | {"helper": g.helper}
                for g in done.given
            ]
            print_json({"status": status, "duties": records})
            return
        for g in done.given:
            text = _("{duty}: {helper}.", duty=self._seat(g.seat), helper=self._label(g.helper))
            output().print(text, style="bold green", markup=False, soft_wrap=True)
            if g.candidate and g.candidate.exceeds:
                text = _("  for this one date against: {rules}", rules=self._sentences(g.candidate.exceeds))
                output().print(text, style="yellow", markup=False, soft_wrap=True)

    def _list(self, covers: Sequence[Cover]) -> None:
        _, console = self._words, output()
        if self._options.as_json:
            print_json({"status": "CANDIDATES", "duties": [self._record(c) for c in covers]})
            return
        for cover in covers:
            console.print(self._seat(cover.seat), style="bold", markup=False, soft_wrap=True)
            if cover.seat.now != cover.seat.helper:
                text = _("  {helper} stands in already.", helper=self._label(cover.seat.now))
                console.print(text, style="dim", markup=False, soft_wrap=True)
            able = [c for c in cover.candidates if c.can]
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
            for heading in (_("Who"), _("this week"), _("so far"), _("in the term"), _("remarks")):
                table.add_column(heading, justify="left" if heading in {_("Who"), _("remarks")} else "right")
            for c in able[:_SHOWN]:
                figures = map(str, (c.in_week, c.so_far, c.in_term))
                table.add_row(f"{self._label(c.helper)} [{c.helper}]".replace("[", "\\["), *figures, self._remarks(c))
            if able:
                console.print(table)
            if len(able) > _SHOWN:
                console.print(_("  and {count} more", count=len(able) - _SHOWN))
            self._unable([c for c in cover.candidates if not c.can])

    def _unable(self, candidates: list[Candidate]) -> None:
        _ = self._words
        by_rule: dict[str, list[str]] = {}
        for c in candidates:
            by_rule.setdefault(c.cannot[0], []).append(self._label(c.helper))
        for rule, labels in by_rule.items():
            text = _("Cannot: {sentence} {helpers}", sentence=self._sentences((rule,)), helpers=listing(self._language, labels))
            output().print(text, style="dim", markup=False, soft_wrap=True)

    def _remarks(self, c: Candidate) -> str:
        words = favours(c, self._language) + [f"⚠ {sentences((rule,), self._language)}" for rule in c.exceeds]
        return " · ".join(words)

    def _seat(self, seat: Seat) -> str:
        """3月9日（周一） 借还台 11:55-13:05，护送 二(3)."""
        _, language = self._words, self._language
        parts = [date_text(language, seat.date), name_of(self._school, seat.post, language)]
        parts += [span_text(language, seat.time)] if seat.time else []
        parts += [f"→ {name_of(self._school, seat.escorts, language)}"] if seat.escorts else []
        return " ".join(parts)

    def _label(self, helper: str) -> str:
        return self._names.label(helper) if helper in self._school.helper_by_id else helper

    def _sentences(self, rules: tuple[str, ...]) -> str:
        return sentences(rules, self._language)

    def _record(self, cover: Cover) -> dict[str, Any]:
        record = cover.model_dump(mode="json")
        for c in record["candidates"]:
            c["sentences"] = {r: rule_sentence(r, self._language) for r in (*c["cannot"], *c["exceeds"])}
        return record
