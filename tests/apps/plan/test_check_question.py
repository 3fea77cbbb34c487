"""What was worked on, looked at again beside a later account: the question, its evidence, its history."""

import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.queries import reading_of
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority
from rebond.apps.plan.check_actions import check_priority
from rebond.apps.plan.check_queries import ASKED_AT_MOST, FEW, History, earlier_priorities, signs_of
from rebond.apps.plan.models import Priority
from rebond.taxonomy.causes import CAUSES, INCIDENT_WEIGHTS
from rebond.taxonomy.labels import INCIDENTS
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
DAY = datetime.timedelta(days=1)
QUIET = cast.Passage("Il faisait beau.", "context")
PERHAPS = cast.Passage("On a parlé d'argent, vite.", "fact", {"salary": 0.3})


def page(client: Client, account: Account) -> Element:
    return seen(client.get(f"/plan/{account.pk}/", headers=ENGLISH))


def asked(client: Client, account: Account) -> list[int]:
    shown = page(client, account).all("article")
    ids = [card.attributes["id"] for card in shown if card.attributes.get("id", "").startswith("check-")]
    return [int(one.removeprefix("check-")) for one in ids]


def kept(account: Account, cause: str = "pay_unprepared", *, is_done: bool = False) -> Priority:
    priority = cast.proposed(account, cause)
    keep_priority(priority=priority, due=None, by=account.owner, now=cast.NOON)
    if is_done:
        finish_priority(priority=priority, by=account.owner, now=cast.NOON)
    return priority


def say(priority: Priority, account: Account, choice: str) -> None:
    check_priority(priority=priority, account=account, choice=choice, by=account.owner, now=cast.NOON)


def interview(candidate: Person, days: int, *passages: cast.Passage) -> Account:
    return cast.read(candidate, passages or (QUIET,), now=cast.NOON + days * DAY)


@pytest.fixture
def priority(candidate: Person) -> Priority:
    return kept(cast.read(candidate))


def test_the_next_interview_asks_whether_it_came_back(client: Client, candidate: Person, priority: Priority) -> None:
    later = interview(candidate, 1)

    card = page(client, later).one(id=f"check-{priority.pk}")

    assert card.one("h3").words == CAUSES["pay_unprepared"].name.en
    assert card.one("a").words == REMEDIES[priority.remedy].name.en
    assert card.one("a").attributes["href"] == f"/plan/{priority.account_id}/#priority-{priority.pk}"
    assert [button.attributes["value"] for button in card.all("button")] == [
        "came_back",
        "did_not",
        "no_occasion",
        "unknown",
    ]
    assert card.all("button", aria_pressed="true") == []


def test_passages_where_its_incident_is_held_are_shown_then_those_where_it_is_likely(
    client: Client, candidate: Person, priority: Priority
) -> None:
    later = interview(candidate, 1, QUIET, PERHAPS, cast.SALARY)

    shown = page(client, later).one(id=f"check-{priority.pk}").all("li", class_="quote")
    name = INCIDENTS["salary"].name.en

    assert [item.one("a").attributes["href"] for item in shown] == [
        f"/moments/{later.pk}/?moment=2#moment",
        f"/moments/{later.pk}/?moment=1#moment",
    ]
    assert [item.all("span")[-1].words for item in shown] == [name, f"perhaps: {name}"]


def test_what_the_candidate_says_of_a_passage_counts(candidate: Person, priority: Priority) -> None:
    later = interview(candidate, 1, QUIET, PERHAPS)
    of_moment = {"account": later, "aspect": "incident", "key": "salary", "by": candidate, "now": cast.NOON}
    correct_moment(**of_moment, position=0, holds=True)
    correct_moment(**of_moment, position=1, holds=False)

    signs = signs_of("pay_unprepared", reading_of(later))

    assert [(sign.moment.position, sign.incidents, sign.is_held) for sign in signs] == [(0, ("salary",), True)]


def test_passages_beyond_three_are_counted(client: Client, candidate: Person, priority: Priority) -> None:
    later = interview(candidate, 1, *[cast.SALARY] * 5)

    card = page(client, later).one(id=f"check-{priority.pk}")

    assert len(card.all("li", class_="quote")) == 3
    assert "2 more passages in the reading." in card.words


def test_no_passage_is_not_taken_for_a_proof(client: Client, candidate: Person, priority: Priority) -> None:
    card = page(client, interview(candidate, 1)).one(id=f"check-{priority.pk}")

    assert "That does not prove that it stayed away." in card.words


def test_every_cause_has_an_incident_that_is_shown_as_its_sign(candidate: Person) -> None:
    passages = [cast.Passage(f"{key}.", "fact", {key: 0.9}, (key,)) for key in INCIDENT_WEIGHTS]
    read = reading_of(interview(candidate, 1, *passages))

    assert {cause for cause in CAUSES if not signs_of(cause, read)} == set()


@pytest.mark.parametrize("choice", ["came_back", "did_not", "no_occasion", "unknown"])
def test_the_answer_is_shown_and_can_be_taken_back(
    client: Client, candidate: Person, priority: Priority, choice: str
) -> None:
    later = interview(candidate, 1)
    say(priority, later, choice)

    pressed = page(client, later).one("button", aria_pressed="true")

    assert (pressed.attributes["id"], pressed.attributes["value"]) == (f"check-{priority.pk}-{choice}", "")


def test_nothing_is_asked_at_the_first_interview(client: Client, priority: Priority) -> None:
    assert page(client, priority.account).all(id="checks") == []


def test_nothing_is_asked_before_the_account_is_read(client: Client, candidate: Person, priority: Priority) -> None:
    later = cast.kept(candidate, now=cast.NOON + DAY)

    assert page(client, later).all(id="checks") == []


def test_examples_neither_ask_nor_are_asked_about(client: Client, candidate: Person, priority: Priority) -> None:
    later = interview(candidate, 1)
    Account.objects.filter(pk=later.pk).update(is_example=True)
    at_the_example = asked(client, later)
    Account.objects.filter(pk=later.pk).update(is_example=False)
    Account.objects.filter(pk=priority.account_id).update(is_example=True)

    assert (at_the_example, asked(client, later)) == ([], [])


def test_another_persons_plan_is_not_asked_about(client: Client, candidate: Person) -> None:
    kept(cast.read(cast.another_person()))

    assert asked(client, interview(candidate, 1)) == []


def test_what_is_kept_is_asked_about_at_each_interview(client: Client, candidate: Person, priority: Priority) -> None:
    say(priority, interview(candidate, 1), "did_not")

    assert asked(client, interview(candidate, 2)) == [priority.pk]


@pytest.mark.parametrize(
    ("choice", "is_asked_again"), [("came_back", False), ("did_not", False), ("no_occasion", True), ("unknown", True)]
)
def test_what_is_done_is_asked_about_until_one_interview_has_told(
    client: Client, candidate: Person, choice: str, is_asked_again: bool
) -> None:
    done = kept(cast.read(candidate), is_done=True)
    first, second = interview(candidate, 1), interview(candidate, 2)
    say(done, first, choice)

    assert asked(client, first) == [done.pk]
    assert asked(client, second) == ([done.pk] if is_asked_again else [])


def test_the_same_cause_is_asked_about_once_the_kept_priority_before_the_done_one(
    client: Client, candidate: Person
) -> None:
    kept(cast.read(candidate), is_done=True)
    now_kept = kept(cast.read(candidate))

    assert asked(client, interview(candidate, 1)) == [now_kept.pk]


def test_a_page_asks_six_questions_at_most(client: Client, candidate: Person) -> None:
    for incident, cause in [
        ("salary", "pay_unprepared"),
        ("stress", "stress_unmanaged"),
        ("preparation", "research_missing"),
        ("motivation", "motivation_unclear"),
        ("self_presentation", "pitch_unready"),
        ("foreign_language", "language_unpractised"),
        ("missing_examples", "examples_unprepared"),
    ]:
        account = cast.read(candidate, [cast.Passage("Un.", "fact", {incident: 0.95}, (incident,))])
        kept(account, cause, is_done=True)

    assert len(asked(client, interview(candidate, 1))) == ASKED_AT_MOST


def test_the_history_is_told_in_words_and_few_is_called_few(
    client: Client, candidate: Person, priority: Priority
) -> None:
    for days, choice in enumerate(["came_back", "did_not", "did_not", "no_occasion", "unknown"], start=1):
        say(priority, interview(candidate, days), choice)

    history = page(client, priority.account).one(id=f"priority-{priority.pk}").one("div", class_="history small soft")

    assert [line.words for line in history.all("p")] == [
        "Looked at again:",
        "That is few: nothing can be concluded from it yet.",
    ]
    assert [line.words for line in history.all("li")] == [
        "at 1 interview it came back",
        "at 2 interviews it did not come back",
        "at 1 interview there was no occasion",
        "at 1 interview you did not know",
    ]


def test_without_an_occasion_nothing_is_told(client: Client, candidate: Person, priority: Priority) -> None:
    say(priority, interview(candidate, 1), "no_occasion")

    assert "Nothing can be told from that yet." in page(client, priority.account).one(id="plan").words


def test_a_priority_that_was_never_looked_at_again_says_nothing_of_it(client: Client, priority: Priority) -> None:
    assert page(client, priority.account).all("div", class_="history small soft") == []


@given(st.builds(History, *[st.integers(0, 20)] * 4))
def test_only_answers_that_tell_are_counted_against_few(history: History) -> None:
    assert history.interviews >= history.told
    assert history.is_few == (history.came_back + history.did_not < FEW)


def test_earlier_priorities_do_not_carry_the_texts_of_their_accounts(
    candidate: Person, priority: Priority, django_assert_num_queries: Any
) -> None:
    later = interview(candidate, 1)

    with django_assert_num_queries(2):
        (earlier,) = earlier_priorities(later)

    assert "text" in earlier.account.get_deferred_fields()


@pytest.mark.parametrize("before", [1, 9])
def test_its_queries_do_not_grow_with_what_was_done_before(
    client: Client, candidate: Person, django_assert_num_queries: Any, before: int
) -> None:
    for _ in range(before):
        done = kept(cast.read(candidate), is_done=True)
        say(done, interview(candidate, 1), "no_occasion")
    later = interview(candidate, 2, cast.SALARY)
    kept(later)

    with django_assert_num_queries(10):  # those of the page: see test_plan
        client.get(f"/plan/{later.pk}/")
