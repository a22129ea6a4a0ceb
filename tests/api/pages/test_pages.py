"""Pages for every role: without what the role may not see, led back after a login, in the language that was chosen."""

from __future__ import annotations

import re
from http.cookiejar import DefaultCookiePolicy

import pytest

from api.pages.rendering import local
from planner.reading import read_school
from tests.api.pages.walk import HTML, IMPOSSIBLE, SCHOOL, House
from tests.api.service import EXAMPLES, PASSWORD


@pytest.mark.parametrize("role", ["viewer", "district"])
def test_others_see_no_names_and_no_buttons(house: House, role: str) -> None:
    html = house.page(role, f"/schools/{SCHOOL}", "zh")
    assert re.findall(r'name="_call" value="([^"]+)"', html) == ["POST /api/logout"]
    assert not re.search(r"internal|/document|/links|revisions/2", html)
    school = read_school(EXAMPLES / "tiny")
    assert [h.name for h in school.helpers if h.name and h.name in html] == []
    house.people[role].refused("GET", f"/schools/{SCHOOL}/links", "not_allowed")


def test_viewer_cannot_start_planning(house: House) -> None:
    assert "district/runs" not in house.page("viewer", "/schools", "en")
    assert "district/runs" in house.page("district", "/schools", "en")


def test_impossible_school_says_why(house: House) -> None:
    assert "采用办法1并排班" in house.page("librarian", f"/schools/{IMPOSSIBLE}", "zh")
    assert "Options: with each of them a plan exists" in house.page("librarian", f"/schools/{IMPOSSIBLE}", "en")


def test_strangers_are_asked_to_log_in_and_led_back(house: House) -> None:
    stranger = house.service.person()
    answer = stranger.ask("GET", f"/schools/{SCHOOL}?lang=en", 303, headers=HTML)
    assert answer.headers["location"] == f"/login?next=%2Fschools%2F{SCHOOL}%3Flang%3Den"
    stranger.refused("GET", f"/schools/{SCHOOL}", "not_logged_in")
    assert f'name="_go" value="/schools/{SCHOOL}"' in stranger.ask("GET", f"/login?next=/schools/{SCHOOL}").text


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb", ""])
def test_only_addresses_of_this_site_are_gone_on_to(house: House, address: str) -> None:
    assert local(address) == "/"
    answer = house.people["viewer"].ask("GET", "/login", 303, params={"next": address})
    assert answer.headers["location"] == "/"


def test_errors_are_pages_for_browsers_and_json_for_programs(house: House) -> None:
    viewer = house.people["viewer"]
    viewer.refused("GET", "/schools/nowhere", "not_found")
    viewer.refused("GET", "/schools/nowhere", "not_found", headers={"Accept": "application/json, text/html"})
    for path, status in (("/schools/nowhere", 404), ("/people", 403), (f"/schools/{SCHOOL}/links", 403)):
        answer = viewer.ask("GET", path, status, headers=HTML)
        assert answer.headers["content-type"].startswith("text/html")
        assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_chosen_language_is_remembered(house: House) -> None:
    person = house.service.person()
    person.http.cookies.jar.set_policy(DefaultCookiePolicy())  # a browser of its own, which remembers
    assert 'lang="zh-CN"' in person.ask("GET", "/login").text
    assert 'html lang="en"' in person.ask("GET", "/login?lang=en").text
    assert 'html lang="en"' in person.ask("GET", "/login").text
    assert person.refused("GET", "/api/me", "not_logged_in")["title"] == "Log in first."


def test_static_files_are_kept_by_the_browser(house: House) -> None:
    html = house.page("nobody", "/login", "en")
    for address in re.findall(r'/static/[^"]+', html):
        answer = house.people["nobody"].ask("GET", address)
        assert "immutable" in answer.headers["cache-control"]
    assert house.people["nobody"].ask("GET", "/login").headers["cache-control"] == "no-store"


def test_template_and_sample_are_schools(house: House) -> None:
    keeper = house.people["librarian"]
    content = keeper.ask("GET", "/template.xlsx").content
    assert keeper.ask("POST", "/api/validate", content=content).json()["ok"]
    sample = keeper.post("/api/samples", None, 201)["id"]
    runs = keeper.get(f"/api/schools/{sample}/runs")
    assert keeper.wait(sample, runs[0]["id"])["outcome"]["status"] == "OPTIMAL"
    keeper.ask("DELETE", f"/api/schools/{sample}", 204)


def test_list_of_schools_says_the_same_as_each_school(house: House) -> None:
    for person in (house.people["librarian"], house.people["district"]):
        for one in person.get("/api/schools"):
            assert person.get(f"/api/schools/{one['id']}") == one


def test_figures_have_the_schools_own_names(house: House) -> None:
    for path in ("/schools", f"/schools/{SCHOOL}"):
        assert "借还书" in house.page("viewer", path, "zh"), path
        assert "Reading lesson" in house.page("viewer", path, "en"), path


def test_calendar_page_ends_with_its_link(house: House) -> None:
    keeper, stranger = house.people["librarian"], house.service.person()
    made = keeper.post(f"/api/schools/{SCHOOL}/feeds", {"scope": "library"}, 201)
    path = made["page"][made["page"].index("/calendar/") :]
    assert "webcal://" in stranger.ask("GET", path).text
    keeper.ask("DELETE", f"/api/schools/{SCHOOL}/feeds/{made['id']}", 204)
    assert "停用" in stranger.ask("GET", path, 410, headers=HTML).text
    stranger.refused("GET", "/calendar/cal_unknown", "not_found")


def test_new_password_ends_other_sessions(house: House) -> None:
    keeper = house.people["librarian"]
    first = keeper.member(house.service, "page-password", {SCHOOL: "viewer"})
    second = house.service.person().log_in("page-password")
    first.refused("POST", "/api/password", "wrong_password", json={"old": "wrong", "password": "another good one"})
    first.refused("POST", "/api/password", "weak_password", json={"old": PASSWORD, "password": "short"})
    first.ask("POST", "/api/password", 204, json={"old": PASSWORD, "password": "another good one"})
    assert first.get("/api/me")["login"] == "page-password"
    second.refused("GET", "/api/me", "not_logged_in")
    second.log_in("page-password", "another good one")


def test_pages_of_a_school_are_in_its_words(house: House) -> None:
    """Those of its country, and of who serves there: nobody in London has grades, and no grown-up is a student librarian."""
    keeper, tiny = house.people["librarian"], (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
    tiny = tiny.replace("term:\n", "term:\n  timezone: Europe/London\n")
    keeper.add_school("page-london", re.sub(r"name: .小., class: \d-\d", "volunteer: true", tiny).encode())
    said = {x: keeper.ask("GET", f"/schools/page-london/settings?lang={x}", headers=HTML).text for x in ("en", "zh", "zh-Hant")}
    words = {"en": ("volunteers", "pupil librarian"), "zh": ("志愿者", "小图书管理员"), "zh-Hant": ("志工", "小志工")}
    assert [(there in said[x], absent in said[x]) for x, (there, absent) in words.items()] == [(True, False)] * 3
    assert '<html lang="en-GB"' in said["en"]
    assert "student librarians" in house.page("librarian", f"/schools/{SCHOOL}/settings", "en")
