"""The list of open calendar decisions, on screen and as JSON; each with the one-line command that settles it."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.console import output, words
from planner.messages.wording import date_text, dates_text, long_day_name
from planner.models.base import Language
from planner.models.school import School
from planner.models.term import DayChange
from planner.suggesting import Suggestion, Suggestions

if TYPE_CHECKING:
    from planner import CalendarQuestions


@dataclass(frozen=True)
class Listing:
    """What is open. ``extra``: options that later commands must repeat to see the same suggestions."""

    school: School
    path: str
    open: CalendarQuestions
    extra: str = ""

    @property
    def found(self) -> Suggestions:
        """What is known beside the file."""
        return self.open.suggestions

    def command(self, *options: str) -> str:
        """The command that settles one thing."""
        return "lunjie calendar " + " ".join(shlex.quote(word) for word in (self.path, *options)) + self.extra

    def settle(self, one: Suggestion) -> str:
        """The command for a suggestion."""
        if one.kind != "day":
            return self.command("--close", f"{_written(one.dates)}={one.name.in_(self.school.language)}")
        return self.command("--confirm", f"{one.dates[0]}={one.runs_as}" if one.runs_as else f"{one.dates[0]}")

    def confirm(self, change: DayChange) -> str:
        """The command for an unconfirmed day of the file."""
        label = change.runs_as or self._suggested(change.date) or "…"
        return self.command("--confirm", f"{change.date}={label}")

    def _suggested(self, date: dt.date) -> str | None:
        return next((s.runs_as for s in self.found.days if date in s.dates), None)

    def record(self) -> dict[str, Any]:
        """The same for programs."""
        waiting = [{"date": str(c.date), "runs_as": c.runs_as, "command": self.confirm(c)} for c in self.open.unconfirmed]
        return {
            "status": "SETTLED" if self.open.settled else "OPEN",
            "country": self.open.country,
            "guessed_years": list(self.found.guessed_years),
            "unconfirmed": waiting,
            "suggestions": [{**s.model_dump(mode="json"), "command": self.settle(s)} for s in self.found.suggestions],
            "conflicts": [c.model_dump(mode="json") for c in self.found.conflicts],
            "milestones": [{**m.model_dump(mode="json"), "command": self.command("--add", m.id)} for m in self.open.milestones],
        }


def show_listing(listing: Listing, language: Language, *, milestones: bool) -> None:
    """Print what is open, group by group."""
    _, console = words(language), output()

    def line(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, soft_wrap=True)

    def item(text: str, why: str, command: str) -> None:
        line(f"  {text}")
        if why:
            line(f"      {why}", "dim")
        line(f"      {command}", "cyan")

    if listing.open.country is None:
        line(_("No country goes with the time zone {zone}; say --country CN.", zone=listing.school.term.timezone), "yellow")
    for year in listing.found.guessed_years:
        line(
            _("{year}: not announced yet. Its days off are guesses of the package, and no make-up days are known.", year=year),
            "bold yellow",
        )
    if listing.open.unconfirmed:
        line(_("Not confirmed: nothing is published on these days"), "bold")
    for change in listing.open.unconfirmed:
        day = long_day_name(language, change.runs_as) if change.runs_as else _("not known")
        note = change.note.in_(language) if change.note else ""
        item(_("{date} · runs {day}", date=date_text(language, change.date), day=day), note, listing.confirm(change))
    if listing.found.days:
        line(_("Working days that are missing from the file"), "bold")
    for one in listing.found.days:
        day = long_day_name(language, one.runs_as) if one.runs_as else _("not known")
        text = _("{date} · perhaps {day}", date=date_text(language, one.dates[0]), day=day)
        item(text, one.why.in_(language), listing.settle(one))
    if listing.found.closures:
        line(_("Days off on which the file has lessons"), "bold")
    for one in listing.found.closures:
        guess = _(" (a guess)") if one.guess else ""
        item(f"{dates_text(language, one.dates)} · {one.name.in_(language)}{guess}", one.why.in_(language), listing.settle(one))
    if listing.found.events:
        line(_("Events of the list; they close nothing"), "bold")
    for one in listing.found.events:
        item(f"{dates_text(language, one.dates)} · {one.name.in_(language)}", one.why.in_(language), listing.settle(one))
    if any(not s.guess and s.kind != "event" for s in listing.found.suggestions):
        line(_("All closures at once, make-up days unconfirmed:"), "bold")
        line(f"      {listing.command('--accept')}", "cyan")
    if listing.found.conflicts:
        line(_("The file and the calendar disagree; the file counts"), "bold yellow")
    for conflict in listing.found.conflicts:
        line(f"  {date_text(language, conflict.date)} · {conflict.why.in_(language)}")
    if listing.open.settled:
        line(_("Nothing needs a decision."), "green")
    if milestones:
        line(_("Milestones that the file does not have"), "bold")
        for m in listing.open.milestones:
            text = f"{m.name.in_(language)} · {dates_text(language, m.dates)} · {m.id}"
            item(text, m.why.in_(language), listing.command("--add", m.id))
        if not listing.open.milestones:
            line("  " + _("none"))


def _written(dates: tuple[dt.date, ...]) -> str:
    """Dates as --close reads them."""
    runs: list[list[dt.date]] = []
    for date in dates:
        if runs and (date - runs[-1][1]).days == 1:
            runs[-1][1] = date
        else:
            runs.append([date, date])
    return ",".join(str(a) if a == b else f"{a}..{b}" for a, b in runs)
