"""The page of the cold reading: feelings, then the evening's text beside what is made of it, then what changed."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import State, describe_state
from rebond.apps.debrief.models import Account
from rebond.apps.moments import on_screen
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.cold_actions import ColdState, Said, describe_cold_state, think_again
from rebond.apps.moments.cold_queries import Change, DrawnChange, LabelsChanged, changes_of, drawn, labels_changed_in
from rebond.apps.moments.models import ColdReading, Moment
from rebond.apps.people.models import Person
from rebond.taxonomy.second_thoughts import OPENINGS, REASONS
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIAR = cast.Passage(
    "Il doit me prendre pour une menteuse.",
    "interpretation",
    distortions=({"key": "mind_reading", "probability": 0.8, "start": 0, "end": 7},),
)
DOOMED = cast.Passage("C'est perdu.", "interpretation")
STORY = (*cast.STORY, LIAR, DOOMED)
"""Five passages, then two thoughts: positions 5 and 6."""


@pytest.fixture
def account(candidate: Person) -> Account:
    account = cast.read(candidate, STORY)
    describe_state(account=account, state=State("vidée", 8, None, 2), by=candidate, now=cast.NOON)
    return account


def url(account: Any, query: str = "") -> str:
    return f"/moments/{account.pk}/cold/{query}"


def page(client: Client, account: Account, query: str = "") -> Element:
    return seen(client.get(url(account, query), headers=ENGLISH))


def cards(page: Element) -> list[str]:
    return [card.attributes["id"] for card in page.all("article")]


def answered(account: Account, **state: Any) -> None:
    describe_cold_state(account=account, state=ColdState(**state), by=account.owner, now=cast.NOON)


def test_feelings_come_first_then_the_text_then_what_changed_then_one_small_thing(
    client: Client, account: Account
) -> None:
    titles = [heading.attributes["id"] for heading in page(client, account).one("main").all("h2")]

    assert titles == ["state-title", "hot-title", "thoughts-title", "change-title", "step-title"]


def test_the_text_of_the_evening_stands_there_word_for_word(client: Client, account: Account) -> None:
    text = page(client, account).one("div", class_="account-plain card")

    assert text.text_without("sign") == account.text


def test_each_thought_is_linked_with_its_passage_and_back(client: Client, account: Account) -> None:
    whole = page(client, account, "?all")

    assert [whole.one(id=f"m{p}").attributes.get("href") for p in (4, 5, 6)] == [None, "#c5", "#c6"]
    assert [whole.one(id=f"c{p}").one("a").attributes["href"] for p in (5, 6)] == ["#m5", "#m6"]


def test_thoughts_come_one_at_a_time_or_all_in_order(client: Client, account: Account) -> None:
    assert [cards(page(client, account, query)) for query in ("", "?thought=6", "?all")] == [
        ["c5"],
        ["c6"],
        ["c5", "c6"],
    ]


def test_the_first_thought_of_which_nothing_was_noted_comes_first(client: Client, account: Account) -> None:
    think_again(account=account, position=5, said=Said(choice="leave"), by=account.owner, now=cast.NOON)

    assert cards(page(client, account)) == ["c6"]


@pytest.mark.parametrize("query", ["?thought=0", "?thought=99", "?thought=x", "?thought=99999999999"])
def test_a_thought_that_is_none_leads_to_the_first(client: Client, account: Account, query: str) -> None:
    assert cards(page(client, account, query)) == ["c5"]


def test_a_running_thought_that_the_candidate_named_is_one_to_look_at_twice(client: Client, account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    correct_moment(**said, position=3, aspect="distortion", key="labelling", holds=True)

    assert cards(page(client, account, "?all")) == ["c3", "c5", "c6"]


def test_what_may_be_a_thought_is_one_while_the_engine_hesitates(client: Client, account: Account) -> None:
    hesitant = Moment.objects.get(reading__account=account, position=3)
    hesitant.confidence, hesitant.natures = 0.4, {"feeling": 0.4, "interpretation": 0.35}
    hesitant.save()
    before = cards(page(client, account, "?all"))
    correct_moment(
        account=account, by=account.owner, now=cast.NOON, position=3, aspect="nature", key="fact", holds=True
    )

    assert (before, cards(page(client, account, "?all"))) == (["c3", "c5", "c6"], ["c5", "c6"])


def test_it_offers_what_speaks_against_a_thought_with_its_reasons(client: Client, account: Account) -> None:
    card = page(client, account).one(id="c5")

    supporting, opposing = card.all("fieldset")[:2]
    assert (supporting.all("li"), [li.one("label").text_without("sign") for li in opposing.all("li")]) == (
        [],
        ["Elle a souri à mon exemple."],
    )
    assert opposing.one("li").one("p").words == f"{REASONS['strength'].en} {REASONS['kind'].en}"
    assert opposing.one("input").attributes["id"] == "opposing-5-4"
    assert "Nothing found in this account." in supporting.words


def test_an_opening_is_offered_by_the_turn_of_the_thought_and_never_filled_in(client: Client, account: Account) -> None:
    for query, opening in (("?thought=5", "mind_reading"), ("?thought=6", "plain")):
        card = page(client, account, query).one("article")

        assert OPENINGS[opening].en in card.one("p", id=f"opening-{query[-1]}").words
        assert card.one("textarea", name="fairer").text.strip() == ""


def test_a_turn_that_the_candidate_refused_is_not_held_against_them(client: Client, account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    correct_moment(**said, position=5, aspect="distortion", key="mind_reading", holds=False)

    card = page(client, account).one(id="c5")

    assert "Reading minds" not in card.words
    assert OPENINGS["plain"].en in card.words


def test_nothing_to_look_at_twice_is_said(client: Client, candidate: Person) -> None:
    empty = page(client, cast.read(candidate))

    assert cards(empty) == []
    assert "Nothing here was read as an interpretation." in empty.one(id="cold-thoughts").words


# -------------------------------------------------------------------------------------------------- How it is by now


def test_the_answers_of_the_evening_are_not_shown_before_those_of_now(client: Client, account: Account) -> None:
    main = page(client, account).one("main")

    assert "vidée" not in main.words
    assert {slider.attributes["value"] for slider in main.all("input", type="range")} == {"5"}
    assert main.all("svg") == main.all("table") == []


def test_only_what_was_answered_again_is_shown_beside_its_answer_of_the_evening(
    client: Client, account: Account
) -> None:
    answered(account, stress=3, control=6)

    change = page(client, account).one(id="cold-change")

    assert [[cell.words for cell in row.all("td")] for row in change.one("tbody").all("tr")] == [["8", "3"], ["–", "6"]]
    assert [line.words for line in change.all("dd")] == [
        "8 that evening, 3 now: 5 less.",
        "6 now. That evening you did not answer.",
    ]
    assert "vidée" not in change.words


def test_the_picture_holds_what_is_known_of_both(client: Client, account: Account) -> None:
    answered(account, stress=3, control=6, mood=2)

    picture = page(client, account).one("svg", class_="cold-picture")

    assert picture.attributes["role"] == "img"
    assert [text.words for text in picture.all("text")] == ["Stress", "8 → 3", "Mood", "2 → 2"]
    assert [(dot.attributes["cx"], dot.attributes["cy"]) for dot in picture.all("circle")] == [
        ("244", "34"),
        ("99", "34"),
        ("70", "86"),
        ("70", "86"),
    ]


def test_the_words_are_set_side_by_side(client: Client, account: Account) -> None:
    answered(account, leaving="plus calme")

    assert "Your word that evening: vidée. Now: plus calme." in page(client, account).one(id="cold-change").words


def test_changes_say_which_way_and_by_how_much(account: Account) -> None:
    answered(account, stress=3, control=6, mood=2)

    changes = changes_of(account, ColdReading.objects.get())

    assert [(c.key, c.hot, c.cold, c.direction, c.by) for c in changes] == [
        ("stress", 8, 3, "less", 5),
        ("control", None, 6, "unknown", 0),
        ("mood", 2, 2, "same", 0),
    ]
    assert changes_of(account, None) == ()


def test_the_ends_of_the_scale_stand_on_the_line() -> None:
    change = Change("mood", 0, 10)

    assert (change.direction, drawn([change])) == ("more", (DrawnChange(change, 16, 34, 12, 302),))


def test_labels_put_otherwise_are_counted_in_words(client: Client, account: Account) -> None:
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    for position, aspect, key, holds in (
        (0, "nature", "fact", True),  # it was read as context
        (1, "nature", "fact", True),  # as it was read
        (1, "incident", "salary", False),  # it was asserted
        (2, "incident", "memory_blank", True),  # it was not
        (4, "incident", "strength", True),  # it was
        (5, "distortion", "mind_reading", False),
        (6, "phase", "closing", True),
        (6, "agency", "them", True),
    ):
        correct_moment(**said, position=position, aspect=aspect, key=key, holds=holds)

    assert labels_changed_in(account) == LabelsChanged(natures=1, incidents=2, turns=1, phases=1, confirmed=2)
    assert (
        "Since it was read you have put 5 labels otherwise: what a passage is (1), what happened (2), a thought that "
        "runs away (1), the point of the interview (1). You have confirmed 2."
    ) in page(client, account).one(id="cold-change").words


def test_what_is_left_worked_on_and_open_stands_apart_with_the_fairer_sentence(
    client: Client, account: Account
) -> None:
    for position, said in ((5, Said(choice="leave", fairer="Il a noté.")), (6, Said(choice="work"))):
        think_again(account=account, position=position, said=said, by=account.owner, now=cast.NOON)

    change = page(client, account).one(id="cold-change")

    assert [heading.words for heading in change.all("h3")] == ["To leave", "To work on"]
    assert [item.words for item in change.all("li")] == [f"{LIAR.quote}Fairer: Il a noté.", DOOMED.quote]


# ------------------------------------------------------------------------------------------------------------- The door


def test_an_account_that_is_not_read_offers_to_read_it(client: Client, candidate: Person) -> None:
    account = cast.kept(candidate)

    unread = seen(client.get(url(account)))

    assert len(unread.all("form", action=f"/moments/{account.pk}/read/")) == 1


def test_a_page_that_shows_passages_by_their_numbers_keeps_them(client: Client, account: Account) -> None:
    client.get(url(account))

    assert on_screen.was_shown(account.pk)


def test_hostile_words_are_shown_as_text(client: Client, candidate: Person) -> None:
    account = cast.read(
        candidate,
        [
            cast.Passage(cast.HOSTILE, "fact", {"strength": 0.9}, ("strength",)),
            cast.Passage(cast.HOSTILE, "interpretation"),
        ],
    )
    answered(account, leaving="<b>x</b>")
    said = Said(supports=cast.HOSTILE, opposes=cast.HOSTILE, fairer=cast.HOSTILE, opposing=[0], choice="work")
    think_again(account=account, position=1, said=said, by=candidate, now=cast.NOON)

    whole = page(client, account, "?all")

    assert whole.all("b") == []
    assert [area.text.removeprefix("\n") for area in whole.all("textarea")] == [cast.HOSTILE] * 3
    assert [script.attributes["src"][:8] for script in whole.all("script")] == ["/static/", "/static/"]


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.read(cast.another_person(), STORY))).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/moments/{uuid.uuid4()}/cold/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, account: Account) -> None:
    response = stranger.get(url(account))

    assert response.status_code == 403
    assert "menteuse" not in response.content.decode()


@pytest.mark.parametrize("query", ["", "?all"])
@pytest.mark.parametrize("times", [1, 40])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, times: int, query: str
) -> None:
    account = cast.read(candidate, STORY * times)
    answered(account, stress=3)
    for position in range(5, 7 * times, 7):
        think_again(account=account, position=position, said=Said(choice="work"), by=candidate, now=cast.NOON)

    # Who asks, the account, its reading, moments and corrections, the cold reading, second thoughts, labels changed.
    with django_assert_num_queries(8):
        client.get(url(account, query))
