"""The rules of a plan: one name, one sentence, and how each is switched.

Each name stands here, once in ``planner.checker`` and once in ``planner.solver.rules``; a test compares the three lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from planner.languages import N_
from planner.models.base import Model, choice, field

Mode = Literal["hard", "soft", "off"]
Group = Literal["visits", "duties", "changes"]
Binds = Literal["pattern", "dates", "both"]
_MODES = choice({"必须": "hard", "尽量": "soft", "关闭": "off"})


@dataclass(frozen=True)
class Rule:
    """One rule as it comes: its sentence, whether it binds or has a price, and what its amount counts.

    ``sentence`` and ``counts`` are English and stand in the catalogue; ``planner.messages.rules`` says them.

    ``binds`` says what has to keep it. ``pattern``: what is planned for a cycle as a whole, so that a single date can neither
    keep nor break it. ``dates``: all that happens on a date, wherever it comes from (the pattern, a make-up, a substitute, a
    change by hand). ``both``: it is counted by the pattern, and a visit or duty on a single date has to keep it too.
    """

    name: str
    group: Group
    binds: Binds
    mode: Mode
    weight: int
    sentence: str
    counts: str


class RuleSetting(Model):
    """How a school wants one rule; anything left out stays as the rule comes."""

    mode: Annotated[Mode, _MODES] | None = field("方式", "hard = must hold, soft = has a price, off = not looked at", None)
    weight: int | None = field("权重", "price of one unit when soft, 1 to 10000", None, ge=1, le=10000)


# fmt: off
_LIST = (
    Rule("demand_met", "visits", "pattern", "hard", 1000,
         N_("Each class gets its visits in every cycle."),
         N_("visits missing or too many in a cycle")),
    Rule("eligible", "visits", "dates", "hard", 100,
         N_("A visit stands only in a slot or lesson meant for it."),
         N_("dates on which the place is not allowed")),
    Rule("forbidden", "visits", "dates", "hard", 100,
         N_("No visit where the school has ruled it out."),
         N_("dates at a forbidden place")),
    Rule("pinned", "visits", "pattern", "hard", 200,
         N_("A visit the librarian has pinned stays there."),
         N_("pinned visits that stand elsewhere")),
    Rule("class_free", "visits", "dates", "hard", 100,
         N_("A class comes only when it has no other lesson, does not eat and is at school."),
         N_("dates on which the class is not free")),
    Rule("teacher_free", "visits", "dates", "hard", 100,
         N_("The accompanying teacher is free and with one class at a time."),
         N_("dates on which the teacher is elsewhere")),
    Rule("one_visit_a_day", "visits", "dates", "hard", 50,
         N_("A class comes at most once a day."),
         N_("visits too many on a date")),
    Rule("slot_capacity", "visits", "dates", "hard", 100,
         N_("A slot takes no more classes and pupils than it has room for."),
         N_("classes or pupils over the limit, by date")),
    Rule("room_capacity", "visits", "dates", "hard", 100,
         N_("A room takes no more classes and pupils at once than it can hold."),
         N_("classes or pupils over the limit, by date")),
    Rule("room_seats", "visits", "dates", "hard", 100,
         N_("Readers at once have a seat each."),
         N_("seats missing, by date")),
    Rule("grade_limit", "visits", "dates", "hard", 50,
         N_("Not too many classes of one grade at once."),
         N_("classes over the limit, by date")),
    Rule("each_day_served", "visits", "dates", "hard", 50,
         N_("Every open day has at least the required number of classes."),
         N_("classes missing on a date")),
    Rule("fair_visits", "visits", "pattern", "off", 1,
         N_("Over the term each class comes about as often as any other."),
         N_("visits between the class with most and the class with fewest")),
    Rule("held_visits", "visits", "pattern", "soft", 1000,
         N_("As many visits are really held over the term as can be."),
         N_("visits that could be held and are not")),
    Rule("fewest_visits", "visits", "pattern", "soft", 50,
         N_("The class with the fewest visits comes as often as can be."),
         N_("visits short of an even share, each further one of a class counting one more")),
    Rule("lost_visits", "visits", "pattern", "soft", 3,
         N_("Visits do not fall on dates on which the class is away."),
         N_("visits lost")),
    Rule("preference", "visits", "both", "soft", 1,
         N_("Classes and teachers get what they asked for."),
         N_("unmet wishes")),
    Rule("spread", "visits", "both", "soft", 2,
         N_("Borrowing and reading of a class are not on neighbouring days."),
         N_("pairs of neighbouring visits")),
    Rule("grade_days", "visits", "pattern", "soft", 2,
         N_("The classes of a grade keep together, or apart, as the school wants."),
         N_("days too many, or classes too close")),
    Rule("fair_slots", "visits", "both", "soft", 1,
         N_("Unwelcome slots go to those who had good ones last term."),
         N_("unwelcomeness, more for classes that had it last term")),
    Rule("post_staffed", "duties", "dates", "hard", 1000,
         N_("Every post of every open window has its student librarians."),
         N_("student librarians missing or too many at a duty")),
    Rule("helper_available", "duties", "dates", "hard", 200,
         N_("A student librarian serves only when able to come, on the own campus, and not in lessons or with the class in "
            "the library."),
         N_("dates on which the student librarian cannot come")),
    Rule("helper_suitable", "duties", "both", "hard", 200,
         N_("A student librarian does only posts trained for, in the post's grades."),
         N_("duties at an unsuitable post")),
    Rule("arrival_fits", "duties", "dates", "hard", 100,
         N_("Student librarians can be there when the duty begins: lessons and lunch are over."),
         N_("dates on which the student librarian cannot be there in time")),
    Rule("escort_tied", "duties", "dates", "hard", 200,
         N_("Each escorted class has its escorts whenever it comes."),
         N_("escorts missing, too many, or of a class that does not come")),
    Rule("duty_pinned", "duties", "both", "hard", 200,
         N_("A duty the librarian has pinned stays with its student librarian."),
         N_("pinned duties that are elsewhere")),
    Rule("duty_max", "duties", "dates", "hard", 50,
         N_("No student librarian serves more often in a week than allowed."),
         N_("duties over the limit, by week")),
    Rule("duty_min", "duties", "pattern", "hard", 20,
         N_("Every student librarian serves at least as often as agreed."),
         N_("duties missing, by week")),
    Rule("one_duty_a_day", "duties", "dates", "hard", 50,
         N_("A student librarian serves at most once a day."),
         N_("duties too many on a date")),
    Rule("no_consecutive", "duties", "dates", "hard", 20,
         N_("A student librarian does not serve on two days in a row, where the school says so."),
         N_("pairs of neighbouring days")),
    Rule("trainee_paired", "duties", "dates", "hard", 50,
         N_("A trainee serves beside trained student librarians of the same post."),
         N_("trainees too many beside the trained")),
    Rule("experienced_there", "duties", "dates", "hard", 50,
         N_("Every shift has its experienced student librarians."),
         N_("experienced student librarians missing")),
    Rule("adult_there", "duties", "dates", "hard", 500,
         N_("One adult is on the campus for each open window, travel time included."),
         N_("open windows without their adult, or an adult in two places")),
    Rule("fair_duties", "duties", "pattern", "soft", 3,
         N_("Duties are shared evenly; each further one of the same student librarian costs more."),
         N_("unevenness")),
    Rule("duty_wishes", "duties", "both", "soft", 1,
         N_("Student librarians serve when they would like to."),
         N_("duties at other times")),
    Rule("same_weekday", "duties", "pattern", "soft", 1,
         N_("A student librarian keeps the same weekday."),
         N_("further weekdays")),
    Rule("own_class", "duties", "both", "soft", 1,
         N_("A class finds one of its own student librarians on duty when it comes."),
         N_("visits without one")),
    Rule("pair_wishes", "duties", "both", "soft", 2,
         N_("Friends serve together, others apart, as asked."),
         N_("wishes not met")),
    Rule("kept_visits", "changes", "pattern", "soft", 10,
         N_("A visit stays where the published plan has it, and the stretch of the term before."),
         N_("moved visits")),
    Rule("kept_weekdays", "changes", "pattern", "soft", 5,
         N_("A moved visit keeps its weekday."),
         N_("visits on another weekday")),
    Rule("kept_helpers", "changes", "pattern", "soft", 5,
         N_("Duties stay with the student librarians of the published plan, and of the stretch of the term before."),
         N_("duties given to somebody else")),
)
# fmt: on


RULES: dict[str, Rule] = {rule.name: rule for rule in _LIST}
"""Every rule by name, hard before soft within visits and duties; then what changing a published plan costs."""

ON_DATES = tuple(name for name, rule in RULES.items() if rule.binds != "pattern")
"""The rules that whatever happens on a single date has to keep."""

MENDED_BY_MORE = frozenset(
    {"each_day_served", "post_staffed", "escort_tied", "duty_pinned", "trainee_paired", "experienced_there", "adult_there"}
    | {"own_class", "pair_wishes"}
)
"""Of these, the ones that a further visit or duty can mend. All others it can only break: what breaks them in part of a plan
breaks them in the whole."""

CHANGES = frozenset(name for name, rule in RULES.items() if rule.group == "changes")
"""The rules that price a change of a published plan."""
