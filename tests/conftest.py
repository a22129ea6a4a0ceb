"""Property tests run the same examples every time: what passed here passes on every machine. LUNJIE_EXPLORE=1 looks further."""

import gc
import os
import shutil
import tempfile
from typing import Any

import pytest
from hypothesis import settings

from tests.shared import FOLDER

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("explore" if os.environ.get("LUNJIE_EXPLORE") else "steady")


def pytest_configure(config: pytest.Config) -> None:
    """The folder for what is worked out once, made before the processes of xdist begin."""
    gc.disable()  # until all tests are there: see `pytest_collection_finish`
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="tests-of-lunjie-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """And removed after they have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes share the tests: see `tests.scheduling`."""
    if config.getvalue("dist") != "loadfile":
        return None
    from tests.scheduling import ByFile

    config.option.loadscopereorder = False  # those that take longest come first as it is
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What belongs to `make campaign` alone is left out elsewhere; the shares that take longest are begun first."""
    from tests.campaign import CAMPAIGN
    from tests.scheduling import turn

    left_out = [] if CAMPAIGN else [item for item in items if item.get_closest_marker("campaign")]
    items[:] = sorted((item for item in items if item not in left_out), key=lambda item: turn(item.nodeid))
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """All modules and tests are there to stay: who collects garbage need not look at their million things again and again. It
    took a fifth of the time of the tests in this process."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
