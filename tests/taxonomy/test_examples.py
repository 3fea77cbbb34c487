"""The accounts that a newcomer tries first."""

import pytest

from rebond.engine.debrief.distress import find_distress
from rebond.taxonomy.examples import EXAMPLES


def test_examples_are_in_both_languages() -> None:
    assert list(EXAMPLES) == ["fr", "en"]


@pytest.mark.parametrize("language", EXAMPLES)
def test_example_can_be_read_in_a_minute_or_two(language: str) -> None:
    assert 230 <= len(EXAMPLES[language].split()) <= 300


@pytest.mark.parametrize("language", EXAMPLES)
def test_example_calls_for_no_help_line(language: str) -> None:
    assert find_distress(EXAMPLES[language]) is None
