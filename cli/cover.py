"""A student librarian cannot come: who might, and the choice written down: the work behind ``lunjie cover``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from cli.console import Words, notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from planner.messages.rules import rule_sentence
from planner.messages.wording import date_text, listing, span_text
from planner.models.base import Language
from planner.models.covering import Candidate, Cover, CoverStatus, Seat
from planner.models.planfile import PlanFile
from planner.outputs.explanations.explaining import name_of
from planner.outputs.tables.cover_words import favours, sentences
from planner.outputs.tables.names import HelperNames
from planner.sessions.covering import Covering, chosen

_SHOWN = 8


@dataclass(frozen=True)
class CoverWish:
    """The options of ``lunjie cover``; dates as typed."""

    plan: Path
    helper: str
    first: str
    last: str | None = None
    post: str | None = None
    choose: str | None = None
    swap: str | None = None
    their_date: str | None = None
    undo: bool = False
    language: Language | None = None
    as_json: bool = False
    internal: bool = False


def run_cover(wish: CoverWish) -> None:
    """List candidates, or write a choice. Raises Refused for what is not there, typer.Exit with 3 when a rule forbids it."""
    from planner.reading.planfile import read_plan

    planfile = read_plan(wish.plan)
    _Covers(wish, planfile).run()


class _Covers:
    def __init__(self, wish: CoverWish, planfile: PlanFile) -> None:
        self._wish, self._planfile, self._school = wish, planfile, planfile.school
        self._language: Language = wish.language or planfile.school.language
        self._words: Words = words(self._language)
        self._names = HelperNames(planfile.school, self._language, internal=wish.internal)

    def run(self) -> None:
        _, wish = self._words, self._wish
        for key in (wish.helper, wish.choose, wish.swap):
            if key is not None and key not in self._school.helper_by_id:
                raise Refused(_("There is no student librarian {key} in this school.", key=key))
        if sum((wish.choose is not None, wish.swap is not None, wish.undo)) > 1:
            raise Refused(_("Only one of --choose, --swap and --undo."))
        if (wish.swap is None) != (wish.their_date is None):
            raise Refused(_("--swap and --their-date belong together."))
        first = self._date(wish.first)
        seats = self._seats(wish.helper, first, self._date(wish.last) if wish.last else first, wish.post)
        if wish.undo:
            self._undo(seats)
        elif wish.swap is not None and wish.their_date is not None:
            theirs = self._seats(wish.swap, self._date(wish.their_date), self._date(wish.their_date), None)
            if len(seats) != 1 or len(theirs) != 1:
                raise Refused(_("A swap is about one duty of each: say which with --post."))
            self._swap(seats[0], theirs[0])
        elif wish.choose is not None:
            self._choose(seats, wish.choose)
        else:
            covering = Covering(self._planfile)
            self._list([covering.cover(seat) for seat in seats])

    def _date(self, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Refused(self._words("'{text}' is not a date such as 2026-04-27.", text=text)) from None

    def _seats(self, helper: str, first: dt.date, last: dt.date, post: str | None) -> list[Seat]:
        found = [s for s in Covering(self._planfile).seats(helper, first, last) if post in (None, s.post)]
        if not found:
            _ = self._words
            dates = date_text(self._language, first) + (f" – {date_text(self._language, last)}" if last != first else "")
            raise Refused(_("{helper} has no duty on {dates}.", helper=self._label(helper), dates=dates))
        return found

    def _undo(self, seats: list[Seat]) -> None:
        planfile = self._planfile
        mine = [s for s in seats if s.now != s.helper]
        if not mine:
            raise Refused(self._words("There is nothing to undo: nobody stands in on these dates."))
        for seat in mine:
            planfile = chosen(planfile, seat, None)
        self._write(planfile, "UNDONE", [(seat, seat.helper, None) for seat in mine])

    def _choose(self, seats: list[Seat], substitute: str) -> None:
        planfile = self._planfile
        done: list[tuple[Seat, str, Candidate | None]] = []
        # One after the other: a second duty in a week counts the first.
        for seat in seats:
            cover = Covering(planfile).cover(seat)
            candidate = cover.of(substitute)
            if candidate is None:
                _ = self._words
                raise Refused(
                    _("{helper} has this duty already: {duty}.", helper=self._label(substitute), duty=self._seat(seat))
                )
            self._refuse_if_impossible([(seat, candidate)])
            planfile = chosen(planfile, seat, substitute)
            done.append((seat, substitute, candidate))
        self._write(planfile, "CHOSEN", done)

    def _swap(self, mine: Seat, theirs: Seat) -> None:
        covering = Covering(self._planfile)
        pairs = [(mine, theirs.now, theirs), (theirs, mine.now, mine)]
        found = []
        for seat, who, other in pairs:
            candidate = covering.cover(seat, without=[other]).of(who)
            if candidate is None:
                raise Refused(self._words("These two cannot be swapped: both duties are of the same helper."))
            found.append((seat, candidate))
        self._refuse_if_impossible(found)
        planfile = chosen(chosen(self._planfile, mine, theirs.now), theirs, mine.now)
        self._write(planfile, "SWAPPED", [(seat, c.helper, c) for seat, c in found])

    def _refuse_if_impossible(self, found: list[tuple[Seat, Candidate]]) -> None:
        wrong = [(seat, c) for seat, c in found if not c.can]
        if not wrong:
            return
        _ = self._words
        if self._wish.as_json:
            print_json({"status": "REFUSED", "duties": [self._record(Cover(seat=s, candidates=(c,))) for s, c in wrong]})
        for seat, c in wrong:
            text = _(
                "{helper} cannot take {duty}: {rules} Nothing was written.",
                helper=self._label(c.helper),
                duty=self._seat(seat),
                rules=self._sentences(c.cannot),
            )
            notices().print(text, style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(Exit.IMPOSSIBLE)

    def _write(self, planfile: PlanFile, status: CoverStatus, done: list[tuple[Seat, str, Candidate | None]]) -> None:
        from planner.outputs.folder import write_folder
        from planner.reading import describe

        _, path = self._words, self._wish.plan
        directory = path if path.is_dir() else path.parent
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        written = write_folder(directory, planfile, self._language, self._wish.internal, now)
        for problem in written.problems:
            notices().print(describe(problem, self._language, str(directory)), style="yellow", markup=False, soft_wrap=True)
        if self._wish.as_json:
            records = [self._record(Cover(seat=s, candidates=(c,) if c else ())) | {"helper": who} for s, who, c in done]
            print_json({"status": status, "duties": records})
            return
        for seat, who, candidate in done:
            text = _("{duty}: {helper}.", duty=self._seat(seat), helper=self._label(who))
            output().print(text, style="bold green", markup=False, soft_wrap=True)
            if candidate and candidate.exceeds:
                text = _("  for this one date against: {rules}", rules=self._sentences(candidate.exceeds))
                output().print(text, style="yellow", markup=False, soft_wrap=True)

    def _list(self, covers: list[Cover]) -> None:
        _, console = self._words, output()
        if self._wish.as_json:
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
