"""Every error code of the service: its HTTP status, and what it says. Codes are stable, words are not."""

from __future__ import annotations

from typing import NamedTuple

from planner.languages import N_


class Said(NamedTuple):
    """Status and words of a code; ``{names}`` are filled from the parameters."""

    status: int
    text: str


ERRORS: dict[str, Said] = {
    "not_logged_in": Said(401, N_("Log in first.")),
    "wrong_password": Said(401, N_("Login name or password is wrong.")),
    "wait": Said(429, N_("Too many wrong tries. Wait {seconds} s and try again.")),
    "cross_site": Said(
        403,
        N_("This request came from another website and was not carried out. Use the page of the library itself."),
    ),
    "not_allowed": Said(403, N_("Your account may not do this.")),
    "not_found": Said(404, N_("There is nothing here, or your account may not see it.")),
    "no_such_method": Said(405, N_("This address does not take {method}.")),
    "no_such_table": Said(404, N_("This plan has no table '{name}'. It has: {known}.")),
    "no_such_format": Said(406, N_("There is no '{format}' of this. There is: {known}.")),
    "no_published_plan": Said(404, N_("No plan has been published yet.")),
    "bad_request": Said(422, N_("The request is not as it should be: {problem}.")),
    "bad_school": Said(422, N_("The school file cannot be used. To be mended: {count}.{listed}")),
    "bad_timetable": Said(422, N_("This file cannot be used as a timetable: {count} to mend.")),
    "not_the_published": Said(409, N_("Tables of the plan in force can be taken over, and of no other.")),
    "bad_table": Said(422, N_("This table cannot be taken over: {count} to mend.")),
    "edits_clash": Said(409, N_("Changed cells break rules: {count}. Put them back, or choose others.")),
    "not_in_school": Said(409, N_("The table names whom the school does not have any more: {names}.")),
    "pins_not_hard": Said(409, N_("The school does not insist on fixed places, so changed cells could not be held.")),
    "needs_date": Said(422, N_("The school has a timetable already: say from when the new one holds.")),
    "noon_too_short": Said(
        422, N_("The time at noon is too short for {classes} classes, even if each came only once in twelve weeks.")
    ),
    "too_big": Said(413, N_("The file is larger than {limit} MB.")),
    "id_taken": Said(409, N_("There is a school with the id '{id}' already. Replace its file instead, or choose another id.")),
    "same_school": Said(
        409,
        N_(
            "There is a school '{name}' already. Is it the same one? Then open it, and hand the file over there. "
            "If it really is a second one, such as another campus, add it as such."
        ),
    ),
    "login_taken": Said(409, N_("There is an account '{login}' already.")),
    "weak_password": Said(422, N_("The password needs at least {least} characters.")),
    "guessable_password": Said(
        422, N_("This password is too easy to guess. Take several words that do not belong together, or a longer one.")
    ),
    "unknown_host": Said(421, N_("This service is not known under this address. Open it under its own.")),
    "address_fixed": Said(409, N_("The address is fixed where the service is started: {address}.")),
    "set_up_already": Said(409, N_("The first password has been chosen already. Log in.")),
    "bad_first_link": Said(403, N_("This link is used up or not the newest. The service shows the right one when it starts.")),
    "last_keeper": Said(409, N_("This is the last account that can manage accounts; it stays.")),
    "precondition_required": Said(428, N_("Say which version you have changed: send its ETag as If-Match.")),
    "changed_meanwhile": Said(
        412,
        N_("Somebody has changed this meanwhile (now version {present}). Fetch it again and repeat your change."),
    ),
    "term_goes_on": Said(
        409, N_("The term {term} lasts until {end}. Names can be taken out when it is over: until then the rota needs them.")
    ),
    "run_ended": Said(409, N_("This run has ended already.")),
    "nothing_published": Said(409, N_("There is no published plan to change. Make a plan first.")),
    "other_term": Said(
        409,
        N_(
            "The published plan is of term {before}, the school file is of term {now}. "
            "Make a new plan instead of a change; if it is the same term, write {before} as its id."
        ),
    ),
    "other_school": Said(
        409,
        N_(
            "The published plan is of {before}, the school file is of {now}. If it is the same, write {key} into the school "
            "file (as the id of the school or class, or as week1_monday); otherwise make a new plan."
        ),
    ),
    "other_class": Said(
        409,
        N_(
            "Is {now} the class that was {before}? It has its student librarians, its lessons or its teacher. If it is, write "
            "{key} as its id in the school file, and its calendar goes on; if it is another class, write {own} as its id."
        ),
    ),
    "bad_since": Said(422, N_("{since} must lie from {first} to {last}.")),
    "not_a_draft": Said(409, N_("This is no draft any more: it has been published, or another plan has taken its place.")),
    "not_a_past_plan": Said(409, N_("Only a plan that was in force before can be published again.")),
    "draft_is_stale": Said(
        409,
        N_("Another plan has been published since this draft was made. Plan again, so that it builds on that one."),
    ),
    "past_would_change": Said(
        409,
        N_(
            "Sessions before today would change: {count}, the first on {first}. Change the plan from a date on instead; "
            "or send allow_past if it really was so."
        ),
    ),
    "terms_overlap": Said(
        409,
        N_(
            "A plan of the term '{other}' covers some of the dates of '{term}'. If it is the same term, write its id "
            "'{other}' into the school file again; else correct the dates, or take that plan back (undo) first."
        ),
    ),
    "no_such_school": Said(422, N_("There is no school '{id}'.")),
    "nothing_to_undo": Said(409, N_("There is no published plan to take back.")),
    "nothing_to_change": Said(409, N_("Nothing would change by this.")),
    "bad_edit": Said(422, N_("This change cannot be made: {problem}.")),
    "not_after": Said(422, N_("The next term begins after this one, which began on {start}.")),
    "name_taken": Said(409, N_("There is a class of this name already: {name}.")),
    "needs_lessons": Said(
        409,
        N_(
            "Classes of this grade come with a lesson ({demand}), and a new class has none yet. Hand over the new timetable: a "
            "class that is new in it is added from there."
        ),
    ),
    "only_class": Said(409, N_("“{demand}” is about this class alone: take it out of the workbook first.")),
    "no_such_lesson": Said(409, N_("No lesson would move by this: both places hold the same.")),
    "no_such_period": Said(409, N_("The class has no such period on this day: {period}.")),
    "not_written": Said(409, N_("This cannot be written down as the classes are laid out. Change the workbook instead.")),
    "no_such_way": Said(404, N_("There is no such way out, or the school file has nothing any more that it is about.")),
    "no_such_class": Said(404, N_("This school has no class or student librarian “{id}”.")),
    "no_such_demand": Said(404, N_("This school has no visits '{id}'.")),
    "no_such_place": Said(422, N_("One of these is no window, room or kind of visit of this school: {ids}.")),
    "plan_broken": Said(
        409,
        N_("This plan breaks rules of its own school, so nothing can be said about moves in it. Plan again."),
    ),
    "board_moved": Said(
        409,
        N_("{by} has done something on the board meanwhile. Look at it as it is now; then do yours again, if it still fits."),
    ),
    "unknown_chip": Said(404, N_("This does not stand on the board any more. Take it up where it stands now.")),
    "not_possible": Said(409, N_("That is not possible as the board stands now. Take it up again to see why.")),
    "file_went_on": Said(
        409,
        N_(
            "Something was allowed on this board that has to be written into the school file, and the file has been changed "
            "meanwhile. Undo what was allowed, or put the board away and begin it anew."
        ),
    ),
    "not_taken_over": Said(
        409,
        N_(
            "The plan cannot stay as it is in the new school file: something that has changed there breaks a rule. The board "
            "stays as it was; plan the change first."
        ),
    ),
    "still_waiting": Said(
        409, N_("Something has no place, or nobody, on the board yet ({count}). See to it first, or let the rest be made best.")
    ),
    "no_room_elsewhere": Said(
        409, N_("Not everybody who comes then has a place elsewhere. Free a single slot, or let more classes in at once.")
    ),
    "nothing_to_redo": Said(409, N_("There is nothing to do again.")),
    "no_such_scope": Said(404, N_("There is no calendar '{scope}' in the published plan. It has: {known}.")),
    "no_duty": Said(404, N_("This student librarian has no duty then.")),
    "has_it": Said(409, N_("This student librarian has that duty already.")),
    "not_one_each": Said(409, N_("A swap is about one duty of each: say which post.")),
    "same_helper": Said(409, N_("Both duties are of the same student librarian.")),
    "nobody_stands_in": Said(409, N_("Nobody stands in on this date.")),
    "forbidden_choice": Said(409, N_("A rule forbids this choice: {rules}.")),
    "link_revoked": Said(410, N_("This calendar link has been taken back. Ask the library for a new one.")),
    "key_reused": Said(422, N_("This Idempotency-Key was used for another request. Take a new one for each request.")),
    "answer_lost": Said(
        409,
        N_(
            "This request (same Idempotency-Key) was carried out, but the program was interrupted before it could "
            "answer. Look whether the result is there; to do it once more, send it with another Idempotency-Key."
        ),
    ),
    "still_working": Said(409, N_("The same request is being worked on. Ask again in a moment.")),
    "collided": Said(
        409,
        N_(
            "Somebody else changed the same thing at this very moment; of yours nothing was carried out. Look again and "
            "repeat it."
        ),
    ),
    "bad_copy": Said(422, N_("This backup cannot be brought back. {problem}")),
    "only_one_file": Said(
        409, N_("The data of a district lie in a database of their own. Whoever looks after it brings backups back there.")
    ),
    "busy": Said(503, N_("Others are being served just now. Try again in {seconds} s.")),
    "no_database": Said(
        503,
        N_(
            "The database does not answer or the disk is full: nothing was changed. Try again, or tell whoever runs the "
            "service."
        ),
    ),
    "took_too_long": Said(503, N_("No answer in {seconds} s. Try again, or with less to do.")),
    "solver_died": Said(503, N_("The planning program ended unexpectedly; nothing was changed. Try again.")),
    "not_ready": Said(503, N_("The service is not ready: its database is of another version.")),
    "bug": Said(
        500,
        N_("This is a bug in lunjie, not your mistake. Nothing was changed. Report it with the request id {request}."),
    ),
}
