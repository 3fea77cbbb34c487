"""Question by question: told, told again, put in order, taken away, beside the text."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief import evening_actions as actions
from rebond.apps.debrief.evening_actions import Told
from rebond.apps.debrief.models import Account, Exchange
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

FILLED = {"asked": "Pourquoi nous\u00a0?", "said": "J'ai récité.", "reaction": "Un silence.", "sureness": "3"}
LONG = "é" * 20_001


def url(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/questions/"


def one_url(exchange: Any, deed: str = "") -> str:
    return f"/debrief/questions/{exchange.pk}/{deed}"


def stored() -> list[tuple[Any, ...]]:
    return list(Exchange.objects.values_list("asked", "said", "reaction", "sureness"))


def asked() -> list[str]:
    return list(Exchange.objects.values_list("asked", flat=True))


def told(account: Any, *questions: str) -> list[Exchange]:
    say = {"account": account, "by": account.owner, "now": cast.NOON}
    return [actions.add_exchange(told=Told(asked=question), **say) for question in questions]


def field(page: Element, name: str) -> str:
    return page.one("textarea", name=name).text.removeprefix("\n")


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate)


def test_a_question_is_noted_and_a_fresh_row_has_the_focus(client: Client, account: Account) -> None:
    response = client.post(url(account), FILLED | {"sureness_given": "on"})

    assert (response.status_code, response.headers["Location"]) == (302, f"{url(account)}#asked")
    assert stored() == [("Pourquoi nous\u00a0?", "J'ai récité.", "Un silence.", 3)]
    page = seen(client.get(url(account)))
    assert [field(page, name) for name in ("asked", "said", "reaction")] == ["", "", ""]
    assert [part.text for part in page.one("dl").all("dd")][:3] == [FILLED[n] for n in ("asked", "said", "reaction")]


def test_the_slider_counts_only_where_its_box_says_so(client: Client, account: Account) -> None:
    client.post(url(account), FILLED)

    assert stored() == [("Pourquoi nous\u00a0?", "J'ai récité.", "Un silence.", None)]


@pytest.mark.parametrize("name", ["asked", "said", "reaction"])
def test_one_field_is_enough(client: Client, account: Account, name: str) -> None:
    client.post(url(account), {name: "Rien\r\nde plus."})

    assert Exchange.objects.values_list(name, flat=True).get() == "Rien\nde plus."


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked": " \n ", "said": "", "reaction": ""},
        {"asked": LONG},
        {"said": "a\0"},
        {"sureness": "11", "sureness_given": "on"},
        {"sureness": "beaucoup", "sureness_given": "on"},
    ],
)
def test_what_cannot_be_noted_comes_back_as_it_was_typed(
    client: Client, account: Account, wrong: dict[str, str]
) -> None:
    before = cast.everything_stored()

    response = client.post(url(account), FILLED | wrong)

    page = seen(response)
    assert response.status_code == 422
    assert page.one(role="alert").words != ""
    assert {name: field(page, name) for name in ("asked", "said", "reaction")} == {
        name: value for name, value in (FILLED | wrong).items() if not name.startswith("sureness")
    }
    assert ("checked" in page.one(name="sureness_given").attributes) == ("sureness_given" in wrong)
    assert cast.everything_stored() == before


def test_the_same_form_sent_twice_notes_one_question(client: Client, account: Account) -> None:
    for _ in range(2):
        client.post(url(account), FILLED)

    assert len(stored()) == 1


def test_the_same_question_asked_later_again_is_another(client: Client, account: Account) -> None:
    for question in ("Pourquoi\u00a0?", "Comment\u00a0?", "Pourquoi\u00a0?"):
        client.post(url(account), {"asked": question})

    assert asked() == ["Pourquoi\u00a0?", "Comment\u00a0?", "Pourquoi\u00a0?"]


def test_a_question_is_told_again_in_its_place(client: Client, account: Account) -> None:
    first, _ = told(account, "Un", "Deux")

    page = seen(client.get(one_url(first)))
    response = client.post(one_url(first), {"asked": "Un, autrement", "sureness": "0", "sureness_given": "on"})

    assert field(page, "asked") == "Un"
    assert response.headers["Location"] == f"{url(account)}#question-{first.pk}"
    assert stored() == [("Un, autrement", "", "", 0), ("Deux", "", "", None)]


def test_a_change_that_cannot_be_noted_comes_back_as_it_was_typed(client: Client, account: Account) -> None:
    (first,) = told(account, "Un")
    before = cast.everything_stored()

    response = client.post(one_url(first), {"asked": LONG})

    assert response.status_code == 422
    assert field(seen(response), "asked") == LONG
    assert cast.everything_stored() == before


@pytest.mark.parametrize(
    ("which", "way", "order"),
    [
        (0, "down", ["Deux", "Un", "Trois"]),
        (2, "up", ["Un", "Trois", "Deux"]),
        (0, "up", ["Un", "Deux", "Trois"]),
        (2, "down", ["Un", "Deux", "Trois"]),
    ],
)
def test_a_question_changes_places_with_its_neighbour_and_keeps_the_focus(
    client: Client, account: Account, which: int, way: str, order: list[str]
) -> None:
    moved = told(account, "Un", "Deux", "Trois")[which]

    response = client.post(one_url(moved, "move/"), {"up": way})

    assert response.headers["Location"] == f"{url(account)}#{way}-{moved.pk}"
    assert asked() == order


def test_another_way_than_up_or_down_moves_nothing(client: Client, account: Account) -> None:
    first, _ = told(account, "Un", "Deux")

    assert client.post(one_url(first, "move/"), {"up": "sideways"}).status_code == 422
    assert asked() == ["Un", "Deux"]


def test_a_question_moves_though_one_between_was_taken_away(client: Client, account: Account) -> None:
    _, second, third = told(account, "Un", "Deux", "Trois")
    client.post(one_url(second, "remove/"))

    client.post(one_url(third, "move/"), {"up": "up"})
    client.post(url(account), {"asked": "Quatre"})

    assert asked() == ["Trois", "Un", "Quatre"]


def test_a_question_is_taken_away(client: Client, account: Account) -> None:
    first, _ = told(account, "Un", "Deux")

    response = client.post(one_url(first, "remove/"))

    assert (response.status_code, response.headers["Location"]) == (302, f"{url(account)}#questions-title")
    assert asked() == ["Deux"]


def test_questions_lie_beside_the_text(account: Account, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()
    (first,) = told(account, "Un")
    decide = {"exchange": first, "by": account.owner, "now": now}
    actions.change_exchange(told=Told(said="Deux"), **decide)
    actions.remove_exchange(**decide)

    assert Account.objects.values_list("text", "written_at").get() == (account.text, cast.NOON)
    verbs = ["add_exchange", "change_exchange", "remove_exchange"]
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == verbs


def test_hostile_words_are_shown_as_text(client: Client, account: Account) -> None:
    (first,) = told(account, cast.HOSTILE)

    shown, changed = seen(client.get(url(account))), seen(client.get(one_url(first)))

    assert shown.one("dl").one("dd").text == cast.HOSTILE
    assert field(changed, "asked") == cast.HOSTILE
    assert shown.all("b") == changed.all("b") == []


def test_another_persons_questions_are_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())
    (exchange,) = told(theirs, "Un")
    before = cast.everything_stored()

    answers = [
        client.get(url(theirs)),
        client.post(url(theirs), FILLED),
        client.get(one_url(exchange)),
        client.post(one_url(exchange), FILLED),
        client.post(one_url(exchange, "move/"), {"up": "up"}),
        client.post(one_url(exchange, "remove/")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert cast.everything_stored() == before


@pytest.mark.parametrize("deed", ["move/", "remove/"])
def test_a_mere_look_is_no_deed(client: Client, account: Account, deed: str) -> None:
    (exchange,) = told(account, "Un")

    assert client.get(one_url(exchange, deed)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), FILLED).status_code == 403
    assert stored() == []


@pytest.mark.parametrize("questions", [1, 30])
def test_the_queries_of_the_page_do_not_grow(
    client: Client, account: Account, django_assert_num_queries: Any, questions: int
) -> None:
    first = told(account, *map(str, range(questions)))[0]

    with django_assert_num_queries(3):  # who asks, the account, its questions
        client.get(url(account))
    with django_assert_num_queries(4):  # the question too
        client.get(one_url(first))
