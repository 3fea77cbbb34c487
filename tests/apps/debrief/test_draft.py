"""What is being written, kept at every pause."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.actions import keep_draft, record_account
from rebond.apps.debrief.forms import LONGEST_TEXT
from rebond.apps.debrief.models import Account, Draft
from rebond.apps.debrief.queries import draft_of
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

URL = "/debrief/draft/"
KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
LATER = datetime.timedelta(minutes=1)


def send(client: Client, text: str, key: object = KEY) -> int:
    """What the page's script sends, and the status that it gets."""
    return client.post(URL, {"key": str(key), "text": text}).status_code


def drafts() -> list[tuple[uuid.UUID, str]]:
    return list(Draft.objects.order_by("saved_at").values_list("id", "text"))


def test_it_works(client: Client, candidate: Any) -> None:
    assert send(client, "J'ai perdu") == 204
    assert Draft.objects.values_list("id", "owner", "text").get() == (KEY, candidate.pk, "J'ai perdu")


def test_a_later_text_takes_the_place_of_the_earlier_one(client: Client) -> None:
    send(client, "J'ai perdu")

    assert send(client, "J'ai perdu le fil.") == 204
    assert drafts() == [(KEY, "J'ai perdu le fil.")]


def test_the_line_ends_of_the_network_become_those_that_were_typed(client: Client) -> None:
    send(client, "  une\r\n\r\ndeux ")

    assert drafts() == [(KEY, "  une\n\ndeux ")]


def test_the_draft_is_shown_again_with_its_key(client: Client) -> None:
    send(client, "\nUne ligne vide d'abord.")

    page = seen(client.get("/debrief/"))

    assert page.one("textarea").text == "\n\nUne ligne vide d'abord."
    assert page.one("input", name="key").attributes["value"] == str(KEY)
    assert page.one(id="draft-status").words == "Votre brouillon a été retrouvé."


def test_a_hostile_draft_is_shown_as_text(client: Client) -> None:
    send(client, cast.HOSTILE)

    page = seen(client.get("/debrief/"))

    assert page.one("textarea").text == f"\n{cast.HOSTILE}"
    assert page.all("b") == []


def test_a_late_draft_of_a_kept_account_is_refused_and_changes_nothing(client: Client, candidate: Any) -> None:
    record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=cast.NOON)
    stored = cast.everything_stored()

    assert send(client, "J'ai perdu") == 409
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_drops_the_draft(client: Client, text: str) -> None:
    send(client, "J'ai perdu")

    assert send(client, text) == 204
    assert drafts() == []


def test_nothing_to_drop_is_no_fault(client: Client) -> None:
    assert send(client, "") == 204
    assert drafts() == []


def test_the_longest_draft_is_kept_and_one_character_more_changes_nothing(client: Client) -> None:
    assert send(client, "a" * LONGEST_TEXT) == 204
    assert send(client, "a" * (LONGEST_TEXT + 1)) == 422

    assert drafts() == [(KEY, "a" * LONGEST_TEXT)]


@pytest.mark.parametrize(
    "form", [{"text": "J'ai perdu"}, {"key": "none", "text": "J'ai perdu"}, {"key": KEY, "text": "a\0"}]
)
def test_a_form_that_is_none_is_refused_and_changes_nothing(client: Client, form: dict[str, Any]) -> None:
    assert client.post(URL, form).status_code == 422
    assert drafts() == []


def test_drafts_of_two_tabs_lie_side_by_side_and_the_last_one_is_shown(candidate: Any, now: datetime.datetime) -> None:
    other = uuid.uuid4()
    keep_draft(text="Le second.", key=other, by=candidate, now=now + LATER)
    keep_draft(text="Le premier.", key=KEY, by=candidate, now=now)

    assert drafts() == [(KEY, "Le premier."), (other, "Le second.")]
    assert draft_of(candidate) == Draft.objects.get(pk=other)


def test_another_persons_draft_is_never_shown(client: Client) -> None:
    keep_draft(text="Pas à moi.", key=KEY, by=cast.another_person(), now=cast.NOON)

    assert "Pas à moi." not in client.get("/debrief/").content.decode()


def test_another_persons_draft_is_never_changed(client: Client) -> None:
    keep_draft(text="Pas à moi.", key=KEY, by=cast.another_person(), now=cast.NOON)

    assert send(client, "À moi.") == 409
    assert send(client, "") == 204
    assert drafts() == [(KEY, "Pas à moi.")]


def test_a_draft_leaves_no_audit_row(client: Client, candidate: Any) -> None:
    AuditEntry.objects.all().delete()

    send(client, "J'ai perdu")

    assert list(AuditEntry.objects.all()) == []


def test_a_draft_is_no_account(client: Client) -> None:
    send(client, "J'ai perdu")

    assert list(Account.objects.all()) == []


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_without_the_launch_cookie_nothing_is_kept(stranger: Client, candidate: Any) -> None:
    assert send(stranger, "J'ai perdu") == 403
    assert drafts() == []
