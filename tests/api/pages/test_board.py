"""The board in a real browser: without scripts, by keyboard, by mouse and by finger; what the other librarian does appears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api.deps import COOKIE
from api.pages.boardtable import labels_of
from planner.outputs.tables.rota import Rota
from tests.api.pages.conftest import PATIENCE
from tests.api.pages.test_browser import OpenTab, violations
from tests.api.pages.walk import House
from tests.api.service import Person
from tests.builders import a_helper, a_window, as_file, serving, visiting

SCHOOL = "page-board"


@pytest.fixture(scope="module")
def desk(house: House) -> Person:
    """A librarian with a published school of its own."""
    me = house.people["librarian"]
    me.add_school(SCHOOL)
    me.publish(SCHOOL)
    return me


def without_scripts(browser: Browser, url: str, desk: Person) -> Page:
    """A tab of the librarian in which no script runs; its context is to be closed."""
    context = browser.new_context(base_url=url, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    cookies = [{"name": c.name, "value": c.value or "", "url": url} for c in desk.http.cookies.jar if c.name == COOKIE]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return context.new_page()


def opened(desk: Person) -> None:
    """A board on which nothing has been done."""
    desk.post(f"/api/schools/{SCHOOL}/board", {"anew": True}, 201)


def chip(page: Page, name: str) -> Locator:
    """A class on the grid."""
    return page.locator(".board a[data-chip]", has_text=name)


def stood(page: Page) -> list[str]:
    """Who is where: the texts of all cells with chips, row by row."""
    return [" ".join(cell.locator("a[data-chip] b").all_inner_texts()) for cell in page.locator(".board td").all()]


def possible(page: Page) -> Locator:
    """The buttons of the cells where it could be put down."""
    return page.locator(".board td button.drop")


def test_it_is_complete_without_scripts(browser: Browser, house: House, desk: Person) -> None:
    url = house.service.url
    page = without_scripts(browser, url, desk)
    page.goto(f"/schools/{SCHOOL}/board")
    page.get_by_role("button", name="打开排班板").click()
    expect(page.get_by_role("heading", name="排班板", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="存为草稿")).to_have_accessible_description("还没有挪动，不能存为草稿。")
    before = stood(page)
    last = page.locator(".board a[data-chip] b").last.inner_text()
    page.locator("[data-find] input[type=search]").fill(last)
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".board a.found")).to_have_text([last])
    expect(page.locator("[data-tell]")).to_contain_text(last)
    page.locator(".board a[data-chip]").first.click()
    expect(page.locator("[data-tell]")).to_contain_text("已拿起")
    page.locator(".board a.no").first.click()
    expect(page.locator("#ways")).to_be_visible()
    # The class is kept from there by a day ruled out for it, or by the classes that are there: both could be otherwise.
    page.locator("[data-ways] button.drop").first.click()
    expect(page.locator("#allowed")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#allowed")).to_have_count(0)
    page.locator(".board a[data-chip]").first.click()
    other = page.locator(".board a[data-chip]").last
    other.click()
    page.get_by_role("link", name="对调").click()
    expect(page.locator("#ways")).to_be_visible()
    possible(page).first.click()
    expect(page.locator(".board .moved").first).to_be_visible()
    assert stood(page) != before
    assert page.locator(".board .ghost").count()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    assert stood(page) == before
    page.get_by_role("button", name="重做").click()
    page.locator(".board a.pinned").first.click()
    page.get_by_role("button", name="取消固定").click()
    expect(page.locator(".board a.pinned")).to_have_count(0)
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator("#drafts, .draft-plan").first).to_be_visible()
    page.context.close()


def test_by_keyboard_and_what_the_other_does_appears(house: House, desk: Person, open_tab: OpenTab) -> None:
    opened(desk)
    page, wrong = open_tab(house.service.url, desk, "en-GB")
    page.goto(f"/schools/{SCHOOL}/board")
    before = stood(page)
    last = page.locator(".board a[data-chip]").last
    page.locator("[data-find] input[type=search]").fill(last.locator("b").inner_text())
    page.keyboard.press("Enter")
    expect(last).to_be_focused()
    page.locator("[data-find] input[type=search]").fill("nobody of this name")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tell]")).to_contain_text("Nobody on the board is called")
    page.locator(".board a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    held = page.evaluate("document.activeElement.dataset.chip")
    assert held != page.locator(".board a[data-chip]").first.get_attribute("data-chip")
    page.keyboard.press("Enter")
    expect(page.locator(".board a.picked")).to_be_focused()
    expect(page.locator("[data-tell]")).to_contain_text("is taken up")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".board a.picked")).to_have_count(0)
    expect(page.locator(f'.board a[data-chip="{held}"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(possible(page).first).to_be_visible()
    # With something in hand the arrows go from place to place, not from class to class.
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('button.drop, a.no')")
    possible(page).first.focus()
    expect(page.locator("[data-tell]")).to_contain_text("others move")
    page.keyboard.press("Enter")
    expect(page.locator(".board .moved").first).to_be_visible()
    assert stood(page) != before
    page.keyboard.press("Control+z")
    expect(page.locator(".board .moved")).to_have_count(0)
    assert stood(page) == before
    page.keyboard.press("Control+y")
    expect(page.locator(".board .moved").first).to_be_visible()
    version = page.locator("[data-board]").get_attribute("data-version")
    desk.ask("PATCH", f"/api/schools/{SCHOOL}/board", json={"do": "undo"}, headers={"If-Match": f'"{version}"'})
    expect(page.locator(".board .moved")).to_have_count(0)
    assert stood(page) == before
    assert wrong == []


def by_pressing_a_cell(page: Page, before: list[str], send: Callable[..., None] | None) -> None:
    """Let go beside the grid it stays in the hand, and that is said; then a press anywhere in a cell puts it down."""
    page.keyboard.press("Control+z")
    expect(page.locator(".board .moved")).to_have_count(0)
    one = page.locator(".board a[data-chip]").first.bounding_box()
    assert one is not None
    x, y = one["x"] + 12, one["y"] + 12
    if send:
        send("touchStart", (x, y))
        expect(page.locator(".carried")).to_be_visible()
        send("touchMove", (5, 5))
        send("touchEnd")
    else:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(5, 5, steps=3)
        page.mouse.up()
    expect(page.locator("[data-tell]")).to_contain_text("拿在手上")
    place = page.locator(".board td:is(.v-free, .v-moves)").first
    place.scroll_into_view_if_needed()
    corner = place.bounding_box()
    assert corner is not None
    x, y = corner["x"] + corner["width"] - 4, corner["y"] + 3
    if send:
        send("touchStart", (x, y))
        send("touchEnd")
    else:
        page.mouse.click(x, y)
    expect(page.locator(".board .moved").first).to_be_visible()
    assert stood(page) != before


@pytest.mark.parametrize("phone", [False, True], ids=["mouse", "finger"])
def test_by_dragging(house: House, desk: Person, open_tab: OpenTab, phone: bool) -> None:
    opened(desk)
    page, wrong = open_tab(house.service.url, desk, phone=phone)
    page.goto(f"/schools/{SCHOOL}/board")
    before = stood(page)
    one, cell = page.locator(".board a[data-chip]").first.bounding_box(), page.locator(".board td").nth(1).bounding_box()
    assert one is not None
    assert cell is not None
    # A telephone shows only a part of the second column.
    start, end = ((box["x"] + 12, box["y"] + 12) for box in (one, cell))
    if phone:
        touch = page.context.new_cdp_session(page)

        def send(kind: str, *at: tuple[float, float]) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

        send("touchStart", start)
        expect(page.locator(".carried")).to_be_visible()
        send("touchMove", end)
        expect(possible(page).first).to_be_visible()
        send("touchEnd")
    else:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        expect(possible(page).first).to_be_visible()
        page.mouse.up()
    expect(page.locator(".board .moved").first).to_be_visible()
    assert stood(page) != before
    by_pressing_a_cell(page, before, send if phone else None)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    assert wrong == []


def test_a_late_class_is_put_somewhere_by_any_hand(browser: Browser, house: House, desk: Person, open_tab: OpenTab) -> None:
    """3(3) has come in mid-term: dragged from beside the board, by keyboard, without scripts, and on a telephone day by day."""
    windows, late, url = [a_window("MON,TUE", 2, classes=2)], "page-board-late", house.service.url
    desk.add_school(late, as_file(visiting(2, windows=windows)))
    desk.publish(late)
    file = f"/api/schools/{late}/document"
    desk.ask("PUT", file, content=as_file(visiting(3, windows=windows)), headers={"If-Match": '"1"'})
    desk.post(f"/api/schools/{late}/board", {}, 201)
    page, wrong = open_tab(url, desk, "en-GB")
    page.goto(f"/schools/{late}/board")
    waiting = page.locator("[data-tray] a[data-chip]")
    draft = page.get_by_role("button", name="Make it a draft")
    expect(draft).to_be_disabled()
    start, end = waiting.bounding_box(), page.locator(".board td").nth(3).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 12, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 12, end["y"] + 12, steps=4)
    expect(possible(page).first).to_be_visible()
    page.mouse.up()
    expect(waiting).to_have_count(0)
    expect(draft).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(draft).to_be_disabled()
    page.mouse.move(1, 1)  # what lies under it would be told
    waiting.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-tray] a.picked")).to_be_focused()
    expect(page.locator("[data-tell]")).to_contain_text("has no place yet")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(waiting).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(waiting).to_have_count(1)
    assert wrong == []
    plain = without_scripts(browser, url, desk)
    plain.goto(f"/schools/{late}/board")
    plain.locator("[data-tray] a[data-chip]").click()
    possible(plain).first.click()
    expect(plain.locator("[data-tray]")).to_have_count(0)
    plain.get_by_role("combobox", name="要腾空哪个时段？").select_option(index=1)
    plain.get_by_role("button", name="腾空").click()
    expect(plain.locator(".board td.kept")).to_have_count(2)
    plain.get_by_role("button", name="撤销").click()
    plain.get_by_role("button", name="撤销").click()
    expect(plain.locator("[data-tray]")).to_be_visible()
    plain.context.close()
    phone, wrong = open_tab(url, desk, "zh-CN", touch=390)
    phone.goto(f"/schools/{late}/board")
    expect(phone.locator(".days")).to_be_visible()
    phone.locator("[data-tray] a[data-chip]").tap()
    expect(phone.locator(".days small").first).to_be_visible()
    assert violations(phone) == []
    phone.locator(".days a", has_text="周二").tap()
    expect(phone.locator(".board tr:visible")).to_have_count(1)
    phone.locator(".board td button.drop:visible").first.tap()
    expect(phone.locator("[data-tray]")).to_have_count(0)
    expect(phone.locator(".board tr:visible").locator("a.moved", has_text="三(3)")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.evaluate("innerWidth")
    assert violations(phone) == []
    assert wrong == []


def test_a_seat_that_nobody_has_is_given_to_somebody_by_any_hand(
    browser: Browser, house: House, desk: Person, open_tab: OpenTab
) -> None:
    """h2, on duty on Tuesday, has left and h3 has come: dragged onto who is to have it, from the list, by keyboard, without
    scripts and by finger."""
    school, url, windows = "page-board-vacant", house.service.url, [a_window("MON,TUE")]
    duties = {"max_per_week": 2}
    desk.add_school(school, as_file(serving(a_helper("h1", away=[{"weekdays": "TUE"}]), a_helper("h2"), windows=windows)))
    desk.publish(school)
    newer = serving(a_helper("h1"), a_helper("h3", of="5-2"), windows=windows, duties=duties)
    desk.ask("PUT", f"/api/schools/{school}/document", content=as_file(newer), headers={"If-Match": '"1"'})
    desk.post(f"/api/schools/{school}/board", {}, 201)
    page, wrong = open_tab(url, desk, "en-GB")
    page.goto(f"/schools/{school}/board")
    vacant = page.locator("[data-tray] a[data-chip]")
    draft = page.get_by_role("button", name="Make it a draft")
    expect(draft).to_be_disabled()
    start, end = vacant.bounding_box(), page.locator(".board a[data-chip]:not(.vacant)").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 12, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 12, end["y"] + 12, steps=4)
    expect(possible(page)).to_have_count(1)
    page.mouse.up()
    expect(vacant).to_have_count(0)
    expect(draft).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(draft).to_be_disabled()
    page.mouse.move(1, 1)
    vacant.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-tell]")).to_contain_text("has nobody yet: 2 of 2")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(vacant).to_have_count(0)
    page.keyboard.press("Control+z")
    vacant.click()
    page.locator("#places + .places button.drop").first.click()
    expect(draft).to_be_enabled()
    assert wrong == []
    plain = without_scripts(browser, url, desk)
    plain.goto(f"/schools/{school}/board")
    plain.get_by_role("button", name="撤销").click()
    expect(plain.locator("#why-not")).to_contain_text("还不能存为草稿，这些岗没有人值")
    plain.locator("[data-tray] a[data-chip]").click()
    possible(plain).first.click()
    expect(plain.locator("[data-tray]")).to_have_count(0)
    plain.get_by_role("button", name="撤销").click()
    plain.context.close()
    phone, wrong = open_tab(url, desk, "zh-CN", touch=390)
    phone.goto(f"/schools/{school}/board")
    phone.locator("[data-tray] a[data-chip]").tap()
    phone.locator("#places + .places button.drop").first.tap()
    expect(phone.locator("[data-tray]")).to_have_count(0)
    phone.locator(".board a[data-chip]:visible").first.tap()
    phone.get_by_role("link", name="这一岗还可以换谁？").tap()
    expect(phone.locator("[data-ways] h2")).to_be_focused()
    # Who could have a seat says nothing about the days.
    expect(phone.locator(".days a")).to_have_text(["周一", "周二"])
    assert violations(phone) == []
    assert wrong == []


def test_tables_of_one_name_are_told_apart_by_what_stands_below_it() -> None:
    places = (("a", "Main"), ("b", "Branch"), ("c", "Main"))
    one, two, three = (Rota(k, "Visits", "en", "", f"Spring · {w}", (), (), dt.date(2026, 3, 2)) for k, w in places)
    assert labels_of([one, two]) == {"a": "Visits · Main", "b": "Visits · Branch"}
    assert labels_of([one, two, three]) == {"a": "Visits 1", "b": "Visits · Branch", "c": "Visits 3"}
    assert labels_of([two]) == {"b": "Visits"}
