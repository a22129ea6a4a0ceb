"""The desk: from a timetable in Excel to a rota to print, what changes in a term, and the plans there were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Site
from tests.api.pages.conftest import PATIENCE
from tests.api.pages.test_browser import OpenTab, violations
from tests.api.pages.walk import HTML, House
from tests.api.service import EXAMPLES, PASSWORD, serving
from tests.api.test_timetables import sheet
from tests.campaign import CAMPAIGN

LAYOUTS = ("rows-classes", "sheet-per-class", "rows-periods")


class Counted:
    """A librarian who counts what she has to decide: every button that she presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.decisions = page, 0

    def press(self, name: str) -> None:
        """A button."""
        self.decisions += 1
        self.page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("layout", LAYOUTS if CAMPAIGN else LAYOUTS[:1])
def test_a_timetable_becomes_a_published_rota_in_five_decisions_without_scripts(
    browser: Browser, tmp_path: Path, layout: str
) -> None:
    sheet(tmp_path, layout)
    with serving(tmp_path / "data") as service:
        context = browser.new_context(base_url=service.url, locale="zh-CN", java_script_enabled=False)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(service.first_link)
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("button", name="开始使用").click()
        me = Counted(page)
        page.locator(".door").first.locator("input[type=file]").set_input_files(tmp_path / f"{layout}-11.xlsx")
        me.press("上传")
        expect(page.get_by_role("heading", name="读懂了这些")).to_be_visible()
        expect(page.locator(".week")).to_contain_text("语文")
        while page.locator("fieldset.question").count():
            for choice in page.locator("fieldset.question select").all():
                choice.select_option(index=1)
            for ticks in page.locator("fieldset.question:has([type=checkbox])").all():
                ticks.get_by_role("checkbox").first.check()
            me.press("继续")
        page.get_by_label("学校名称").fill("第一小学")
        me.press("建立学校")
        expect(page.get_by_role("heading", name="本学期的放假安排")).to_be_visible()
        me.decisions += 1
        page.locator("#plan").get_by_role("button").first.click()
        # The page looks again by itself until the plan is there.
        expect(page.locator("#drafts")).to_be_visible()
        expect(page.locator(".rota .who").first).to_be_visible()
        me.press("发布")
        expect(page.locator("#standing")).to_be_visible()
        page.get_by_role("link", name="打印和转发").first.click()
        expect(page.get_by_role("button", name="全部打印")).to_be_visible()
        assert me.decisions <= 5
        printed = page.request.get(page.locator("form[target=_blank]").get_attribute("action") or "")
        assert printed.body().startswith(b"%PDF")
        assert "%" in printed.headers["content-disposition"]  # a name in the language of the school
        # What cannot be undone asks once more, on a page of its own.
        page.get_by_role("link", name="设置").click()
        page.locator("summary", has_text="删除这所学校").click()
        page.get_by_role("button", name="删除学校").click()
        page.get_by_role("link", name="不，返回").click()
        expect(page.get_by_role("heading", name="设置", level=1)).to_be_visible()
        page.locator("summary", has_text="删除这所学校").click()
        page.get_by_role("button", name="删除学校").click()
        page.get_by_role("button", name="是", exact=True).click()
        expect(page).to_have_url(f"{service.url}/schools")
        expect(page.get_by_text("第一小学")).to_have_count(0)
        context.close()


def test_a_closed_day_is_written_down_and_planned_around_in_one_form(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, (EXAMPLES / "tiny" / "school.yaml").read_bytes())
    me.publish(school)
    fields = {
        "_call": f"POST /api/schools/{school}/calendar",
        "_match": "1",
        "_then": f"POST /api/schools/{school}/runs",
        "_then_body": '{"kind": "replan", "since": "{events.0.first}", "make_up": true}',
        "events.0.name": "盘点",
        "events.0.first": "2026-03-16",
        "events.0.last:optional": "2026-03-17",
        "events.0.closes:boolean": "true",
    }
    started = me.ask("POST", "/act", 202, data=fields, headers={"Accept": "application/json"}).json()
    assert me.wait(school, started["id"])["state"] == "done"
    text = me.ask("GET", f"/api/schools/{school}/document.yaml").text
    assert "盘点" in text
    assert "2026-03-17" in text
    # What falls out says where it goes instead, or why it goes nowhere and what would help.
    page = me.ask("GET", f"/schools/{school}?lang=zh", headers=HTML).text
    assert "落空而没有补上的到馆" in page
    assert re.search("3月1[67]日（周.）的[一二三四五六].*排满.*就能补上", page)
    # A second one on the same day has an id of its own; what cannot be is refused, and nothing is planned.
    me.ask("POST", "/act", 202, data={**fields, "_match": "2"}, headers={"Accept": "application/json"})
    wrong = {**fields, "_match": "3", "events.0.last:optional": "2026-03-01"}
    me.refused("POST", "/act", "bad_request", data=wrong, headers={"Accept": "application/json"})
    me.refused("POST", "/act", "changed_meanwhile", data=fields, headers={"Accept": "application/json"})


def test_plans_there_were_can_be_compared_and_come_back(lite: Site, school: str) -> None:
    me = lite.keeper
    document = (EXAMPLES / "tiny" / "school.yaml").read_text("utf-8").replace("示例小小学校", "示例𪚥小学校")
    me.add_school(school, document.encode())
    first = me.publish(school)
    second = me.publish(school, kind="replan", since="2026-03-09")
    html = me.ask("GET", f"/schools/{school}/history?lang=en", headers=HTML).text
    assert html.count("Back to this one") == 1
    compared = me.ask("GET", f"/schools/{school}/history/compare?old={first}&new={second}&lang=en", headers=HTML).text
    assert "Visits moved: 0" in compared
    me.ask("GET", f"/schools/{school}/history/compare?old=1&new=77", 404, headers=HTML)
    me.refused("POST", f"/api/schools/{school}/undo?to={second}", "not_a_past_plan")
    me.refused("POST", f"/api/schools/{school}/undo?to=77", "not_found")
    back = me.post(f"/api/schools/{school}/undo?to={first}")
    assert back["revision"] == second + 1
    assert "back to an earlier plan" in me.ask("GET", f"/schools/{school}/history?lang=en", headers=HTML).text
    viewer = me.member(lite.service, f"v-{school}", {school: "viewer"})
    for page in ("history", "changed", "settings"):
        viewer.ask("GET", f"/schools/{school}/{page}", 403, headers=HTML)
    printing = viewer.ask("GET", f"/schools/{school}/print?lang=zh", headers=HTML).text
    assert "全部打印" in printing
    assert "𪚥（U+2A6A5）字体里没有，打印时以□代替。" in printing
    assert "大字版" in printing
    viewer.refused("POST", f"/api/schools/{school}/undo?to={first}", "not_allowed")


def test_need_against_places_is_told_while_the_times_are_chosen(house: House, open_tab: OpenTab, tmp_path: Path) -> None:
    sheet(tmp_path, "rows-periods")
    page, wrong = open_tab(house.service.url, house.people["librarian"], "zh-CN")
    page.goto("/schools")
    page.locator(".door").first.locator("input[type=file]").set_input_files(tmp_path / "rows-periods-11.xlsx")
    expect(page.get_by_role("heading", name="课程表上没有的")).to_be_visible()
    # As the title above the table says, not the name of the file.
    expect(page.get_by_label("学校名称")).to_have_value("某某小学")
    page.get_by_label("学校名称").fill("第二小学")
    # Where the school is stands there already; another place brings its own term.
    place, start = page.get_by_label("学校在哪里"), page.get_by_label("学期第一天")
    expect(place).to_have_value("CN")
    place.select_option("NZ")
    expect(start).to_have_value(re.compile("-(02-0|04-2|07-2|10-1)"))
    place.select_option("CN")
    expect(start).to_have_value(re.compile("-0[39]-0"))
    told = page.locator("[data-need-words]")
    expect(told).to_have_text("")
    page.get_by_label("每个上课日中午也安排").check()
    expect(told).to_contain_text("每班每周来一次")
    page.get_by_label("从", exact=True).fill("12:10")
    page.get_by_label("到", exact=True).fill("12:25")
    page.get_by_label("同时来几个班").fill("1")
    expect(told).to_contain_text("每周有5个位置，共7个班：每班每2周来一次。")
    page.get_by_label("每班几分钟").fill("20")
    expect(told).to_contain_text("不够")
    # The service counts for itself: what is too short is refused in words, and nothing that was written is lost.
    page.get_by_role("button", name="建立学校").click()
    expect(page.get_by_role("alert")).to_contain_text("中午的时间太短")
    expect(page.get_by_label("每班几分钟")).to_have_value("20")
    assert violations(page) == []
    assert wrong == []


def test_only_what_the_newest_search_found_is_offered(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, (EXAMPLES / "tiny" / "school.yaml").read_bytes())
    me.publish(school)
    me.run(school, kind="replan", since="2026-03-09")
    html = me.ask("GET", f"/schools/{school}?lang=en", headers=HTML).text
    assert "nothing to publish" in html
    # A day on which the library is closed moves nobody, and yet it has to be published: its visits fall out.
    closed = {"events": [{"name": "stocktaking", "first": "2026-03-16", "closes": True}]}
    me.post(f"/api/schools/{school}/calendar", closed, headers={"If-Match": '"1"'})
    me.run(school, kind="replan", since="2026-03-09", strategies=["fewest", "keep_weekday"])
    html = me.ask("GET", f"/schools/{school}?lang=en", headers=HTML).text
    assert "nothing to publish" not in html
    assert html.count("/publish") == 1  # both strategies have found the same
    assert "Outdated drafts: 1" in html
    assert "The other ways lead to the very same plan: keep the weekday" in html
