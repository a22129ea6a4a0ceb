"""Backups in a browser: taken away, dropped again, looked through, brought back, with the way back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.api.pages.test_browser import OpenTab, violations
from tests.api.service import serving


def test_a_backup_goes_to_a_stick_and_comes_back(open_tab: OpenTab, tmp_path: Path) -> None:
    none_yet, back = "还没有备份过", "已恢复。"
    with serving(tmp_path / "data") as service:
        me = service.person().set_up(service.first_link)
        me.add_school("first")
        page, wrong = open_tab(service.url, me)
        page.goto("/copies")
        expect(page.locator("[data-taken]")).to_contain_text(none_yet)
        with page.expect_download() as saved:
            page.get_by_role("link", name="现在备份").click()
        # Said without loading the page again.
        expect(page.locator("[data-taken]")).not_to_contain_text(none_yet)
        stick = tmp_path / saved.value.suggested_filename
        saved.value.save_as(stick)
        me.add_school("second")
        page.locator("input[type=file]").set_input_files(stick)
        page.wait_for_url("**/copies/*")
        expect(page.locator("#inside")).to_be_visible()
        assert violations(page, colours=False) == []
        button = page.locator("section[aria-labelledby=bring] button")
        button.click()  # it asks once more
        expect(button).to_have_class("primary sure")
        assert {one["id"] for one in me.get("/api/schools")} == {"first", "second"}
        button.click()
        expect(page.get_by_role("status").get_by_text(back)).to_be_visible()
        assert [one["id"] for one in me.get("/api/schools")] == ["first"]
        # What was there before is kept, and is the way back.
        page.locator("ul.lines li").filter(has_text="恢复另一份备份之前").first.get_by_role("link").first.click()
        page.locator("section[aria-labelledby=bring] button").click()
        page.locator("section[aria-labelledby=bring] button").click()
        expect(page.get_by_role("status").get_by_text(back)).to_be_visible()
        assert {one["id"] for one in me.get("/api/schools")} == {"first", "second"}
        assert wrong == []
