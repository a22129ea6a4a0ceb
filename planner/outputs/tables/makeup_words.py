"""Why a lost visit was not made up, and the smallest change that would allow it, in words."""

from __future__ import annotations

from planner.messages.rules import rule_sentence, rule_sentences
from planner.messages.wording import date_text, period_name, translator
from planner.models.base import Language
from planner.models.covering import Candidate
from planner.models.makeup import Change, NotMadeUp
from planner.models.rules import RULES
from planner.models.school import School
from planner.outputs.explanations.explaining import name_of


def why_not_made_up(school: School, missed: NotMadeUp, language: Language) -> str:
    """One or two sentences: the reason, and what would help."""
    _ = translator(language)
    reasons = {
        "not_confirmed": _("the school has not yet confirmed the date on which it fell out."),
        "no_opening": _("no later time in the term at which it could be."),
        "full": _("every place it could take is full."),
        "shared": _("too few free places; another class got the last one."),
        "twice_a_day": _("free places only on days on which the class comes anyway."),
        "no_helper": _("no student librarian is free for the additional duty."),
    }
    if missed.reason in reasons:
        said = reasons[missed.reason]
    elif missed.reason in RULES:
        said = rule_sentence(missed.reason, language)
    else:
        said = reasons["no_opening"]
    return said if missed.change is None else f"{said} {_would_help(school, missed.change, language)}"


def _would_help(school: School, change: Change, language: Language) -> str:
    _ = translator(language)
    date = date_text(language, change.date)
    place = name_of(school, change.window, language) if change.window else period_name(language, change.period or "")
    if change.code == "one_more_class":
        return _("It would fit if {place} on {date} took one more class.", place=place, date=date)
    if change.code == "open_window":
        return _("It would fit if {place} opened on {date}.", place=place, date=date)
    if change.code == "twice_a_day":
        return _("It would fit on {date} if the class may come twice that day.", date=date)
    return _("It would fit on {date} with one more student librarian.", date=date)


def favours(candidate: Candidate, language: Language) -> list[str]:
    """What speaks for a candidate, in a few words each."""
    _ = translator(language)
    words = [_("of the visiting class")] if candidate.own_class else []
    words += [_("same class")] if candidate.same_class else []
    return words + ([_("would like to")] if candidate.likes else [])


def sentences(rules: tuple[str, ...], language: Language) -> str:
    """Rules in the words of the rules themselves."""
    return rule_sentences(rules, language)
