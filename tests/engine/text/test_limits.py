import pytest

from rebond.engine.text.limits import LONGEST_ACCOUNT, TextRefused, check_length


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (" \n\u00a0\t", "empty"), ("a" * (LONGEST_ACCOUNT + 1), "too_long")]
)
def test_check_length_refuses_with_its_reason(text, reason):
    with pytest.raises(TextRefused) as refused:
        check_length(text)

    assert refused.value.reason == reason


def test_check_length_lets_the_longest_account_through():
    assert check_length("a" * LONGEST_ACCOUNT) is None
