"""A language is a catalogue: one more file, and messages, dates, plurals, school files and the command line speak it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FRENCH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "English"
msgstr "français"

msgid "Mon/Tue/Wed/Thu/Fri/Sat/Sun"
msgstr "lun./mar./mer./jeu./ven./sam./dim."

msgid "Jan/Feb/Mar/Apr/May/June/July/Aug/Sept/Oct/Nov/Dec"
msgstr "janv./févr./mars/avr./mai/juin/juil./août/sept./oct./nov./déc."

msgid "Each class gets its visits in every cycle."
msgstr "Chaque classe a ses visites à chaque cycle."

msgid "{file}: {count} problem"
msgid_plural "{file}: {count} problems"
msgstr[0] "{file} : {count} problème"
msgstr[1] "{file} : {count} problèmes"

msgid "There is no room “{value}”.{closest}"
msgstr "Il n'y a pas de salle « {value} ».{closest}"

msgid "{path} does not exist. Check the name and the folder."
msgstr "{path} n'existe pas. Vérifiez le nom et le dossier."
"""
ASKED = """
import datetime as dt
from planner.languages import LANGUAGES, nearest
from planner.messages.problems import word
from planner.messages.rules import rule_sentence
from planner.messages.wording import date_text, own_name, translator
from planner.models.problem import Problem
from planner.models.school import School

print(LANGUAGES, nearest("fr_CA.UTF-8"), own_name("fr"))
print(rule_sentence("demand_met", "fr"))
forms = ("{file}: {count} problem", "{file}: {count} problems")
print([translator("fr").ngettext(*forms, n, file="x") for n in (0, 1, 2)])
print(word(Problem(code="unknown_room", value="B"), "fr").what)
print(date_text("fr", dt.date(2026, 5, 9)), "|", translator("fr")("Page {n} of {count}", n=1, count=2))
print(School.model_json_schema()["properties"]["language"]["enum"])
"""


def test_one_more_catalogue_is_one_more_language(tmp_path: Path) -> None:
    """In a copy of the program, whose only difference is that file."""
    for room in ("planner", "cli"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    catalogue = tmp_path / "planner" / "messages" / "locales" / "fr" / "LC_MESSAGES" / "lunjie.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(FRENCH, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command, env = [sys.executable, "-X", "utf8", *arguments], {"PYTHONPATH": str(tmp_path)}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=False)

    asked = run("-c", ASKED)
    assert asked.stdout.splitlines() == [
        "('zh', 'en', 'fr', 'zh-Hant') fr français",
        "Chaque classe a ses visites à chaque cycle.",
        "['x : 0 problème', 'x : 1 problème', 'x : 2 problèmes']",
        "Il n'y a pas de salle « B ».",
        "sam. 9 mai | Page 1 of 2",
        "['zh', 'en', 'fr', 'zh-Hant']",
    ], asked.stderr
    missing = run("-m", "cli", "plan", "nowhere.yaml", "-o", "out", "--lang", "fr")
    assert (missing.returncode, missing.stderr.strip()) == (2, "nowhere.yaml n'existe pas. Vérifiez le nom et le dossier.")
