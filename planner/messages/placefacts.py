"""Why one class cannot be in one place, or one helper on one shift: the school's own facts, by code of the fact."""

from __future__ import annotations

from planner.languages import N_

FACTS: dict[str, str] = {
    "eats": N_("{who} eats then ({lunch})"),
    "in_lesson": N_("{who} has a lesson then ({subject}, {period})"),
    "gone_home": N_("{who} has gone home by then ({home})"),
    "banned": N_("ruled out for “{demand}”: {place}"),
    "other_grades": N_("“{window}” is not open to this grade"),
    "other_campus": N_("{who} belongs to another campus"),
    "no_lesson": N_("{who} has no lesson then that counts for “{demand}”"),
    "no_period": N_("the bells have no such period for {who}"),
    "teacher_twice": N_("{teacher} has two classes then ({classes})"),
    "teacher_teaches": N_("{teacher}, who comes with {who}, teaches {of} then"),
    "teacher_away": N_("{teacher}, who comes with {who}, is away then"),
    "not_yet_or_no_longer": N_("{who} is no student librarian at that time"),
    "untrained": N_("{who} is not trained for “{post}”"),
    "away": N_("{who} cannot come then"),
    "duty_in_lesson": N_("{who} has a lesson then ({subject}, {period})"),
    "duty_in_lunch": N_("{who} eats then ({lunch})"),
    "arrives_too_early": N_("{who} still eats at {arrive}, when the duty begins ({lunch})"),
}
OTHER_GRADES_DUTY = N_("“{post}” is not for this grade")
ON_DATES = N_("{fact}, on {count} of {dates} dates")
