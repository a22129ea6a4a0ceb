"""Names for people of what the service calls by a word: roles, calendars, deeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.school import School
from planner.outputs.calendars.session_words import SessionWords


def role_name(role: str, language: Language) -> str:
    """What somebody may do, in a word."""
    _ = translator(language)
    return {"librarian": _("Librarian"), "viewer": _("Viewer"), "district": _("District office")}[role]


def scope_name(scope: str, schools: list[School], language: Language) -> str:
    """Whose calendar it is; ``schools`` are looked through in turn, the newest first. Holds names of pupils."""
    _ = translator(language)
    kind, _dash, key = scope.partition("-")
    if kind == "library":
        return _("Whole library")
    if kind == "duty":
        return _("All duties")
    for school in schools:
        if kind == "class" and key in school.class_by_id:
            return school.class_by_id[key].name.in_(language)
        if kind == "room" and key in school.room_by_id:
            return school.room_by_id[key].name.in_(language)
        if kind == "adult" and key in school.adult_by_id:
            return school.adult_by_id[key].name.in_(language)
        if kind == "teacher" and key in school.teacher_ids:
            return SessionWords(school, language).teacher(key)
        if kind == "helper" and key in school.helper_by_id:
            helper = school.helper_by_id[key]
            known = school.class_by_id.get(helper.class_id) or school.group_by_id.get(helper.class_id)
            own = known.name.in_(language) if known is not None else helper.class_id
            return f"{own} {helper.name or helper.id}"
    return scope


def scope_group(scope: str, language: Language) -> str:
    """The kind of a calendar."""
    _ = translator(language)
    named = {
        "library": _("Library"),
        "duty": _("Library"),
        "teacher": _("Teachers"),
        "class": _("Classes"),
        "room": _("Rooms"),
        "helper": _("Student librarians"),
        "adult": _("Adults"),
    }
    return named.get(scope.partition("-")[0], scope)


def deed(action: str, detail: Mapping[str, Any], language: Language) -> str:
    """A line of the audit trail in words; the bare word where a newer version wrote one that is not known here."""
    _ = translator(language)
    number = detail.get("revision", "")
    named = {
        "school_created": _("added the school"),
        "document_replaced": _("replaced the school file (version {n})", n=detail.get("version", "")),
        "document_merged": _("took over a changed file, what was decided here kept (version {n})", n=detail.get("version", "")),
        "document_calendar": _("settled days of the calendar (version {n})", n=detail.get("version", "")),
        "document_timetable": _("took over a timetable (version {n})", n=detail.get("version", "")),
        "document_changed": _("changed classes, student librarians or lessons (version {n})", n=detail.get("version", "")),
        "document_next_term": _("began the next term (version {n})", n=detail.get("version", "")),
        "document_way": _("took a way out of an impossible plan (version {n})", n=detail.get("version", "")),
        "document_pins": _("changed fixed places (version {n})", n=detail.get("version", "")),
        "run_started": _("started planning"),
        "run_cancelled": _("stopped planning"),
        "published": _("published plan {n}", n=number),
        "undone": _("took the last publication back (now plan {n})", n=number),
        "restored": _("went back to plan {back} (now plan {n})", back=detail.get("back_to", ""), n=number),
        "discarded": _("threw draft {n} away", n=number),
        "substituted": _("entered a substitute (plan {n})", n=number),
        "feed_made": _("made a calendar link"),
        "feeds_made": _("made calendar links for classes: {count}", count=detail.get("count", "")),
        "feeds_renewed": _("renewed the calendar links of all classes: {count}", count=detail.get("count", "")),
        "feed_rotated": _("renewed a calendar link"),
        "feed_revoked": _("took a calendar link back"),
        "board_opened": _("opened the board"),
        "board_drafted": _("made draft {n} of the board", n=number),
        "board_closed": _("put the board away"),
        "withdrawn": _("took plan {n} back", n=number),
        "school_removed": _("removed the school"),
        "names_forgotten": _("took the names of pupils out of term {term}", term=detail.get("term", "")),
    }
    return named.get(action, action)
