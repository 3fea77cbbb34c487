"""From the bytes of a table to its rows, whoever saved it."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.decoding import LARGEST_BYTES
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError
from rebond.engine.documents.table import LONGEST_FIELD, MOST_COLUMNS, MOST_ROWS, Row, Table, find_delimiter, read_table

FRENCH = (
    "Société;Poste;Remarques\r\nGénérale d’Énergie;Développeuse;« très bien », où ça ?\r\nÉlan;Comptable;à revoir\r\n"
)
FRENCH_ROWS = (
    Row(1, ("Société", "Poste", "Remarques")),
    Row(2, ("Générale d’Énergie", "Développeuse", "« très bien », où ça ?")),
    Row(3, ("Élan", "Comptable", "à revoir")),
)


def refused(content: bytes) -> tuple[Refusal, int | None]:
    with pytest.raises(RefusedDocumentError) as caught:
        read_table(content)
    return caught.value.refusal, caught.value.line


@pytest.mark.parametrize(
    ("saved_in", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf_16_le"),
        ("utf-16-be", "utf_16_be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_encoding_is_found(saved_in: str, found: str) -> None:
    assert read_table(FRENCH.encode(saved_in)) == Table(FRENCH_ROWS, 3, ";", found)


def test_encoding_of_dos_is_found() -> None:
    text = FRENCH.replace("’", "'").replace("« ", "").replace(" »", "")

    assert read_table(text.encode("cp850") + b"\x1a").rows[2] == FRENCH_ROWS[2]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_and_line_ends_are_found(delimiter: str, line_end: str) -> None:
    rows = [("company", "post"), ("Acme", "Dev"), ("Nadir", "QA")]

    table = read_table(line_end.join(delimiter.join(row) for row in rows).encode())

    assert table == Table(tuple(Row(line, row) for line, row in enumerate(rows, 1)), 2, delimiter, "utf-8")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('company,notes\nAcme,"a; b; c"\nNadir,"d; e; f"\n', ","),
        ("societe;poste\nAcme;Dev, Paris\nNadir;QA, Lyon\n", ";"),
        ("societe;salaire\nAcme;41,5\nNadir;39,2\n", ";"),
        ("Acme\nNadir\n", ","),
        ("a;b;c\nd;e\nf;g;h\n", ";"),
    ],
)
def test_delimiter_is_what_makes_rows_even(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_delimiter_that_the_first_line_says_is_taken() -> None:
    assert read_table(b"sep=;\r\na,b;c\r\n").rows == (Row(2, ("a,b", "c")),)


def test_quotes_hold_delimiters_line_ends_and_quotes() -> None:
    table = read_table(b'company;notes\r\n"Acme; France";"one\r\n""two"""\r\nNadir;x\r\n')

    assert table.rows[1:] == (Row(2, ("Acme; France", 'one\r\n"two"')), Row(4, ("Nadir", "x")))


def test_rows_that_hold_nothing_are_passed_over_and_lines_still_count() -> None:
    assert read_table(b"\n;;\na;b\n\n ; \nc;d;\n").rows == (Row(3, ("a", "b")), Row(6, ("c", "d")))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", (Refusal.EMPTY, None)),
        (b"\xef\xbb\xbf \r\n", (Refusal.EMPTY, None)),
        (b";;\n;;\n", (Refusal.EMPTY, None)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0", (Refusal.NOT_TEXT, None)),
        (b"%PDF-1.7\n" + bytes(range(1, 32)) * 40, (Refusal.NOT_TEXT, None)),
        (b"\xff\xfea", (Refusal.UNKNOWN_ENCODING, None)),
        (b'a;b\nc;"d\ne;f\n', (Refusal.OPEN_QUOTE, 2)),
        (b"a;b\n" * (MOST_ROWS + 2), (Refusal.TOO_MANY_ROWS, None)),
        (b"a;b\n" + b"c;" * MOST_COLUMNS + b"d", (Refusal.TOO_MANY_COLUMNS, 2)),
        (b"a;b\nc;" + b"d" * (LONGEST_FIELD + 1), (Refusal.FIELD_TOO_LONG, 2)),
        (b'a;b\nc;"' + b"d" * 200_000, (Refusal.FIELD_TOO_LONG, 2)),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, refusal: tuple[Refusal, int | None]) -> None:
    assert refused(content) == refusal


def test_the_largest_tables_are_read_whole() -> None:
    assert len(read_table(b"a;b\n" * (MOST_ROWS + 1)).rows) == MOST_ROWS + 1
    assert read_table(b";".join([b"a"] * MOST_COLUMNS)).width == MOST_COLUMNS
    assert read_table(b"a;" + b"d" * LONGEST_FIELD).rows[0].cells[1] == "d" * LONGEST_FIELD


def test_a_hundred_megabytes_are_refused_before_they_are_read() -> None:
    content = b"Acme;Dev\n" * (100 * 2**20 // 9)
    tracemalloc.start()
    try:
        assert refused(content) == (Refusal.TOO_LARGE, None)
        assert tracemalloc.get_traced_memory()[1] < 2**16
    finally:
        tracemalloc.stop()


def test_memory_stays_within_a_few_times_the_size_of_the_document() -> None:
    content = (b'Acme;Dev;"' + b"x" * 1000 + b'"\n') * (LARGEST_BYTES // 1012)
    tracemalloc.start()
    try:
        read_table(content)
        assert tracemalloc.get_traced_memory()[1] < 12 * LARGEST_BYTES
    finally:
        tracemalloc.stop()


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS.filter(bool), min_size=2, max_size=5), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_another_program_wrote_with_every_cell_quoted_is_read_back(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    rows = [(row + ["x"] * 5)[: len(rows[0])] for row in rows]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    content = f"sep={delimiter}\r\n{written.getvalue()}".encode(encoding)

    if delimiter != "\t":  # that one cannot be said so
        assert [list(row.cells) for row in read_table(content).rows] == rows


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")))
def test_no_bytes_at_all_break_the_reading(content: bytes) -> None:
    try:
        table = read_table(content)
    except RefusedDocumentError:
        return
    assert table.rows != ()
    assert max(len(row.cells) for row in table.rows) == table.width <= MOST_COLUMNS


@settings(deadline=None)
@given(st.text(st.sampled_from('";,\t|\r\n a\x1e'), max_size=60))
def test_no_text_of_signs_breaks_the_reading(text: str) -> None:
    try:
        lines = [row.line for row in read_table(text.encode()).rows]
    except RefusedDocumentError:
        return
    assert lines == sorted(set(lines))
