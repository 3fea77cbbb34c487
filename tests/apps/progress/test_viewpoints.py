"""One interview from several sides."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.moments.models import ColdReading
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.progress import history
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def page(client: Client, account: Any) -> Element:
    return seen(client.get(f"/progress/{account.pk}/", headers=ENGLISH))


def test_it_sets_hot_cold_recruiter_and_answer_side_by_side(client: Client, candidate: Person) -> None:
    feedback = cast.Passage("On m'a dit que mes exemples manquaient de précision.", "feedback")
    account = cast.read(candidate, [cast.ARRIVAL, feedback])
    for field, value in {"leaving": "vidée", "stress": 0, "expected": "refused", "outcome": "offer"}.items():
        setattr(account, field, value)
    account.save()
    ColdReading.objects.create(account=account, leaving="calme", stress=3)

    hot, cold, recruiter, answer = page(client, account).all("article")

    assert (hot.one("q").words, [cell.words for cell in hot.all("dd")]) == ("vidée", ["0/10", "–", "–"])
    assert (cold.one("q").words, [cell.words for cell in cold.all("dd")]) == ("calme", ["3/10", "–", "–"])
    assert feedback.quote in recruiter.words
    assert answer.words == "The answer Offer You expected: Refusal. Better than feared."


def test_a_side_that_is_missing_says_so(client: Client, candidate: Person) -> None:
    words = page(client, history.told(candidate)).one("main").words

    assert "Not read again yet." in words
    assert "This account has not been read yet." in words
    assert "Not known yet." in words


def test_an_account_read_without_feedback_says_so(client: Client, candidate: Person) -> None:
    assert "No feedback is noted in this account." in page(client, cast.read(candidate)).one("main").words


def test_another_persons_account_is_not_found(client: Client) -> None:
    account = history.told(cast.another_person())

    assert client.get(f"/progress/{account.pk}/").status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/progress/{uuid.uuid4()}/").status_code == 404


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Person) -> None:
    assert stranger.get(f"/progress/{history.told(candidate).pk}/").status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, candidate: Person, method: str) -> None:
    assert getattr(client, method)(f"/progress/{history.told(candidate).pk}/").status_code == 405


@pytest.mark.parametrize("passages", [1, 20])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY, cast.BLANK] * passages)

    # Who asks, the account, its reading, its moments, their corrections, the cold reading.
    with django_assert_num_queries(6):
        client.get(f"/progress/{account.pk}/")
