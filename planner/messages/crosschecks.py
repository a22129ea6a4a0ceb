"""The words for problems between the parts of a file. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

CHECK_WORDS: dict[str, Wording] = {
    "unknown_room": Wording(N_("There is no room “{value}”.{closest}"), N_("Use the id of one under rooms, or add it there.")),
    "unknown_window": Wording(
        N_("There is no window “{value}”.{closest}"),
        N_("Use the id of one under windows, or add it there."),
    ),
    "unknown_campus": Wording(
        N_("There is no campus “{value}”.{closest}"),
        N_("Use the id of one under campuses, or add it there."),
    ),
    "unknown_post": Wording(N_("There is no post “{value}”.{closest}"), N_("Use the id of one under posts, or add it there.")),
    "unknown_demand": Wording(
        N_("There is no demand “{value}”.{closest}"),
        N_("Use the id of one under demands, or add it there."),
    ),
    "unknown_helper": Wording(
        N_("There is no student librarian “{value}”.{closest}"),
        N_("Use the id of one under helpers, or add it there."),
    ),
    "id_is_name": Wording(
        N_("The id “{value}” of a student librarian is the pupil's name."),
        N_(
            "Ids stand in calendars and links, where no pupil may be named: write a number such as h07, and the name "
            "under name."
        ),
    ),
    "unknown_teacher": Wording(
        N_("No teacher “{value}” is named anywhere.{closest}"),
        N_("Name the teacher under teachers, in the timetable or as class teacher."),
    ),
    "unknown_class": Wording(N_("There is no class “{value}”.{closest}"), N_("Use the id or name of a class under classes.")),
    "unknown_period": Wording(
        N_("No bell schedule has a period “{value}”.{closest}"),
        N_("Use the name of a period under bells."),
    ),
    "unknown_rule": Wording(N_("There is no rule “{value}”.{closest}"), N_("Use the name of a rule from the list of rules.")),
    "id_twice": Wording(N_("The id “{value}” is taken: {first} has it."), N_("Give each entry an id of its own.")),
    "same_helper": Wording(N_("“{value}” is named twice in one wish."), N_("Name two different student librarians.")),
    "class_twice": Wording(
        N_("Class “{value}” is described a second time; {first} has it already."),
        N_("Remove one of the two, or give the classes ids of their own, such as id: 'east-{{grade}}-{{number}}'."),
    ),
    "class_name_twice": Wording(
        N_("Two classes of one campus are called “{value}”: {classes}."),
        N_("Give each class a name of its own."),
    ),
    "class_name_shared": Wording(
        N_("“{value}” is the name of several classes: {classes}."),
        N_("Use the id of the class instead of its name."),
    ),
    "class_is_teacher": Wording(N_("“{value}” is the id of a class and of a teacher."), N_("Give one of them another id.")),
    "campus_missing": Wording(
        N_("It is not said to which campus “{value}” belongs."),
        N_("Add campus: with one of: {campuses}."),
    ),
    "not_1_to_9": Wording(
        N_("{value} is not a degree from 1 to 9."),
        N_("Write 1 (a little unpopular) to 9 (nobody wants it)."),
    ),
    "row_too_long": Wording(
        N_("The row has {words} lessons, but the bell of this class has {periods} periods on that day: {value}"),
        N_("Write one word for each period, - for a free one; or complete the bell schedule."),
    ),
    "timetable_twice": Wording(
        N_("The timetable of “{value}” on {day} is given twice for the same weeks; see {first}."),
        N_("Remove one of the two, or say from when each holds (valid_from) or in which weeks."),
    ),
    "bells_ambiguous": Wording(
        N_(
            "This bell schedule and {first} both fit, for example, class “{value}” on the same day, and neither is more "
            "specific."
        ),
        N_("Limit one of them by campus, grades or weekdays, or give it a later valid_from."),
    ),
    "term_order": Wording(N_("The term ends on {value}, not after its start on {start}."), N_("Correct start or end.")),
    "term_year": Wording(
        N_("The term lies in the year of {value}."), N_("Write a year from {first} to {last}; is it a slip of the pen?")
    ),
    "arrive_yesterday": Wording(
        N_("{value} begins so early that student librarians, who arrive {minutes} minutes before, would come the day before."),
        N_("Correct the time of the window, or the minutes of arrival (arrive_before)."),
    ),
    "term_too_long": Wording(
        N_("The term has {days} days, until {value}."),
        N_("A term may have up to {limit} days; is the year right?"),
    ),
    "week1_not_monday": Wording(
        N_("{value} cannot be the Monday of teaching week 1."),
        N_("Write a Monday near the start of the term, or leave it out."),
    ),
    "unknown_timezone": Wording(N_("There is no time zone “{value}”."), N_("Write for example Asia/Shanghai.")),
    "unknown_country": Wording(
        N_("No public holidays are known for “{value}”."),
        N_("Write two letters, such as TW, with the part of the country if need be, such as GB-SCT; or leave it out."),
    ),
    "outside_term": Wording(
        N_("{value} is not in the term, which runs from {start} to {end}."),
        N_("Correct the date, or the first and last day of the term."),
    ),
    "valid_order": Wording(N_("It ends on {value}, before it starts on {start}."), N_("Correct one of the two dates.")),
    "day_twice": Wording(N_("{value} is described twice; see {first}."), N_("Put everything about the date into one entry.")),
    "day_closed": Wording(
        N_("{value} is closed ({closure}) and cannot run a timetable as well."),
        N_("Take it out of the closures, or remove it here."),
    ),
    "week_outside_term": Wording(N_("There is no week {value} in this term."), N_("Weeks go from 1 to {last}.")),
    "label_not_weekday": Wording(
        N_("“{value}” is no weekday."),
        N_("The school days of a term are weekdays, for example MON-FRI; the cycle is given by cycle_days."),
    ),
    "label_without_cycle": Wording(
        N_("“{value}” is a day of a cycle, but the term has none."),
        N_("Write weekdays, or add cycle_days to the term."),
    ),
    "label_not_in_cycle": Wording(
        N_("“{value}” stands here, but days of this term are D1 to {last}."),
        N_("Write the days as D1-{last}, also where Monday to Friday is the default."),
    ),
    "booked_without_school": Wording(
        N_("Window “{value}” needs no school day, but classes are booked into it."),
        N_("Write booked: false for free hours, or leave school_days_only out."),
    ),
    "window_times": Wording(
        N_("The times of window “{value}” are not clear."),
        N_(
            "Give exactly one: slots; time, with slot_minutes for several slots; or after (or before) a period with "
            "slot_minutes."
        ),
    ),
    "slots_overlap": Wording(N_("Slot {value} begins before slot {other} ends."), N_("Write slots that do not overlap.")),
    "slot_outside": Wording(N_("Slot {value} is outside the opening time {time}."), N_("Move the slot, or widen time.")),
    "slot_minutes": Wording(N_("{value} is not a length of a slot."), N_("Write minutes, at least 1, for example 15.")),
    "slots_too_long": Wording(
        N_("The slots take {value} minutes, but {time} has only {minutes}."),
        N_("Shorten the slots, or widen time."),
    ),
    "change_slots": Wording(
        N_("The new times have {value} slots, but the window has {before}."),
        N_("Write as many slots as before; or make it a window of its own."),
    ),
    "change_empty": Wording(N_("The change from {value} changes nothing."), N_("Add time or slots, or remove it.")),
    "change_twice": Wording(N_("Two changes begin on {value}."), N_("Keep one of them.")),
    "change_anchored": Wording(
        N_("The change from {value} does not fit the way this window tells its times."),
        N_("With slot_minutes write only time; a window after a period moves with the bell and needs no change."),
    ),
    "tidy_early": Wording(
        N_("Shelving at {value} begins before the last slot {slot} ends."),
        N_("Let it begin when the last slot ends."),
    ),
    "unpopular_key": Wording(
        N_("“{value}” is not a slot of this window."),
        N_("Write a slot from 1 to {slots}, a day (MON), or both (MON 3)."),
    ),
    "demand_rooms": Wording(N_("Demand “{value}” takes place in lessons but names no room."), N_("Add rooms:.")),
    "demand_subjects": Wording(
        N_("Demand “{value}” takes place in lessons but names no subject."),
        N_("Add subjects:, for example subjects: 语文."),
    ),
    "demand_windows": Wording(N_("Demand “{value}” names no window in which classes could come."), N_("Add windows:.")),
    "window_not_booked": Wording(
        N_("No classes are booked into window “{value}”."),
        N_("Choose another window, or set booked: true (and a kind other than duty) there."),
    ),
    "sliding_rooms": Wording(
        N_("Demand “{value}” slides over windows in different rooms."),
        N_("Give these windows the same rooms, or write one demand for each window."),
    ),
    "lesson_sliding": Wording(
        N_("Demand “{value}” stands in lessons, which follow the timetable; it cannot slide."),
        N_("Write weekly, A/B or for example 3 weeks."),
    ),
    "subject_key": Wording(
        N_("“{value}” is not a range of grades."),
        N_("Write for example 1-2, 3 or all before the subjects."),
    ),
    "subject_not_taught": Wording(
        N_("The timetable has no lesson called “{value}” in any of these classes; it has {known}."),
        N_("Write the subject as the timetable does, or import the timetable that has it."),
    ),
    "subject_unknown": Wording(
        N_("There is no “{value}” in the timetable; “{near}” stands {count} times."),
        N_("Write the subject as the timetable does, or take it out."),
    ),
    "teacher_of_nothing": Wording(
        N_("This class has no lesson “{value}”; “{near}” stands {count} times."),
        N_("Write the subject as in the lessons of the class, so that its teacher is known."),
    ),
    "no_such_grade": Wording(
        N_("The school has no class of grade {value}; its grades are {known}."),
        N_("Correct the grade, or leave it out for all grades."),
    ),
    "no_such_day": Wording(
        N_("Window “{window}” opens on {value} only, and the term has no such school day."),
        N_(
            "Correct the weekdays. A day of every week, such as Sunday evening at a boarding school, belongs into weekdays: "
            "of the term; a single one under days: with runs_as."
        ),
    ),
    "no_such_slot": Wording(
        N_("There is no slot {value}: the windows of this demand have {most}."),
        N_("Slots are counted from 1 in the order of the day."),
    ),
    "window_of_other": Wording(
        N_("This demand does not use window “{value}”; its windows are {known}."),
        N_("Name one of these, or leave windows out."),
    ),
    "subjects_empty": Wording(N_("No subject is given for “{value}”."), N_("Write at least one subject, or remove the line.")),
    "demand_nobody": Wording(
        N_("Demand “{value}” means no class at all."),
        N_("Check its grades, classes and campus: a class must fit all of them."),
    ),
    "demand_no_teacher": Wording(
        N_("Demand “{value}” is for teachers, but none is known."),
        N_("Name them under teachers, or give teachers: here."),
    ),
    "selects_nobody": Wording(
        N_("No class fits this entry: {value}"),
        N_("Check its grades, classes and campus: a class must fit all of them."),
    ),
    "min_above_max": Wording(
        N_("At least {value} duties a week are more than the most, {most}."),
        N_("Lower min_per_week, or raise max_per_week."),
    ),
}
