"""Answering, by one gesture, a question that tells two causes apart."""

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.actions import answer_question, judge_cause
from rebond.apps.causes.models import Answer, Hypothesis, Question
from rebond.apps.causes.queries import SeenQuestion, causes_of, questions_of
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.people.models import Person
from rebond.apps.plan.models import Priority
from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh
from rebond.taxonomy.labels import INCIDENTS
from rebond.taxonomy.questions import QUESTIONS, UNSURE
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
REFUSED = "Ce choix n’existe pas. Rechargez la page et recommencez."
BLANK = cast.Passage("Trou noir sur la clause.", "fact", {"memory_blank": 0.9}, ("memory_blank",))
SECOND_BLANK = cast.Passage("Encore un blanc.", "interpretation", {"memory_blank": 0.6})
STORY = (cast.ARRIVAL, SECOND_BLANK, BLANK, cast.SHAME)


def url(account: Any) -> str:
    return f"/causes/{account.pk}/answer/"


def flat(account: Any) -> str:
    return f"/causes/{account.pk}/"


def answers() -> dict[str, str]:
    return dict(Answer.objects.values_list("question", "key"))


def hypotheses(account: Account) -> list[tuple[str, float]]:
    return list(Hypothesis.objects.filter(account=account).values_list("key", "weight"))


def weighed(answers: dict[str, str], *passages: cast.Passage) -> list[tuple[str, float]]:
    noise = dict.fromkeys(INCIDENTS, cast.NOISE)
    moments = [WeighedMoment(passage.nature, noise | dict(passage.likelihoods)) for passage in passages]
    return [(cause.key, cause.weight) for cause in weigh(moments, answers)]


def asked(page: Element) -> list[str]:
    return [card.attributes["id"] for card in page.all("article") if card.attributes["id"].startswith("question-")]


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, STORY)


def test_a_question_stands_after_the_feelings_and_before_the_causes(client: Client, account: Account) -> None:
    page = seen(client.get(flat(account)))

    titles = [heading.attributes["id"] for heading in page.one(id="flat").all("h2")]
    assert titles[:3] == ["felt-title", "questions-title", "mine-title"]
    assert asked(page) == ["question-blank"]


def test_a_question_says_what_was_felt_first_then_asks_and_shows_its_passages(client: Client, account: Account) -> None:
    card = seen(client.get(flat(account))).one(id="question-blank")

    kind = QUESTIONS["blank"]
    assert card.words.startswith(f"{kind.feels.fr} {kind.asks.fr}")
    links = [link.attributes["href"].partition("?")[2] for link in card.all("a")]
    assert links == ["moment=2#moment", "moment=1#moment"]


def test_a_question_offers_its_answers_and_that_one_does_not_know(client: Client, account: Account) -> None:
    buttons = seen(client.get(flat(account))).one(id="question-blank").all("button")

    assert [button.attributes["value"] for button in buttons] == [*QUESTIONS["blank"].answers, UNSURE]
    assert {button.attributes["aria-pressed"] for button in buttons} == {"false"}


@pytest.mark.parametrize("answer", [*QUESTIONS["blank"].answers, UNSURE])
def test_it_works_and_leads_back_to_the_page(client: Client, account: Account, answer: str) -> None:
    response = client.post(url(account), {"key": "blank", "answer": answer})

    assert (response.status_code, response.headers["Location"]) == (302, flat(account))
    assert answers() == {"blank": answer}


@pytest.mark.parametrize(
    ("answer", "first"),
    [("stress", "stress_unmanaged"), ("faded", "skills_stale"), ("never", "skills_missing")],
)
def test_the_causes_follow_at_once(client: Client, account: Account, answer: str, first: str) -> None:
    client.post(url(account), {"key": "blank", "answer": answer})

    assert hypotheses(account) == weighed({"blank": answer}, *STORY)
    assert causes_of(account)[0].key == first


def test_the_plan_follows_at_once(client: Client, account: Account) -> None:
    before = list(Priority.objects.values_list("cause", flat=True))

    client.post(url(account), {"key": "blank", "answer": "faded"})

    assert before == ["stress_unmanaged"]
    assert list(Priority.objects.values_list("cause", flat=True)) == ["skills_stale"]


def test_not_knowing_is_an_answer_that_changes_no_cause(client: Client, account: Account) -> None:
    before = hypotheses(account)

    client.post(url(account), {"key": "blank", "answer": UNSURE})

    assert hypotheses(account) == before != []
    card = seen(client.get(flat(account))).one(id="question-blank")
    assert card.one("button", aria_pressed="true").attributes["id"] == "blank-unsure"


def test_an_answer_is_shown_with_what_it_changes_and_can_be_changed(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "blank", "answer": "stress"})
    client.post(url(account), {"key": "blank", "answer": "faded"})

    card = seen(client.get(flat(account))).one(id="question-blank")

    pressed = card.one("button", aria_pressed="true")
    assert (pressed.attributes["id"], pressed.attributes["value"]) == ("blank-faded", "")
    assert card.all("p")[-1].words.endswith("Connaissances à rafraîchir.")
    assert answers() == {"blank": "faded"}


@pytest.mark.parametrize("form", [{"key": "blank", "answer": ""}, {"key": "blank"}])
def test_an_empty_answer_takes_it_back(client: Client, account: Account, form: dict[str, str]) -> None:
    before = hypotheses(account)
    client.post(url(account), {"key": "blank", "answer": "faded"})

    assert client.post(url(account), form).status_code == 302
    assert (answers(), hypotheses(account)) == ({}, before)


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account), {"key": "blank", "answer": "faded"}, headers=HTMX)

    assert part.status_code == 200
    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["flat"]
    assert region(part, "flat") == region(client.get(flat(account)), "flat")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_an_answer_survives_every_weighing(client: Client, account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    client.post(url(account), {"key": "blank", "answer": "faded"})

    correct_moment(**said, position=2, aspect="nature", key="interpretation", holds=True)

    corrected = cast.Passage(BLANK.quote, "interpretation", BLANK.likelihoods)
    assert hypotheses(account) == weighed({"blank": "faded"}, cast.ARRIVAL, SECOND_BLANK, corrected, cast.SHAME)
    assert asked(seen(client.get(flat(account)))) == ["question-blank"]


def test_a_question_goes_with_the_passages_that_raised_it_and_comes_back(client: Client, account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    client.post(url(account), {"key": "blank", "answer": "faded"})

    for position in (1, 2):
        correct_moment(**said, position=position, aspect="incident", key="memory_blank", holds=False)
    gone = asked(seen(client.get(flat(account))))
    correct_moment(**said, position=2, aspect="incident", key="memory_blank", holds=True)

    assert (gone, answers()) == ([], {"blank": "faded"})
    assert asked(seen(client.get(flat(account)))) == ["question-blank"]


@pytest.mark.parametrize(("choice", "shown"), [("confirmed", []), ("rejected", []), ("unknown", ["question-blank"])])
@pytest.mark.parametrize("cause", QUESTIONS["blank"].between)
def test_what_the_candidate_knows_of_a_cause_is_not_asked(
    client: Client, account: Account, cause: str, choice: str, shown: list[str]
) -> None:
    judge_cause(account=account, key=cause, choice=choice, by=account.owner, now=cast.NOON)

    expected = ["question-blank"] if (cause, choice) == ("skills_stale", "rejected") else shown
    assert asked(seen(client.get(flat(account)))) == expected


def test_an_answered_question_stays_whatever_is_said_of_its_causes(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "blank", "answer": "faded"})
    judge_cause(account=account, key="skills_stale", choice="confirmed", by=account.owner, now=cast.NOON)

    assert asked(seen(client.get(flat(account)))) == ["question-blank"]


def test_questions_of_tells_kind_passages_and_answer(account: Account, candidate: Person) -> None:
    answer_question(account=account, key="blank", answer="never", by=candidate, now=cast.NOON)

    assert questions_of(account, ()) == (SeenQuestion(QUESTIONS["blank"], (2, 1), "never"),)


def test_questions_take_two_queries(account: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        questions_of(account, ())


def test_a_retired_question_is_passed_over(client: Client, account: Account) -> None:
    Question.objects.update(key="an_old_question")

    assert asked(seen(client.get(flat(account)))) == []


def test_an_answer_keeps_who_said_it_and_when_and_leaves_an_audit_row(
    account: Account, candidate: Person, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    answer_question(account=account, key="blank", answer="stress", by=candidate, now=now)

    assert list(Answer.objects.values_list("account", "question", "key", "by", "at")) == [
        (account.pk, "blank", "stress", candidate.pk, now)
    ]
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "answer_question", "debrief.account", str(account.pk))
    ]


@pytest.mark.parametrize("repeated", [Question, Answer])
def test_the_database_refuses_a_question_or_an_answer_twice(account: Account, repeated: Any) -> None:
    answer_question(account=account, key="blank", answer="stress", by=account.owner, now=cast.NOON)
    twice = repeated.objects.get()
    twice.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"answer": "stress"},
        {"key": "", "answer": "stress"},
        {"key": "luck", "answer": "stress"},
        {"key": "blank", "answer": "once"},
        {"key": "blank", "answer": "stress\0"},
        {"key": "skills", "answer": "once"},
        {"key": "skills", "answer": ""},
    ],
    ids=[
        "nothing",
        "no key",
        "empty key",
        "no such question",
        "not its answer",
        "nul",
        "not raised",
        "nothing to take",
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account), form)

    assert (response.status_code, response.content.decode()) == (422, REFUSED)
    assert cast.everything_stored() == stored


def test_an_answer_counts_for_its_own_account_alone(client: Client, account: Account, candidate: Person) -> None:
    other = cast.read(candidate, STORY)
    before = hypotheses(other)

    client.post(url(account), {"key": "blank", "answer": "faded"})

    assert hypotheses(other) == before != hypotheses(account)


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.read(cast.another_person(), STORY)

    assert client.post(url(theirs), {"key": "blank", "answer": "faded"}).status_code == 404
    assert answers() == {}


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), {"key": "blank", "answer": "faded"}).status_code == 403
    assert answers() == {}


@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow_with_the_account(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [BLANK] * passages)

    with django_assert_num_queries(32):
        client.post(url(account), {"key": "blank", "answer": "faded"})
