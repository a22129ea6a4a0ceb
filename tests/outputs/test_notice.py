"""The change notice: only what moved, once for everybody and once for each, without names of pupils on the wall."""

from __future__ import annotations

from planner.changes.reasons import reasons
from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.outputs.tables.notice import Notice
from planner.outputs.tables.reason_words import reason_words
from planner.outputs.tables.rota import Rota
from planner.outputs.writers.fit import fit, on_pages
from planner.outputs.writers.html import html
from planner.outputs.writers.xlsx import xlsx
from planner.sessions.book import Book
from tests.builders import dates
from tests.outputs.calendar_school import school_data, small_plan, small_school

SCHOOL = small_school()
MONDAY = dates("03-09")[0]


def notice(plan: Plan, language: Language = "zh", internal: bool = False, **changes: object) -> Notice:
    """Of a plan that follows the small school's own one from 9 March on."""
    first = Book(PlanFile(school=SCHOOL, plan=small_plan()))
    after = first.followed_by(small_school(**changes), plan.model_copy(update={"effective_from": MONDAY}))
    return Notice(after.chapters[0], after.chapter, after.term, language, internal)


def slip(notice: Notice, who: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """(title, before, now) on the slip of a class or helper."""
    (found,) = [card for card in notice.slips() if card.who == who]
    before, now = (lines for _label, lines in found.entries)
    return found.title, before, now


def texts(rota: Rota) -> list[list[str]]:
    return [[cell.text for cell in (*row.heads, *row.cells)] for row in rota.rows]


def other_plan() -> Plan:
    """3-1 borrows on Wednesday instead of Monday; h1 and h2 have changed places."""
    plan = small_plan("WED")
    return plan.model_copy(
        update={"duties": tuple(d.model_copy(update={"helper": {"h1": "h2", "h2": "h1"}[d.helper]}) for d in plan.duties)}
    )


def test_the_page_names_only_what_moved() -> None:
    told = notice(other_plan())
    (page,) = told.rotas()
    assert page.title == "2025–2026第二学期示例小学调整通知"
    assert page.lead == ("各班级、各位小图书管理员：", "自3月9日（周一）起，图书馆安排调整如下。")
    assert page.signature == ("图书馆", "2026年3月9日")
    assert page.edition.startswith("自2026年3月9日（周一）起执行 · 版本 ")
    assert texts(page) == [
        ["三(1)", "借还书", "周一 12:10-12:25 图书室", "周三 12:10-12:25 图书室", "3月11日（周三）"],
        ["借还台", "周一 午间借还", "四(1)-1", "三(1)-1", "3月9日（周一）"],
        ["借还台", "周三 午间借还", "三(1)-1", "四(1)-1", "3月9日（周一）"],
    ]
    assert page.notes == ("其余安排不变，特此通知。",)
    assert [card.who for card in told.slips()] == ["三(1)", "三(1)-1", "四(1)-1"]
    before, now = ("借还书 周一 12:10-12:25 图书室",), ("借还书 周三 12:10-12:25 图书室", "自3月11日（周三）起")
    assert slip(told, "三(1)") == ("班级调整通知单", before, now)
    before, now = ("周三 午间借还 借还台 12:05到岗",), ("周一 午间借还 借还台 12:05到岗",)
    assert slip(told, "三(1)-1") == ("小图书管理员调整通知单", before, now)
    assert slip(told, "四(1)-1") == ("小图书管理员调整通知单", now, before)


def test_english() -> None:
    page, *_ = notice(other_plan(), "en").rotas()
    assert page.title == "Example, School; A: Change notice"
    assert texts(page)[0] == ["3(1)", "Borrowing", "Mon 12:10–12:25, Library", "Wed 12:10–12:25, Library", "Wed 11 Mar"]


def test_it_fits_on_one_page_and_can_be_written() -> None:
    pages = [p for rota in notice(other_plan()).rotas() for p in on_pages(rota)]
    assert len(pages) == 1
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


def test_it_speaks_as_schools_of_the_country_do() -> None:
    term = school_data()["term"] | {"timezone": "Europe/London"}
    assert "To all classes and pupil librarians:" in notice(other_plan(), "en", term=term).text()


def test_the_text_for_a_chat() -> None:
    assert notice(other_plan()).text() == (
        "【调整通知】示例小学图书馆，自3月9日（周一）起\n"
        "各班级、各位小图书管理员：\n自3月9日（周一）起，图书馆安排调整如下。\n\n"
        "三(1) 借还书：周一 12:10-12:25 图书室 → 周三 12:10-12:25 图书室\n\n"
        "值日：\n周一 午间借还 借还台：四(1)-1 → 三(1)-1\n周三 午间借还 借还台：三(1)-1 → 四(1)-1\n\n"
        "其余安排不变，特此通知。\n"
    )
    assert "3(1) Borrowing: Mon 12:10–12:25, Library → Wed" in notice(other_plan(), "en").text()


def test_nothing_to_tell() -> None:
    (page,) = notice(small_plan()).rotas()
    assert notice(small_plan()).slips() == ()
    assert "班级和值日均无变动。" in texts(page)[0]
    assert (page.lead, page.notes) == (("自3月9日（周一）起执行新的安排，班级和值日均无变动。",), ())
    assert "no class and no duty changes." in notice(small_plan(), "en").text()


def test_a_day_that_falls_out_is_told_with_its_reason() -> None:
    told = notice(
        small_plan(),
        events=[{"id": "test", "name": {"zh": "期中考试", "en": "Exams"}, "dates": "2026-03-23", "closes_windows": "noon"}],
    )
    (page,) = told.rotas()
    assert page.lead[1] == "因期中考试（3月23日），自3月9日（周一）起，图书馆安排调整如下。"
    assert page.notes[0] == "午间借还：3月23日不开放（期中考试）"
    assert texts(page) == [["三(1)", "借还书", "周一 12:10-12:25 图书室\n3月23日（一）", "这些日期停一次", "3月23日（周一）"]]
    assert slip(told, "四(1)-1")[1:] == (("周一 午间借还 借还台 12:05到岗 3月23日（周一）",), ("这些日期不值日",))
    assert slip(told, "三(1)")[2][0] == "借还书 这些日期停一次"


def test_a_window_that_falls_out_week_after_week_is_told_as_a_weekday() -> None:
    """On 16 March there is no school: the Mondays on both sides of it are still every Monday."""
    term = {**school_data()["term"], "end": "2026-04-24"}
    first = Book(PlanFile(school=small_school(term=term), plan=small_plan()))
    event = {"id": "fair", "name": {"zh": "义卖", "en": "Fair"}, "closes_windows": "noon"}

    def told(*mondays: str) -> str:
        events = [{**event, "dates": [f"2026-{date}" for date in mondays]}]
        plan = small_plan().model_copy(update={"effective_from": MONDAY})
        after = first.followed_by(small_school(term=term, events=events), plan)
        return Notice(after.chapters[0], after.chapter, after.term, "zh").rotas()[0].notes[0]

    weekly = "午间借还：每周一（3月9日（周一）至4月13日（周一））不开放（义卖）"
    assert told("03-09", "03-23", "03-30", "04-06", "04-13") == weekly
    assert told("03-09", "03-23", "04-06", "04-13") == "午间借还：3月9日、23日、4月6日、13日不开放（义卖）"


def test_the_reason_is_what_the_school_has_changed() -> None:
    def why(**changes: object) -> str:
        after = small_school(**changes)
        return reason_words("en", SCHOOL, after, reasons(SCHOOL, after, MONDAY))

    helpers = small_school().model_dump(mode="json", by_alias=True)["helpers"]
    assert why() == ""
    assert why(helpers=helpers[1:]) == "1 student librarian has left"
    assert why(adults=[{"id": "t", "name": "T", "places": [{}]}]) == "changes of staff on duty"
    rows = school_data()["timetable"]
    assert why(timetable=[{"class": "3-1", "TUE": "- 语文"}, rows[1]]) == "new timetable of 3(1)"
    assert why(timetable=[*rows, {"class": "3-1", "MON": "语文 -", "valid_until": "2026-03-06"}]) == ""


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
    assert ["四(1)", "借还书", "周三 12:25-12:40 图书室", "不再安排\n请与图书馆联系", "3月9日（周一）"] in texts(page)
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
    told = Notice(after.chapters[0], after.chapter, after.term, "zh")
    assert [card.who for card in told.slips()] == ["三(1)-1", "三(1)-1（原三(1)-2）"]
    assert slip(told, "三(1)-1")[2] == ("不再担任",)
    assert "因1名小图书管理员离岗，" in told.lead()[1]
