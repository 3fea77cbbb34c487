"""What may be said of a few interviews, and mostly may not."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.progress import conclude
from rebond.engine.progress.before_after import before_after
from rebond.engine.progress.conclude import Said
from rebond.engine.progress.shares import share
from rebond.engine.progress.trends import Mean, difference, mean, trend

unhurried = settings(deadline=None)
SILENT = {"nothing", "too_few"}


@unhurried
@given(st.integers(0, 4).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_under_five_cases_no_share_is_told(case: tuple[int, int]) -> None:
    assert conclude.of_share(share(*case)).key in SILENT


@unhurried
@given(st.lists(st.integers(0, 10), max_size=4))
def test_under_five_values_no_trend_is_told(values: list[int]) -> None:
    assert conclude.of_trend(len(values), trend(values, seed=1)).key in SILENT


@unhurried
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=4))
def test_under_five_pairs_no_difference_is_told(pairs: list[tuple[int, int]]) -> None:
    assert conclude.of_difference(difference(pairs, seed=1)).key in SILENT


@unhurried
@given(st.lists(st.booleans(), max_size=2), st.lists(st.booleans(), max_size=12))
def test_a_side_of_under_three_interviews_tells_nothing(few: list[bool], others: list[bool]) -> None:
    assert conclude.of_before_after(before_after(few, others)).key in SILENT
    assert conclude.of_before_after(before_after(others, few)).key in SILENT


@unhurried
@given(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1))
def test_under_five_answers_no_leaning_is_told(right: int, darker: int, brighter: int) -> None:
    assert conclude.of_expectation(right=right, darker=darker, brighter=brighter).key in SILENT


@unhurried
@given(st.lists(st.booleans(), min_size=3, max_size=12), st.lists(st.booleans(), min_size=3, max_size=12))
def test_intervals_that_overlap_give_we_do_not_know(before: list[bool], after: list[bool]) -> None:
    found = before_after(before, after)
    overlap = found.before.low <= found.after.high and found.after.low <= found.before.high

    assert (conclude.of_before_after(found).key == "unknown") == overlap


def test_nothing_is_told_of_nothing() -> None:
    assert conclude.enough(0) == Said("nothing", {})
    assert conclude.of_trend(0, None) == Said("nothing", {})
    assert conclude.of_difference(None) == Said("nothing", {})
    assert conclude.of_before_after(before_after([], [])) == Said("nothing", {"before": 0, "after": 0})
    assert conclude.of_lowest({}) == ("", Said("nothing", {}))
    assert conclude.of_expectation(right=0, darker=0, brighter=0) == Said("nothing", {})


def test_too_few_says_how_many_and_how_many_it_takes() -> None:
    assert conclude.enough(4) == Said("too_few", {"have": 4, "need": 5})
    assert conclude.enough(5) is None


@pytest.mark.parametrize(
    ("values", "key"),
    [([9, 8, 9, 3, 2, 3], "lower"), ([3, 2, 3, 9, 8, 9], "higher"), ([5, 9, 1, 8, 2, 6], "unknown")],
)
def test_trend_is_told_where_it_is_plain(values: list[int], key: str) -> None:
    assert conclude.of_trend(len(values), trend(values, seed=1)).key == key


def test_trend_says_from_where_to_where() -> None:
    said = conclude.of_trend(6, trend([9, 8, 10, 3, 2, 1], seed=1))

    assert said == Said("lower", {"of": 6, "earlier": 9.0, "later": 2.0})


def test_a_change_of_less_than_a_step_is_none() -> None:
    values = [5] * 30 + [5, 6] * 15

    assert conclude.of_trend(60, trend(values, seed=1)) == Said("unknown", {"of": 60})


@pytest.mark.parametrize(("cold", "key"), [(5, "lower"), (10, "higher"), (8, "unknown")])
def test_difference_is_told_where_it_is_plain(cold: int, key: str) -> None:
    assert conclude.of_difference(difference([(8, cold)] * 6, seed=1)).key == key


def test_share_is_told_in_tenths_that_hold_it() -> None:
    assert conclude.of_share(share(2, 5)) == Said("share", {"count": 2, "of": 5, "low": 1, "high": 7})


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [((5, 5), (0, 5), "less"), ((0, 5), (5, 5), "more"), ((3, 5), (2, 5), "unknown"), ((3, 3), (0, 1), "too_few")],
)
def test_before_and_after_is_told_where_it_is_plain(before: tuple[int, int], after: tuple[int, int], key: str) -> None:
    sides = [[place < count for place in range(of)] for count, of in (before, after)]

    said = conclude.of_before_after(before_after(*sides))

    assert said == Said(key, {"before": before[1], "after": after[1]})


def _sure(**values: list[int]) -> Mapping[str, Mean]:
    return {phase: mean(given, seed=1) for phase, given in values.items()}


def test_lowest_is_told_where_it_lies_under_all_others() -> None:
    found = conclude.of_lowest(_sure(welcome=[8] * 5, salary=[2] * 5, closing=[7] * 5))

    assert found == ("salary", Said("first", {"of": 5, "mean": 2.0}))


def test_lowest_is_not_known_where_another_is_as_low() -> None:
    assert conclude.of_lowest(_sure(welcome=[8] * 5, salary=[2] * 5, closing=[2] * 5)) == ("", Said("unknown", {}))


def test_lowest_passes_over_what_was_rarely_noted() -> None:
    means = _sure(welcome=[8] * 5, salary=[2] * 5, closing=[0] * 4)

    assert conclude.of_lowest(means)[0] == "salary"


def test_lowest_of_one_phase_alone_is_not_told() -> None:
    assert conclude.of_lowest(_sure(salary=[2] * 9)) == ("", Said("too_few", {"have": 9, "need": 5}))


@pytest.mark.parametrize(
    ("right", "darker", "brighter", "key"),
    [(6, 0, 0, "right"), (1, 5, 0, "darker"), (1, 0, 5, "brighter"), (2, 2, 2, "unknown"), (3, 2, 0, "unknown")],
)
def test_expectation_leans_where_it_is_plain(right: int, darker: int, brighter: int, key: str) -> None:
    assert conclude.of_expectation(right=right, darker=darker, brighter=brighter).key == key
