"""The schools of an account as a table for Excel: how far each is, who works there, when it was last changed."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence

import xlsxwriter
from sqlalchemy import Connection, func, select

from api.pages.listing import Listed
from api.store import tables as t
from planner.languages import N_, Language
from planner.messages.wording import translator

_COLUMNS = (
    N_("School"),
    N_("Id"),
    N_("Term"),
    N_("State"),
    N_("Published"),
    N_("Open a week (hours)"),
    N_("Visits of each class"),
    N_("Classes"),
    N_("Drafts"),
    N_("Last change"),
    N_("Accounts"),
)
STATES = {
    "running": N_("planning"),
    "drafts": N_("drafts to look at"),
    "empty": N_("not planned yet"),
    "changed": N_("file changed since"),
    "over": N_("term is over"),
    "published": N_("published"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | int


def rows_of(connection: Connection, listed: Sequence[Listed], language: Language) -> list[list[Cell]]:
    """A line of headings, and one for each school."""
    _ = translator(language)
    ids = [one.school.id for one in listed]
    people: dict[str, list[str]] = defaultdict(list)
    query = select(t.role_grant.c.school, t.person.c.login).join(t.person, t.person.c.id == t.role_grant.c.person)
    for school, login in connection.execute(query.where(t.role_grant.c.school.in_(ids)).order_by(t.person.c.login)):
        people[school].append(login)
    changes = select(t.audit.c.school, func.max(t.audit.c.at)).where(t.audit.c.school.in_(ids)).group_by(t.audit.c.school)
    last = dict(connection.execute(changes).all())
    found: list[list[Cell]] = [[_(column) for column in _COLUMNS]]
    for one in listed:
        published, changed = one.school.published, last.get(one.school.id)
        found.append(
            [
                one.name,
                one.school.id,
                one.school.term,
                _(STATES[one.state]),
                published.published.date().isoformat() if published and published.published else "",
                float(one.hours),
                "; ".join(f"{figure.name} {figure.number}" for figure in one.visits),
                one.school.classes,
                one.school.drafts,
                changed.date().isoformat() if changed else "",
                ", ".join(people[one.school.id]),
            ]
        )
    return found


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; what Excel would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerows([[_plain(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet; texts are texts, whatever they begin with."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell, bold if r == 0 else None)
                else:
                    sheet.write_number(r, c, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return out.getvalue()


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
