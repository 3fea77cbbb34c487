"""The page where the evening is laid flat."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.causes.actions import judge_cause
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.labels import AGENCIES
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
LATE = cast.Passage(
    "Il a pris l'appel d'un autre et m'a coupé la parole.",
    "fact",
    {"recruiter_disrespect": 0.9},
    ("recruiter_disrespect",),
)
NOTHING = cast.Passage("Il faisait beau.", "context")


def url(account: Any) -> str:
    return f"/causes/{account.pk}/"


def section(page: Element, title: str) -> Element:
    return page.one("section", aria_labelledby=title)


def cards(section: Element) -> list[str]:
    return [card.attributes["id"].removeprefix("cause-") for card in section.all("article")]


def quoted(section: Element) -> list[str]:
    return [link.attributes["href"].partition("?")[2] for link in section.all("a") if "?" in link.attributes["href"]]


def say(account: Account, key: str, choice: str) -> None:
    judge_cause(account=account, key=key, choice=choice, by=account.owner, now=cast.NOON)


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, [*cast.STORY, LATE])


def test_it_works(client: Client, account: Account) -> None:
    page = seen(client.get(url(account)))

    assert page.one("h1").words == "Qu’est-ce qui n’a pas marché, au final\u00a0?"
    assert "pay_unprepared" in cards(section(page, "mine-title"))
    assert cards(section(page, "others-title")) == ["recruiter"]


def test_feelings_come_before_facts(client: Client, account: Account) -> None:
    page = seen(client.get(url(account)))

    titles = [heading.attributes["id"] for heading in page.one(id="flat").all("h2")]
    assert titles[:4] == ["felt-title", "questions-title", "mine-title", "others-title"]
    assert quoted(section(page, "felt-title")) == ["moment=3#moment"]


def test_each_cause_shows_the_moments_behind_it_and_how_far_they_carry(client: Client, account: Account) -> None:
    card = seen(client.get(url(account))).one(id="cause-pay_unprepared")

    assert quoted(card) == ["moment=1#moment"]
    assert card.one("span", class_="tag").words == "quelques signes"
    assert CAUSES["pay_unprepared"].means.fr in card.words
    assert [button.attributes["value"] for button in card.all("button")] == ["confirmed", "rejected", "unknown"]
    assert card.all("button", aria_pressed="true") == []


def test_what_did_not_depend_on_the_candidate_stands_apart(client: Client, account: Account) -> None:
    page = seen(client.get(url(account)))

    assert set(cards(section(page, "mine-title"))) <= {key for key, cause in CAUSES.items() if cause.depends_on == "me"}
    assert page.all(id="fit-title") == []
    assert quoted(section(page, "others-title")) == ["moment=5#moment"]


def test_every_cause_stands_in_the_section_of_what_it_calls_for(client: Client, account: Account) -> None:
    for key in CAUSES:
        say(account, key, "confirmed")

    page = seen(client.get(url(account)))

    sections = {"work": "mine-title", "choice": "fit-title", "nothing": "others-title"}
    shown = {call: set(cards(section(page, title))) for call, title in sections.items()}
    assert shown == {call: {key for key, cause in CAUSES.items() if cause.calls_for == call} for call in sections}


def test_it_shows_on_whom_each_passage_depended(client: Client, account: Account) -> None:
    hands = section(seen(client.get(url(account))), "agency-title").all("div", class_="hand")

    assert [(hand.one("h3").words, quoted(hand)) for hand in hands] == [
        (AGENCIES["me"].name.fr, ["moment=1#moment"]),
        (AGENCIES["them"].name.fr, ["moment=5#moment"]),
    ]


def test_what_went_well_is_part_of_the_page(client: Client, account: Account) -> None:
    assert quoted(section(seen(client.get(url(account))), "well-title")) == ["moment=4#moment"]


def test_nothing_to_work_on_is_an_answer(client: Client, candidate: Person) -> None:
    page = seen(client.get(url(cast.read(candidate, [NOTHING]))))

    assert cards(page) == []
    assert "C’est aussi une réponse." in section(page, "mine-title").words
    assert page.all(id="others-title") == page.all(id="felt-title") == []
    assert quoted(section(page, "well-title")) == []


def test_an_account_that_is_not_read_offers_to_read_it(client: Client, candidate: Person) -> None:
    account = cast.kept(candidate)

    page = seen(client.get(url(account)))

    assert page.one("form", action=f"/moments/{account.pk}/read/").one("button").words == "Lire maintenant"
    assert [step.words for step in page.all("a", aria_current="step")] == ["Mise à plat"]


@pytest.mark.parametrize("choice", ["confirmed", "rejected", "unknown"])
def test_a_verdict_is_shown_and_can_be_taken_back(client: Client, account: Account, choice: str) -> None:
    say(account, "pay_unprepared", choice)

    card = seen(client.get(url(account))).one(id="cause-pay_unprepared")

    pressed = card.one("button", aria_pressed="true")
    assert (pressed.attributes["id"], pressed.attributes["value"]) == (f"pay_unprepared-{choice}", "")


def test_a_rejected_cause_stays_visible_with_its_moments(client: Client, account: Account) -> None:
    before = cards(seen(client.get(url(account))))
    say(account, "pay_unprepared", "rejected")

    page = seen(client.get(url(account)))

    assert cards(page) == before
    assert quoted(page.one(id="cause-pay_unprepared")) == ["moment=1#moment"]


def test_a_cause_that_the_candidate_names_appears_as_theirs(client: Client, account: Account) -> None:
    say(account, "motivation_unclear", "confirmed")

    page = seen(client.get(url(account)))

    assert cards(section(page, "mine-title"))[-1] == "motivation_unclear"
    card = page.one(id="cause-motivation_unclear")
    assert (card.one("span", class_="tag").words, quoted(card)) == ("nommé par vous", [])


def test_only_causes_that_are_not_there_yet_can_be_added(client: Client, account: Account) -> None:
    page = seen(client.get(url(account)))

    addable = [option.attributes["value"] for option in page.one("select", id="other").all("option")]
    assert addable == [key for key in CAUSES if key not in cards(page)]


def test_i_do_not_know_is_an_answer(client: Client, account: Account) -> None:
    say(account, "unknown", "unknown")

    page = seen(client.get(url(account)))

    button = page.one(id="all-unknown")
    assert (button.attributes["aria-pressed"], button.attributes["value"]) == ("true", "")
    assert "C’est une réponse honnête." in page.words


def test_one_may_go_on_without_confirming_anything(client: Client, account: Account) -> None:
    said = "Vous pouvez continuer sans rien confirmer."
    before = seen(client.get(url(account))).words
    say(account, "pay_unprepared", "confirmed")
    after = seen(client.get(url(account))).words

    assert (said in before, said in after) == (True, False)


def test_htmx_gets_the_part_that_the_page_holds(client: Client, account: Account) -> None:
    page, part = client.get(url(account)), client.get(url(account), headers=HTMX)

    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["flat"]
    assert region(part, "flat") == region(page, "flat")


def test_hostile_words_are_shown_as_text(client: Client, candidate: Person) -> None:
    hostile = cast.Passage(cast.HOSTILE, "fact", {"salary": 0.9, "strength": 0.9}, ("salary", "strength"))
    page = seen(client.get(url(cast.read(candidate, [hostile]))))

    quotes = [link.text for link in page.all("a") if "?moment=" in link.attributes["href"]]
    assert len(quotes) >= 3
    assert {cast.HOSTILE in quote for quote in quotes} == {True}
    assert page.all("b") == []
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.read(cast.another_person()))).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/causes/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, account: Account) -> None:
    response = stranger.get(url(account))

    assert response.status_code == 403
    assert "bafouillé" not in response.content.decode()


@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY, LATE] * passages)
    say(account, "pay_unprepared", "confirmed")

    # Who asks, the account, its reading, moments and corrections, verdicts, hypotheses, answers, questions,
    # "I do not know", what was prepared.
    with django_assert_num_queries(11):
        client.get(url(account))


def test_without_anything_held_the_page_says_how_to_say_on_whom_it_depended(client: Client, candidate: Person) -> None:
    account = cast.read(candidate, [cast.Passage("Un.", likelihoods={"stress": 0.3})])

    section = seen(client.get(f"/causes/{account.pk}/")).one("section", aria_labelledby="agency-title")

    assert "Rien n’est encore retenu comme arrivé." in section.words
    assert section.all(class_="hand") == []
