"""What one makes of a thought, and how the evening looks by now: noted beside the account, which is never changed."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.cold_actions import Said, close_cold_reading, drop_second_thought, think_again
from rebond.apps.moments.cold_forms import LONGEST_WORDS
from rebond.apps.moments.models import ColdReading, Correction, Moment, Reading, SecondThought
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
ENGLISH = {"accept-language": "en"}
DOOMED = cast.Passage("C'est perdu.", "interpretation")
LIAR = cast.Passage("Il me prend pour une menteuse.", "interpretation")


@pytest.fixture
def account(candidate: Person) -> Account:
    """Two thoughts, at 5 and 6."""
    return cast.read(candidate, [*cast.STORY, LIAR, DOOMED])


def url(account: Any, what: object = 5) -> str:
    return f"/moments/{account.pk}/cold/{what}/"


FIELDS = ("supporting", "opposing", "supports", "opposes", "fairer", "choice")


def noted() -> list[tuple[Any, ...]]:
    return list(SecondThought.objects.order_by("moment").values_list("moment__position", *FIELDS))


def think(account: Account, position: int = 5, **said: Any) -> None:
    think_again(account=account, position=position, said=Said(**said), by=account.owner, now=cast.NOON)


WHOLE = {
    "supporting": ["1", "2"],
    "opposing": ["4"],
    "supports": "Il s'est tu.",
    "opposes": "Elle a souri.\r\nDeux fois.",
    "fairer": "Il a noté.",
}


def test_all_that_was_said_is_kept(client: Client, account: Account) -> None:
    response = client.post(url(account), WHOLE | {"choice": "leave"})

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/moments/{account.pk}/cold/?thought=5#c5",
    )
    assert noted() == [(5, [1, 2], [4], "Il s'est tu.", "Elle a souri.\nDeux fois.", "Il a noté.", "leave")]


def test_the_account_its_reading_and_its_labels_are_not_changed(client: Client, account: Account) -> None:
    before = [list(model.objects.values()) for model in (Account, Reading, Moment, Correction)]

    client.post(url(account), WHOLE | {"choice": "work"})

    assert [list(model.objects.values()) for model in (Account, Reading, Moment, Correction)] == before


@pytest.mark.parametrize(("choice", "stored"), [("leave", "leave"), ("work", "work"), ("open", "")])
def test_a_choice_alone_is_enough_and_i_do_not_know_is_one(
    client: Client, account: Account, choice: str, stored: str
) -> None:
    client.post(url(account), {"choice": choice})

    assert noted() == [(5, [], [], "", "", "", stored)]
    card = seen(client.get(url(account, "?thought=5").removesuffix("/"))).one(id="c5")
    assert [button.attributes["id"] for button in card.all("button", aria_pressed="true")] == [f"choice-5-{choice}"]


def test_a_choice_can_be_changed_for_i_do_not_know(account: Account) -> None:
    think(account, choice="work")
    think(account, choice="open")

    assert noted() == [(5, [], [], "", "", "", "")]


def test_going_on_keeps_what_was_written_and_the_choice_made_before(client: Client, account: Account) -> None:
    think(account, choice="leave")

    response = client.post(url(account), {"fairer": "Il a noté.", "then": "6"})

    assert response.headers["Location"] == f"/moments/{account.pk}/cold/?thought=6#c6"
    assert noted() == [(5, [], [], "", "", "Il a noté.", "leave")]


def test_going_on_without_a_word_notes_nothing(client: Client, account: Account) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account), {"fairer": "", "then": "6"})

    assert response.status_code == 302
    assert cast.everything_stored() == stored


def test_htmx_gets_the_thought_and_what_changed_as_the_page_then_holds_them(client: Client, account: Account) -> None:
    part = client.post(url(account, 6), {"choice": "work"}, headers=HTMX)
    page = client.get(f"/moments/{account.pk}/cold/?thought=6")

    card, change = (element for element in seen(part).content if isinstance(element, Element))
    assert card == region(page, "c6")
    assert change.attributes.pop("hx-swap-oob") == "true"
    assert change == region(page, "cold-change")


def test_among_all_a_thought_stays_among_all(client: Client, account: Account) -> None:
    plain = client.post(url(account, 6), {"choice": "work", "all": "on"})
    part = client.post(url(account, 6), {"choice": "work", "all": "on"}, headers=HTMX)

    assert plain.headers["Location"] == f"/moments/{account.pk}/cold/?all#c6"
    assert region(part, "c6") == region(client.get(f"/moments/{account.pk}/cold/?all"), "c6")


def test_what_was_ticked_stays_ticked_when_it_is_offered_no_more(client: Client, account: Account) -> None:
    think(account, opposing=[4])
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    correct_moment(**said, position=4, aspect="incident", key="strength", holds=False)
    correct_moment(**said, position=4, aspect="nature", key="feeling", holds=True)

    card = seen(client.get(f"/moments/{account.pk}/cold/?thought=5", headers=ENGLISH)).one(id="c5")

    assert "checked" in card.one("input", id="opposing-5-4").attributes
    assert "Ticked by you." in card.words


def test_a_thought_called_a_fact_since_keeps_its_place_while_something_is_noted_of_it(
    client: Client, account: Account
) -> None:
    think(account, fairer="Il a noté.")
    said = {"account": account, "by": account.owner, "now": cast.NOON}
    correct_moment(**said, position=5, aspect="nature", key="fact", holds=True)
    cards = [card.attributes["id"] for card in seen(client.get(f"/moments/{account.pk}/cold/?all")).all("article")]
    gone = client.post(url(account, "5/drop"), headers=HTMX)

    assert cards == ["c5", "c6"]
    assert (gone.status_code, noted()) == (200, [])


def test_what_was_noted_can_be_taken_away(client: Client, account: Account) -> None:
    think(account, choice="leave")

    assert client.post(url(account, "5/drop")).status_code == 302
    assert noted() == []


@pytest.mark.parametrize(
    "form",
    [
        {"choice": "perhaps"},
        {"choice": "leave", "opposing": ["-1"]},
        {"choice": "leave", "supporting": ["x"]},
        {"fairer": "x" * (LONGEST_WORDS + 1)},
        {"fairer": "\0"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(client: Client, account: Account, form: Any) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account), form).status_code == 422
    assert cast.everything_stored() == stored


@pytest.mark.parametrize(("position", "ticked"), [(99, "4"), (5, "99"), (5, "5")])
def test_a_passage_that_is_not_there_or_the_thought_itself_cannot_be_ticked(
    client: Client, account: Account, position: int, ticked: str
) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account, position), {"choice": "leave", "opposing": [ticked]}).status_code == 404
    assert cast.everything_stored() == stored


# ----------------------------------------------------------------------------------------------- The state, and the end


def test_the_word_and_the_sliders_are_noted_again_where_they_were_given(client: Client, account: Account) -> None:
    form = {"leaving": " calme ", "stress": "3", "stress_given": "on", "control": "7", "mood": "5", "mood_given": "on"}

    response = client.post(url(account, "state"), form)

    assert response.headers["Location"] == f"/moments/{account.pk}/cold/#cold-change"
    assert ColdReading.objects.values_list("leaving", "stress", "control", "mood").get() == ("calme", 3, None, 5)
    assert Account.objects.values_list("leaving", "stress", "control", "mood").get() == ("", None, None, None)


@pytest.mark.parametrize("form", [{"stress": "11", "stress_given": "on"}, {"mood": "x"}, {"leaving": "x" * 61}])
def test_an_answer_off_the_scale_is_refused_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account, "state"), form).status_code == 422
    assert cast.everything_stored() == stored


def test_it_is_begun_by_the_first_word_and_by_no_mere_look(client: Client, account: Account) -> None:
    client.get(f"/moments/{account.pk}/cold/")
    before = list(ColdReading.objects.all())
    think(account, choice="open")

    assert (before, ColdReading.objects.get().begun_at) == ([], cast.NOON)


def test_it_can_be_closed_and_gone_on_with(client: Client, account: Account) -> None:
    client.post(url(account, "close"))
    closed = seen(client.get(f"/moments/{account.pk}/cold/", headers=ENGLISH))
    think(account, choice="open")

    assert "You closed this reading on" in closed.words
    assert closed.all(id="cold-close") == []
    assert ColdReading.objects.get().closed_at is None


def test_each_word_leaves_an_audit_row(account: Account) -> None:
    AuditEntry.objects.all().delete()
    think(account, choice="leave")
    drop_second_thought(account=account, position=5, by=account.owner, now=cast.NOON)
    drop_second_thought(account=account, position=5, by=account.owner, now=cast.NOON)
    close_cold_reading(account=account, by=account.owner, now=cast.NOON)

    assert list(AuditEntry.objects.values_list("verb", "target_id")) == [
        (verb, str(account.pk)) for verb in ("think_again", "drop_second_thought", "close_cold_reading")
    ]


@pytest.mark.parametrize("what", [5, "5/drop", "state", "close"])
def test_another_persons_account_is_not_found(client: Client, what: object) -> None:
    foreign = cast.read(cast.another_person(), [*cast.STORY, LIAR])

    assert client.post(url(foreign, what), {"choice": "leave"}).status_code == 404
    assert (noted(), list(ColdReading.objects.all())) == ([], [])


@pytest.mark.parametrize("what", [5, "5/drop", "state", "close"])
def test_another_verb_is_refused(client: Client, account: Account, what: object) -> None:
    assert client.get(url(account, what)).status_code == 405
