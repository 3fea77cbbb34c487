import numpy as np
import pytest

from rebond.engine.moments.evidence import words_that_show
from tests.engine.text.test_linear import model_of


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Bref, après tout ça je suis une imposture, voilà, et le bus est parti.", "imposture"),
        ("Imposture", "Imposture"),
        ("… !", "… !"),
    ],
)
def test_words_that_show_hold_the_telling_word(quote, shown):
    start, end = words_that_show(quote, 0, model_of("imposture"))

    assert shown in quote[start:end]


def test_words_that_show_are_few_but_not_one_alone():
    quote = "Bref, après tout ça je suis une imposture, voilà, et le bus est parti."

    start, end = words_that_show(quote, 0, model_of("imposture"))

    assert len(quote[start:end].split()) == 3
    assert np.array_equal(words_that_show(quote, 0, model_of("imposture")), (start, end))
