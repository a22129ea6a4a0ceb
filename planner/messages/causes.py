"""The words of a cause, by code: one sentence a colleague would say. {…} are filled in by ``explanation_causes``."""

from __future__ import annotations

from planner.languages import N_

CAUSES: dict[str, str] = {
    # Places that never come into being.
    "window_no_adult": N_("{days}: no adult is at {campus}, so “{window}” stays shut; {places} places fall out."),
    "window_no_adult_here": N_("{days}: no adult is there, so “{window}” stays shut; {places} places fall out."),
    "window_event": N_("“{event}”{dates} closes “{window}” {days}; {places} places fall out."),
    "window_event_room": N_("“{event}”{dates} takes {room}, so “{window}” cannot open {days}; {places} places fall out."),
    "window_closed": N_(
        "“{window}” would open {days}, but all of these days are closed ({closure}); {places} places fall out."
    ),
    "window_no_bell": N_("“{window}” {days} has no bell to go by: no class has the period it is tied to."),
    "window_not_open": N_(
        "“{window}” never opens {days}: on each of these days that is left, the school calendar lets only other windows open."
    ),
    "window_no_after_school": N_("“{window}” never opens {days}: there is no after-school service on these days."),
    "window_never_dates": N_("“{window}” opens{dates} only, but the term is {term}."),
    "window_never_weeks": N_("“{window}” never opens: the weeks it names are none of the weeks {from}–{to} that the term has."),
    "window_room_gone_between": N_("“{window}” cannot open: {room} is in use{dates} only, but the term is {term}."),
    "window_room_gone_from": N_(
        "“{window}” cannot open: {room} is not in use before {since}, and the term ends on {term_end}."
    ),
    "window_room_gone_until": N_(
        "“{window}” cannot open: {room} is not in use any more after {until_date}, and the term begins on {term_start}."
    ),
    "window_room_gone_never": N_("“{window}” cannot open: {room} is never in use in this term ({term})."),
    "window_never": N_("“{window}” never opens in this term: look at its weekdays, its weeks and its first and last date."),
    "room_gone_from": N_(
        "From {since} on “{demand}” has no room: {room} is not in use any more then. Name another room, or let “{demand}” "
        "end before."
    ),
    "room_gone_until": N_(
        "Until {until_date} “{demand}” has no room: {room} is not in use yet then. Name another room, or let “{demand}” "
        "begin later."
    ),
    "room_gone_between": N_("“{demand}” has no room{dates}: {room} is not in use then. Name another room for these dates."),
    "room_gone_never": N_("“{demand}” has no room in the whole term: {room} is not in use in it. Name another room."),
    "over_seats": N_("{room} has {seats} seats, but {who} have up to {pupils} pupils: “{demand}” has no room for them."),
    "over_seats_one": N_("{room} has {seats} seats, but {who} has {pupils} pupils: “{demand}” has no room for them."),
    # Classes that have no place.
    "eats": N_("{who}: lunch is {lunch}, and the last slot of “{window}” begins at {last}: they still eat when it is open."),
    "eats_several": N_("{who}: lunch is {lunch}, and they still eat when the last slot begins: {windows}."),
    "eats_in_slot": N_("{who}: lunch is {lunch}, which falls into the slots of “{window}” that are left for them."),
    "in_lesson": N_("{who}: whenever “{window}” is open for them they have a lesson ({subject}, {period})."),
    "gone_home": N_("{who}: on the days of “{window}” they go home at {home}, but it is open {first}–{until}."),
    "gone_home_before": N_("{who}: they go home at {home}, before “{window}” is over."),
    "teacher_twice": N_(
        "{teacher} has {classes} at the same time: {day} {period}. One teacher cannot bring both to “{demand}”."
    ),
    "teacher_teaches": N_("{teacher}, who comes with {who}, teaches {of} then ({day} {period})."),
    "teacher_away": N_("{teacher}, who comes with {who} to “{demand}”, is away whenever that could be."),
    "banned": N_("{who}: every place “{demand}” could have has been ruled out: {place}."),
    "other_campus": N_("{who}: their campus is {own}, but everything for {demand_quoted} is at {campus}."),
    "other_grades": N_("{who}: no window of {demand_quoted} is open to their grade ({windows})."),
    "other_grades_only": N_("{who}: “{window}”, the only window of {demand_quoted}, is not open to their grade."),
    "no_lesson": N_("“{demand}” is held in lessons of {subjects}, but the timetable of {who} has none of these.{instead}"),
    "no_period": N_("{who}: the bells have no time for the periods of “{demand}”."),
    # Classes that have too few places together.
    "eats_some": N_(
        "{who}: lunch is {lunch}, so too little of “{window}” is left{left}: room for {capacity} of {need} visits {cycle}."
    ),
    "in_lesson_some": N_(
        "{who} have lessons in “{window}” ({subject}, {period}): room is left for {capacity} of {need} visits {cycle}."
    ),
    "gone_home_some": N_(
        "{who} go home at {home}, before “{window}” is over: room is left for {capacity} of {need} visits {cycle}."
    ),
    "banned_some": N_(
        "“{demand}” is ruled out here: {place}. That leaves room for {capacity} of the {need} visits {cycle} of {who}."
    ),
    "teacher_twice_some": N_(
        "{teacher} has {classes} at the same time ({day} {period}) and cannot bring both: "
        "room is left for {capacity} of {need} visits {cycle}."
    ),
    "teacher_teaches_some": N_(
        "{teacher}, who comes with {who}, teaches {of} {day} {period}: room is left for {capacity} of {need} visits {cycle}."
    ),
    "teacher_away_some": N_(
        "{teacher}, who comes with {who}, is away then: room is left for {capacity} of {need} visits {cycle}."
    ),
    "crowd_sum": N_(
        "{who} together need {need} visits of “{demand}” {cycle}, but “{window}” has room for {capacity} only: {sum}{why}."
    ),
    "crowd": N_("{who} together need {need} visits of “{demand}” {cycle}, but only {capacity} places suit them ({window})."),
    "crowd_dates": N_(
        "{who} together need {need} visits of “{demand}” {cycle}, but “{window}” is open for them on {held_said} only, with "
        "room for {capacity}."
    ),
    "crowd_room": N_(
        "{who} together need {need} lessons of “{demand}” {cycle}, but {room} has room for {capacity} only in the periods "
        "that suit: {sum}{why}."
    ),
    "crowd_lessons": N_("{who} together need {need} lessons of “{demand}” {cycle}, but only {capacity} periods suit."),
    "crowd_together": N_(
        "{demand}: together {need} visits {cycle}, but “{window}”, which they share, has room for {capacity} only."
    ),
    "crowd_together_sum": N_(
        "{demand}: together {need} visits {cycle}, but “{window}”, which they share, has room for {capacity} only: {sum}{why}."
    ),
    "crowd_term": N_(
        "{demand_quoted} take at least {need} places of “{window}” in the whole term together, but it has {capacity} only."
    ),
    "nobody_fits": N_("{who}: “{demand}” has no place large enough{why}."),
    "more_than_days": N_(
        "{who}: each class is to come {need} times {cycle} ({demand_quoted}), but this can only be on {days}{there}, and "
        "a class comes once a day at most."
    ),
    "more_than_days_together": N_(
        "{who}: {demand_quoted} make {need} visits of a class {cycle}, but all of them can only be on {days}, and a class "
        "comes once a day at most."
    ),
    "more_than_places": N_("{who}: {need} visits of “{demand}” {cycle}, but each class has only {capacity} places to go to."),
    # Adults.
    "adults_at_once": N_(
        "{days}: {window_quoted} are open at the same time and each needs an adult of its own, but of all adults only "
        "{adults} can be there then."
    ),
    "adults_at_once_none": N_("{days}: {window_quoted} are open, but no adult can be there then."),
    "adults_over_week": N_("{adults}: together they keep at most {capacity} windows open in a week, but {need} are to open."),
    # Pins.
    "pin_nowhere": N_("{who}: “{demand}” is pinned to a place that does not exist: {pin}."),
    "pin_eats": N_("{who}: “{demand}” is pinned to {pin}, but then they eat ({lunch})."),
    "pin_in_lesson": N_("{who}: “{demand}” is pinned to {pin}, but then they have a lesson ({subject}, {period})."),
    "pin_banned": N_("{who}: “{demand}” is pinned to {pin}, but ruled out there: {place}."),
    "pin_blocked": N_("{who}: “{demand}” is pinned to {pin}, which is not meant for them."),
    "pins_full": N_("“{demand}”: {who} are all pinned to {at}, but there is room for {most} only {cycle}."),
    "pins_full_there": N_("“{demand}”: {who} are all pinned to {at}, but there is room for {most_said} only."),
    "pins_apart": N_("{who}: “{demand}” is pinned both to {pin} and to {place}, but comes once only."),
    "pins_same_day": N_(
        "{who}: “{demand}” is pinned to {pin} and “{other}” to {place}: the same day, but a class comes once a day at most."
    ),
    "duty_pin_blocked": N_("{helpers}: a duty is pinned to {duty}, but then this student librarian cannot come ({why})."),
    "duty_pins_in_a_row": N_("{helpers}: duties are pinned on {days}, but nobody is to serve on two days in a row."),
    "duty_pins_over": N_("{helpers}: {pinned} duties are pinned ({days}), but at most {most} a week are allowed."),
    # Helpers.
    "arrives_too_early": N_(
        "{helpers} are to be at {posts} at {arrive}, {minutes} minutes before “{window}” opens ({opens}), but they have "
        "lunch {lunch}: they cannot be there in time."
    ),
    "arrives_too_early_several": N_(
        "{helpers} are to be at {posts} {minutes} minutes before the library opens ({windows}), but they have lunch "
        "{lunch}: they cannot be there in time."
    ),
    "duty_in_lunch": N_("{helpers} have lunch {lunch}, but “{window}” opens at {opens} already: they cannot serve at {posts}."),
    "duty_in_lunch_several": N_(
        "{helpers} have lunch {lunch}, but the library opens before it ends: {windows}. They cannot serve at {posts}."
    ),
    "duty_in_lesson": N_(
        "{helpers} have a lesson ({subject}, {period}) while “{window}” is open: they cannot serve at {posts}."
    ),
    "away": N_(
        "{days}: {need} needed at once at {posts}, but only {capacity} of {all} student librarians can come; {helpers} "
        "are away."
    ),
    "away_none": N_("{days}: nobody of the {all} student librarians can serve at {posts}; {helpers} are away."),
    "away_everybody": N_("{days}: every student librarian ({all}) is away, so nobody can serve at {posts}."),
    "untrained": N_("“{post}” needs {need} at once, but only {capacity} of {all} student librarians are trained for it."),
    "untrained_none": N_("“{post}” is only for those trained for it, but none of the {all} student librarians is."),
    "duty_other_grades": N_(
        "“{post}” is for {grades} only and takes {need} at once; of {all} student librarians {capacity} may do it."
    ),
    "duty_other_grades_none": N_("“{post}” is for {grades} only, but none of the {all} student librarians is in {grades}."),
    "duty_other_campus": N_(
        "{posts}: each takes {need} at once, but only {capacity} of {all} student librarians belong there."
    ),
    "duty_gone_home": N_("{helpers} go home at {home}, before “{window}” is over: needed {need}, left {capacity}."),
    "not_yet_or_no_longer": N_(
        "{posts}, {days}: needed {need}, able to come {capacity}; {helpers} have not begun or have left."
    ),
    "duty_trainee": N_(
        "{posts}: each takes {need} at once, but {helpers} are trainees, who only come beside trained ones: {capacity} left."
    ),
    "duty_trainee_everybody": N_(
        "{posts}: every student librarian ({all}) is a trainee, who only comes beside trained ones; nobody is left to serve."
    ),
    "post_over": N_(
        "“{post}” needs {need} duties {cycle}, but only {able} of {all} student librarians can do it (the others: {why}), "
        "which makes {capacity_said} at most."
    ),
    "round_over_week": N_(
        "{posts}, {turn}: the round is so short that whoever has this duty serves {need} times in one week, but only "
        "{capacity} is allowed."
    ),
    "more_than_there_are": N_("{posts} asks for {need} student librarians at once, but there are only {all}."),
    "minimum_over": N_(
        "{where}{count} student librarians × at least {least} a week make {need} duties {cycle}, but there are only {capacity}."
    ),
    "maximum_under": N_(
        "{where}{count} student librarians × at most {most} a week make {capacity} duties {cycle}, but {need} are needed."
    ),
    "minimum_over_all": N_(
        "{where}the least numbers of {count} student librarians add up to {need} duties {cycle}, but there are only {capacity}."
    ),
    "minimum_over_week": N_(
        "{where}{count} student librarians × at least {least} a week make {need} duties, but {week} there are at most "
        "{capacity}."
    ),
    "minimum_over_week_all": N_(
        "{where}the least numbers of {count} student librarians add up to {need} duties a week, but {week} there are at most "
        "{capacity}."
    ),
    "maximum_under_all": N_(
        "{where}{count} student librarians, each as often as allowed and able to come, may take {capacity} duties {cycle} in "
        "all, but {need} are needed."
    ),
    "maximum_under_week": N_(
        "{where}{count} student librarians × at most {most} a week make {capacity} duties, but {week} {need} are needed."
    ),
    "maximum_under_week_all": N_(
        "{where}{count} student librarians, each as often as allowed and able to come, may take {capacity} duties {week} in "
        "all, but {need} are needed."
    ),
    "experienced_short": N_(
        "Every shift is to have somebody experienced ({need} at least), but only {capacity} of {all} student librarians "
        "are marked as experienced."
    ),
    "experienced_short_none": N_(
        "Every shift is to have somebody experienced ({need} at least), but none of the {all} student librarians is "
        "marked as experienced."
    ),
    "each_day_full": N_(
        "“{demand}”: the least number of classes on each open day is {each}, but {day} has room for {most} only."
    ),
    "each_day_over": N_(
        "“{demand}”: the least number of classes on each open day is {each}; on {days} days {cycle} that makes {need} "
        "visits, but only {visits} are asked for."
    ),
}

WHY: dict[str, str] = {
    "window_heads": N_("{amount} people are allowed in a slot, a class has {pupils}"),
    "room_classes": N_("{of} takes {amount} at once"),
    "room_heads": N_("{of} takes {amount} people, a class has {pupils}"),
    "room_seats": N_("{of} has {amount} seats, a class has {pupils} pupils"),
    "grades": N_("at most {amount} of a grade at once"),
}
"""What limits the classes at once."""

HELPER_WHY: dict[str, str] = {
    "away": N_("marked as away"),
    "untrained": N_("not trained for it"),
    "other_grades": N_("not of the grades of the post"),
    "other_campus": N_("of another campus"),
    "not_yet_or_no_longer": N_("has not begun or has left"),
    "duty_in_lesson": N_("in a lesson: {subject}, {period}"),
    "duty_in_lunch": N_("lunch is {lunch}"),
    "arrives_too_early": N_("lunch is {lunch}, and must be there at {arrive}"),
    "gone_home": N_("goes home at {home}"),
    "trainee": N_("trainees"),
}

LEFT_OF = N_("“{demand}” {needs} {cycle} for {who}; {places}.")
LEFT_OF_THEM = N_("“{demand}” {needs} {cycle}; {places}.")
NONE_LEFT = N_("no place is left")
"""What is needed, and what is left of it, behind a cause that takes places away."""

IN_LINES = N_("{text} [{file}:{places}]")
IN_CELLS = N_("{text} [{file}, {places}]")
EVERYBODY = N_("all {count} classes")
INSTEAD = N_(" There is {subjects}.")
TIMES = N_("{name} ({count}×)")
LEFT_SLOTS = N_(" (slot {slots})")
ON_ANY_DAY = N_("on any day")
PERIODS = N_("{periods} × {each} at once")
PRODUCT = N_("{days} × {slots} × {each} at once")
ALL_HELPERS = N_("all {count} student librarians")
WINDOW_AT = N_("“{window}” at {time}")
IN_WINDOWS = N_(" ({windows})")
ALL_DAYS = N_("any of the {count} days")
ON_DAYS = N_("on {days}")
ON_ALL_DAYS = N_("on every day")
DATES = N_(" ({first} to {last})")
IN_A_WEEK = N_("in a week")
IN_THE_WEEK = N_("in the week of {date}")
FROM = N_(" from {first} on")
UNTIL = N_(" until {last}")
