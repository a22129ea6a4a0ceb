"""The change notice: only what moved, once for everybody and once for each, without names of pupils on the wall."""

from __future__ import annotations

from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.outputs.tables.notice import Notice
from planner.outputs.tables.rota import Rota
from planner.outputs.writers.fit import fit, on_pages
from planner.outputs.writers.html import html
from planner.outputs.writers.xlsx import xlsx
from planner.sessions.book import Book
from tests.builders import dates
from tests.outputs.calendar_school import small_plan, small_school

SCHOOL = small_school()
MONDAY = dates("03-09")[0]


def notice(plan: Plan, language: Language = "zh", internal: bool = False, **changes: object) -> Notice:
    """Of a plan that follows the small school's own one from 9 March on."""
    first = Book(PlanFile(school=SCHOOL, plan=small_plan()))
    after = first.followed_by(small_school(**changes), plan.model_copy(update={"effective_from": MONDAY}))
    return Notice(after.chapters[0], after.chapter, after.term, language, internal)


def texts(rota: Rota) -> list[list[str]]:
    return [[cell.text for cell in (*row.heads, *row.cells)] for row in rota.rows]


def other_plan() -> Plan:
    """3-1 borrows on Wednesday instead of Monday; h1 and h2 have changed places."""
    plan = small_plan("WED")
    return plan.model_copy(
        update={"duties": tuple(d.model_copy(update={"helper": {"h1": "h2", "h2": "h1"}[d.helper]}) for d in plan.duties)}
    )


def test_the_page_names_only_what_moved() -> None:
    page, classes, helpers = notice(other_plan()).rotas()
    assert page.title == "2025–2026第二学期示例小学调整通知"
    assert page.subtitle == "自3月9日（周一）起"
    assert texts(page) == [
        ["三(1)", "借还书", "周一 12:10-12:25 图书室", "周三 12:10-12:25 图书室", "3月11日（周三）"],
        ["借还台", "周一 午间借还", "四(1)-1", "三(1)-1", "3月9日（周一）"],
        ["借还台", "周三 午间借还", "三(1)-1", "四(1)-1", "3月9日（周一）"],
    ]
    assert "其余安排不变。" in page.notes
    assert texts(classes) == [
        ["三(1)", "借还书 周一 12:10-12:25 图书室", "借还书 周三 12:10-12:25 图书室\n自3月11日（周三）起"]
    ]
    assert texts(helpers) == [
        ["三(1)-1", "周三 午间借还 借还台 12:05到岗", "周一 午间借还 借还台 12:05到岗"],
        ["四(1)-1", "周一 午间借还 借还台 12:05到岗", "周三 午间借还 借还台 12:05到岗"],
    ]


def test_english() -> None:
    page, *_ = notice(other_plan(), "en").rotas()
    assert page.title == "Example, School; A: Change notice"
    assert texts(page)[0] == ["3(1)", "Borrowing", "Mon 12:10–12:25, Library", "Wed 12:10–12:25, Library", "Wed 11 Mar"]


def test_it_fits_on_one_page_and_can_be_written() -> None:
    pages = [p for rota in notice(other_plan()).rotas() for p in on_pages(rota)]
    assert len(pages) == 3
    assert all(fit(p).inside for p in pages)
    assert html(pages) == html(pages)
    assert "调整通知".encode() in html(pages)
    assert xlsx(pages) == xlsx(pages)


def test_names_of_pupils_stand_only_in_what_is_for_the_library() -> None:
    wall, inside = notice(other_plan()), notice(other_plan(), internal=True)
    said = html(wall.rotas()).decode() + wall.text()
    assert not any(name in said for name in ("王小明", "李雷"))
    assert all(not rota.internal for rota in wall.rotas())
    assert "王小明" in html(inside.rotas()).decode()
    assert all(rota.internal == "内部使用" for rota in inside.rotas())


def test_the_text_for_a_chat() -> None:
    assert notice(other_plan()).text() == (
        "【调整通知】示例小学图书馆，自3月9日（周一）起\n\n"
        "三(1) 借还书：周一 12:10-12:25 图书室 → 周三 12:10-12:25 图书室\n\n"
        "值日：\n周一 午间借还 借还台：四(1)-1 → 三(1)-1\n周三 午间借还 借还台：三(1)-1 → 四(1)-1\n\n"
        "其余安排不变。\n"
    )
    assert "3(1) Borrowing: Mon 12:10–12:25, Library → Wed" in notice(other_plan(), "en").text()


def test_nothing_to_tell() -> None:
    page, *rest = notice(small_plan()).rotas()
    assert rest == []
    assert "班级和值日均无变动。" in texts(page)[0]
    assert "No class and no duty changes." in notice(small_plan(), "en").text()


def test_a_day_that_falls_out_is_told_with_its_reason() -> None:
    told = notice(
        small_plan(),
        events=[{"id": "test", "name": {"zh": "期中考试", "en": "Exams"}, "dates": "2026-03-23", "closes_windows": "noon"}],
    )
    page, classes, helpers = told.rotas()
    assert page.notes[0] == "午间借还：3月23日不开放（期中考试）"
    assert texts(page) == [["三(1)", "借还书", "周一 12:10-12:25 图书室\n3月23日", "这些日期停一次", "3月23日（周一）"]]
    assert texts(helpers) == [["四(1)-1", "周一 午间借还 借还台 12:05到岗 3月23日（周一）", "这些日期不值日"]]
    assert texts(classes)[0][2].startswith("借还书 这些日期停一次")


def test_other_times_a_class_without_a_place_and_one_that_is_new() -> None:
    window = {
        "id": "noon",
        "name": {"zh": "午间借还", "en": "Noon"},
        "rooms": "library",
        "weekdays": "MON,WED",
        "slots": ["12:20-12:35", "12:35-12:50"],
    }
    plan = small_plan()
    plan = plan.model_copy(update={"visits": tuple(v for v in plan.visits if (v.visitor, v.demand) != ("4-1", "borrowing"))})
    page = notice(plan, windows=[window]).rotas()[0]
    assert ["三(1)", "借还书", "周一 12:10-12:25 图书室", "周一 12:20-12:35 图书室", "3月9日（周一）"] in texts(page)
    assert ["四(1)", "借还书", "周三 12:25-12:40 图书室", "不再安排", "3月9日（周一）"] in texts(page)
    assert page.notes[0].startswith("午间借还：3月9日、")
    assert "改为12:20-12:50" in page.notes[0]


def test_a_helper_who_has_left_and_a_number_that_moved_up() -> None:
    """Without h1 there is nobody before h3 in the class any more: the slip names both numbers."""
    two = [*small_school().model_dump(mode="json", by_alias=True)["helpers"], {"id": "h3", "class": "3-1"}]
    before = small_school(helpers=two)
    plan = small_plan()
    new = plan.model_copy(
        update={
            "effective_from": MONDAY,
            "duties": tuple(d.model_copy(update={"helper": {"h1": "h3"}.get(d.helper, d.helper)}) for d in plan.duties),
        }
    )
    after = Book(PlanFile(school=before, plan=plan)).followed_by(small_school(helpers=two[1:]), new)
    helpers = Notice(after.chapters[0], after.chapter, after.term, "zh").rotas()[-1]
    assert [row[0] for row in texts(helpers)] == ["三(1)-1", "三(1)-1（原三(1)-2）"]
    assert texts(helpers)[0][2] == "不再担任"
