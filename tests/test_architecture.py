"""What ARCHITECTURE.md claims: its rooms are those of the listing, its paths exist, no circles; RULES.md is the registry."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from planner.models.rules import RULES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
WINGS = ("planner", "api", "cli", "tests", "benchmarks", "examples")


def _section(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]


def _rows(text: str) -> list[list[str]]:
    """Cells of the tables in a text, without their headings."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_it_fits_two_screens() -> None:
    """Of a wide terminal."""
    lines = TEXT.splitlines()
    assert len(lines) <= 120
    assert [line for line in lines if len(line) > 128] == []


def test_every_library_has_its_reason() -> None:
    """One that the program or its tests import is named."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[>=<]", library)[0] for library in project["dependencies"]}
    assert wanted - set(re.findall(r"`([\w.-]+)`", _section("Dependencies"))) == set()


def test_every_path_exists() -> None:
    """Whatever is written as a path: ``planner/…``, or with its ending inside one of the wings."""
    named = set(re.findall(r"`([a-z_]+(?:/[\w.-]+)*(?:\.py|\.md)?)/?`", TEXT))
    # The catalogue of a language that is not there yet is an example.
    paths = {name for name in named if ("/" in name or name.endswith((".py", ".md"))) and "/locales/" not in name}
    known = [p.relative_to(ROOT).as_posix() for wing in WINGS for p in (ROOT / wing).rglob("*")]
    missing = {p for p in paths if not (ROOT / p).exists() and not any(k == p or k.endswith(f"/{p}") for k in known)}
    assert missing == set()


def test_every_room_of_the_planner_has_a_row() -> None:
    """A folder, or a file that stands alone beside the folders; and no row is about a room that is gone."""
    rooms = {p.name for p in (ROOT / "planner").iterdir() if (p / "__init__.py").is_file() or p.suffix == ".py"} - {
        "__init__.py"
    }
    heads = " ".join(cells[0] for cells in _rows(_section("Rooms")))
    named = {name.removeprefix("planner/") for name in re.findall(r"`([\w/.]+)`", heads)}
    assert rooms - named == set()
    assert {name for name in named if not (ROOT / "planner" / name).exists() and not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_table_of_rules_is_the_registry(rule) -> None:
    """Sentence, switch and what the amount counts."""
    rows = {cells[0].strip("`"): cells[1:] for cells in _rows((ROOT / "RULES.md").read_text(encoding="utf-8"))}
    assert list(rows) == list(RULES)
    said, counts = rows[rule.name]
    mark = re.search(r" \*\((soft, weight \d+|off)[^*]*\)\*$", said)
    usual = {"hard": None, "soft": f"soft, weight {rule.weight}", "off": "off"}[rule.mode]
    assert (mark and mark[1]) == usual
    assert said[: mark.start() if mark else None] == rule.sentence
    assert counts == rule.counts


def test_only_those_import_a_library_that_the_contracts_name() -> None:
    """A room of the planner that no contract forbids ortools is the solver."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (forbidden,) = (c["source_modules"] for c in contracts if c["name"] == "Only the solver knows ortools")
    importing = {
        path.relative_to(ROOT).parts[:2]
        for wing in ("planner", "api", "cli")
        for path in (ROOT / wing).rglob("*.py")
        if re.search(r"^\s*(?:from|import) ortools\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert importing == {("planner", "solver")}
    rooms = {p.stem for p in (ROOT / "planner").iterdir() if (p / "__init__.py").is_file() or p.suffix == ".py"}
    assert {f"planner.{room}" for room in rooms - {"solver", "__init__"}} - set(forbidden) == set()


def _imports(path: Path, known: set[str]) -> set[str]:
    """Modules of ours that a file imports, wherever in it, for type checking alone as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & known) | ({node.module} & known if names - known else set())
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found


def test_no_module_imports_itself_by_a_detour() -> None:
    """No circle: none that a type-checking import or one inside a function hides from the contracts."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for wing in ("planner", "api", "cli")
        for path in (ROOT / wing).rglob("*.py")
    }
    order = TopologicalSorter({name: _imports(path, set(modules)) - {name} for name, path in modules.items()})
    try:
        order.prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


def test_no_folder_is_too_full_to_be_read() -> None:
    """At most 25 modules in a room, at most 400 lines in a file."""
    rooms = Counter(path.parent for wing in ("planner", "api", "cli") for path in (ROOT / wing).rglob("*.py"))
    assert {room.relative_to(ROOT).as_posix(): count for room, count in rooms.items() if count > 26} == {}
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for wing in WINGS for path in (ROOT / wing).rglob("*.py")}
    assert {path.relative_to(ROOT).as_posix(): count for path, count in lines.items() if count > 400} == {}
