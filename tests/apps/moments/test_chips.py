"""Labels beside the words of a passage: said, or taken back, by touching them."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import confirm_reading, correct_moment
from rebond.apps.moments.models import Correction, Moment
from rebond.apps.moments.queries import Chip, pieces_of, reading_of
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
PASSAGE = cast.Passage(
    "J'ai bafouillé, puis plus rien.",
    likelihoods={"salary": 0.9, "stress": 0.4, "vagueness": 0.3, "manner": 0.2},
    asserted=("salary",),
)


def chips(account: Account, position: int = 0, *, with_keys: bool = False) -> tuple[Chip, ...]:
    read = reading_of(account)
    assert read is not None
    return pieces_of(read, with_keys=with_keys)[0][position].chips


def states(account: Account, position: int = 0) -> list[tuple[str, str]]:
    return [(chip.key, chip.state) for chip in chips(account, position)]


def say(account: Account, position: int, key: str, *, holds: bool) -> None:
    correct_moment(
        account=account, position=position, aspect="incident", key=key, holds=holds, by=account.owner, now=cast.NOON
    )


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, [PASSAGE, cast.SHAME])


def test_what_is_held_comes_first_then_the_two_likeliest(account: Account) -> None:
    assert chips(account, with_keys=True) == (
        Chip("incident", "salary", "held", "incident:salary:no", "a"),
        Chip("incident", "stress", "likely", "incident:stress:yes", "b"),
        Chip("incident", "vagueness", "likely", "incident:vagueness:yes", "c"),
    )


def test_chips_have_no_keys_while_a_passage_is_open(account: Account) -> None:
    assert [chip.letter for chip in chips(account)] == ["", "", ""]


def test_what_is_not_likely_is_left_to_the_panel(candidate: Person) -> None:
    assert states(cast.read(candidate, [cast.Passage("Un.", likelihoods={"stress": 0.1499})])) == []


def test_what_the_engine_found_can_be_taken_away_and_put_back(account: Account) -> None:
    say(account, 0, "salary", holds=False)
    say(account, 0, "stress", holds=False)

    found = [chip for chip in chips(account) if chip.state == "withdrawn"]
    assert [chip.choice for chip in found] == ["incident:salary:yes", "incident:stress:yes"]


def test_what_a_neighbour_holds_is_offered_where_it_is_among_the_five(candidate: Person) -> None:
    quiet = cast.Passage("Puis autre chose.", likelihoods=dict.fromkeys(("blunder", "manner"), 0.05))
    account = cast.read(candidate, [quiet, quiet, quiet])
    say(account, 0, "manner", holds=True)
    say(account, 0, "external", holds=True)

    assert [states(account, position) for position in (1, 2)] == [[("manner", "likely")], []]


@pytest.mark.parametrize(
    ("confidence", "natures", "found"),
    [
        (0.7, {"fact": 0.7, "feeling": 0.1, "feedback": 0.2}, [("feedback", "likely")]),
        (0.75, {"fact": 0.75, "feedback": 0.25}, []),
        (0.4, {}, []),
    ],
)
def test_the_second_nature_is_offered_where_the_first_is_not_sure(
    candidate: Person, confidence: float, natures: dict[str, float], found: list[tuple[str, str]]
) -> None:
    account = cast.read(candidate, [cast.Passage("Un.", confidence=confidence)])
    Moment.objects.update(natures=natures)

    assert states(account) == found


def test_a_nature_once_said_is_not_asked_again(candidate: Person) -> None:
    account = cast.read(candidate, [cast.Passage("Un.", confidence=0.6)])
    Moment.objects.update(natures={"fact": 0.6, "feedback": 0.4})
    correct_moment(
        account=account, position=0, aspect="nature", key="fact", holds=True, by=account.owner, now=cast.NOON
    )

    assert states(account) == []


def test_once_the_rest_is_right_only_what_is_held_or_was_taken_away_stays(account: Account) -> None:
    say(account, 0, "salary", holds=False)
    say(account, 0, "manner", holds=True)
    confirm_reading(account=account, agrees=True, by=account.owner, now=cast.NOON)

    assert states(account) == [("manner", "held"), ("salary", "withdrawn")]


def test_a_chip_says_its_label_and_opens_no_passage(client: Client, account: Account) -> None:
    page = seen(client.get(f"/moments/{account.pk}/"))
    chip = page.one(id="chip-0-incident-stress")
    form = {"choice": chip.attributes["value"], "stay": page.one("input", name="stay").attributes["value"]}

    part = client.post(chip.attributes["formaction"], form, headers=HTMX)

    assert Correction.objects.values_list("moment__position", "key", "holds").get() == (0, "stress", True)
    assert region(part, "reading") == region(client.get(f"/moments/{account.pk}/"), "reading")
    assert seen(part).one(id="chip-0-incident-stress").attributes["aria-pressed"] == "true"


def test_a_chip_leaves_the_passage_that_is_open(client: Client, account: Account) -> None:
    part = client.post(f"/moments/{account.pk}/0/", {"choice": "incident:stress:yes", "stay": "1"}, headers=HTMX)

    assert region(part, "reading") == region(client.get(f"/moments/{account.pk}/?moment=1"), "reading")


@pytest.mark.parametrize(("stay", "address"), [("", "#m0"), ("1", "?moment=1#moment"), ("x", "#m0")])
def test_a_chip_without_script_leads_back_to_where_it_stands(
    client: Client, account: Any, stay: str, address: str
) -> None:
    response = client.post(f"/moments/{account.pk}/0/", {"choice": "incident:stress:yes", "stay": stay})

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/{address}")
