"""What a school file may say: rules, as they come or as a school has them; its schema. For ``lunjie rules``, ``schema``."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from cli.console import environment_language, output, words
from cli.guard import print_json
from cli.schoolfile.commands import RulesOptions, SchemaOptions
from planner.languages import LANGUAGES
from planner.messages.rules import rule_binds, rule_counts, rule_sentence
from planner.models.rules import RULES
from planner.models.school import School

_EXAMPLE = "rules: {spread: {mode: off}, duty_max: {mode: soft, weight: 20}}"


def list_rules(options: RulesOptions) -> None:
    """One row a rule, in the order in which plans are judged."""
    school = _school(options.school)
    if options.as_json:
        print_json({"rules": [_record(name, school) for name in RULES]})
        return
    language = options.language or (school.language if school else environment_language())
    language = school.spoken(language) if school else language
    _ = words(language)
    modes = {"hard": _("must hold"), "soft": _("has a price"), "off": _("off")}
    headings = (_("Rule"), _("Mode"), _("Weight"), _("Binds"), _("What it asks"))
    table = Table(box=box.SIMPLE, padding=(0, 1), pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=heading != headings[-1], overflow="fold")  # Chinese has no blanks to break at
    for name in RULES:
        mode, weight = _setting(name, school)
        price = str(weight) if mode == "soft" else ""
        table.add_row(name, modes[mode], price, rule_binds(name, language), Text(rule_sentence(name, language)))
    console = output()
    console.print(table)
    said = _("A school changes them in its file, for example:  {example}", example=_EXAMPLE)
    console.print(said, markup=False, soft_wrap=True)


def print_schema(options: SchemaOptions) -> None:
    """The JSON Schema of the school file."""
    from planner.reading import school_schema

    print_json(school_schema())


def _school(path: Path | None) -> School | None:
    if path is None:
        return None
    from planner.reading import read_school

    return read_school(path)


def _setting(name: str, school: School | None) -> tuple[str, int]:
    return (school.mode(name), school.weight(name)) if school else (RULES[name].mode, RULES[name].weight)


def _record(name: str, school: School | None) -> dict[str, object]:
    mode, weight = _setting(name, school)
    said = {kind: {x: say(name, x) for x in LANGUAGES} for kind, say in (("sentence", rule_sentence), ("counts", rule_counts))}
    return {"name": name, "group": RULES[name].group, "binds": RULES[name].binds, "mode": mode, "weight": weight, **said}
