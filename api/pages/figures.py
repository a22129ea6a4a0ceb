"""Figures of a plan as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from planner.languages import Language, base
from planner.messages.wording import date_text, translator


class Figure(NamedTuple):
    """A name, a number with its unit, and what else there is to say."""

    name: str
    value: str
    note: str = ""
    warns: bool = False
    number: str = ""
    """The number alone."""
    part: str = ""
    """Of which part of the term, where it is not all of it."""


def span(fewest: int, most: int) -> str:
    """15–17, or 16 where both are the same."""
    return str(fewest) if fewest == most else f"{fewest}–{most}"


def visits(figures: Mapping[str, Any], language: Language) -> list[Figure]:
    """How often each class comes over the term, by what it comes for."""
    _ = translator(language)
    return [
        Figure(
            counts.get("name", {}).get(base(language), demand),
            _("{n} times", n=span(counts["fewest"], counts["most"]))
            if counts["fewest"] != counts["most"]
            else _.ngettext("once", "{count} times", counts["most"]),
            _("each, over the term"),
            number=span(counts["fewest"], counts["most"]),
        )
        for demand, counts in figures.get("visits", {}).items()
    ]


def key_figures(figures: Mapping[str, Any], language: Language, unconfirmed: int | None = None) -> list[Figure]:
    """Everything that a head teacher asks first. ``unconfirmed``: days about which is still asked; none = all of the term."""
    _ = translator(language)
    found = visits(figures, language)
    if (reach := figures.get("reach")) and reach["places"]:
        note = _("no plan can hold more") if reach["held"] == reach["most"] else _("at most {n} could be", n=reach["most"])
        # A plan that took over in mid-term counts its own visits; beside the figures of the term that has to be said.
        begins, part = figures.get("effective_from"), ""
        if begins and begins != figures.get("term_start"):
            part = _("from {date} on", date=date_text(language, dt.date.fromisoformat(begins)))
            note = f"{part} · {note}"
        value = _.ngettext("{count} visit", "{count} visits", reach["held"])
        found.append(Figure(_("Visits held"), value, note, part=part))
    hours = figures.get("open_hours")
    if hours:
        total = _("{n} h over the term", n=hours["total"])
        found.append(Figure(_("Open a week"), _("{n} h", n=hours["per_week"]), total))
    if figures.get("duties"):
        helpers = _.ngettext("{count} student librarian", "{count} student librarians", figures["helpers"])
        found.append(Figure(_("Duties"), _.ngettext("once", "{count} times", figures["duties"]), helpers))
    if figures.get("lost"):
        made = _("{n} of them made up", n=figures["made_up"])
        left = figures["lost"] > figures["made_up"]
        found.append(Figure(_("Fall out"), _.ngettext("{count} visit", "{count} visits", figures["lost"]), made, warns=left))
    unconfirmed = figures.get("unconfirmed_days", 0) if unconfirmed is None else unconfirmed
    if unconfirmed:
        note = _("nothing is published on them")
        days = _.ngettext("{count} day", "{count} days", unconfirmed)
        found.append(Figure(_("Unconfirmed"), days, note, warns=True))
    return found


def quality(figures: Mapping[str, Any], language: Language) -> str:
    """How good a plan is, as far as is known."""
    _ = translator(language)
    if figures.get("status") == "OPTIMAL":
        return _("No better plan exists: this was proven.")
    cost, bound = figures.get("cost"), figures.get("bound")
    if cost is None or bound is None:
        return _("All rules are kept. There may be a better plan; planning longer would show.")
    return _("All rules are kept. A better plan could have at most {n} fewer unmet wishes.", n=cost - bound)
