"""Which interview an account tells: chosen among one's own, made in one line, or none."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.evening_queries import MOST_OFFERED, interviews_near
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def url(account: Any, deed: str = "") -> str:
    return f"/debrief/accounts/{account.pk}/interview/{deed}"


def held(owner: Any, company: str, days: float | None = 0, *, post: str = "", place: str = "") -> Interview:
    """An interview so many days after the account; None: its date is not known."""
    opportunity = Opportunity.objects.create(
        owner=owner, company=company, post=post, place=place, stage="interviewing", added_at=cast.NOON,
        changed_at=cast.NOON,
    )  # fmt: skip
    starts_at = None if days is None else cast.NOON + days * DAY
    return Interview.objects.create(owner=owner, opportunity=opportunity, starts_at=starts_at, added_at=cast.NOON)


def companies(person: Any, words: str = "") -> list[str]:
    return [one.opportunity.company for one in interviews_near(person, cast.NOON, words).interviews]


def attached() -> object:
    return Account.objects.values_list("interview", flat=True).get()


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate)


# ------------------------------------------------------------------------------------------------- What is offered


def test_the_nearest_in_time_come_first_and_those_without_a_date_last(candidate: Person) -> None:
    for company, days in {"Loin": -9, "Sans": None, "Demain": 1, "Hier soir": -0.5, "Plus tard": 5}.items():
        held(candidate, company, days)
    held(cast.another_person(), "Autrui")

    assert companies(candidate) == ["Hier soir", "Demain", "Plus tard", "Loin", "Sans"]


def test_what_is_offered_is_bounded_and_says_that_there_are_others(candidate: Person) -> None:
    for days in range(MOST_OFFERED):
        held(candidate, str(days), -days)
    assert interviews_near(candidate, cast.NOON).others is False

    held(candidate, "De trop", -99)

    near = interviews_near(candidate, cast.NOON)
    assert (companies(candidate), near.others) == ([str(days) for days in range(MOST_OFFERED)], True)


@pytest.mark.parametrize(
    "words", ["électricité", "ELECTRICITE", "electri  lyon", "soudeuse", "ÉLEC soud LYON", "(sud)"]
)
def test_a_search_forgives_accents_and_capitals(candidate: Person, words: str) -> None:
    held(candidate, "Électricité (Sud)", post="Soudeuse", place="Lyon")
    held(candidate, "Boulangerie", post="Vendeuse", place="Lille")

    assert companies(candidate, words) == ["Électricité (Sud)"]


@pytest.mark.parametrize("words", ["electricite lille", ".*", "[", "%", "\\"])
def test_a_search_finds_nothing_where_a_word_is_missing(candidate: Person, words: str) -> None:
    held(candidate, "Électricité", place="Lyon")

    assert companies(candidate, words) == []


def test_the_page_offers_and_a_search_narrows(client: Client, candidate: Person, account: Account) -> None:
    boulangerie = held(candidate, "Boulangerie")
    held(candidate, "Électricité")

    page = seen(client.get(url(account), {"words": "boulange"}))

    assert page.one("input", name="words").attributes["value"] == "boulange"
    assert [button.attributes["value"] for button in page.all("button", name="interview")] == [str(boulangerie.pk)]


def test_a_search_that_cannot_be_is_none(client: Client, account: Account) -> None:
    assert client.get(url(account), {"words": "a" * 101}).status_code == 200


@pytest.mark.parametrize("interviews", [1, 30])
def test_the_queries_of_the_page_do_not_grow(
    client: Client, candidate: Person, account: Account, django_assert_num_queries: Any, interviews: int
) -> None:
    for days in range(interviews):
        held(candidate, str(days), -days)

    with django_assert_num_queries(5):  # who asks, the account, interviews before, after, without a date
        client.get(url(account))


# ------------------------------------------------------------------------------------------------------- The choice


def test_an_interview_is_chosen_and_shown_at_the_top_of_the_account(
    client: Client, candidate: Person, account: Account
) -> None:
    interview = held(candidate, "Électricité <b>", post="Soudeuse")

    response = client.post(url(account, "chosen/"), {"interview": str(interview.pk)})

    where = f"/debrief/accounts/{account.pk}/"
    assert (response.status_code, response.headers["Location"]) == (302, where)
    line = seen(client.get(where)).one("p", class_="of-interview")
    assert line.words.startswith("Électricité <b>, Soudeuse · 13 mars 2026")
    assert line.one("a").attributes["href"] == url(account)


def test_the_account_may_stand_alone_again(client: Client, candidate: Person, account: Account) -> None:
    client.post(url(account, "chosen/"), {"interview": str(held(candidate, "Abaco").pk)})
    before = attached()

    client.post(url(account, "chosen/"), {"interview": ""})

    assert (before is None, attached()) == (False, None)
    assert Interview.objects.count() == 1


def test_an_interview_that_is_gone_or_anothers_is_not_chosen(client: Client, account: Account) -> None:
    theirs = held(cast.another_person(), "Abaco")

    answers = [
        client.post(url(account, "chosen/"), {"interview": str(key)}).status_code for key in (theirs.pk, uuid.uuid4())
    ]

    assert (answers, attached()) == ([404, 404], None)


def test_a_key_that_is_none_is_refused_with_a_sentence(client: Client, account: Account) -> None:
    response = client.post(url(account, "chosen/"), {"interview": "celui-là"})

    assert (response.status_code, seen(response).one(role="alert").words != "") == (422, True)


@pytest.mark.parametrize(
    ("told", "of_interview", "both"),
    [("refused", "", "refused"), ("", "offer", "offer"), ("waiting", "offer", "offer"), ("refused", "offer", "offer")],
)
def test_an_answer_that_one_has_holds_for_both(
    client: Client, candidate: Person, account: Account, told: str, of_interview: str, both: str
) -> None:
    interview = held(candidate, "Abaco")
    Account.objects.update(outcome=told)
    Interview.objects.update(outcome=of_interview)

    client.post(url(account, "chosen/"), {"interview": str(interview.pk)})

    assert (Account.objects.get().outcome, Interview.objects.get().outcome) == (both, both)


# ------------------------------------------------------------------------------------------------------ In one line


def test_an_interview_is_made_in_one_line_and_chosen(client: Client, account: Account) -> None:
    line = {"company": " Abaco ", "post": "Soudeuse", "held_on": "2026-03-12"}

    response = client.post(url(account, "new/"), line)

    assert response.headers["Location"] == f"/debrief/accounts/{account.pk}/"
    assert Opportunity.objects.values_list("company", "post", "stage").get() == ("Abaco", "Soudeuse", "interviewing")
    interview = Interview.objects.get()
    assert (attached(), interview.starts_at.date()) == (interview.pk, datetime.date(2026, 3, 12))


def test_the_same_line_sent_twice_makes_one_interview(client: Client, account: Account) -> None:
    for _ in range(2):
        client.post(url(account, "new/"), {"company": "Abaco", "post": "Soudeuse", "held_on": "2026-03-12"})

    assert (Opportunity.objects.count(), Interview.objects.count()) == (1, 1)


def test_company_alone_is_enough(client: Client, account: Account) -> None:
    client.post(url(account, "new/"), {"company": "Abaco", "post": "", "held_on": ""})

    assert Interview.objects.values_list("opportunity__company", "starts_at").get() == ("Abaco", None)


def test_a_post_already_there_is_taken_up_again(client: Client, candidate: Person, account: Account) -> None:
    held(candidate, "Abaco", post="Soudeuse")
    held(cast.another_person(), "Abaco", post="Soudeuse")

    client.post(url(account, "new/"), {"company": "abaco", "post": "soudeuse", "held_on": "2026-03-20"})

    mine = Opportunity.objects.get(owner=candidate)
    assert Interview.objects.filter(opportunity=mine).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"company": " "},
        {"company": "a" * 161},
        {"post": "a" * 201},
        {"post": "a\0"},
        {"held_on": "demain"},
        {"held_on": "9999-12-31"},
    ],
)
def test_a_line_that_cannot_be_noted_comes_back_as_it_was_typed(
    client: Client, account: Account, wrong: dict[str, str]
) -> None:
    line = {"company": "Abaco", "post": "Soudeuse", "held_on": "2026-03-12"} | wrong
    before = cast.everything_stored()

    response = client.post(url(account, "new/"), line)

    page = seen(response)
    assert (response.status_code, page.one(role="alert").words != "") == (422, True)
    assert {name: page.one("input", name=name).attributes["value"] for name in line} == line
    assert cast.everything_stored() == before


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())

    answers = [
        client.get(url(theirs)),
        client.post(url(theirs, "chosen/"), {"interview": ""}),
        client.post(url(theirs, "new/"), {"company": "Abaco"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert Opportunity.objects.count() == 0


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account, "new/"), {"company": "Abaco"}).status_code == 403
    assert Opportunity.objects.count() == 0


# ------------------------------------------------------------------------------------- The account and its list


@pytest.mark.parametrize("is_attached", [False, True])
def test_the_page_of_the_account_asks_as_often_with_an_interview(
    client: Client, candidate: Person, account: Account, django_assert_num_queries: Any, is_attached: bool
) -> None:
    Account.objects.update(interview=held(candidate, "Abaco") if is_attached else None)

    with django_assert_num_queries(2):  # who asks, the account
        client.get(f"/debrief/accounts/{account.pk}/")


def test_the_list_shows_company_and_post_where_known(client: Client, candidate: Person, account: Account) -> None:
    Account.objects.update(interview=held(candidate, "Abaco", post="Soudeuse"))
    alone = cast.kept(candidate, now=cast.NOON + DAY)

    entries = seen(client.get("/debrief/accounts/")).all("li", class_="entry")

    assert [[part.words for part in entry.all("span")[1:-1]] for entry in entries] == [[], ["Abaco, Soudeuse"]]
    assert str(alone.pk) in entries[0].one("a").attributes["href"]
