"""Children are used again and again, replaced in time, and questions do not wait behind solves."""

from __future__ import annotations

import subprocess
import sys
import threading
import zlib
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest

from api.jobs import answers
from api.jobs.supervise import Abandoned, Failed, Pool, Unanswered
from api.jobs.wanted import Found, Task, Wanted
from planner.languages import LANGUAGES
from planner.models import School
from planner.models.planfile import dump_school
from planner.models.whatif import Answers
from planner.solver.whatif import whatif
from planner.solver.whatif.whatif import WhatIf
from tests.api.jobs.cases import AMPLE, long, quick, wait_for


def task(data: dict[str, Any], **wanted: Any) -> Task:
    """A run of a school."""
    return Task(wanted=Wanted(**wanted), school=dump_school(School.model_validate(data)).decode())


def solved(pool: Pool, of: Task) -> Found:
    """Without anybody looking on."""
    return pool.run(pool.take(), of, lambda step: True)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One child for runs, one for questions."""
    pool = Pool(1, 1000)
    pool.start()
    yield pool
    pool.stop()


@pytest.fixture(scope="module")
def planfile(pool: Pool) -> str:
    """A plan of the quick school."""
    return zlib.decompress(b64decode(solved(pool, task(quick())).drafts[0].planfile)).decode()


def test_a_child_is_used_again_and_replaced_in_time() -> None:
    """After so many tasks another one, which has been started ahead."""
    pool = Pool(1, 1000, tasks_per_child=3)
    pool.start()
    try:
        used = []
        for _ in range(7):
            used += pool.children[:1]
            assert solved(pool, task(quick())).status == "OPTIMAL"
        assert [used.count(pid) for pid in dict.fromkeys(used)] == [3, 3, 1]
    finally:
        pool.stop()


def test_a_child_that_has_grown_is_replaced() -> None:
    """Memory is given back to the system when its process ends, and hardly before."""
    pool = Pool(1, 1000, grow_share=0.001)
    pool.start()
    try:
        before = pool.children
        solved(pool, task(quick()))
        assert pool.children != before
        assert solved(pool, task(quick(2))).status == "OPTIMAL"
    finally:
        pool.stop()


def test_the_same_task_gives_the_same_plan_in_a_used_child(pool: Pool) -> None:
    """Nothing of one school is left for the next."""
    first = solved(pool, task(quick(3)))
    solved(pool, task(quick(4)))
    again = solved(pool, task(quick(3)))
    assert first.drafts == again.drafts


def test_a_refused_task_costs_no_child(pool: Pool) -> None:
    """Its code comes back, its child stays."""
    before = pool.children
    with pytest.raises(Failed) as refused:
        solved(pool, task(quick(), kind="replan"))
    assert (refused.value.code, pool.children) == ("no_base", before)


def test_what_if_is_the_planner_s_answer(pool: Pool, planfile: str) -> None:
    """For a class and for a helper."""
    answer = pool.ask("whatif", {"planfile": planfile, "class": "1-1"}, 300)
    second = pool.ask("whatif", {"planfile": planfile, "helper": "h001", "demand": None}, 300)
    for found in (answer, second):
        for one in found["answers"]:
            for against in one["against"]:
                assert set(against.pop("sentence")) == set(LANGUAGES)
    from planner.models.planfile import load_plan

    known = load_plan(planfile.encode())
    model = WhatIf(known.school, known.plan)
    assert Answers.model_validate(answer).answers == model.of_class("1-1").answers
    assert Answers.model_validate(second).answers == model.of_helper("h001").answers


def test_a_second_question_about_a_plan_needs_no_new_model(planfile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class and a helper of it; another plan is another model."""
    made: list[object] = []
    monkeypatch.setattr(whatif, "WhatIf", lambda *given: made.append(given) or WhatIf(*given))
    desk = answers.Answering()
    for asked in ({"class": "1-1"}, {"helper": "h001"}, {"class": "2-1"}):
        desk.answer("whatif", {"planfile": planfile, **asked})
    assert len(made) == 1
    desk.answer("whatif", {"planfile": planfile + "\n", "class": "1-1"})
    assert len(made) == 2


def test_questions_do_not_wait_behind_solves(pool: Pool, planfile: str) -> None:
    """The only child for runs is busy for long; what-if and explain answer meanwhile, also at the same time."""
    stop = threading.Event()
    place = pool.take()
    steps: list[Any] = []

    def look(step: Any) -> bool:
        steps.append(step)
        return not stop.is_set()

    found: list[Found] = []
    solving = threading.Thread(target=lambda: found.append(pool.run(place, task(long(), seconds=AMPLE), look)))
    solving.start()
    try:
        school = dump_school(School.model_validate(quick())).decode()
        possible: list[dict[str, Any]] = []
        asking = threading.Thread(
            target=lambda: possible.append(pool.ask("explain", {"school": school, "seconds": AMPLE}, 300))
        )
        asking.start()
        assert pool.ask("whatif", {"planfile": planfile, "class": "2-1"}, 300)["answers"]
        asking.join()
        assert possible == [{"status": "POSSIBLE", "explanation": None}]
        assert solving.is_alive()
        wait_for(lambda: any(step and step["cost"] is not None for step in steps))
    finally:
        stop.set()
        solving.join(300)
    assert found[0].stopped


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("whatif", {"class": "9-9"}, "unknown_class"),
        ("whatif", {"helper": "nobody"}, "unknown_helper"),
        ("whatif", {"class": "1-1", "demand": "dance"}, "unknown_demand"),
        ("whatif", {"class": "1-1", "planfile": "{}"}, "bad_base"),
        ("explain", {"school": "{}", "seconds": AMPLE}, "bad_document"),
        ("oracle", {}, "unknown_question"),
    ],
)
def test_a_silly_question_has_a_code(pool: Pool, planfile: str, kind: str, payload: dict[str, Any], code: str) -> None:
    """And costs no child."""
    pool.ask("whatif", {"planfile": planfile, "class": "1-1"}, 300)  # the first question begins a child
    before = pool.children
    with pytest.raises(Unanswered) as unanswered:
        pool.ask(kind, {"planfile": planfile, **payload}, 300)
    assert (unanswered.value.code, pool.children) == (code, before)


def test_a_question_has_its_time(pool: Pool) -> None:
    """Its child is replaced, and answers the next one."""
    school = dump_school(School.model_validate(long())).decode()
    with pytest.raises(Unanswered) as unanswered:
        pool.ask("explain", {"school": school, "seconds": AMPLE}, 0.01)
    assert unanswered.value.code == "timeout"
    assert pool.ask("explain", {"school": school, "seconds": AMPLE}, 300)["status"] == "POSSIBLE"


def test_a_stopped_pool_lets_go_of_everybody() -> None:
    """Whoever works in it and whoever waits for it."""
    pool = Pool(1, 1000)
    pool.start()
    ended: list[type] = []
    begun = threading.Event()

    def look(_step: Any) -> bool:
        begun.set()
        return True

    def work() -> None:
        try:
            pool.run(pool.take(), task(long(), seconds=AMPLE), look)
        except Abandoned:
            ended.append(Abandoned)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(300)
    pool.stop()
    for thread in threads:
        thread.join(300)
    assert ended == [Abandoned] * 3


def test_a_child_loads_no_service_and_no_database() -> None:
    """What solves knows neither: a child is small and quickly there."""
    code = "import api.jobs.child, api.jobs.work, api.jobs.answers, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"fastapi", "sqlalchemy", "dbos", "psycopg", "alembic", "uvicorn"} & set(loaded)
    assert "ortools" in loaded
