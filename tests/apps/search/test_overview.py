"""The page of the search: one field, and what it finds."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Exchange, Interview, Opportunity
from rebond.apps.search.actions import HITS_A_PAGE, KNOWN
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

URL = "/search/"


def search(client: Client, query: str, **more: str) -> Element:
    return seen(client.get(URL, {"q": query} | more))


def links(page: Element) -> list[str]:
    return [hit.all("a")[0].attributes["href"] for hit in page.all(class_="entry hit")]


def marks(page: Element) -> list[str]:
    return [mark.text for mark in page.all("mark")]


def test_it_offers_one_field_and_finds_nothing_unasked(client: Client, candidate: Any) -> None:
    cast.kept(candidate)

    page = seen(client.get(URL))

    assert [field.attributes["name"] for field in page.one(class_="seek").all("input")] == ["q"]
    assert page.all(class_="entry hit") == []


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("bafouillé", ["bafouillé"]),
        ("BAFOUILLE", ["bafouillé"]),
        ("bafoullié", ["bafouillé"]),
        ("salaire chiffre", ["chiffre", "salaire"]),
        ("  “salaires” OR", ["salaire"]),
    ],
)
def test_it_finds_words_without_their_accents_and_with_slips(
    client: Client, candidate: Any, query: str, marked: list[str]
) -> None:
    account = cast.read(candidate)

    page = search(client, query)

    assert links(page) == [f"/moments/{account.pk}/?moment=1#m1"]
    assert marks(page) == marked
    assert page.one("input", name="q").attributes["value"] == query.strip()


def test_a_word_that_was_mistyped_is_told_with_what_it_was_taken_for(client: Client, candidate: Any) -> None:
    cast.read(candidate)

    told = search(client, "sallaire").one("section", aria_labelledby="found-title").all("p")[0].words

    assert "sallaire" in told
    assert told.rstrip(".").endswith("salaire")


def test_an_account_not_read_yet_is_found_in_its_words(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate, "Elle a dit : trop junior, dommage.")

    assert links(search(client, "junior")) == [
        f"/debrief/accounts/{account.pk}/#text-title:~:text=junior%2C%20dommage."
    ]


def test_a_question_is_found_with_its_company_and_its_day(client: Client, candidate: Any) -> None:
    opportunity = Opportunity.objects.create(
        owner=candidate, company="Ravel", post="Comptable", stage="applied", added_at=cast.NOON, changed_at=cast.NOON
    )
    interview = Interview.objects.create(owner=candidate, opportunity=opportunity, added_at=cast.NOON)
    account = cast.kept(candidate)
    account.interview = interview
    account.save()
    exchange = Exchange.objects.create(account=account, position=0, asked="Parlez-moi d’un échec.")

    page = search(client, "échec")

    assert links(page) == [f"/debrief/accounts/{account.pk}/questions/#question-{exchange.pk}:~:text=%C3%A9chec."]
    assert "Ravel, Comptable" in page.one(class_="entry hit").words
    assert page.one("time").attributes["datetime"] == "2026-03-13T12:00:00+00:00"


def test_words_that_stand_nowhere_together_are_found_apart(client: Client, candidate: Any) -> None:
    first = cast.kept(candidate, "Le salaire était flou.")
    second = cast.kept(candidate, "Le poste est loin.", now=cast.NOON + datetime.timedelta(days=1))

    found = links(search(client, "salaire poste"))

    assert sorted(link.split("#")[0] for link in found) == sorted(
        f"/debrief/accounts/{account.pk}/" for account in (first, second)
    )


def test_hostile_words_are_shown_as_text(client: Client, candidate: Any) -> None:
    cast.kept(candidate, cast.HOSTILE)
    query = '"><script>alert(1)</script> guillemets'

    page = search(client, query)

    assert page.one("input", name="q").attributes["value"] == query
    assert "alert" in marks(page)
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


@pytest.mark.parametrize("query", ["", "   ", "?!", '"', "*", "NEAR(", "a" * 5000, "\x00\ud7ff", "'; DROP TABLE x"])
def test_no_query_is_an_error(client: Client, candidate: Any, query: str) -> None:
    cast.kept(candidate)

    assert client.get(URL, {"q": query}).status_code == 200


def test_what_is_found_comes_a_page_at_a_time(client: Client, candidate: Any) -> None:
    for number in range(HITS_A_PAGE + 2):
        cast.kept(candidate, f"Le salaire, fois {number}.")

    first, second = search(client, "salaire"), search(client, "salaire", page="2")

    assert (len(links(first)), len(links(second))) == (HITS_A_PAGE, 2)
    assert set(links(first)).isdisjoint(links(second))
    assert first.one("a", rel="next").attributes["href"] == "?q=salaire&page=2"
    assert second.one("a", rel="prev").attributes["href"] == "?q=salaire&page=1"
    assert second.one("ol").attributes["start"] == str(HITS_A_PAGE + 1)


@pytest.mark.parametrize("number", ["0", "-1", "x", "999", "99999999999", "²"])
def test_a_page_that_is_not_there_shows_what_there_is(client: Client, candidate: Any, number: str) -> None:
    cast.kept(candidate, "Le salaire.")

    response = client.get(URL, {"q": "salaire", "page": number})

    assert response.status_code == 200


def test_another_persons_words_are_not_found(client: Client, candidate: Any) -> None:
    cast.kept(cast.another_person(), "Le mot quetzal.")

    assert links(search(client, "quetzal")) == []
    assert "quetzals" not in search(client, "quetzl").words


def test_looking_changes_nothing(client: Client, candidate: Any) -> None:
    cast.read(candidate)
    before = cast.everything_stored()

    search(client, "salaire")
    search(client, "honte d’être sorti")

    assert cast.everything_stored() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Any) -> None:
    cast.kept(candidate, "Le salaire.")

    assert stranger.get(URL, {"q": "salaire"}).status_code == 403


@pytest.mark.parametrize("accounts", [1, 15])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("salaire", 4),  # who asks, the words, the texts, their moments
        ("salaire chiffre", 5),  # as many, and whether vectors were added
        ("sallaire", 6),  # who asks, the words, whether words were added, the words meant, the texts, their moments
    ],
)
def test_its_queries_do_not_grow(
    client: Client,
    candidate: Any,
    django_assert_num_queries: Any,
    settings: Any,
    accounts: int,
    query: str,
    queries: int,
) -> None:
    settings.ENCODER = "e5"
    for _ in range(accounts):
        cast.read(candidate)
    KNOWN.vocabulary(candidate)
    KNOWN.pieces(candidate)

    with django_assert_num_queries(queries):
        client.get(URL, {"q": query})


def test_a_text_deleted_between_two_queries_is_left_out(candidate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from rebond.apps.search import actions

    account = cast.kept(candidate, f"Le mot quetzal, {uuid.uuid4()}.")
    looked_up = actions.writings_of

    def deleted_meanwhile(*given: Any) -> Any:
        account.delete()
        return looked_up(*given)

    monkeypatch.setattr(actions, "writings_of", deleted_meanwhile)

    assert actions.find(query="quetzal", page=1, by=candidate).hits == ()
