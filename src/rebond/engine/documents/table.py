"""From the bytes of a CSV, as any program saves it, to rows of cells (RFC 4180, and what is found besides)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rebond.engine.documents.decoding import decode
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError

MOST_ROWS = 10_000
"""Our judgement: ten applications a day for three years; read in some seconds at most."""
MOST_COLUMNS = 100
"""Our judgement: trackers found on the net have six to thirty."""
LONGEST_FIELD = 50_000
"""Characters: a long job ad is a tenth of it. Under the 131,072 of Python's own reader, which bounds what it holds."""

DELIMITERS = (",", ";", "\t", "|")
"""In the order in which they win where nothing tells them apart."""
SAMPLE_CHARACTERS = 64 * 2**10
SAMPLE_ROWS = 50
"""What is looked at to find the delimiter, so that the work is bounded. Our judgement."""

END = "\x1eend of table"
"""A last line of our own, with a character that no table holds: where it is swallowed, a quote was never closed."""


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        line: of the document, from 1, on which it begins.
        cells: as many as the row has, without the white space around them.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it was saved, its header (if it has one) among its rows.

    Attributes:
        rows: those that hold something, in order; at least one.
        width: the cells of the longest row, at least 1.
        delimiter: what parts the cells.
        encoding: Python's name of it.
    """

    rows: tuple[Row, ...]
    width: int
    delimiter: str
    encoding: str


def read_table(content: bytes) -> Table:
    """The table that these bytes hold.

    Encoding, delimiter and quoting are found. Raises RefusedDocumentError: see `decode`, and where a quote is never
    closed, or there are more rows, columns or characters in a cell than the limits above.
    """
    text, encoding = decode(content)
    text = text.rstrip("\x1a")  # how some programs of DOS end a file
    delimiter, skipped = _said_delimiter(text)
    delimiter = delimiter or find_delimiter(text)
    rows = tuple(row for row in _rows(text, delimiter) if row.line > skipped)
    if not rows:
        raise RefusedDocumentError(Refusal.EMPTY)
    return Table(rows, max(len(row.cells) for row in rows), delimiter, encoding)


def _said_delimiter(text: str) -> tuple[str, int]:
    """What a first line such as `sep=;` (Excel's) says, and how many lines say it."""
    first = text[:16].splitlines()[0].strip().strip('"') if text else ""
    if len(first) == 5 and first[:4].lower() == "sep=" and first[4] in DELIMITERS:
        return first[4], 1
    return ("\t", 1) if first.lower() == "sep=" and text[4:5] == "\t" else ("", 0)


def find_delimiter(text: str) -> str:
    """What parts the cells: the delimiter under which most rows of the beginning are equally long, and the longer the
    better; a comma where each row is one cell."""
    sample = text[:SAMPLE_CHARACTERS]
    if len(text) > SAMPLE_CHARACTERS:  # a row that is cut would be counted short
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    lengths: Counter[int] = Counter()
    for number, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
        if number == SAMPLE_ROWS:
            break
        if cells:
            # Where another delimiter parts the cells, quotes are left standing inside of them, one by one.
            torn = any(cell.count('"') % 2 for cell in cells)
            lengths[0 if torn else len(cells)] += 1
    if not lengths:
        return 0.0
    length, count = max(lengths.items(), key=lambda item: (item[1], item[0]))
    return count / lengths.total() * max(length - 1, 0)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows that hold something; the limits are held row by row, before more is read."""
    end = "" if text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(io.StringIO(f"{text}{end}{END}", newline=""), delimiter=delimiter)
    line, count = 1, 0
    try:
        for cells in reader:
            if cells == [END]:
                return
            if any(END in cell for cell in cells):
                raise RefusedDocumentError(Refusal.OPEN_QUOTE, line)
            if any(len(cell) > LONGEST_FIELD for cell in cells):
                raise RefusedDocumentError(Refusal.FIELD_TOO_LONG, line)
            stripped = tuple(cell.strip() for cell in cells)
            while stripped and not stripped[-1]:
                stripped = stripped[:-1]
            if len(stripped) > MOST_COLUMNS:
                raise RefusedDocumentError(Refusal.TOO_MANY_COLUMNS, line)
            if stripped:
                count += 1
                if count > MOST_ROWS + 1:  # one of them may be the header
                    raise RefusedDocumentError(Refusal.TOO_MANY_ROWS)
                yield Row(line, stripped)
            line = reader.line_num + 1
    except csv.Error as error:
        raise RefusedDocumentError(Refusal.FIELD_TOO_LONG, line) from error
