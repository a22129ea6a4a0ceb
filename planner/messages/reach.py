"""How many visits could be held at most, how many are, and which rules take the others: in words."""

from __future__ import annotations

from planner.languages import Language
from planner.messages.rules import rule_clause
from planner.messages.wording import listing, noted, translator
from planner.models.plan import Reach


def reach_sentences(reach: Reach, language: Language) -> tuple[str, ...]:
    """One sentence, or two where room and grades alone would allow more than can be had; none without visits."""
    _ = translator(language)
    if not reach.places:
        return ()
    if reach.missing:
        said = _.ngettext(
            "At most {most} visits can be held, {held} are: duties, what is kept or weightier wishes take {count}.",
            "At most {most} visits can be held, {held} are: duties, what is kept or weightier wishes take {count}.",
            reach.missing,
            most=reach.most,
            held=reach.held,
        )
    else:
        said = _.ngettext(
            "At most {count} visit can be held, and it is.",
            "At most {count} visits can be held, and all of them are.",
            reach.held,
        )
    if not reach.lost_to:
        return (said,)
    room = _.ngettext(
        "Room and grades alone would allow {places}; {count} cannot be had: {reasons}.",
        "Room and grades alone would allow {places}; {count} cannot be had: {reasons}.",
        reach.out_of_reach,
        places=reach.places,
        reasons=lost_to(reach, language),
    )
    return (said, room)


def lost_to(reach: Reach, language: Language) -> str:
    """The rules that take visits, each with how many."""
    _ = translator(language)
    return listing(
        language,
        [
            noted(language, rule_clause(x.rule, language) if x.rule else _("several rules together"), str(x.visits))
            for x in reach.lost_to
        ],
    )
