"""Which column of a table holds what: by its name, else by what stands in it. Always a guess, offered to be changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.engine.documents.dates import read_date
from rebond.engine.documents.named import field_named, stage_named
from rebond.engine.documents.table import Row, Table

FIELDS = ("company", "post", "place", "applied_on", "stage", "link", "contact", "notes")
"""What an opportunity is made of; each stands in one column at most."""

SAMPLE_ROWS = 200
"""Rows whose cells are looked at. Our judgement."""
LEAST_SHARE = 0.6
"""Share of a column's cells that must be dates, say, for it to be one of dates. Our judgement: more than half, and a
note such as "to do" now and then does not matter."""
LONGEST_LABEL = 160
"""Characters: a longer text names neither a company nor a post."""

ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
E_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Columns:
    """What is held of a table.

    Attributes:
        has_header: whether the first row names the columns.
        fields: for each column one of FIELDS, "" where it is left out; none of them twice.
    """

    has_header: bool
    fields: tuple[str, ...]

    def named(self, field: str) -> int | None:
        """The column that holds a field, from 0; None where none does."""
        return self.fields.index(field) if field in self.fields else None


def guess_columns(table: Table) -> Columns:
    """The header and the columns as far as they can be told, the company first: an opportunity has one."""
    has_header = _has_header(table.rows, table.width)
    sample = table.rows[has_header : SAMPLE_ROWS + has_header]
    columns = [_cells(sample, column) for column in range(table.width)]
    fields = [""] * table.width
    if has_header:
        for column, name in enumerate(table.rows[0].cells):
            _take(fields, column, field_named(name))
    for column, cells in enumerate(columns):
        _take(fields, column, _field_of(cells))
    if "company" not in fields:
        _take(fields, _first_text(fields, columns), "company")
    if "post" not in fields and not has_header:
        _take(fields, _first_text(fields, columns), "post")
    return Columns(has_header, tuple(fields))


def rows_below(table: Table, columns: Columns) -> tuple[Row, ...]:
    """The rows that hold opportunities: all but the header."""
    return table.rows[1:] if columns.has_header else table.rows


def _take(fields: list[str], column: int | None, field: str) -> None:
    if column is not None and field and field not in fields and not fields[column]:
        fields[column] = field


def _cells(rows: Sequence[Row], column: int) -> tuple[str, ...]:
    """What stands in a column, empty cells left out."""
    return tuple(row.cells[column] for row in rows if column < len(row.cells) and row.cells[column])


def _has_header(rows: Sequence[Row], width: int) -> bool:
    first = rows[0].cells
    if any(_field_of([cell]) in ("applied_on", "link", "contact") for cell in first if cell):
        return False
    if any(field_named(cell) for cell in first):
        return True
    below = rows[1 : SAMPLE_ROWS + 1]
    return any(_field_of(_cells(below, column)) in ("applied_on", "link", "contact") for column in range(len(first)))


def _field_of(cells: Sequence[str]) -> str:
    """What a column holds as its cells tell: dates, addresses, e-mails or stages; "" where they tell nothing."""
    if not cells:
        return ""
    least = LEAST_SHARE * len(cells)
    if sum(read_date(cell, day_first=True) is not None for cell in cells) >= least:
        return "applied_on"
    if sum(ADDRESS.fullmatch(cell) is not None for cell in cells) >= least:
        return "link"
    if sum(E_MAIL.search(cell) is not None for cell in cells) >= least:
        return "contact"
    return "stage" if sum(bool(stage_named(cell)) for cell in cells) >= least else ""


def _first_text(fields: Sequence[str], columns: Sequence[Sequence[str]]) -> int | None:
    """The first column not taken yet whose cells are short words."""
    for column, cells in enumerate(columns):
        words = sum(len(cell) <= LONGEST_LABEL and _LETTERS.search(cell) is not None for cell in cells)
        if not fields[column] and cells and words >= LEAST_SHARE * len(cells):
            return column
    return None
