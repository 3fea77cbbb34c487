"""Dates as people and programs write them in French and in English."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rebond.engine.documents.named import month_named

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""A date outside is a slip of the pen, or no date. Our judgement."""
CENTURY_TURNS = 70
"""A year of two digits under this is of this century (POSIX says 69; our years begin with 1970)."""
LONGEST_DATE = 40
"""Characters: "mercredi 30 septembre 2026 à 10 h 30" has thirty-six."""

_TIME = (
    r"(?:[\sT,]+(?:à\s*|at\s*)?\d{1,2}\s*(?:[:h]\s*\d{0,2}(?::\d{2}(?:[.,]\d+)?)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_DAY_OF_WEEK = r"(?:[^\W\d_]{3,9}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_DAY_OF_WEEK}(\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]+(?:of\s+)?([^\W\d_]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_DAY_OF_WEEK}([^\W\d_]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}", re.IGNORECASE
)
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\.?\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateOrder:
    """In which order the numbers of a column's dates stand.

    Attributes:
        day_first: whether 3/4/2026 is the third of April.
        is_sure: False where nothing tells (no number of the column is above 12), or where the column contradicts
            itself; the day then comes first, as in France and Britain.
        matters: whether any date of the column is read otherwise in the other order.
    """

    day_first: bool
    is_sure: bool
    matters: bool


def order_of(texts: Iterable[str]) -> DateOrder:
    """The order that these dates tell: a first number above 12 is a day, a second one makes the first a month; where
    neither is seen, hours in "AM" and "PM" are those of the United States, with the month first."""
    texts = tuple(texts)
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _NUMBERS.fullmatch(_shortened(text)))]
    day_first = any(first > 12 >= second for first, second in pairs)
    month_first = any(second > 12 >= first for first, second in pairs)
    matters = any(first <= 12 and second <= 12 and first != second for first, second in pairs)
    if day_first != month_first:
        return DateOrder(day_first, is_sure=True, matters=matters)
    american = not day_first and any(_HALF_DAY.search(_shortened(text)) for text in texts)
    return DateOrder(not american, is_sure=not matters or american, matters=matters)


def read_date(text: str, *, day_first: bool) -> datetime.date | None:
    """The day that a text names, None where it names none (or one before 1970 or after 2100).

    `day_first` tells what 3/4/2026 is; a number above 12 is a day wherever it stands. The hour is passed over.
    """
    text = _shortened(text)
    if found := _ISO.fullmatch(text):
        return _day(found[1], int(found[2]), found[3])
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if second > 12 >= first or (first <= 12 and not day_first):
            first, second = second, first
        return _day(found[3], second, str(first))
    if found := _DAY_MONTH.fullmatch(text):
        return _day(found[3], month_named(found[2]), found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _day(found[3], month_named(found[1]), found[2])
    return None


def _shortened(text: str) -> str:
    """One line without the space around it; a text too long for a date gives nothing."""
    text = " ".join(text[: LONGEST_DATE + 1].split())
    return text if len(text) <= LONGEST_DATE else ""


def _day(year: str, month: int, day: str) -> datetime.date | None:
    number = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < CENTURY_TURNS else 1900)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return datetime.date(number, month, int(day))
    except ValueError:
        return None
