"""From rows to opportunities, and what is said of the cells that cannot be used."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.applications import Application, Notice, Problem, imprint_of, read_applications
from rebond.engine.documents.columns import Columns, guess_columns
from rebond.engine.documents.table import read_table

HEAD = "Company;Job title;Location;Date;Status;Link;Contact;Notes\n"


def read(rows: str, **options: bool) -> tuple[tuple[Application, ...], tuple[Notice, ...]]:
    table = read_table((HEAD + rows).encode())
    found = read_applications(table, guess_columns(table), **options)
    return found.entries, found.notices


def test_a_row_gives_an_opportunity() -> None:
    entries, notices = read(" Acme ;Dev\u00a0 web;Lyon;12/03/2026;Rejected;www.acme.example/1;Marie;Seen twice\n")

    assert entries == (
        Application(
            2,
            "Acme",
            "Dev web",
            "Lyon",
            datetime.date(2026, 3, 12),
            "refused",
            "https://www.acme.example/1",
            "Marie",
            "Seen twice",
        ),
    )
    assert notices == ()


@pytest.mark.parametrize(("date", "stage"), [("12/03/2026", "applied"), ("", "to_apply")])
def test_a_row_without_a_stage_gets_one_from_its_date(date: str, stage: str) -> None:
    assert read(f"Acme;Dev;;{date}\n")[0][0].stage == stage


@pytest.mark.parametrize(
    ("row", "notice", "notes"),
    [
        ("Acme;Dev;;31/02/2026", Notice(2, Problem.NO_DATE, "31/02/2026"), ""),
        ("Acme;Dev;;;Bof", Notice(2, Problem.UNKNOWN_STAGE, "Bof"), "Bof"),
        ("Acme;Dev;;;;javascript:alert(1)", Notice(2, Problem.NO_LINK, "javascript:alert(1)"), "javascript:alert(1)"),
        (
            "Acme;Dev;;;;data:text/html,x;;Mine",
            Notice(2, Problem.NO_LINK, "data:text/html,x"),
            "Mine\ndata:text/html,x",
        ),
        (f"Acme;{'d' * 201}", Notice(2, Problem.CUT, "d" * 60 + "…"), ""),
    ],
)
def test_a_cell_that_cannot_be_used_is_said_and_the_row_stays(row: str, notice: Notice, notes: str) -> None:
    (entry,), notices = read(row)

    assert (entry.company, entry.notes, notices) == ("Acme", notes, (notice,))


def test_a_row_without_a_company_is_left_out_and_said() -> None:
    assert read(";Dev;Lyon\nAcme\n")[1] == (Notice(2, Problem.NO_COMPANY, "Dev · Lyon"),)


def test_the_same_row_twice_is_one() -> None:
    entries, notices = read("Acme;Développeur;;12/03/2026\nACME ;developpeur !;;2026-03-12\nAcme;Dev\n")

    assert [entry.line for entry in entries] == [2, 4]
    assert notices == (Notice(3, Problem.TWICE, "ACME · developpeur ! · 2026-03-12"),)


def test_the_order_of_dates_may_be_told() -> None:
    read_as = [read("Acme;;;3/4/2026\n", day_first=first)[0][0].applied_on for first in (True, False)]

    assert read_as == [datetime.date(2026, 4, 3), datetime.date(2026, 3, 4)]


def test_without_a_column_for_companies_nothing_is_read() -> None:
    assert read_applications(read_table(b"a;b\nc;d"), Columns(False, ("post", ""))).entries == ()


def test_an_imprint_is_that_of_company_post_day_and_address() -> None:
    day = datetime.date(2026, 3, 12)
    same = {imprint_of("Élan  SA", "Chef", day, "https://a.fr"), imprint_of("elan sa", "CHEF.", day, "https://a.fr ")}
    others = {
        imprint_of("Nadir", "Chef", day, "https://a.fr"),
        imprint_of("elan sa", "", day, "https://a.fr"),
        imprint_of("elan sa", "chef", None, "https://a.fr"),
        imprint_of("elan sa", "chef", day, "https://a.fr/A"),
        imprint_of("会社", "", None, ""),
        imprint_of("🙂", "", None, ""),
        imprint_of("🙃", "", None, ""),
    }

    assert (len(same), len(others), len(same & others)) == (1, 7, 0)
    assert all(len(one) == 64 for one in same | others)


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='";'), max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=6))
def test_every_row_is_taken_or_said(rows: list[list[str]]) -> None:
    table = read_table("\n".join(["x", *map(";".join, rows)]).encode())
    fields = ("company", "post", "applied_on", "stage", "link", "contact", "notes", "place")

    found = read_applications(table, Columns(False, fields[: table.width]))

    left_out = [notice.line for notice in found.notices if notice.problem in (Problem.NO_COMPANY, Problem.TWICE)]
    assert sorted([*left_out, *(entry.line for entry in found.entries)]) == [row.line for row in table.rows]
    assert len({entry.imprint for entry in found.entries}) == len(found.entries)
    assert all(entry.company for entry in found.entries)
    assert {entry.link[:4].lower() for entry in found.entries} <= {"", "http"}
