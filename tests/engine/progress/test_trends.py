"""Means of sliders, and whether they have moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.progress.trends import Mean, difference, mean, trend

SLIDER = st.integers(0, 10)
FEW_DRAWS = 200
quick = settings(max_examples=50, deadline=None)


@quick
@given(st.lists(SLIDER, min_size=1, max_size=20), st.integers(0, 1000))
def test_mean_lies_within_its_interval_and_that_on_the_scale(values: list[int], seed: int) -> None:
    found = mean(values, seed=seed, draws=FEW_DRAWS)

    assert 0 <= found.low <= found.estimate <= found.high <= 10
    assert found.estimate == pytest.approx(sum(values) / len(values))


@quick
@given(st.lists(SLIDER, min_size=2, max_size=6), st.integers(0, 1000))
def test_mean_of_more_values_alike_is_narrower(values: list[int], seed: int) -> None:
    few, many = mean(values, seed=seed), mean(values * 8, seed=seed)

    assert many.high - many.low <= few.high - few.low


@quick
@given(st.lists(SLIDER, min_size=4, max_size=20), st.integers(0, 1000))
def test_change_lies_within_its_interval(values: list[int], seed: int) -> None:
    found = trend(values, seed=seed, draws=FEW_DRAWS)

    assert found is not None
    assert -10 <= found.change.low <= found.change.estimate <= found.change.high <= 10
    assert found.change.estimate == pytest.approx(found.later.estimate - found.earlier.estimate)


@quick
@given(st.lists(SLIDER, min_size=2, max_size=6), st.integers(0, 1000))
def test_change_is_undone_by_telling_the_halves_the_other_way_round(values: list[int], seed: int) -> None:
    steady = [5] * len(values)
    forth, back = trend([*values, *steady], seed=seed), trend([*steady, *values], seed=seed)

    assert forth is not None
    assert back is not None
    assert forth.change.estimate == pytest.approx(-back.change.estimate)


def test_limits_of_a_change_are_undone_as_well() -> None:
    forth, back = trend([3, 8, 5, 6, 5, 2, 9, 4], seed=1), trend([5, 2, 9, 4, 3, 8, 5, 6], seed=1)

    assert forth is not None
    assert back is not None
    assert (forth.change.low, forth.change.high) == pytest.approx((-back.change.high, -back.change.low), abs=0.3)


def test_the_same_seed_draws_the_same() -> None:
    values = [3, 8, 5, 6, 2, 9]

    assert mean(values, seed=4) == mean(values, seed=4)
    assert trend(values, seed=4) == trend(values, seed=4)


def test_another_seed_moves_the_limits_by_less_than_a_fifth_of_a_step() -> None:
    values = [3, 8, 5, 6, 2, 9]
    lows = [mean(values, seed=seed).low for seed in range(20)]

    assert max(lows) - min(lows) < 0.2


def test_values_all_alike_are_no_certainty() -> None:
    found = mean([5] * 5, seed=1)

    assert found.low < 5 < found.high


def test_one_value_says_nothing_of_the_next() -> None:
    assert mean([7], seed=1) == Mean(1, 7.0, 0.0, 10.0, 0.8)


def test_fewer_than_four_values_have_no_trend() -> None:
    assert trend([1, 9, 9], seed=1) is None


def test_trend_compares_the_later_half_with_the_earlier() -> None:
    found = trend([8, 8, 4, 4, 4], seed=1)

    assert found is not None
    assert (found.earlier.of, found.earlier.estimate, found.later.of, found.later.estimate) == (2, 8.0, 3, 4.0)
    assert found.change.high < 0


def test_difference_is_that_of_the_same_interview() -> None:
    found = difference([(8, 5), (9, 6), (2, 1), (7, 4), (6, 3)], seed=1)

    assert found.estimate == pytest.approx(-2.6)
    assert found.high < 0


def test_difference_reaches_further_than_a_slider() -> None:
    assert difference([(10, 0)], seed=1) == Mean(1, -10.0, -10.0, 10.0, 0.9)


@pytest.mark.parametrize(("values", "problem"), [([], "no value"), ([11], "0 and 10"), ([-1], "0 and 10")])
def test_mean_refuses_what_no_slider_says(values: list[int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        mean(values, seed=1)


def test_trend_refuses_what_no_slider_says() -> None:
    with pytest.raises(ValueError, match="not between 0 and 10"):
        trend([1, 2, 3, 11], seed=1)


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="level 1 is not"):
        mean([1, 2], seed=1, level=1)
