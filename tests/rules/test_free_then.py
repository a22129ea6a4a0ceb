"""Visits: when the class and its teacher can come."""

from tests.builders import a_plan, a_term, a_window, assert_broken, assert_fine, borrowing, lesson, reading, v, visiting

MONDAYS = ("03-02", "03-09")
BELL = {"periods": {"P1": "08:00-08:40", "P2": "09:00-09:40"}}


def _reading(row, **changes):
    """One class whose reading lesson is somewhere in this timetable row."""
    base = {
        "bells": [BELL],
        "rooms": [{"id": "lib", "name": "Library", "classes": None}],
        "windows": [],
        "demands": [reading()],
        "timetable": row if isinstance(row, list) else [{"class": "3-1", **row}],
    }
    return visiting(**(base | changes))


def test_class_free_fine():
    data = visiting(
        bells=[{"periods": {"P1": "11:00-11:40"}, "lunch": "11:40-12:10"}], timetable=[{"class": "3-1", "MON": "数学"}]
    )
    assert_fine(data, "class_free", a_plan(v("3-1")))


def test_class_free_violated_by_a_lesson():
    data = visiting(bells=[{"periods": {"P1": "12:20-13:00"}}], timetable=[{"class": "3-1", "MON": "数学"}])
    assert_broken(data, "class_free", a_plan(v("3-1")), 2, *MONDAYS)


def test_class_free_violated_by_lunch():
    data = visiting(bells=[{"periods": {}, "lunch": "12:00-12:11"}])
    assert_broken(data, "class_free", a_plan(v("3-1")), 2, *MONDAYS)


def test_class_free_violated_after_school_by_a_class_that_goes_home():
    data = visiting(bells=[{"periods": {}, "home": "12:24"}], classes=[{"grade": 3, "stays": "TUE"}])
    assert_broken(data, "class_free", a_plan(v("3-1")), 2, *MONDAYS)


def test_class_free_violated_on_the_one_date_without_after_school_service():
    """The window itself opens (it is no after-school window), but the class has gone home."""
    data = visiting(bells=[{"periods": {}, "home": "12:24"}], term=a_term(days=[{"date": "2026-03-09", "after_school": False}]))
    assert_broken(data, "class_free", a_plan(v("3-1")), 1, "03-09")


def test_class_free_nearly_violated():
    """The lesson begins when the slot ends."""
    data = visiting(
        bells=[{"periods": {"P1": "12:25-13:00"}, "lunch": "11:40-12:10", "home": "12:25"}],
        timetable=[{"class": "3-1", "MON": "数学"}],
    )
    assert_fine(data, "class_free", a_plan(v("3-1")))


def _led(count=2, slots=1, **changes):
    return visiting(
        **(
            {
                "classes": [{"grade": 3, "count": count}, *({"grade": 3, "number": n, "teacher": "T"} for n in (1, 2))],
                "windows": [a_window(slots=slots)],
                "demands": [borrowing(accompany="class_teacher")],
            }
            | changes
        )
    )


def test_teacher_free_fine():
    assert_fine(_led(slots=2), "teacher_free", a_plan(v("3-1"), v("3-2", slot=2)))


def test_teacher_free_violated_by_two_classes_at_once():
    assert_broken(_led(), "teacher_free", a_plan(v("3-1"), v("3-2")), 2, *MONDAYS)


def test_teacher_free_violated_by_absence():
    data = _led(slots=2, teachers=[{"id": "T", "away": [{"dates": "2026-03-09"}]}])
    assert_broken(data, "teacher_free", a_plan(v("3-1"), v("3-2", slot=2)), 2, "03-09")


def test_teacher_free_violated_by_a_lesson_elsewhere():
    data = _led(
        slots=2,
        bells=[{"periods": {"P1": "12:10-12:30"}}],
        classes=[{"grade": 3, "count": 1, "teacher": "T"}, {"grade": 4, "count": 1}],
        demands=[borrowing(grades=3, accompany="class_teacher")],
        timetable=[{"class": "4-1", "MON": "数学", "teachers": {"数学": "T"}}],
    )
    assert_broken(data, "teacher_free", a_plan(v("3-1")), 2, *MONDAYS)


def test_teacher_free_nearly_violated_by_a_lesson_until_the_slot():
    data = _led(
        bells=[{"periods": {"P1": "11:30-12:10"}}],
        classes=[{"grade": 3, "count": 1, "teacher": "T"}, {"grade": 4, "count": 1}],
        demands=[borrowing(grades=3, accompany="class_teacher")],
        timetable=[{"class": "4-1", "MON": "数学", "teachers": {"数学": "T"}}],
    )
    assert_fine(data, "teacher_free", a_plan(v("3-1")))


def test_teacher_free_own_lesson_does_not_count():
    data = _reading({"MON": "语文", "teachers": {"语文": "T"}}, demands=[reading(accompany="subject_teacher")])
    assert_fine(data, "teacher_free", a_plan(lesson("3-1", "MON")))


def test_teacher_free_with_a_lesson_that_is_not_eligible():
    """Both sides ask for the teacher of the lesson that is really there, even where eligibility is only a wish."""
    rows = [{"class": c, "MON": "数学", "teachers": {"数学": "T"}} for c in ("3-1", "3-2")]
    data = _reading(
        rows,
        classes=[{"grade": 3, "count": 2}],
        demands=[reading(accompany="subject_teacher")],
        bells=[{"weekdays": "MON", "periods": {"P1": "08:00-08:40"}}],
        rules={"eligible": {"mode": "off"}},
    )
    assert_broken(data, "teacher_free", a_plan(lesson("3-1", "MON"), lesson("3-2", "MON")), 6, *MONDAYS)
