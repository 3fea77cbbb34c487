"""What the candidate says of the line: values, phases that were not there, the turning point, the strongest moment."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.models import Confidence, Correction, Moment, Rewind
from rebond.apps.moments.queries import ReadAccount, reading_of
from rebond.apps.moments.rewind_actions import (
    deduce_line,
    mark_strongest,
    mark_turning,
    put_phase_back,
    rate_phase,
    take_phase_off,
)
from rebond.apps.moments.rewind_queries import Marks, marks_of
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.moments.test_rewind_page import HTMX, STORY

pytestmark = pytest.mark.django_db

NOTHING = Marks(sure={}, turning_phase="", turning_moment=None, strongest_moment=None, taken_off=())
SAYINGS = {
    "sure": {"phase": "welcome", "value": "3"},
    "added": {"phase": "salary", "value": "0"},
    "off": {"phase": "technical"},
    "back": {"phase": "technical"},
    "turning": {"place": "technical:3"},
    "strongest": {"moment": "1"},
}


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, STORY)


@pytest.fixture
def by_them(account: Account, now: datetime.datetime) -> dict[str, Any]:
    return {"account": account, "by": account.owner, "now": now}


def read(account: Account) -> ReadAccount:
    found = reading_of(account)
    assert found is not None
    return found


def phases(account: Account) -> list[str]:
    return [moment.phase for moment in read(account).moments]


def on_line(account: Account) -> dict[str, int | None]:
    line = deduce_line(read=read(account), marks=marks_of(account))
    return {point.phase: point.stands for point in line.points}


def test_nothing_is_said_at_first(account: Account) -> None:
    assert marks_of(account) == NOTHING


def test_a_value_is_kept_as_given_and_the_last_one_stands(account: Account, by_them: dict[str, Any]) -> None:
    for value in (0, 10, 7):
        rate_phase(**by_them, phase="welcome", value=value)

    assert list(Confidence.objects.values_list("phase", "value", "at")) == [("welcome", 7, by_them["now"])]
    assert on_line(account) == {"welcome": 7, "technical": 0, "closing": None}


def test_a_value_taken_back_leaves_what_is_deduced(account: Account, by_them: dict[str, Any]) -> None:
    before = on_line(account)
    rate_phase(**by_them, phase="welcome", value=1)
    rate_phase(**by_them, phase="welcome", value=None)

    assert (on_line(account), marks_of(account)) == (before, NOTHING)


def test_a_phase_that_no_passage_tells_can_be_added(account: Account, by_them: dict[str, Any]) -> None:
    rate_phase(**by_them, phase="salary", value=4)

    assert on_line(account) == {"welcome": 8, "technical": 0, "salary": 4, "closing": None}


def test_the_database_holds_no_value_off_the_scale(account: Account, now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Confidence.objects.create(account=account, phase="welcome", value=11, at=now)


def test_a_correction_of_a_label_moves_the_line(account: Account, by_them: dict[str, Any]) -> None:
    correct_moment(**by_them, position=0, aspect="incident", key="strength", holds=False)
    correct_moment(**by_them, position=4, aspect="incident", key="strength", holds=True)

    assert on_line(account) == {"welcome": None, "technical": 0, "closing": 7}


def test_a_phase_that_was_not_there_leaves_the_line_and_its_passages_hang_with_their_neighbours(
    account: Account, by_them: dict[str, Any]
) -> None:
    rate_phase(**by_them, phase="technical", value=2)
    mark_turning(**by_them, phase="technical", moment=2)

    take_phase_off(**by_them, phase="technical")

    assert phases(account) == ["welcome", "", "", "", "closing"]
    assert list(on_line(account)) == ["welcome", "closing"]
    assert marks_of(account) == Marks({}, "", None, None, ("technical",))


def test_a_phase_put_back_is_as_it_was_read(account: Account, by_them: dict[str, Any]) -> None:
    before = (phases(account), on_line(account))
    take_phase_off(**by_them, phase="technical")
    put_phase_back(**by_them, phase="technical")

    assert (phases(account), on_line(account)) == before
    assert list(Correction.objects.all()) == []


def test_taking_a_phase_off_touches_no_other_word_of_the_candidate(account: Account, by_them: dict[str, Any]) -> None:
    correct_moment(**by_them, position=0, aspect="phase", key="career", holds=True)
    correct_moment(**by_them, position=2, aspect="nature", key="feeling", holds=True)

    take_phase_off(**by_them, phase="technical")

    said = Correction.objects.order_by("moment__position", "aspect").values_list("moment__position", "aspect", "key")
    assert list(said) == [(0, "phase", "career"), (2, "nature", "feeling"), (2, "phase", ""), (3, "phase", "")]


def test_an_account_that_is_not_read_has_no_phase_to_take_off(candidate: Person, now: datetime.datetime) -> None:
    with pytest.raises(Moment.DoesNotExist):
        take_phase_off(account=cast.kept(candidate), phase="welcome", by=candidate, now=now)


def test_the_turning_point_and_the_strongest_moment_do_not_disturb_each_other(
    account: Account, by_them: dict[str, Any]
) -> None:
    mark_turning(**by_them, phase="welcome", moment=1)
    mark_strongest(**by_them, moment=4)
    both = marks_of(account)
    mark_turning(**by_them, phase="", moment=None)

    assert both == Marks({}, "welcome", 1, 4, ())
    assert marks_of(account) == Marks({}, "", None, 4, ())


def test_a_passage_that_is_not_there_cannot_be_marked(account: Account, by_them: dict[str, Any]) -> None:
    for mark in (
        lambda: mark_turning(**by_them, phase="welcome", moment=5),
        lambda: mark_strongest(**by_them, moment=5),
    ):
        with pytest.raises(Moment.DoesNotExist):
            mark()

    assert list(Rewind.objects.all()) == []


def test_each_saying_leaves_an_audit_row(account: Account, by_them: dict[str, Any]) -> None:
    AuditEntry.objects.all().delete()
    rate_phase(**by_them, phase="welcome", value=1)
    take_phase_off(**by_them, phase="technical")
    put_phase_back(**by_them, phase="technical")
    mark_turning(**by_them, phase="welcome", moment=0)
    mark_strongest(**by_them, moment=0)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_id")) == [
        (by_them["now"], account.owner.pk, verb, str(account.pk))
        for verb in ("rate_phase", "take_phase_off", "put_phase_back", "mark_turning", "mark_strongest")
    ]


@pytest.mark.parametrize(
    ("way", "lands"),
    [
        ("sure", "row-welcome"),
        ("added", "row-salary"),
        ("off", "others"),
        ("back", "row-technical"),
        ("turning", "turning"),
        ("strongest", "strongest"),
    ],
)
def test_a_plain_form_leads_back_to_what_it_changed(client: Client, account: Account, way: str, lands: str) -> None:
    response = client.post(f"/moments/{account.pk}/rewind/{way}/", SAYINGS[way])

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/rewind/#{lands}")


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("sure", {}),
        ("sure", {"phase": "coffee", "value": "3"}),
        ("sure", {"phase": "welcome", "value": "11"}),
        ("sure", {"phase": "welcome", "value": "-1"}),
        ("sure", {"phase": "welcome", "value": "3.5"}),
        ("added", {"phase": "salary", "value": ""}),
        ("off", {"phase": ""}),
        ("back", {"phase": "<script>"}),
        ("turning", {"place": "coffee:1"}),
        ("turning", {"place": "welcome:x"}),
        ("turning", {"place": "welcome:²"}),
        ("turning", {"place": "welcome:" + "9" * 30}),
        ("strongest", {"moment": "x"}),
        ("strongest", {"moment": "-1"}),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_choice_that_does_not_exist_is_refused_and_changes_nothing(
    client: Client, account: Account, way: str, form: dict[str, str], headers: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    assert client.post(f"/moments/{account.pk}/rewind/{way}/", form, headers=headers).status_code == 422
    assert cast.everything_stored() == stored


@pytest.mark.parametrize(("way", "form"), [("turning", {"place": "welcome:5"}), ("strongest", {"moment": "5"})])
def test_a_passage_that_does_not_exist_is_not_found(
    client: Client, account: Account, way: str, form: dict[str, str]
) -> None:
    assert client.post(f"/moments/{account.pk}/rewind/{way}/", form).status_code == 404


@pytest.mark.parametrize("way", SAYINGS)
def test_an_account_that_is_not_read_has_no_line(client: Client, candidate: Person, way: str) -> None:
    unread = cast.kept(candidate)
    stored = cast.everything_stored()

    assert client.post(f"/moments/{unread.pk}/rewind/{way}/", SAYINGS[way]).status_code == 404
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("way", SAYINGS)
def test_another_persons_line_is_not_found(client: Client, way: str) -> None:
    theirs = cast.read(cast.another_person(), STORY)
    stored = cast.everything_stored()

    assert client.post(f"/moments/{theirs.pk}/rewind/{way}/", SAYINGS[way]).status_code == 404
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("way", SAYINGS)
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, way: str, method: str) -> None:
    assert getattr(client, method)(f"/moments/{account.pk}/rewind/{way}/").status_code == 405


def test_a_value_that_arrives_twice_is_one_value(client: Client, account: Account) -> None:
    for _ in range(2):
        client.post(f"/moments/{account.pk}/rewind/sure/", SAYINGS["sure"], headers=HTMX)

    assert list(Confidence.objects.values_list("phase", "value")) == [("welcome", 3)]
