"""Why a label was read: the words of the passage that weighed most."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import read_account, why_of
from rebond.apps.moments.models import Reading
from rebond.apps.moments.queries import Run, reading_of, runs_of
from rebond.apps.people.models import Person
from rebond.engine.moments.why import Word
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
TEXT = "Entretien mardi matin. J'avais les mains moites et je tremblais. Il a regardé sa montre."


@pytest.fixture
def account(candidate: Person) -> Account:
    account = cast.kept(candidate, TEXT)
    read_account(account=account, by=candidate, now=cast.NOON)
    return account


def url(account: Any, position: int = 1, aspect: str = "nature", key: str = "feeling") -> str:
    return f"/moments/{account.pk}/{position}/why/?aspect={aspect}&key={key}"


def shown(client: Client, address: str) -> Element:
    return seen(client.get(address))


def test_the_words_that_weighed_most_are_marked_in_the_passage(client: Client, account: Account) -> None:
    page = shown(client, url(account))

    read = reading_of(account)
    assert read is not None
    assert page.one("blockquote").text == read.moments[1].quote
    found = why_of(read=read, position=1, aspect="nature", key="feeling")
    marked = sorted((word.start, word.end) for word in found.words)
    assert [mark.text for mark in page.all("mark")] == [TEXT[start:end] for start, end in marked]
    assert "tremblais" in [mark.text for mark in page.all("mark")]


def test_htmx_gets_the_part_that_the_page_holds(client: Client, account: Account) -> None:
    part = seen(client.get(url(account), headers=HTMX))

    (section,) = [element for element in part.content if isinstance(element, Element)]
    assert section == shown(client, url(account)).one("section", aria_labelledby="why-title")


@pytest.mark.parametrize(
    ("aspect", "key"),
    [("nature", "fact"), ("incident", "stress"), ("incident", "salary"), ("distortion", "should"), ("phase", "before")],
)
def test_it_answers_for_every_kind_of_label(client: Client, account: Account, aspect: str, key: str) -> None:
    assert client.get(url(account, 1, aspect, key)).status_code == 200


def test_every_label_of_the_panel_leads_to_it(client: Client, account: Account) -> None:
    panel = shown(client, f"/moments/{account.pk}/?moment=1").one(id="moment")

    links = [link.attributes for link in panel.all("a", hx_target="#why")]
    incidents = [b.attributes["id"] for b in panel.all("button") if b.attributes.get("id", "").startswith("incident-")]
    assert {f"why-{name}" for name in incidents} <= {link["id"] for link in links}
    assert "why-nature-feeling" in {link["id"] for link in links}
    assert all(link["href"] == link["hx-get"] for link in links)
    assert [link["data-key"] for link in links if "data-key" in link] == ["w"]


@pytest.mark.parametrize("version", ["by hand", ""])
def test_another_reader_than_the_one_that_read_is_told(client: Client, account: Account, version: str) -> None:
    before = shown(client, url(account)).one("section", aria_labelledby="why-title")
    Reading.objects.update(version=version or Reading.objects.get().version)

    after = shown(client, url(account)).one("section", aria_labelledby="why-title")

    assert (after == before) is not bool(version)


@pytest.mark.parametrize(
    ("aspect", "key"),
    [
        ("", ""),
        ("agency", "me"),
        ("nature", "salary"),
        ("incident", ""),
        ("mood", "x"),
        ("phase", ""),
        ("x" * 999, "x"),
    ],
)
def test_an_unknown_label_is_not_found(client: Client, account: Account, aspect: str, key: str) -> None:
    assert client.get(url(account, 1, aspect, key)).status_code == 404


@pytest.mark.parametrize("position", [99, 10**30])
def test_an_unknown_passage_is_not_found(client: Client, account: Account, position: int) -> None:
    assert client.get(url(account, position)).status_code == 404


def test_an_account_that_is_not_read_has_no_reasons(client: Client, candidate: Person) -> None:
    assert client.get(url(cast.kept(candidate), 0)).status_code == 404


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.read(cast.another_person()), 0)).status_code == 404


def test_another_verb_is_refused(client: Client, account: Account) -> None:
    assert client.post(url(account)).status_code == 405


def test_it_takes_as_many_queries_as_the_page(client: Client, account: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):  # who asks, the account, its reading, its moments, their corrections
        client.get(url(account))


def test_runs_put_end_to_end_give_the_passage_again(account: Account) -> None:
    read = reading_of(account)
    assert read is not None
    moment = read.moments[1]
    hands = TEXT.index("mains")

    runs = runs_of(moment, [Word(hands, hands + 5, 1.0)], [Word(moment.start, moment.start + 6, -1.0)])

    assert runs == (
        Run("J'avai", "against"),
        Run(" les ".join(["s", ""]), ""),
        Run("mains", "towards"),
        Run(moment.quote[hands - moment.start + 5 :], ""),
    )
