"""Numbers from outside: what is none, or leads nowhere, is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.base.numbers import A_POSITION, number_in


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", " 1", "²", "9" * A_POSITION])
def test_what_says_no_number_is_none(text: str) -> None:
    assert number_in(text, digits=A_POSITION) is None


@given(st.integers(min_value=0, max_value=10 ** (A_POSITION - 1) - 1))
def test_a_number_short_enough_is_that_number(number: int) -> None:
    assert number_in(str(number), digits=A_POSITION) == number


@given(st.text(max_size=12))
def test_no_text_fails(text: str) -> None:
    found = number_in(text, digits=A_POSITION)

    assert found is None or 0 <= found < 10 ** (A_POSITION - 1)
