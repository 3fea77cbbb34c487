"""Shares of a few cases and how far off they may be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.progress.shares import Share, apart, share

unhurried = settings(deadline=None)


@st.composite
def counted(draw: st.DrawFn, most: int = 60) -> tuple[int, int]:
    """How many of how many cases."""
    of = draw(st.integers(0, most))
    return draw(st.integers(0, of)), of


@pytest.mark.parametrize(
    ("count", "of", "low", "middle", "high"),
    [(2, 5, 0.175, 0.4069, 0.6732), (1, 40, 0.0073, 0.0293, 0.0756), (3, 9, 0.1686, 0.3396, 0.5461)],
)
def test_share_has_the_quantiles_of_the_beta_distribution(
    count: int, of: int, low: float, middle: float, high: float
) -> None:
    found = share(count, of)

    assert (found.low, found.estimate, found.high) == pytest.approx((low, middle, high), abs=0.0005)


def test_share_of_nothing_counted_begins_at_nothing() -> None:
    found = share(0, 5)

    assert (found.low, found.count, found.of) == (0.0, 0, 5)
    assert 0 < found.high < 0.5


def test_share_of_everything_ends_at_everything() -> None:
    found = share(10, 10)

    assert found.high == 1.0
    assert found.low == pytest.approx(0.8764, abs=0.0005)


def test_share_of_no_case_may_be_anything() -> None:
    assert share(0, 0) == Share(0, 0, pytest.approx(0.5), 0.0, 1.0, 0.8)


@unhurried
@given(counted(), st.floats(0.05, 0.99))
def test_share_lies_within_its_interval_and_that_between_0_and_1(case: tuple[int, int], level: float) -> None:
    found = share(*case, level=level)

    assert 0 <= found.low < found.estimate < found.high <= 1


@unhurried
@given(counted())
def test_share_is_the_mirror_of_what_did_not_happen(case: tuple[int, int]) -> None:
    count, of = case
    found, mirror = share(count, of), share(of - count, of)

    assert (found.low, found.estimate, found.high) == pytest.approx(
        (1 - mirror.high, 1 - mirror.estimate, 1 - mirror.low), abs=1e-9
    )


@unhurried
@given(counted(most=20).filter(lambda case: case[1] > 0), st.integers(2, 6))
def test_share_of_more_cases_alike_is_narrower(case: tuple[int, int], times: int) -> None:
    few, many = share(*case), share(case[0] * times, case[1] * times)

    assert many.high - many.low < few.high - few.low


@unhurried
@given(counted())
def test_share_asked_to_be_surer_is_wider(case: tuple[int, int]) -> None:
    usual, surer = share(*case, level=0.8), share(*case, level=0.95)

    assert surer.low <= usual.low
    assert usual.high <= surer.high


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_share_refuses_what_cannot_be_counted(count: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"{count} cases out of {of}"):
        share(count, of)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5])
def test_share_refuses_a_level_that_is_none(level: float) -> None:
    with pytest.raises(ValueError, match="is not between 0 and 1"):
        share(1, 2, level=level)


def test_intervals_that_overlap_are_not_apart() -> None:
    assert not apart((share(2, 5), share(3, 5)))
    assert apart((share(9, 10), share(0, 10)))
    assert not apart((share(9, 10), share(0, 10), share(1, 10)))
