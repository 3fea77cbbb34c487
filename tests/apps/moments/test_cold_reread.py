"""An account that was looked at twice, or rewound to a moment, keeps its cuts when another reader reads it again."""

import datetime
from typing import Any

import pytest

from rebond.apps.debrief.models import Account
from rebond.apps.moments.cold_actions import Said, ask_cold_reading, think_again
from rebond.apps.moments.models import Moment, Reading, Rewind, SecondThought
from rebond.apps.moments.reread_actions import read_again
from rebond.apps.moments.reread_queries import keeps_its_cuts
from rebond.apps.people.models import Person
from tests.apps import cast

pytestmark = pytest.mark.django_db

LATER = cast.NOON + datetime.timedelta(days=1)


@pytest.fixture
def account(candidate: Person) -> Account:
    """Read by hand, and cut otherwise than a reader would."""
    return cast.read(
        candidate, [cast.Passage("Elle a souri. J'ai"), cast.Passage("bafouillé un chiffre.", "interpretation")]
    )


def spans() -> list[tuple[int, int]]:
    return list(Moment.objects.values_list("start", "end"))


def renewed(account: Account) -> bool:
    return read_again(key=Reading.objects.get(account=account).pk, now=LATER)


def test_a_second_thought_stays_where_it_was_said(account: Account, candidate: Person) -> None:
    said = Said(opposing=[0], fairer="Elle a souri.", choice="leave")
    think_again(account=account, position=1, said=said, by=candidate, now=cast.NOON)
    before = (spans(), list(SecondThought.objects.values()))

    assert renewed(account)
    assert (spans(), list(SecondThought.objects.values())) == before


@pytest.mark.parametrize("marked", [{"turning_moment": 1}, {"strongest_moment": 0}])
def test_a_moment_marked_in_a_rewind_stays_the_one_that_was_marked(account: Account, marked: Any) -> None:
    Rewind.objects.create(account=account, at=cast.NOON, **marked)
    before = spans()

    assert renewed(account)
    assert spans() == before


def test_a_rewind_without_a_moment_and_a_mere_wish_hold_no_cut(account: Account, candidate: Person) -> None:
    Rewind.objects.create(account=account, turning_phase="salary", at=cast.NOON)
    ask_cold_reading(account=account, at=LATER, by=candidate, now=cast.NOON)
    before = spans()

    assert not keeps_its_cuts(Reading.objects.get())
    assert renewed(account)
    assert spans() != before


def test_the_rewind_of_another_account_holds_nothing_here(account: Account, candidate: Person) -> None:
    Rewind.objects.create(account=cast.read(candidate), turning_moment=1, at=cast.NOON)

    assert not keeps_its_cuts(Reading.objects.get(account=account))
