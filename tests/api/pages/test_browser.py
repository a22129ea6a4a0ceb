"""In a real browser: the first day from the first link to an undo, and every page with axe in light and dark, zh and en."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.pages.conftest import Tab
from tests.api.pages.walk import ALIKE, IMPOSSIBLE, PAGES, SCHOOL, House
from tests.api.service import EXAMPLES, PASSWORD, serving

AXE = files("axe_playwright_python").joinpath("axe.min.js")
OpenTab = Callable[..., Tab]
WITHOUT_COLOURS = "{resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}}"


def violations(page: Page, colours: bool = True) -> list[str]:
    """What axe finds wrong: rule and place; colours in light and in dark. The tables in frames are pages of their own."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    if not colours:
        return _axe(page, WITHOUT_COLOURS)
    found = _axe(page, "{resultTypes: ['violations']}")
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in _axe(page, "{runOnly: ['color-contrast']}")]
    page.emulate_media(color_scheme="light")
    return found


def _axe(page: Page, options: str) -> list[str]:
    found: Any = page.evaluate(f"axe.run({{exclude: ['iframe']}}, {options})")
    assert found["passes"], "axe has looked at nothing"
    return [f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]]


def test_first_day(open_tab: OpenTab, tmp_path: Path) -> None:
    with serving(tmp_path / "data") as service:
        page, wrong = open_tab(service.url)
        page.goto(service.first_link)
        expect(page).to_have_url(f"{service.url}/setup")
        assert violations(page) == []
        passwords = page.locator("input[type=password]")
        passwords.nth(0).fill(PASSWORD)
        passwords.nth(1).fill("something else")
        page.get_by_role("button", name="开始使用").click()
        assert passwords.nth(1).evaluate("e => e.validationMessage") == "两次输入的密码不一样。"
        passwords.nth(1).fill(PASSWORD)
        page.get_by_role("button", name="开始使用").click()

        expect(page.get_by_role("heading", name="欢迎使用图书馆排班")).to_be_visible()
        bad = (EXAMPLES / "tiny" / "school.yaml").read_bytes().replace(b"MON,WED", b"MOON,WED")
        door = page.locator(".door").filter(has_text="我填好了工作簿")
        door.locator("input[type=file]").set_input_files([{"name": "x.yaml", "mimeType": "", "buffer": bad}])
        expect(door.locator("[role=alert]")).to_contain_text("MOON")
        door.locator("input[type=file]").set_input_files(EXAMPLES / "tiny" / "school.yaml")

        expect(page.get_by_role("heading", name="本学期的放假安排")).to_be_visible()
        page.locator("#plan").get_by_role("button").first.click()
        expect(page.locator("#drafts")).to_be_visible()
        page.get_by_text("看看排出来的表").click()
        expect(page.frame_locator("iframe").get_by_text("班级借阅安排表")).to_be_visible()
        page.get_by_role("button", name="发布这份安排").click()
        expect(page.get_by_role("status").get_by_text("已发布")).to_be_visible()
        expect(page.locator("#standing")).to_contain_text("第1份安排")

        # A change by two strategies: two drafts to compare; when one is published the other is out of date.
        page.get_by_role("link", name="有变动").first.click()
        page.get_by_label("尽量不换星期").check()
        page.get_by_role("button", name="算一算怎么调", exact=True).click()
        # Both ways lead to the same plan, which is shown once.
        expect(page.locator("#drafts")).to_contain_text("排出来完全一样：尽量不换星期")
        expect(page.get_by_role("button", name="发布这份安排")).to_have_count(1)
        expect(page.locator("#drafts")).to_be_in_viewport()
        page.get_by_text("变动说明").first.click()
        expect(page.locator("pre").first).to_contain_text("调整通知")
        page.get_by_role("button", name="发布这份安排").first.click()
        expect(page.locator("#standing")).to_contain_text("第2份安排")
        # The other one is out of date: it cannot be published, and is out of the way.
        expect(page.get_by_role("button", name="发布这份安排")).to_have_count(0)
        page.get_by_text("过时的草稿").click()
        page.get_by_role("button", name="删掉草稿").click()
        expect(page.get_by_text("过时的草稿")).to_have_count(0)
        page.get_by_role("button", name="退回上一份安排").click()
        expect(page.locator("#standing")).to_contain_text("第4份安排")
        page.locator(".toasts").get_by_role("button", name="撤销").click()
        expect(page.locator("#standing")).to_contain_text("第5份安排")

        page.get_by_role("link", name="手机日历链接").click()
        page.get_by_label("谁的日历").select_option("class-3-1")
        page.get_by_role("button", name="生成链接").click()
        # Only this computer could open it: no code, but a way to get one.
        feed = service.person().ask("GET", page.get_by_label("地址", exact=True).input_value())
        assert feed.text.startswith("BEGIN:VCALENDAR")
        expect(page.locator(".qr")).to_have_count(0)
        page.get_by_label("如果另有网址，请填在这里").fill("https://library.example")
        page.get_by_role("button", name="用这个网址").last.click()
        expect(page.locator(".qr svg")).to_be_visible()
        assert page.get_by_label("地址", exact=True).input_value().startswith("https://library.example/feeds/cal_")
        assert violations(page) == []
        page.get_by_role("link", name="日历链接").first.click()
        page.get_by_role("button", name="生成二维码条").click()
        expect(page.locator(".slip")).to_have_count(4)
        expect(page.locator(".slip .qr svg").first).to_be_visible()
        assert violations(page) == []
        assert wrong == []


FOR_ALL = ("/schools", f"/schools/{SCHOOL}")
"""Pages that look different for those who only read."""
MAIN = (f"/schools/{SCHOOL}", *(f"/schools/{SCHOOL}/{page}" for page in ("board", "changed", "print", "links")))
"""Those that are used most, and on a telephone too."""
WIDTHS = (390, 820)
"""Of a telephone and a tablet held upright, in CSS pixels."""


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_every_page_can_be_used_by_everybody_on_every_device(house: House, open_tab: OpenTab, lang: str) -> None:
    """axe finds nothing, in light and in dark, and on a telephone; nothing has to be pushed sideways there or on a tablet.
    Colours are those of the same parts in every language: they are looked at once. So are papers, as pages of their own."""
    once = lang == "zh-CN"
    found: list[str] = []
    for role in ("librarian", "viewer", "district", "nobody"):
        page, wrong = open_tab(house.service.url, None if role == "nobody" else house.people[role], lang)
        mine = (path for path, roles in PAGES.items() if roles[0] == role or (role in roles and path in FOR_ALL))
        for path in (path for path in mine if path not in ALIKE):
            page.goto(house.address(path))
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            found += [f"{role} {path} {what}" for what in violations(page, colours=once)]
            found += [f"{role} {path} is wider than {width}" for width in reversed(WIDTHS) if _too_wide(page, width)]
            if once and path in MAIN:
                found += [f"{role} {path} on a telephone: {what}" for what in _axe(page, WITHOUT_COLOURS)]
            page.set_viewport_size({"width": 1280, "height": 900})
            found += [f"{role} {path} {what}" for what in wrong]
            wrong.clear()
        for path in papers(house) if once and role == "librarian" else ():
            page.goto(path)
            found += [f"{path} {what}" for what in violations(page)]
    assert found == []


def papers(house: House) -> list[str]:
    """Addresses of the papers of the school that are pages."""
    listed = house.page("librarian", f"/schools/{SCHOOL}/print", "zh")
    found = sorted(set(re.findall(r"/api/schools/[^\"?]+\.html", listed)))
    assert len(found) > 4
    return found


def _too_wide(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 844})
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_calendar_question_is_answered_with_one_tap(house: House, open_tab: OpenTab) -> None:
    tiny = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
    day = "  days: [{date: 2026-03-14, confirmed: false}]"
    house.people["librarian"].add_school(
        "page-calendar", tiny.replace("  end: 2026-03-27", f"  end: 2026-03-27\n{day}").encode()
    )
    page, wrong = open_tab(house.service.url, house.people["librarian"], "en-GB")
    page.goto("/schools/page-calendar")
    expect(page.locator("#calendar > summary")).to_contain_text("Questions to answer: 1")
    page.locator("#calendar > summary").click()
    # Whose timetable a Saturday runs is for a person to say: nothing is chosen beforehand.
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#calendar select")).to_be_focused()
    page.locator("#calendar select").select_option("WED")
    # Somebody else was faster: said in words, and nothing is lost.
    other = tiny.replace("  end: 2026-03-27", f"  end: 2026-03-26\n{day}").encode()
    house.people["librarian"].ask("PUT", "/api/schools/page-calendar/document", content=other, headers={"If-Match": '"1"'})
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#calendar [role=alert]")).to_contain_text("Somebody has changed this meanwhile")
    page.get_by_role("button", name="Show how things stand now").click()
    expect(page.locator(".toasts")).to_contain_text("What you had written is there again")
    expect(page.locator("#calendar select")).to_have_value("WED")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#calendar > summary")).to_contain_text("nothing open")
    assert wrong == []


def test_somebody_comes_instead_and_gives_it_back(house: House, open_tab: OpenTab) -> None:
    librarian, school = house.people["librarian"], "page-ill"
    librarian.add_school(school, (EXAMPLES / "noon-36" / "school.yaml").read_bytes())
    librarian.publish(school)
    page, wrong = open_tab(house.service.url, librarian, "zh-CN")
    page.goto(f"/schools/{school}")
    page.get_by_role("link", name="今日值日与代班").click()
    page.get_by_label("日期", exact=True).fill("2026-03-09")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="3月9日")).to_be_visible()
    row = page.locator("tbody tr").first
    ill = row.get_by_role("rowheader").inner_text()
    row.get_by_role("link", name="找人代班").click()
    expect(page.get_by_role("heading", name=f"谁可以代{ill}？")).to_be_visible()
    page.locator("summary").click()
    assert violations(page) == []
    chosen = page.locator("#substitutes tbody tr").first
    name = chosen.get_by_role("rowheader").inner_text()
    chosen.get_by_role("button").click()
    expect(page.get_by_role("status").get_by_text(f"改由{name}值日。")).to_be_visible()
    expect(page.locator("#day")).to_contain_text(f"代{ill}")
    found = librarian.get(f"/api/schools/{school}/revisions/published")
    assert found["number"] == 2
    assert violations(page) == []
    page.get_by_role("button", name=f"改回由{ill}值日").click()
    expect(page.get_by_role("status").get_by_text(f"已改回由{ill}值日。")).to_be_visible()
    expect(page.locator("#day")).not_to_contain_text(f"代{ill}")
    page.get_by_role("link", name="→").click()
    expect(page.locator("#day h2")).not_to_contain_text("3月9日")
    assert wrong == []


def test_accounts_are_made_and_given_roles(house: House, open_tab: OpenTab) -> None:
    page, wrong = open_tab(house.service.url, house.people["librarian"], "en-GB")
    page.goto("/people")
    new = page.locator("[data-new-person]")
    new.get_by_label("Login name").fill("page-teacher")
    new.get_by_label("Password", exact=True).fill(PASSWORD)
    new.locator("[name='roles:key']").select_option(SCHOOL)
    new.get_by_role("button", name="Make the account").click()
    card = page.get_by_role("region", name="page-teacher")
    expect(card.locator("li")).to_contain_text("Viewer")
    card.locator("summary").click()
    card.locator("[name='roles:key']").select_option(IMPOSSIBLE)
    card.get_by_label("May do").select_option("librarian")
    card.get_by_role("button", name="Give this role").click()
    expect(card.locator("li")).to_have_count(2)
    roles = house.service.person().log_in("page-teacher").get("/api/me")["roles"]
    assert roles == {SCHOOL: "viewer", IMPOSSIBLE: "librarian"}
    assert wrong == []


TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.matches("p a, li a, td a, dd a, th a, .sr, .skip"))
  .filter((one) => { const {width, height} = one.getBoundingClientRect(); return width < 24 || height < 24; })
  .map((one) => one.outerHTML.slice(0, 80))"""
"""What a finger could miss (WCAG 2.5.8); links within a text may be as high as its lines."""


@pytest.mark.parametrize("width", WIDTHS, ids=["phone", "tablet"])
def test_by_finger(house: House, open_tab: OpenTab, width: int) -> None:
    me, school = house.people["librarian"], f"page-touch-{width}"
    me.add_school(school)
    page, wrong = open_tab(house.service.url, me, "zh-CN", touch=width)
    page.goto(f"/schools/{SCHOOL}")
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    week = page.locator("#rota h2")
    before = week.inner_text()
    page.locator("#rota").get_by_role("link", name="下一周").tap()
    expect(week).not_to_have_text(before)
    assert page.evaluate(TOO_SMALL) == []
    # All pages of the school are in sight, the last one too.
    tabs = page.get_by_role("navigation", name="学校的各页").get_by_role("link")
    expect(tabs).to_have_count(8)
    boxes = [box for tab in tabs.all() if (box := tab.bounding_box())]
    assert len(boxes) == tabs.count()
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    tabs.last.tap()
    expect(page.get_by_role("heading", name="设置", level=1)).to_be_visible()
    page.goto(f"/schools/{school}/changed")
    assert page.evaluate(TOO_SMALL) == []
    page.locator("#c-event summary").tap()
    page.locator("#c-event").get_by_label("什么活动").fill("作家来校")
    page.locator("#c-event").get_by_role("button").tap()
    expect(page.get_by_role("status").get_by_text("活动已记下")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "作家来校" in me.ask("GET", f"/api/schools/{school}/document.yaml").text
    assert wrong == []


def test_wrong_password_and_waiting_are_said_in_words(house: House, open_tab: OpenTab) -> None:
    page, wrong = open_tab(house.service.url, lang="en-GB")
    page.goto("/login?next=/account")
    page.get_by_label("Login name").fill("page-viewer")
    field, alert = page.get_by_label("Password", exact=True), page.get_by_role("alert")
    for _try in range(7):
        field.fill("not the password")
        with page.expect_response("**/act"):
            page.get_by_role("button", name="Log in").click()
    expect(alert).to_have_text(re.compile(r"Too many wrong tries\. Wait \d+ s"))
    assert wrong == []


def test_keyboard_alone_reaches_the_content(house: House, open_tab: OpenTab) -> None:
    page, _wrong = open_tab(house.service.url, house.people["librarian"], "en-GB")
    page.goto(f"/schools/{SCHOOL}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_session_that_ends_says_so_and_keeps_what_was_written(house: House, open_tab: OpenTab) -> None:
    me = house.people["librarian"].member(house.service, "page-away", {SCHOOL: "librarian"})
    page, wrong = open_tab(house.service.url, me, "zh-CN")
    page.goto(f"/schools/{SCHOOL}/changed")
    page.locator("#c-event summary").click()
    page.locator("#c-event").get_by_label("什么活动").fill("作家来校")
    me.ask("POST", "/api/logout", 204)
    page.locator("#c-event").get_by_role("button").click()
    expect(page.get_by_text("登录已经过期")).to_be_visible()
    page.get_by_label("用户名").fill("page-away")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#c-event").get_by_label("什么活动")).to_have_value("作家来校")
    expect(page.get_by_role("status")).to_contain_text("您写的内容还在")
    assert violations(page) == []
    assert wrong == []
