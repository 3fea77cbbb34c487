"""The answer: what one expects before it is known, what it was, and how far apart they lay."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.evening_actions import AnswerKnownError, expect_answer
from rebond.apps.debrief.evening_queries import ANSWERS, EXPECTABLE, Expectation, expectations_of
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.people.models import Person
from rebond.taxonomy.labels import OUTCOMES
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


def url(account: Any, deed: str = "") -> str:
    return f"/debrief/accounts/{account.pk}/answer/{deed}"


def expected() -> tuple[Any, ...]:
    return Account.objects.values_list("expected", "expected_at").get()


def answered() -> tuple[Any, ...]:
    return Account.objects.values_list("outcome", "answered_on").get()


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate)


@pytest.mark.parametrize("key", EXPECTABLE)
def test_what_is_expected_is_noted_with_its_date(account: Account, key: str) -> None:
    expect_answer(account=account, expected=key, by=account.owner, now=cast.NOON)

    assert expected() == (key, cast.NOON)


def test_noting_it_leads_back_to_the_account(client: Client, account: Account) -> None:
    response = client.post(url(account, "expected/"), {"expected": "refused"})

    where = f"/debrief/accounts/{account.pk}/#beside-title"
    assert (response.status_code, response.headers["Location"]) == (302, where)
    assert expected()[0] == "refused"
    assert seen(client.get(url(account))).one("select", name="expected").one("option", selected="").attributes == {
        "value": "refused",
        "selected": "",
    }


def test_it_may_change_and_be_taken_back_until_the_answer_is_known(account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    expect_answer(expected="refused", **said)
    expect_answer(expected="offer", **said)
    before = expected()
    expect_answer(expected="", **said)

    assert (before, expected()) == (("offer", cast.NOON), ("", None))


def test_the_same_again_keeps_its_date(account: Account) -> None:
    for days in (0, 3):
        when = cast.NOON + datetime.timedelta(days=days)
        expect_answer(account=account, expected="offer", by=account.owner, now=when)

    assert expected() == ("offer", cast.NOON)


@pytest.mark.parametrize("outcome", ["", *sorted(set(OUTCOMES) - set(ANSWERS))])
def test_an_outcome_that_tells_nothing_yet_leaves_it_open(account: Account, outcome: str) -> None:
    Account.objects.update(outcome=outcome)

    expect_answer(account=account, expected="offer", by=account.owner, now=cast.NOON)

    assert expected() == ("offer", cast.NOON)


@pytest.mark.parametrize("outcome", ANSWERS)
def test_it_is_frozen_once_the_answer_is_known(client: Client, account: Account, outcome: str) -> None:
    expect_answer(account=account, expected="refused", by=account.owner, now=cast.NOON)
    Account.objects.update(outcome=outcome)
    before = cast.everything_stored()

    with pytest.raises(AnswerKnownError):
        expect_answer(account=account, expected="offer", by=account.owner, now=cast.NOON)
    response = client.post(url(account, "expected/"), {"expected": "offer"})

    assert (response.status_code, seen(response).one(role="alert").words != "") == (422, True)
    assert cast.everything_stored() == before
    assert seen(client.get(url(account))).all("select", name="expected") == []


@pytest.mark.parametrize("wrong", ["waiting", "withdrew", "hired"])
def test_what_cannot_be_expected_is_refused(client: Client, account: Account, wrong: str) -> None:
    response = client.post(url(account, "expected/"), {"expected": wrong})

    assert (response.status_code, seen(response).one(role="alert").words != "") == (422, True)
    assert expected() == ("", None)


def test_the_answer_is_noted_with_its_date_and_shown_beside_what_was_expected(client: Client, account: Account) -> None:
    expect_answer(account=account, expected="refused", by=account.owner, now=cast.NOON)

    response = client.post(url(account, "noted/"), {"outcome": "next_stage", "answered_on": "2026-03-20"})

    assert (response.status_code, response.headers["Location"]) == (302, f"{url(account)}#answer-title")
    assert answered() == ("next_stage", datetime.date(2026, 3, 20))
    shown = seen(client.get(url(account))).one("dl").all("dd")
    outcomes = [OUTCOMES[key].name.fr for key in ("refused", "next_stage")]
    assert [part.words.startswith(outcome) for part, outcome in zip(shown, outcomes, strict=True)] == [True, True]


def test_the_day_of_the_answer_may_be_skipped(client: Client, account: Account) -> None:
    client.post(url(account, "noted/"), {"outcome": "refused", "answered_on": ""})

    assert answered() == ("refused", None)


def test_the_answer_may_be_taken_back(client: Client, account: Account) -> None:
    client.post(url(account, "noted/"), {"outcome": "refused", "answered_on": "2026-03-20"})
    client.post(url(account, "noted/"), {"outcome": "waiting", "answered_on": ""})

    assert answered() == ("waiting", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "hired"},
        {"outcome": "refused", "answered_on": "demain"},
        {"outcome": "refused", "answered_on": "2999-01-01"},
        {"outcome": "refused", "answered_on": "0026-03-20"},
        {"outcome": "waiting", "answered_on": "2026-03-20"},
    ],
)
def test_an_answer_that_cannot_be_noted_comes_back_as_it_was_given(
    client: Client, account: Account, wrong: dict[str, str]
) -> None:
    before = cast.everything_stored()

    response = client.post(url(account, "noted/"), wrong)

    page = seen(response)
    assert (response.status_code, page.one(role="alert").words != "") == (422, True)
    assert page.one("input", name="answered_on").attributes["value"] == wrong.get("answered_on", "")
    assert cast.everything_stored() == before


def test_another_persons_answer_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())
    before = cast.everything_stored()

    answers = [
        client.get(url(theirs)),
        client.post(url(theirs, "expected/"), {"expected": "offer"}),
        client.post(url(theirs, "noted/"), {"outcome": "offer"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert cast.everything_stored() == before


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account, "expected/"), {"expected": "offer"}).status_code == 403
    assert expected() == ("", None)


def test_the_page_asks_as_often_before_and_after(
    client: Client, account: Account, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):  # who asks, the account
        client.get(url(account))
    Account.objects.update(outcome="refused", expected="offer")
    with django_assert_num_queries(2):
        client.get(url(account))


# --------------------------------------------------------------------------------- What was expected, over interviews


def test_expectations_come_in_the_order_of_the_interviews(candidate: Person, django_assert_num_queries: Any) -> None:
    post = Opportunity.objects.create(
        owner=candidate, company="Abaco", stage="interviewing", added_at=cast.NOON, changed_at=cast.NOON
    )
    held = Interview.objects.create(
        owner=candidate, opportunity=post, starts_at=cast.NOON - datetime.timedelta(days=9), added_at=cast.NOON
    )
    alone, attached, silent = (cast.kept(candidate) for _ in range(3))
    theirs = cast.kept(cast.another_person())
    for account, key in ((alone, "offer"), (attached, "refused"), (theirs, "offer")):
        expect_answer(account=account, expected=key, by=account.owner, now=cast.NOON)
    Account.objects.filter(pk=attached.pk).update(interview=held, outcome="next_stage")
    Account.objects.filter(pk=silent.pk).update(outcome="refused")

    with django_assert_num_queries(1):
        found = expectations_of(candidate)

    assert found == (
        Expectation(attached.pk, datetime.date(2026, 3, 4), "refused", "next_stage"),
        Expectation(alone.pk, datetime.date(2026, 3, 13), "offer", ""),
    )


def test_the_example_expects_nothing(candidate: Person) -> None:
    account = cast.kept(candidate)
    expect_answer(account=account, expected="offer", by=candidate, now=cast.NOON)
    Account.objects.update(is_example=True)

    assert expectations_of(candidate) == ()
