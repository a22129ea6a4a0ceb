"""What stands on the tables of a fixed plan."""

from __future__ import annotations

import pytest

from planner.messages.wording import translator
from planner.models.base import LANGUAGES, Language
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Rota
from planner.sessions.book import Book
from tests.applying.small import small
from tests.builders import a_plan, a_school, a_term, a_window, v, visiting
from tests.outputs.school_with_tables import NAMES, SCHOOL, made, words


def grid(rota: Rota) -> list[list[str]]:
    return [[cell.text for cell in (*row.heads, *row.cells)] for row in rota.rows]


def test_the_keys_say_what_each_table_is() -> None:
    assert list(made()) == ["borrowing", "reading-reading", "duty", "classes", "helpers"]


def test_a_school_without_helpers_has_no_duty_tables() -> None:
    assert list(made(posts=[], helpers=[])) == ["borrowing", "reading-reading", "classes"]


def test_borrowing_shows_both_weeks_side_by_side() -> None:
    (rota,) = made()["borrowing"]
    assert rota.title == "2025–2026学年第二学期试验小学班级借阅安排表"
    assert [[(c.text, c.columns, c.rows) for c in row] for row in rota.headings] == [
        [("星期", 1, 2), ("单周", 2, 1), ("双周", 2, 1)],
        [("12:00-12:15", 1, 1), ("12:15-12:30", 1, 1), ("12:00-12:15", 1, 1), ("12:15-12:30", 1, 1)],
    ]
    assert grid(rota) == [["周一", "一(1)", "一(2)", "二(2)", ""], ["周五", "二(1)", "", "", "五(1)"]]


def test_borrowing_says_what_the_calendar_changes() -> None:
    (rota,) = made()["borrowing"]
    assert rota.notes == (
        "5月4日（周一）起改为：12:30-12:45、12:45-13:00。",
        "本表未安排的班级：五(2)。",
        "第1周3月2日（周一）起，第10周5月8日（周五）止。第11周只还不借。",
        "放假停开：清明节4月6日。",
        "4月11日（周六）按周一安排。",
        "5月9日（周六）调休上课，按周几安排学校尚未确认，暂不安排。",
        "1. 带好借书卡。",
    )
    assert rota.signature == ("图书馆", "2026年3月")


def test_borrowing_in_english() -> None:
    (rota,) = made("en")["borrowing"]
    assert (rota.title, rota.subtitle) == ("Test School: Class library visits", "2025–2026, second term · Lending room")
    assert [c.text for c in rota.headings[0]] == ["Day", "Week A (odd)", "Week B (even)"]
    assert grid(rota)[0] == ["Mon", "1(1)", "1(2)", "2(2)", ""]
    assert "Sat 11 Apr follows the timetable of Monday." in rota.notes
    assert rota.signature == ("School library", "March 2026")


@pytest.mark.parametrize(("language", "heading"), [("zh", "循环日"), ("en", "Cycle day")])
def test_days_of_a_cycle_are_not_headed_as_weekdays(language: Language, heading: str) -> None:
    school = a_school(visiting(2, term=a_term(cycle_days=6), windows=[a_window("D1,D4")]))
    papers = Papers(Book.of(school, a_plan(v("3-1", "D1"), v("3-2", "D4"))), language)
    (rota,) = papers.tables("borrowing")
    assert rota.headings[0][0].text == heading


def test_reading_names_the_teacher_and_the_noon_window() -> None:
    (rota,) = made()["reading-reading"]
    assert grid(rota)[0] == ["第1节\n08:00-08:40", "", "五(1)\n张老师", "", "", ""]
    assert grid(rota)[1] == ["午间阅览\n12:00-12:40", "二(1)\n二(2)", "—", "—", "—", "—"]


def test_reading_every_other_week_has_a_block_a_week_and_every_week_stands_in_both() -> None:
    """No cell mixes the weeks of a pattern."""
    (page,) = Papers(Book(small()), "zh").tables("reading-reading")
    assert [(cell.text, cell.columns) for cell in page.headings[0]] == [("时间", 1), ("单周", 5), ("双周", 5)]
    noon = [cell.text.split("\n") for cell in page.rows[-1].cells]
    assert (noon[0], noon[5]) == (["一(1)", "二(1)", "二(2)"], ["一(2)", "二(1)", "二(2)"])


def test_duty_has_posts_arrival_and_escorted_classes() -> None:
    (rota,) = made()["duty"]
    assert grid(rota) == [
        ["借还台\n11:55到岗", "五(1)-1\n五(1)-3（实习）", "五(1)-2"],
        ["护送\n12:00到岗", "五(2)-1 → 二(1)\n五(2)-2 → 二(2)", "—"],
    ]


def test_duty_by_date_has_a_row_for_each_date() -> None:
    (rota,) = made(duties={"cycle": "dated"})["duty"]
    assert grid(rota)[0][0] == "3月2日（周一）"
    assert "4月11日（周六）" in [row[0] for row in grid(rota)]
    assert "5月9日（周六）" not in [row[0] for row in grid(rota)]


def test_lists_name_every_class_and_count_duties() -> None:
    found = made()
    assert grid(found["classes"][0])[2] == ["二(1)", "单周 周五 12:00-12:15 借书处", "—", "周一 12:00-12:40 阅览室"]
    assert [row[0] for row in grid(found["classes"][0])] == ["一(1)", "一(2)", "二(1)", "二(2)", "五(1)", "五(2)"]
    assert grid(found["helpers"][0])[0] == ["五(1)-1", "五(1)", "10", "周一", "午间", "借还台", "11:55", ""]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", ["class", "masked"])
def test_no_name_of_a_pupil_is_on_a_public_table(language: Language, style: str) -> None:
    text = words(tuple(rota for rotas in made(language, printing={"names": style}).values() for rota in rotas))
    assert [name for name in NAMES if name in text] == []
    assert "内部使用" not in text
    assert "Internal" not in text


def test_masked_names_need_consent() -> None:
    text = words(made(printing={"names": "masked"})["duty"])
    assert all(shown in text for shown in ("王*明", "李*", "欧阳*华", "A. L.", "五(2)-1"))
    assert "赵" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_names_are_marked(language: Language) -> None:
    mark = translator(language)("Internal use only")
    for found in (made(language, internal=True), made(language, printing={"names": "full"})):
        assert [rota.internal for key in ("duty", "helpers") for rota in found[key]] == [mark, mark]
        assert "王小明" in words(found["duty"])
        assert "赵不愿" not in words(found["duty"])
        assert found["borrowing"][0].internal == ""


def test_the_order_of_lists_does_not_show() -> None:
    assert made(reverse=True) == made()


def test_two_windows_share_the_columns_of_a_sliding_round() -> None:
    later = {
        "id": "late",
        "name": "课后",
        "kind": "after_school",
        "rooms": "lending",
        "weekdays": "MON",
        "slots": "15:30-15:45",
    }
    sliding = {"id": "borrow", "name": "借书", "kind": "borrowing", "cycle": "sliding", "windows": ["noon", "late"]}
    (rota,) = made(windows=[*SCHOOL["windows"], later], demands=[sliding, *SCHOOL["demands"][1:]])["borrowing"]
    assert [cell.lines[0].text for cell in rota.headings[0]] == ["次序", "日期", "第1时段", "12:15-12:30"]
    assert [row.heads[0].text for row in rota.rows] == [str(n) for n in range(1, len(rota.rows) + 1)]


def test_a_day_closed_before_the_first_visit_is_told() -> None:
    first = {"dates": "2026-03-02", "name": {"zh": "开学典礼", "en": "Opening ceremony"}}
    term = {**SCHOOL["term"], "closures": [first, *SCHOOL["term"]["closures"]]}
    assert "开学典礼3月2日" in words(made(term=term)["borrowing"])
