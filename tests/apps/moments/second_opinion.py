"""A second opinion in tests: a model that talks, the ways to ask it, and what then stands on the page."""

import datetime
from typing import Any

from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.moments.deeper_actions import Heard, ask_deeper, hear_model, note_heard
from rebond.apps.moments.deeper_queries import SeenDeeper, deeper_of
from rebond.apps.moments.models import DeeperReading
from rebond.apps.moments.queries import reading_of
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import Element, seen
from tests.language_model_server import labels

HTMX = {"hx-request": "true"}
ENGLISH = {"accept-language": "en"}
AWAY = "https://models.example.org/v1"
AWAY_ADDRESS = f"{AWAY}/chat/completions"
WORDS = labels(
    ("un chiffre sur le salaire", "feedback", ["salary", "stress"], []),
    ("Trou noir", "fact", ["memory_blank"], ["labelling"]),
    ("Elle a ri de moi", "fact", ["recruiter_disrespect"], []),
)
"""What the model says of the cast's story: two passages of it, and one that it invents."""


def url(account: Any, page: str = "deeper/") -> str:
    return f"/moments/{account.pk}/{page}"


def section(client: Client, account: Any, query: str = "") -> Element:
    return seen(client.get(url(account, query), headers=ENGLISH)).one(id="deeper")


def answered(account: Account, candidate: Person) -> DeeperReading:
    """Ask, and wait here for the answer."""
    asked = ask_deeper(account=account, agreed_to="", by=candidate, now=cast.NOON)
    heard = hear_model(key=asked.pk)
    assert heard is not None
    note_heard(key=asked.pk, heard=heard, now=cast.NOON)
    return DeeperReading.objects.get(pk=asked.pk)


def failed(account: Account, candidate: Person, why: str) -> None:
    asked = ask_deeper(account=account, agreed_to="", by=candidate, now=cast.NOON)
    note_heard(key=asked.pk, heard=Heard(None, why), now=cast.NOON)


def looked_at(account: Account, position: int | None = None, *, now: datetime.datetime = cast.NOON) -> SeenDeeper:
    read = reading_of(account)
    assert read is not None
    found = deeper_of(read, moment=None if position is None else read.moments[position], now=now)
    assert found is not None
    return found


def audited() -> list[tuple[Any, str]]:
    found = AuditEntry.objects.filter(verb__contains="model").order_by("pk")
    return list(found.values_list("by", "verb"))
