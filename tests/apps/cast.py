"""The cast of the page tests: somebody else, accounts that are kept, and readings put there by hand.

A reading by hand says exactly what its test needs; the causes and priorities that follow are those of the real code.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser

from rebond.apps.debrief.actions import record_account
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import labels_changed
from rebond.apps.moments.models import Moment, Reading
from rebond.apps.people.models import Person
from rebond.apps.plan.models import Priority
from rebond.taxonomy.labels import INCIDENTS

NOON = datetime.datetime(2026, 3, 13, 12, 0, tzinfo=datetime.UTC)
"""When the cast does what it does: the day after the evening of the tests."""

NOISE = 0.01
"""What a reading by hand says of the incidents that its test does not speak of."""

HEAVY = "L'entretien s'est mal fini. Ce soir je ne veux plus vivre."
"""Words that the distress finder hears."""

HOSTILE = (
    "<script>alert(1)</script> & \"guillemets\" 'apostrophes' {{ 7|add:7 }} {% now 'Y' %} </textarea><b onclick=x>gras "
    "\u202eà l'envers\u202c \u200fדו\u200f " + "anticonstitutionnellement" * 40
)
"""A text that would break a page which did not escape it."""


@dataclass(frozen=True)
class Passage:
    """One moment of a reading by hand; its fields are those of the table of moments."""

    quote: str
    nature: str = "fact"
    likelihoods: Mapping[str, float] = field(default_factory=dict)
    asserted: tuple[str, ...] = ()
    distortions: tuple[Mapping[str, Any], ...] = ()
    phase: str = ""
    confidence: float = 0.9


ARRIVAL = Passage("Je suis arrivé en avance.", "context")
SALARY = Passage("J'ai bafouillé un chiffre sur le salaire.", "fact", {"salary": 0.9, "vagueness": 0.3}, ("salary",))
BLANK = Passage("Trou noir sur la question technique.", "fact", {"memory_blank": 0.8, "skill_gap": 0.4})
SHAME = Passage("J'avais honte en sortant.", "feeling")
SMILE = Passage("Elle a souri à mon exemple.", "fact", {"strength": 0.95}, ("strength",), phase="welcome")
STORY = (ARRIVAL, SALARY, BLANK, SHAME, SMILE)


def another_person() -> Person:
    """Somebody else; there is at most one local candidate."""
    return Person.objects.create(arrived_at=NOON)


def kept(by: AbstractBaseUser, text: str = "Je suis sorti sans un mot.", *, now: datetime.datetime = NOON) -> Account:
    """An account, kept and not read yet."""
    return record_account(text=text, key=uuid.uuid4(), by=by, now=now)


def read(
    by: AbstractBaseUser,
    passages: Sequence[Passage] = STORY,
    *,
    between: str = " ",
    lang: str = "fr",
    reader: str = "e5",
    now: datetime.datetime = NOON,
) -> Account:
    """An account made of these passages, with the reading that says them, its causes and its proposals."""
    account = kept(by, between.join(passage.quote for passage in passages), now=now)
    reading = Reading.objects.create(account=account, read_at=now, lang=lang, reader=reader, version="by hand")
    start = 0
    for position, passage in enumerate(passages):
        likelihoods = dict.fromkeys(INCIDENTS, NOISE) | dict(passage.likelihoods)
        Moment.objects.create(
            reading=reading,
            position=position,
            start=start,
            end=start + len(passage.quote),
            nature=passage.nature,
            confidence=passage.confidence,
            asserted=list(passage.asserted),
            offered=[key for key in passage.likelihoods if key not in passage.asserted],
            likelihoods=likelihoods,
            distortions=[
                dict(spiral, start=start + spiral["start"], end=start + spiral["end"]) for spiral in passage.distortions
            ],
            phase=passage.phase,
        )
        start += len(passage.quote) + len(between)
    labels_changed.send(sender=Reading, account=account, now=now)
    return account


def proposed(account: Account, cause: str) -> Priority:
    """The priority proposed for this cause."""
    return Priority.objects.get(account=account, cause=cause, state=Priority.State.PROPOSED)


def everything_stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table: what must be the same after a refusal or a mere look."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}
