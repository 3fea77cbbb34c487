"""The job applications of a LinkedIn data export: those files alone, whatever else the archive holds."""

import re
from dataclasses import replace

from rebond.engine.documents.archive import Member, members_of
from rebond.engine.documents.columns import Columns, guess_columns
from rebond.engine.documents.named import plain
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError
from rebond.engine.documents.table import MOST_ROWS, Row, Table, read_table

FILE_NAME = re.compile(r"(?:job[ _-]?applications?|candidatures?).*\.csv", re.IGNORECASE)
"""As the export names them, "Job Applications.csv" and "Job Applications_1.csv", with some tolerance."""

COLUMNS = {
    "company name": "company",
    "job title": "post",
    "application date": "applied_on",
    "job url": "link",
    "question and answers": "notes",
}
"""Of the export. "Contact Email", "Contact Phone Number" and "Resume Name" are the candidate's own: left out."""

LINES_BEFORE_HEADER = 10
"""Where the export puts notes before its tables, they have fewer lines. Our judgement."""


def job_applications(content: bytes) -> tuple[Member, ...]:
    """The tables of job applications of the archive, at least one; nothing else of it is opened.

    Raises RefusedDocumentError: see `members_of`; and where there is none.
    """
    found = members_of(content, lambda name: FILE_NAME.fullmatch(name) is not None)
    if not found:
        raise RefusedDocumentError(Refusal.NO_APPLICATIONS)
    return found


def read_export(content: bytes) -> Table:
    """The job applications of the archive as one table, under the columns of the first file; a file's lines are counted
    on from those before it.

    Raises RefusedDocumentError: see `job_applications` and `read_table`.
    """
    tables = [_below_notes(read_table(member.content)) for member in job_applications(content)]
    header = tables[0].rows[0]
    places = {plain(name): place for place, name in enumerate(header.cells)}
    rows, line = [header], 0
    for table in tables:
        theirs = [places.get(plain(name)) for name in table.rows[0].cells]
        rows += [Row(line + row.line, _moved(row.cells, theirs, len(header.cells))) for row in table.rows[1:]]
        line += table.rows[-1].line
    if len(rows) > MOST_ROWS + 1:
        raise RefusedDocumentError(Refusal.TOO_MANY_ROWS)
    width = len(header.cells)
    return replace(tables[0], rows=tuple(rows), width=max(width, *(len(row.cells) for row in rows)))


def columns_of_export(table: Table) -> Columns:
    """What its columns hold: those of the export by their names, those of another one guessed."""
    names = [plain(name) for name in table.rows[0].cells]
    if "company name" not in names:
        return guess_columns(table)
    fields = [""] * table.width
    for column, name in enumerate(names):
        field = COLUMNS.get(name, "")
        fields[column] = "" if field in fields else field
    return Columns(True, tuple(fields))


def _below_notes(table: Table) -> Table:
    """The table from its header on, where notes stand before it."""
    for number, row in enumerate(table.rows[:LINES_BEFORE_HEADER]):
        if "company name" in map(plain, row.cells):
            return replace(table, rows=table.rows[number:])
    return table


def _moved(cells: tuple[str, ...], places: list[int | None], width: int) -> tuple[str, ...]:
    """The cells of a row of another file, under the columns of the first."""
    moved = [""] * width
    for place, cell in zip(places, cells, strict=False):
        if place is not None:
            moved[place] = cell
    return tuple(moved)
