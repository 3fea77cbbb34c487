"""From the rows of a table to opportunities, each cell that cannot be used named with its line and the reason."""

import datetime
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rebond.engine.documents.columns import ADDRESS, Columns, rows_below
from rebond.engine.documents.dates import DateOrder, order_of, read_date
from rebond.engine.documents.decoding import cleaned
from rebond.engine.documents.named import plain, stage_named
from rebond.engine.documents.table import Table

LONGEST = {"company": 160, "post": 200, "place": 160, "contact": 200, "link": 1000, "notes": 20_000}
"""Characters that are kept of each; those of the table of opportunities, notes apart (our judgement)."""
QUOTED_CHARACTERS = 60
"""What is shown of a cell that cannot be used."""


class Problem(StrEnum):
    """What is wrong with a row or a cell. The first two leave the row out; the others leave out the cell, or cut it."""

    NO_COMPANY = "no_company"
    TWICE = "twice"
    NO_DATE = "no_date"
    UNKNOWN_STAGE = "unknown_stage"
    NO_LINK = "no_link"
    CUT = "cut"


@dataclass(frozen=True)
class Notice:
    """A cell that could not be used as it is.

    Attributes:
        line: of the document, from 1.
        problem: what is wrong.
        words: the beginning of the cell; "" where there is none to show.
    """

    line: int
    problem: Problem
    words: str = ""


@dataclass(frozen=True)
class Application:
    """One opportunity as a row says it; "" and None for what it does not say. `stage` is a key of taxonomy.tracker."""

    line: int
    company: str
    post: str
    place: str
    applied_on: datetime.date | None
    stage: str
    link: str
    contact: str
    notes: str

    @functools.cached_property
    def imprint(self) -> str:
        """See `imprint_of`."""
        return imprint_of(self.company, self.post, self.applied_on, self.link)


@dataclass(frozen=True)
class Applications:
    """What a table holds: opportunities in the order of its rows, none twice; what could not be used; and how its dates
    were read."""

    entries: tuple[Application, ...]
    notices: tuple[Notice, ...]
    order: DateOrder


def imprint_of(company: str, post: str, applied_on: datetime.date | None, link: str) -> str:
    """What tells an opportunity from another, as 64 hexadecimal digits: SHA-256 of company, post, day and address,
    without regard to case, accents and signs (but in the address)."""
    day = applied_on.isoformat() if applied_on else ""
    parts = (plain(company) or company.strip(), plain(post) or post.strip(), day, link.strip())
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def read_applications(table: Table, columns: Columns, *, day_first: bool | None = None) -> Applications:
    """The opportunities of the table.

    `day_first` tells what 3/4/2026 is; None asks the column itself. A row without a company is left out, and so is one
    that says the same company, post, day and address as a row before. A stage that is not known becomes `applied` where
    there is a day, else `to_apply`, and its words go to the notes.
    """
    rows = rows_below(table, columns)
    order = order_of_dates(table, columns)
    first = order.day_first if day_first is None else day_first
    entries: dict[str, Application] = {}
    notices: list[Notice] = []
    for row in rows:
        entry, found = _application(row.line, _said(row.cells, columns), day_first=first)
        if entry is None or entry.imprint in entries:
            words = _opening(" · ".join(filter(None, row.cells)))
            found = [Notice(row.line, Problem.TWICE if entry else Problem.NO_COMPANY, words)]
        else:
            entries[entry.imprint] = entry
        notices += found
    return Applications(tuple(entries.values()), tuple(notices), order)


def order_of_dates(table: Table, columns: Columns) -> DateOrder:
    """What the column of dates tells of their order (see `order_of`)."""
    dates = columns.named("applied_on")
    return order_of(
        row.cells[dates] for row in rows_below(table, columns) if dates is not None and dates < len(row.cells)
    )


def _said(cells: Sequence[str], columns: Columns) -> dict[str, str]:
    """Field → what the row says of it."""
    return {field: cleaned(cell) for field, cell in zip(columns.fields, cells, strict=False) if field}


def _application(line: int, said: dict[str, str], *, day_first: bool) -> tuple[Application | None, list[Notice]]:
    company = _one_line(said.get("company", ""))
    if not company:
        return None, []
    notices: list[Notice] = []

    def fitting(field: str, text: str) -> str:
        if len(text) > LONGEST[field]:
            notices.append(Notice(line, Problem.CUT, _opening(text)))
        return text[: LONGEST[field]].strip()

    date_words, stage_words, link_words = (said.get(field, "") for field in ("applied_on", "stage", "link"))
    applied_on = read_date(date_words, day_first=day_first) if date_words else None
    if date_words and applied_on is None:
        notices.append(Notice(line, Problem.NO_DATE, _opening(date_words)))
    stage = stage_named(stage_words)
    if stage_words and not stage:
        notices.append(Notice(line, Problem.UNKNOWN_STAGE, _opening(stage_words)))
    link = _address(link_words)
    if link_words and not link:
        notices.append(Notice(line, Problem.NO_LINK, _opening(link_words)))
    kept_words = [said.get("notes", ""), "" if stage else stage_words, "" if link else link_words]
    entry = Application(
        line=line,
        company=fitting("company", company),
        post=fitting("post", _one_line(said.get("post", ""))),
        place=fitting("place", _one_line(said.get("place", ""))),
        applied_on=applied_on,
        stage=stage or ("applied" if applied_on else "to_apply"),
        link=link,
        contact=fitting("contact", _one_line(said.get("contact", ""))),
        notes=fitting("notes", "\n".join(filter(None, kept_words))),
    )
    return entry, notices


def _address(words: str) -> str:
    """An address of the web, whole; "" where there is none (nothing else may become a link on a page)."""
    if not ADDRESS.fullmatch(words) or len(words) > LONGEST["link"] - len("https://"):
        return ""
    return words if words.lower().startswith("http") else f"https://{words}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _opening(text: str) -> str:
    text = cleaned(_one_line(text))
    return text if len(text) <= QUOTED_CHARACTERS else f"{text[:QUOTED_CHARACTERS].rstrip()}…"
