"""The words of an explanation, by code. {…} are filled in by ``explanation_text``."""

from __future__ import annotations

from planner.languages import N_

HEADINGS: dict[str, str] = {
    "causes": N_("The cause"),
    "balances": N_("What is needed, and how many places there are"),
    "shortages": N_("What can be seen at a glance to be impossible"),
    "clash": N_("Why it does not fit"),
    "later": N_("Another date"),
    "packages": N_("What would make it work (each was tried: with it, a plan exists)"),
    "partial": N_("What fits as things stand, and what is left without a place"),
}

# Need against capacity.
BALANCES: dict[str, str] = {
    "demand": N_("{subject}: {need} visits, {capacity} slots {cycle}"),
    "lesson": N_("{subject}: {need} lessons, {capacity} places {cycle}"),
    "grade": N_("{of}, {subject}: {need} visits, {capacity} places that suit {cycle}"),
    "room": N_("{subject}, for {of}: {need} visits, room for {capacity} {cycle}"),
    "teacher": N_("Teacher {subject}: has to come with {need} visits, but can at {capacity} different times only"),
    "post": N_("{subject}: {need} duties {cycle}, those who may do it can take {capacity}"),
    "helpers": N_("All duties: {need} {cycle}, all student librarians together may take {capacity}"),
}
TOO_FEW = N_("{lack} too few.")
ALL_DUTIES_AT = N_("All duties ({campus}): {need} {cycle}, all student librarians together may take {capacity}")
TOO_LITTLE = N_("{balance}: {lack}")
BY_DAY = N_("Places by day: {days}.")
ALL_ENOUGH = N_("Taken one by one there is room for everything; it is only together that they do not fit.")

CLASH_VISITS = N_(
    "{classes}: these {count} classes need {need} visits of “{demand}”, but there are only {capacity} places{places}."
)
CLASH_MANY = N_("{classes} alone need {need} visits of “{demand}”, but there are only {capacity} places{places}.")
CLASH_ONE = N_("{classes}: visits of “{demand}” needed {need}, places that can be had {capacity}{places}.")
CLASH_NONE = N_("{classes} has no place at all for “{demand}”.")
CLASH_DUTIES = N_(
    "{posts} alone take {need} duties; only {capacity} can be given to somebody as long as all of this is to be kept:"
)
CLASH_PLAIN = N_("These cannot all be kept at the same time:")
CLASH_BECAUSE = N_("As long as all of this is to be kept:")
IRREDUCIBLE = N_("Give up any one of these, and the others can be kept (each was tried).")
NOT_TESTED = N_("There was no time to try whether each of them is really part of the cause.")
MORE_REASONS = N_("This is not all: something else does not fit either, so one step alone is not enough.")
NO_CLASH = N_("No small set of rules that clash was found in the time given; give it more time.")
# More than five rules are said by what they are about.
FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "who": (N_("Who has to come, and how often"), ("demand_met", "each_day_served")),
    "when": (
        N_("When and where a class can come"),
        ("eligible", "forbidden", "pinned", "class_free", "teacher_free", "one_visit_a_day"),
    ),
    "room": (N_("How many fit in at once"), ("slot_capacity", "room_capacity", "room_seats", "grade_limit")),
    "staff": (
        N_("Which duties have to be done"),
        ("post_staffed", "escort_tied", "trainee_paired", "experienced_there", "adult_there"),
    ),
    "helpers": (N_("What student librarians can do"), ()),
}

LIMIT_CLASSES = N_("at most {count} at once")
LIMIT_HEADS = N_("{count} people")
LIMIT_WEEK = N_("at most {count} a week")

FIXES: dict[str, str] = {
    "open_day": N_("Open “{window}” on {days} as well."),
    "open_all_days": N_("Open “{window}” on each of {days} as well."),
    "slot_classes": N_("Let one more class come in each slot of “{window}”{classes}; the room has to have space for it."),
    "room_classes": N_("Let one more class into {room} at once ({count} instead of {fewer}), with enough seats."),
    "shorter_slots": N_("Cut the time of “{window}” into {count} slots of {minutes} minutes each."),
    "window_grades": N_("Open “{window}” to all grades."),
    "grade_limit": N_("For “{demand}”, let one more class of the same grade come at once."),
    "drop_ban": N_("For “{demand}”, allow again: {place}."),
    "drop_pin": N_("For “{demand}”, give up the fixed place: {place}."),
    "delegates": N_("For “{demand}”, send {heads} pupils for each class instead of the whole class."),
    "fewer_visits": N_("For “{demand}”, let each class come {times}× {cycle} instead of {more}×."),
    "classes_fortnightly": N_("Let {classes} come to “{demand}” every two weeks, in turn; all other classes as before."),
    "grade_fortnightly": N_(
        "Let {grade} come to “{demand}” every two weeks (half of it in odd, half in even weeks); all others as before."
    ),
    "fortnightly": N_("Let each class come to “{demand}” every two weeks (A/B weeks: odd and even weeks in turn)."),
    "every_n_weeks": N_("Let each class come to “{demand}” once in {n} weeks."),
    "slide_by_weekday": N_("Let “{demand}” move on by itself on each weekday, so that a class keeps its weekday."),
    "more_helpers": N_("Recruit more student librarians: {count}. They must be able to do {posts} and to come on any day."),
    "post_grades": N_("Let pupils of any grade do “{post}”."),
    "train": N_("Train {helper} for “{post}”."),
    "train_all": N_("Train all student librarians for “{post}”."),
    "fewer_at_post": N_("Put one student librarian fewer at “{post}” ({count} instead of {more})."),
    "fewer_at_posts": N_("Put one student librarian fewer at each of these: {posts}."),
    "more_per_week": N_("Let each student librarian serve up to {times} times a week (so far at most {fewer})."),
    "duties_once": N_("Count a duty whose day comes twice in a week as one (duties: each_date: false)."),
    "consecutive": N_("Allow a student librarian to serve on two days in a row."),
    "lower_minimum": N_("Lower the least number of duties a week to {times} for each student librarian (now {more})."),
    "lunch_until": N_("Let lunch of {whom} end at {until} (now {lunch})."),
    "lunch_on_duty": N_("Let pupils on duty finish their lunch by {until} (now {lunch})."),
    "event_frees": N_("Let “{event}” leave {what} free."),
    "more_adults": N_("Find more adults for {campus}, {days}: {count}."),
    "adult_windows": N_("Let {adult} keep up to {count} windows a week open (so far at most {fewer})."),
    "arrive_at": N_("Let student librarians be at {posts} at {arrive} (now {earlier})."),
    "post_count": N_("Ask for {count} student librarians at “{post}” instead of {more}."),
    "drop_duty_pin": N_("Give up the fixed duty: {helper}, {duty}."),
    "subject": N_("For “{demand}”, use the lessons {subjects}."),
    "exchange": N_("{class_name}: exchange two lessons, {day} {period} ({subject}) with {other_day} {other_period} ({other})."),
    "move_lesson": N_(
        "{class_name}: hold {subject} on {other_day} {other_period} instead of {day} {period}, in exchange for what is there."
    ),
    "exchange_classes": N_(
        "{class_name} and {other_class} exchange a lesson: {subject} of {class_name} moves from {day} {period} to {other_day} "
        "{other_period}, that of {other_class} the other way."
    ),
    "any_adult": N_("Let any colleague, or the librarian, bring the classes to “{demand}”."),
    "each_day": N_("For “{demand}”, lower the least number of classes on each open day to {each} (now {more})."),
    "experienced": N_("Lower the number of experienced student librarians at every shift to {count} (now {more})."),
    "room_seats": N_("Provide {seats} seats in {room} instead of {fewer}."),
    "room_heads": N_("Let up to {heads} people into {room} at once instead of {fewer}."),
    "window_heads": N_("Let up to {heads} people come in each slot of “{window}” instead of {fewer}."),
    "window_always": N_("Open “{window}” in all weeks of the term."),
    "smaller_ban": N_("For “{demand}”, allow {value} again (ruled out so far: {place})."),
    "more_grades": N_("Open “{window}” to {grades} as well."),
    "class_campus": N_("Count {classes} to {campus}."),
    "leave_out": N_("Leave {classes} out of “{demand}”; all other classes as before."),
    "one_more_slot": N_("Open “{window}” for one slot more, {slot}."),
    "promote": N_("Let the trainees serve as full student librarians."),
    "lesson_room": N_("Hold “{demand}” in {room} instead."),
    "lessons_until": N_("End “{demand}” on {until}, with the room."),
    "lessons_from": N_("Begin “{demand}” on {since}, with the room."),
    "window_room": N_("Let “{window}” open in {room} instead."),
    "room_always": N_("Use {room} in the whole term."),
    "rule_soft": N_("Keep this only as far as possible: “{rule}”.{breaks}"),
}
MORE_ADULTS_HERE = N_("Find more adults, {days}: {count}.")
ALL_CLASSES = N_("all classes")
INSTEAD = N_(" ({classes} instead of {now})")
FOR_PEOPLE = N_(", with space and seats for {heads} people at once")
BREAKS = N_(" Even the best plan then breaks it in places.")
IN_FILE_SOFT = N_(" In the school file: rules: {{{rule}: {{mode: soft}}}}")
ALTERNATIVE = N_("Option {n}:")
TOGETHER = N_("all of these together:")
STILL = N_("after this, {count} still without a place")
NOW_ALL = N_("after this, nothing is left over")
NO_PACKAGES = N_("No change that is enough was found in the time given. Reduce what is short above, or give it more time.")

PLACED = N_("{subject}: {placed} of {need} can be placed{rest}.")
WITHOUT = N_("; no place for {names}")
DUTIES_LEFT = N_("{post}: places unfilled {cycle}: {count} ({where}).")
ALL_VISITS = N_("All visits can be placed.")
MINIMUM_LEFT = N_("{names}: fewer duties than agreed.")
OTHER_LEFT = N_("Not kept: “{rule}” ({names}).")
NO_PARTIAL = N_("There was no time to work out what fits.")
LATER = N_(
    "From {date} on there is a plan: only in the week before it would duties done by then and those still to come be too many "
    "for somebody."
)
NOTHING_LEFT = N_("Everything can be placed as soon as one of the rules above gives way.")
SHIFT_SHORT = N_("{shift} {count}")
AND_MORE_TIMES = N_("{names} and other dates")
AND_MORE = N_("{names} and others ({count})")
AND_MORE_CLASSES = N_("{names} and others ({count} classes)")
WHOLE_GRADES = N_("{grades} ({count} classes)")
HELPERS = N_("{count} student librarians")
QUOTED = N_("“{name}”")

CYCLES: dict[str, str] = {
    "weekly": N_("a week"),
    "ab": N_("in two weeks"),
    "weeks": N_("in {n} weeks"),
    "dated": N_("in the term"),
    "sliding": N_("in a round"),
}
DAY_CYCLE = N_("in a cycle of {n} days")
EVERY_SLOT = N_("{window}, every slot")
SLOTS = N_("{window}, slot {slots}")
PERIOD_PLACE = N_("{day} {period}")
SLOT_PLACE = N_("{day} {window} slot {slot}")
SLOT = N_("slot {slots}")
ANY_TIME = N_("any time")
