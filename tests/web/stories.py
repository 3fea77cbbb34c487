"""Accounts at every point of the journey, for what holds on every page."""

from rebond.apps.causes.actions import judge_cause
from rebond.apps.debrief.actions import State, describe_state, keep_draft, record_account
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import add_step, finish_priority, keep_priority, set_aside, tick_step
from rebond.apps.plan.models import Priority, Step
from tests.apps import cast

NEUTRAL = (
    cast.Passage("Abaco dromo.", "context", confidence=0.3),
    cast.Passage("Velit sonar.", "fact", {"salary": 0.9, "stress": 0.4}, ("salary",), phase="salary"),
    cast.Passage("Lumen tarda.", "fact", {"memory_blank": 0.9, "career_gap": 0.9}, ("memory_blank", "career_gap")),
    cast.Passage(
        "Nox ruit.",
        "feeling",
        distortions=({"key": "labelling", "probability": 0.9, "start": 0, "end": 3},),
    ),
    cast.Passage("Sol redit.", "fact", {"strength": 0.9}, ("strength",)),
    cast.Passage("Vox clamat.", "feedback", {"recruiter_disrespect": 0.9}, ("recruiter_disrespect",)),
)
"""A story in words of no language, so that every word of a page is the page's own."""


def lived(person: Person) -> Account:
    """An account that went through the whole journey."""
    account = cast.read(person, NEUTRAL)
    said = {"account": account, "by": person, "now": cast.NOON}
    describe_state(account=account, state=State("abax", 8, 2, 0, "refused"), by=person, now=cast.NOON)
    correct_moment(**said, position=1, aspect="incident", key="stress", holds=True)
    correct_moment(**said, position=2, aspect="agency", key="circumstances", holds=True)
    correct_moment(**said, position=3, aspect="nature", key="interpretation", holds=True)
    for key, choice in {"outside": "confirmed", "recruiter": "rejected", "motivation_unclear": "confirmed"}.items():
        judge_cause(**said, key=key, choice=choice)
    for key in ("pay_unprepared", "path_unexplained", "stress_unmanaged"):
        judge_cause(**said, key=key, choice="confirmed")
    return account


def planned(person: Person) -> Account:
    """An account with a priority of every state."""
    account = lived(person)
    decide = {"by": person, "now": cast.NOON}
    kept, done, aside = Priority.objects.filter(account=account, state="proposed")
    for priority in (kept, done):
        keep_priority(priority=priority, due=None, **decide)
    add_step(priority=kept, words="Abax.", **decide)
    tick_step(step=Step.objects.filter(priority=kept)[0], done=True, **decide)
    finish_priority(priority=done, **decide)
    set_aside(priority=aside, **decide)
    for key in ("pay_unprepared", "path_unexplained", "stress_unmanaged", "motivation_unclear"):
        judge_cause(account=account, key=key, choice="confirmed", **decide)
    return account


def unsure(person: Person) -> Account:
    """An account of which one says that one does not know, read by the light reader in a language of its own."""
    account = cast.read(person, [*NEUTRAL, cast.Passage(cast.HEAVY, "feeling")], lang="other", reader="light")
    judge_cause(account=account, key="unknown", choice="unknown", by=person, now=cast.NOON)
    return account


def drafting(person: Person) -> Account:
    """An account, and a draft of the next one."""
    keep_draft(text="Abaco.", key=Person().pk, by=person, now=cast.NOON)
    return cast.kept(person, "Abaco dromo.")


def example(person: Person) -> Account:
    return record_account(text="Abaco.", key=Person().pk, by=person, now=cast.NOON, is_example=True)


def nothing_to_work_on(person: Person) -> Account:
    return cast.read(person, NEUTRAL[:1])
