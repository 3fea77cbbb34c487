"""Pages composed of several stages, and what holds for every page: it only reads, and speaks one language at a time."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import State, add_example, describe_state
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority, set_aside
from rebond.apps.plan.models import Priority
from rebond.web.templatetags.taxonomy import KINDS
from tests.apps import cast
from tests.apps.screen import seen
from tests.web.stories import NEUTRAL, drafting, example, lived, nothing_to_work_on, planned, unsure
from tests.web.vocabulary import VOCABULARY, foreign

pytestmark = pytest.mark.django_db

ACCOUNTS = "/debrief/accounts/"


# ------------------------------------------------------------------------------------------------------ The first page


def test_home_leads_to_the_field_in_which_one_writes(client: Client) -> None:
    response = client.get("/")

    assert (response.status_code, response.headers["Location"]) == (302, "/debrief/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_on_home_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_home_is_closed_without_the_launch_cookie(stranger: Client, candidate: Person) -> None:
    assert stranger.get("/").status_code == 403


# ------------------------------------------------------------------------------------------------- The list of accounts


def test_accounts_come_newest_first_and_lead_to_where_each_stands(client: Client, candidate: Person) -> None:
    older = cast.read(candidate)
    newer = cast.kept(candidate, "Le second entretien.", now=cast.NOON.replace(hour=20))

    entries = seen(client.get(ACCOUNTS)).all("li", class_="entry")

    assert [entry.one("a").attributes["href"] for entry in entries] == [
        f"/debrief/accounts/{newer.pk}/",
        f"/moments/{older.pk}/",
    ]
    assert [entry.one("a").words for entry in entries] == ["Le second entretien.", f"{older.text[:139]}…"]
    assert [entry.all("span")[-1].words for entry in entries] == ["pas encore lu", "lu"]
    assert [entry.one("time").attributes["datetime"] for entry in entries] == [
        "2026-03-13T20:00:00+00:00",
        "2026-03-13T12:00:00+00:00",
    ]


def test_an_account_shows_its_outcome_and_whether_it_is_an_example(client: Client, candidate: Person) -> None:
    account = add_example(language="fr", by=candidate, now=cast.NOON)
    describe_state(account=account, state=State(outcome="refused"), by=candidate, now=cast.NOON)

    tags = seen(client.get(ACCOUNTS)).all("span", class_="tag")

    assert [tag.words for tag in tags] == ["exemple", KINDS["outcome"]["refused"].name.fr]


def test_it_shows_what_one_is_working_on(client: Client, candidate: Person) -> None:
    account = cast.read(candidate)
    keep_priority(priority=cast.proposed(account, "pay_unprepared"), due=None, by=candidate, now=cast.NOON)

    section = seen(client.get(ACCOUNTS)).one("section", aria_labelledby="now-title")

    assert [link.attributes["href"] for link in section.all("a")] == [f"/plan/{account.pk}/"]


@pytest.mark.parametrize("leave", [finish_priority, set_aside])
def test_what_is_done_or_set_aside_is_not_worked_on(client: Client, candidate: Person, leave: Any) -> None:
    priority = cast.proposed(cast.read(candidate), "pay_unprepared")
    keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)
    leave(priority=priority, by=candidate, now=cast.NOON)

    assert seen(client.get(ACCOUNTS)).all(id="now-title") == []


def test_without_an_account_it_says_how_little_the_first_one_takes(client: Client) -> None:
    page = seen(client.get(ACCOUNTS))

    assert page.one("p", class_="lead").words == "Rien ici pour l’instant. Le premier prend une minute."
    assert page.all("li", class_="entry") == page.all(id="now-title") == []


def test_another_persons_accounts_and_work_are_not_shown(client: Client) -> None:
    other = cast.another_person()
    keep_priority(priority=cast.proposed(cast.read(other), "pay_unprepared"), due=None, by=other, now=cast.NOON)

    page = seen(client.get(ACCOUNTS))

    assert page.all("li", class_="entry") == page.all(id="now-title") == []


def test_hostile_words_are_listed_as_text(client: Client, candidate: Person) -> None:
    cast.kept(candidate, cast.HOSTILE)

    page = seen(client.get(ACCOUNTS))

    assert page.one("li", class_="entry").one("a").text == f"{cast.HOSTILE[:139]}…"
    assert page.all("b") == []
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_on_the_list_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(ACCOUNTS).status_code == 405


def test_the_list_is_closed_without_the_launch_cookie(stranger: Client, candidate: Person) -> None:
    cast.kept(candidate, "J'ai perdu le fil.")

    response = stranger.get(ACCOUNTS)

    assert response.status_code == 403
    assert "perdu" not in response.content.decode()


@pytest.mark.parametrize("accounts", [1, 3])
def test_the_queries_of_the_list_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, accounts: int
) -> None:
    for _ in range(accounts):
        account = cast.read(candidate)
        keep_priority(priority=cast.proposed(account, "pay_unprepared"), due=None, by=candidate, now=cast.NOON)
        cast.kept(candidate)

    with django_assert_num_queries(6):  # who asks, accounts, which are read, what is due, priorities, their steps
        client.get(ACCOUNTS)


# ---------------------------------------------------------------------------------------------------- The first visit


def test_understood_is_noted_and_leads_to_the_field(client: Client) -> None:
    response = client.post("/welcomed/")

    assert (response.status_code, response.headers["Location"]) == (302, "/debrief/")
    assert Person.objects.get().welcomed_at is not None
    assert seen(client.get("/debrief/")).all(id="welcome-title") == []


def test_understood_twice_is_understood_once(client: Client) -> None:
    client.post("/welcomed/")
    stored = cast.everything_stored()

    assert client.post("/welcomed/").status_code == 302
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_on_understood_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)("/welcomed/").status_code == 405


# ------------------------------------------------------------------------------------------------------- Every page

PAGES: Mapping[str, tuple[Callable[[Person], Account], str]] = {
    "capture": (example, "/debrief/"),
    "capture-draft": (drafting, "/debrief/"),
    "account": (lived, "/debrief/accounts/{}/"),
    "account-example": (example, "/debrief/accounts/{}/"),
    "account-heavy": (unsure, "/debrief/accounts/{}/"),
    "remove": (lived, "/debrief/accounts/{}/remove/"),
    "accounts": (planned, "/debrief/accounts/"),
    "accounts-example": (example, "/debrief/accounts/"),
    "unread": (drafting, "/moments/{}/"),
    "reading": (lived, "/moments/{}/"),
    **{f"reading-{n}": (lived, f"/moments/{{}}/?moment={n}") for n in range(len(NEUTRAL))},
    "reading-sought": (lived, "/moments/{}/?incident=health"),
    "reading-unsure": (unsure, "/moments/{}/"),
    "reading-nothing": (nothing_to_work_on, "/moments/{}/"),
    "taught": (lived, "/moments/taught/"),
    "taught-nothing": (nothing_to_work_on, "/moments/taught/"),
    "flat": (lived, "/causes/{}/"),
    "flat-unsure": (unsure, "/causes/{}/"),
    "flat-nothing": (nothing_to_work_on, "/causes/{}/"),
    "plan": (planned, "/plan/{}/"),
    "plan-proposed": (lived, "/plan/{}/"),
    "plan-nothing": (nothing_to_work_on, "/plan/{}/"),
    "everything": (planned, "/plan/"),
    "everything-nothing": (lived, "/plan/"),
    "not-found": (example, "/nothing-here/"),
}
every_page = pytest.mark.parametrize(("story", "address"), PAGES.values(), ids=PAGES)

REFUSALS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "no-text": ("/debrief/", {"text": ""}),
    "long-text": ("/debrief/", {"text": "a" * 200_001}),
    "null-text": ("/debrief/", {"text": "a\0"}),
    "state": ("/debrief/accounts/{account}/state/", {"stress": "99", "stress_given": "on", "outcome": "hired"}),
    "label": ("/moments/{account}/1/", {"choice": "nothing"}),
    "passage": ("/moments/{account}/99/", {"choice": "nature:fact:yes"}),
    "verdict": ("/causes/{account}/verdict/", {"key": "nothing"}),
    "date": ("/plan/priorities/{priority}/date/", {"due": "demain"}),
    "no-words": ("/plan/priorities/{priority}/steps/", {"words": ""}),
    "long-words": ("/plan/priorities/{priority}/steps/", {"words": "a" * 301}),
    "null-words": ("/plan/priorities/{priority}/steps/", {"words": "a\0"}),
}


@every_page
def test_looking_at_a_page_changes_nothing(
    client: Client, candidate: Person, story: Callable[[Person], Account], address: str
) -> None:
    where = address.format(story(candidate).pk)
    stored = cast.everything_stored()

    client.get(where)
    client.get(where, headers={"hx-request": "true"})

    assert cast.everything_stored() == stored


@every_page
def test_a_page_says_each_id_once_and_names_what_it_points_at(
    client: Client, candidate: Person, story: Callable[[Person], Account], address: str
) -> None:
    page = seen(client.get(address.format(story(candidate).pk)))

    ids = [element.attributes["id"] for element in page.elements() if "id" in element.attributes]
    assert sorted(ids) == sorted(set(ids))
    pointed = [
        target
        for element in page.elements()
        for attribute in ("aria-labelledby", "aria-describedby", "for")
        for target in element.attributes.get(attribute, "").split()
    ]
    assert [target for target in pointed if target not in ids] == []


@every_page
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_speaks_one_language(
    client: Client, candidate: Person, story: Callable[[Person], Account], address: str, language: str
) -> None:
    where = address.format(story(candidate).pk)

    page = seen(client.get(where, headers={"accept-language": language}))

    assert page.one("html").attributes["lang"] == language
    assert foreign(page, language) == []


@pytest.mark.parametrize(("address", "form"), REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refusal_speaks_one_language(
    client: Client, candidate: Person, address: str, form: Mapping[str, str], language: str
) -> None:
    account = planned(candidate)
    where = address.format(account=account.pk, priority=Priority.objects.filter(state="kept")[0].pk)

    page = seen(client.post(where, form, headers={"accept-language": language}))

    assert page.said() != set()
    assert foreign(page, language) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_closed_page_speaks_one_language(stranger: Client, language: str) -> None:
    page = seen(stranger.get("/debrief/", headers={"accept-language": language}))

    assert (page.one("html").attributes["lang"], foreign(page, language)) == (language, [])


@every_page
def test_french_pages_follow_french_typography(
    client: Client, candidate: Person, story: Callable[[Person], Account], address: str
) -> None:
    page = seen(client.get(address.format(story(candidate).pk)))

    mistakes = re.compile(r"\w'\w| [:;?!»]|\w[;?!»]|« ")
    said_by_rebond = [said for said in page.said() if said not in cast.HEAVY and not said.endswith(cast.HEAVY)]
    assert [said for said in said_by_rebond if mistakes.search(said)] == []


@pytest.mark.parametrize(("chosen", "language"), [("en", "en"), ("fr", "fr")])
def test_the_reader_chooses_the_language(client: Client, chosen: str, language: str) -> None:
    response = client.post("/i18n/setlang/", {"language": chosen, "next": "/debrief/accounts/"})

    cookie = response.cookies["rebond_language"]
    assert (response.status_code, response.headers["Location"]) == (302, "/debrief/accounts/")
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (chosen, True, "Strict")
    page = seen(client.get("/debrief/accounts/", headers={"accept-language": "de"}))
    assert page.one("html").attributes["lang"] == language


def test_each_page_offers_the_other_language_and_leads_back_to_itself(client: Client, candidate: Person) -> None:
    where = f"/moments/{cast.read(candidate).pk}/?moment=1"

    offers = {}
    for language in ("fr", "en"):
        page = seen(client.get(where, headers={"accept-language": language}))
        form = page.one("form", action="/i18n/setlang/")
        fields = {field.attributes["name"]: field.attributes.get("value") for field in form.all("input")}
        offers[language] = (fields["language"], fields["next"], form.one("button").words)

    assert offers == {"fr": ("en", where, "English"), "en": ("fr", where, "Français")}


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_choice_of_a_language_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/i18n/setlang/", {"language": "en", "next": elsewhere}).headers["Location"] == "/"


@pytest.mark.parametrize("lacking", ["de", "klingon", ""])
def test_a_language_that_rebond_lacks_changes_no_page(client: Client, lacking: str) -> None:
    client.post("/i18n/setlang/", {"language": lacking, "next": "/"})

    page = seen(client.get("/debrief/", headers={"accept-language": "en"}))
    assert page.one("html").attributes["lang"] == "en"


@pytest.mark.parametrize("asked", ["de", "", "fr-CA,en;q=0.5", "xx"])
def test_french_is_spoken_where_neither_language_is_asked_for(client: Client, asked: str) -> None:
    assert seen(client.get("/debrief/", headers={"accept-language": asked})).one("html").attributes["lang"] == "fr"


def test_the_two_vocabularies_are_large_and_apart() -> None:
    assert min(len(words) for words in VOCABULARY.values()) > 300
    assert VOCABULARY["fr"] & VOCABULARY["en"] == frozenset()


def test_a_page_in_the_wrong_language_is_noticed(client: Client) -> None:
    page = seen(client.get("/debrief/", headers={"accept-language": "en"}))

    assert ("Tell it while it is fresh", "Tell it while it is fresh") in foreign(page, "fr")
    assert ("Write", "Write") in foreign(page, "fr")
