"""Dates as people and programs write them."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.dates import DateOrder, order_of, read_date

TWELFTH = datetime.date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "2026/03/12",
        "2026-03-12T10:00:00Z",
        "2026-03-12T10:00:00.123+01:00",
        "2026-03-12 10:00",
        "12/03/2026",
        "12/3/26",
        "12.03.2026 à 10h30",
        "12-03-2026 10:15:59",
        "12 mars 2026",
        "Jeudi 12 mars 2026",
        "jeu. 12 mars 2026 à 10 h 30",
        "12-Mar-26",
        "12 March 2026",
        "Thursday, 12th of March 2026",
        "March 12, 2026",
        "Thu, Mar 12th, 2026 10:15 AM",
        "  12/03/2026 ",
    ],
)
def test_a_date_is_read(text: str) -> None:
    assert read_date(text, day_first=True) == TWELFTH


@pytest.mark.parametrize(
    ("text", "month"),
    [("1er févr. 2026", 2), ("1 août 2026", 8), ("1 DÉCEMBRE 2026", 12), ("1 Sept 2026", 9), ("1 juil. 2026", 7)],
)
def test_months_are_read_by_their_names(text: str, month: int) -> None:
    assert read_date(text, day_first=True) == datetime.date(2026, month, 1)


@pytest.mark.parametrize(
    "text",
    ["", "hier", "31/02/2026", "12 mars", "20/20/2026", "12/03/0001", "12/03/3026", "12 brumaire 2026", "1" * 99],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_date(text, day_first=True) is None


def test_the_rule_tells_the_day_from_the_month_where_both_could_be() -> None:
    read = [read_date("3/4/2026", day_first=day_first) for day_first in (True, False)]

    assert read == [datetime.date(2026, 4, 3), datetime.date(2026, 3, 4)]


@pytest.mark.parametrize("day_first", [True, False])
def test_a_number_above_twelve_is_a_day_wherever_it_stands(day_first: bool) -> None:
    read = [read_date(text, day_first=day_first) for text in ("13/4/2026", "4/13/2026")]

    assert read == [datetime.date(2026, 4, 13)] * 2


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2026", "13/4/2026"], DateOrder(day_first=True, is_sure=True, matters=True)),
        (["3/4/2026", "4/13/2026"], DateOrder(day_first=False, is_sure=True, matters=True)),
        (["3/4/2026", "5/5/2026"], DateOrder(day_first=True, is_sure=False, matters=True)),
        (["13/4/2026", "4/13/2026", "3/4/2026"], DateOrder(day_first=True, is_sure=False, matters=True)),
        (["3/4/26, 10:15 AM"], DateOrder(day_first=False, is_sure=True, matters=True)),
        (["5/5/2026"], DateOrder(day_first=True, is_sure=True, matters=False)),
        (["2026-03-04", "", "hier"], DateOrder(day_first=True, is_sure=True, matters=False)),
        ([], DateOrder(day_first=True, is_sure=True, matters=False)),
    ],
)
def test_a_column_tells_the_order_of_its_dates(texts: list[str], order: DateOrder) -> None:
    assert order_of(texts) == order


@settings(deadline=None)
@given(st.dates(datetime.date(1971, 1, 1), datetime.date(2099, 12, 31)), st.booleans())
def test_every_day_is_read_as_it_was_written(day: datetime.date, day_first: bool) -> None:
    written = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")

    assert read_date(written, day_first=day_first) == day
    assert read_date(day.isoformat(), day_first=day_first) == day


@settings(deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[0-9/. :a-z-]{1,45}", fullmatch=True))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_date(text, day_first=True)

    assert found is None or 1970 <= found.year <= 2100
    assert order_of([text]).matters in (True, False)
