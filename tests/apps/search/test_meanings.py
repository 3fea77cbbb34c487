"""Search by meaning: vectors of passages, made beside the pages, by the real encoder."""

from typing import Any

import numpy as np
import pytest

from rebond.apps.search import actions
from rebond.apps.search.actions import KNOWN, encoder_version, find, mean_some, warm
from rebond.apps.search.models import Meaning, Writing
from rebond.apps.search.queries import to_be_meant
from tests.apps import cast

pytestmark = pytest.mark.django_db

MONEY = "Il m'a demandé mes prétentions salariales et j'ai dit un chiffre au hasard."
LATE = "Mon train avait du retard, j'ai couru depuis la gare."
SENTENCE = "combien je voulais gagner"


@pytest.fixture(autouse=True)
def _with_encoder(settings: Any) -> None:
    """Pages are tested with the light reader; here the encoder is what is tested."""
    settings.ENCODER = "e5"


def mean_all() -> int:
    count = 0
    while done := mean_some(now=cast.NOON):
        count += done
    return count


def near(person: Any, query: str) -> list[str]:
    return [hit.writing.text for hit in find(query=query, page=1, by=person).hits if hit.by_meaning]


def test_each_text_is_turned_into_vectors_once(candidate: Any) -> None:
    cast.kept(candidate, MONEY)
    cast.kept(candidate, LATE)

    assert (mean_all(), mean_all()) == (2, 0)
    assert set(Writing.objects.values_list("meant_by", flat=True)) == {encoder_version()}
    vectors = [np.frombuffer(vector, "<f2") for vector in Meaning.objects.values_list("vector", flat=True)]
    assert [vector.shape for vector in vectors] == [(384,), (384,)]
    assert [round(float(np.linalg.norm(vector.astype(np.float32))), 2) for vector in vectors] == [1.0, 1.0]


def test_what_comes_near_is_found_without_its_words(candidate: Any) -> None:
    cast.kept(candidate, MONEY)
    cast.kept(candidate, LATE)
    mean_all()

    assert near(candidate, SENTENCE)[0] == MONEY


def test_what_is_found_by_words_is_not_found_again_by_meaning(candidate: Any) -> None:
    cast.kept(candidate, MONEY)
    mean_all()

    found = find(query="prétentions salariales", page=1, by=candidate)

    assert (found.by_words, found.by_meaning, len(found.hits)) == (1, 0, 1)


def test_one_word_alone_is_not_compared(candidate: Any) -> None:
    cast.kept(candidate, MONEY)
    mean_all()

    assert near(candidate, "rémunération") == []


def test_vectors_added_and_deleted_are_followed(candidate: Any) -> None:
    first = cast.kept(candidate, MONEY)
    mean_all()
    assert near(candidate, SENTENCE) == [MONEY]

    cast.kept(candidate, "La rémunération dépend, m'a-t-il répondu.")
    mean_all()
    first.delete()

    assert MONEY not in near(candidate, SENTENCE)
    assert len(KNOWN.pieces(candidate).keys) == 1
    assert Meaning.objects.count() == 1


def test_vectors_of_another_version_are_made_anew(candidate: Any) -> None:
    cast.kept(candidate, MONEY)
    mean_all()
    before = list(Meaning.objects.values_list("pk", flat=True))
    Writing.objects.update(meant_by="earlier")

    assert mean_all() == 1
    assert Meaning.objects.count() == 1
    assert list(Meaning.objects.values_list("pk", flat=True)) != before


def test_a_text_deleted_while_the_encoder_works_leaves_nothing(candidate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    account = cast.kept(candidate, MONEY)
    cast.kept(candidate, LATE)
    keep = actions._keep

    def deleted_meanwhile(*given: Any, **named: Any) -> None:
        account.delete()
        keep(*given, **named)

    monkeypatch.setattr(actions, "_keep", deleted_meanwhile)
    mean_some(now=cast.NOON)

    assert [meaning.writing.text for meaning in Meaning.objects.all()] == [LATE]


def test_another_persons_vectors_are_not_compared(candidate: Any) -> None:
    cast.kept(cast.another_person(), MONEY)
    mean_all()

    assert near(candidate, SENTENCE) == []


def test_without_the_encoder_words_are_searched_all_the_same(candidate: Any, settings: Any, client: Any) -> None:
    settings.ENCODER = "light"
    cast.kept(candidate, MONEY)
    warm(by=candidate)

    found = find(query="prétentions hasard", page=1, by=candidate)

    assert (mean_some(now=cast.NOON), found.by_words, found.by_meaning, found.compares_meaning) == (0, 1, 0, False)
    assert len(to_be_meant(encoder_version(), most=9)) == 1
    assert client.get("/search/", {"q": "prétentions"}).status_code == 200
