import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.text.capitals import without_capitals
from tests.readers import FULL

SHOUTED = "ENTRETIEN CE MATIN. J’AI EU UN TROU DE MÉMOIRE."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (SHOUTED, "entretien ce matin. j’ai eu un trou de mémoire."),
        ("La RH m’a parlé du CDI, et là : JAMAIS !", "La RH m’a parlé du CDI, et là : JAMAIS !"),
        ("", ""),
        ("14 h 30 ?", "14 h 30 ?"),
        ("İSTANBUL", "İstanbul"),
    ],
)
def test_small_letters_take_the_place_of_capitals_where_these_prevail(text: str, read: str) -> None:
    assert without_capitals(text) == read


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(without_capitals(text)) == len(text)


def test_an_account_in_capitals_is_read_as_the_same_in_small_letters() -> None:
    shouted, calm = FULL.read(SHOUTED), FULL.read(without_capitals(SHOUTED))

    assert [moment.nature for moment in shouted.moments] == [moment.nature for moment in calm.moments]
