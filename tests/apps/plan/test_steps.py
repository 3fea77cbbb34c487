"""Ticking a step, and adding one in one's own words."""

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import add_step, keep_priority, tick_step
from rebond.apps.plan.models import Priority, Step
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
LATER = datetime.timedelta(days=1)
COUNT = len(REMEDIES["prepare_pay"].steps)
NO_WORDS = "Écrivez d’abord l’étape, en quelques mots."
TOO_LONG = "Raccourcissez cette étape\u00a0: 300 caractères au plus."


def tick_url(step: Step) -> str:
    return f"/plan/steps/{step.pk}/"


def add_url(priority: Priority) -> str:
    return f"/plan/priorities/{priority.pk}/steps/"


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.fixture
def priority(account: Account, candidate: Person) -> Priority:
    kept = cast.proposed(account, "pay_unprepared")
    keep_priority(priority=kept, due=None, by=candidate, now=cast.NOON)
    return kept


@pytest.fixture
def step(priority: Priority) -> Step:
    return Step.objects.filter(priority=priority)[0]


def done(step: Step) -> Any:
    return Step.objects.get(pk=step.pk).done_at


def own_steps() -> list[tuple[int, str]]:
    return list(Step.objects.exclude(own_words="").values_list("position", "own_words"))


def test_ticking_works_and_leads_back_to_the_plan(client: Client, account: Account, step: Step) -> None:
    response = client.post(tick_url(step), {"done": "on"})

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{account.pk}/")
    assert done(step) is not None


def test_a_ticked_step_is_shown_as_ticked_and_its_button_unticks(client: Client, account: Account, step: Step) -> None:
    client.post(tick_url(step), {"done": "on"})

    page = seen(client.get(f"/plan/{account.pk}/"))

    ticks = page.all("button", class_="tick")
    assert [tick.attributes["aria-pressed"] for tick in ticks] == ["true", *["false"] * (COUNT - 1)]
    assert (ticks[0].attributes["value"], ticks[1].attributes["value"], ticks[0].words) == ("", "on", "✓")


def test_unticking_takes_the_time_away(client: Client, step: Step) -> None:
    client.post(tick_url(step), {"done": "on"})
    client.post(tick_url(step), {"done": ""})

    assert done(step) is None


def test_ticking_twice_keeps_the_first_time(candidate: Person, step: Step, now: datetime.datetime) -> None:
    tick_step(step=step, done=True, by=candidate, now=now)
    tick_step(step=Step.objects.get(pk=step.pk), done=True, by=candidate, now=now + LATER)

    assert done(step) == now


def test_ticked_again_after_unticking_it_has_the_new_time(
    candidate: Person, step: Step, now: datetime.datetime
) -> None:
    for ticked, when in ((True, now), (False, now), (True, now + LATER)):
        tick_step(step=step, done=ticked, by=candidate, now=when)

    assert done(step) == now + LATER


def test_a_tick_touches_no_other_step(client: Client, step: Step) -> None:
    others = list(Step.objects.exclude(pk=step.pk).values())

    client.post(tick_url(step), {"done": "on"})

    assert list(Step.objects.exclude(pk=step.pk).values()) == others


def test_ticks_and_unticks_leave_audit_rows(candidate: Person, step: Step, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    tick_step(step=step, done=True, by=candidate, now=now)
    tick_step(step=step, done=False, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("by", "verb", "target_type", "target_id")) == [
        (candidate.pk, "tick_step", "plan.step", str(step.pk)),
        (candidate.pk, "untick_step", "plan.step", str(step.pk)),
    ]


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account, step: Step) -> None:
    part = client.post(tick_url(step), {"done": "on"}, headers=HTMX)

    assert region(part, "plan") == region(client.get(f"/plan/{account.pk}/"), "plan")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_adding_works_and_leads_back_to_the_plan(client: Client, account: Account, priority: Priority) -> None:
    response = client.post(add_url(priority), {"words": "  Appeler Samira.  "})

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{account.pk}/")
    assert own_steps() == [(COUNT, "Appeler Samira.")]


def test_own_steps_stand_after_the_others_in_the_order_in_which_they_were_added(
    client: Client, account: Account, priority: Priority
) -> None:
    for words in ("Appeler Samira.", "Relire l'annonce."):
        client.post(add_url(priority), {"words": words})

    lines = seen(client.get(f"/plan/{account.pk}/")).one(id=f"priority-{priority.pk}").all("li", class_="step-line")

    remedy = [step.words.fr for step in REMEDIES["prepare_pay"].steps]
    assert [line.all("span")[0].words for line in lines] == [*remedy, "Appeler Samira.", "Relire l'annonce."]


def test_adding_leaves_one_audit_row_without_a_word_of_it(
    candidate: Person, priority: Priority, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    add_step(priority=priority, words="Appeler Samira.", by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "add_step", "plan.priority", str(priority.pk))
    ]


@pytest.mark.parametrize(
    ("words", "sentence"), [("", NO_WORDS), ("  \n", NO_WORDS), ("a" * 301, TOO_LONG)], ids=["none", "white", "long"]
)
def test_words_that_cannot_be_kept_are_refused_with_a_sentence_and_nothing_changes(
    client: Client, priority: Priority, words: str, sentence: str
) -> None:
    stored = cast.everything_stored()

    response = client.post(add_url(priority), {"words": words})

    assert (response.status_code, seen(response).one(role="alert").words) == (422, sentence)
    assert cast.everything_stored() == stored


def test_htmx_gets_the_sentence_in_the_part(client: Client, priority: Priority) -> None:
    part = client.post(add_url(priority), {"words": ""}, headers=HTMX)

    assert (part.status_code, region(part, "plan").one(role="alert").words) == (200, NO_WORDS)
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: NO_WORDS}


def test_a_null_character_is_refused(client: Client, priority: Priority) -> None:
    assert client.post(add_url(priority), {"words": "a\0b"}).status_code == 422
    assert own_steps() == []


def test_the_longest_step_is_kept(client: Client, priority: Priority) -> None:
    assert client.post(add_url(priority), {"words": "🙃" * 300}).status_code == 302
    assert own_steps() == [(COUNT, "🙃" * 300)]


def test_hostile_words_are_shown_as_text(client: Client, account: Account, priority: Priority) -> None:
    words = cast.HOSTILE[:300]
    client.post(add_url(priority), {"words": words})

    page = seen(client.get(f"/plan/{account.pk}/"))

    line = page.all("li", class_="step-line")[-1]
    assert line.all("span")[0].text == words
    assert page.all("b") == []
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


def test_the_database_refuses_a_step_that_says_nothing(priority: Priority) -> None:
    with pytest.raises(IntegrityError, match="step_says_something"), transaction.atomic():
        Step.objects.create(priority=priority, position=9)


def test_another_persons_step_and_priority_are_not_found(client: Client) -> None:
    owner = cast.another_person()
    theirs = cast.proposed(cast.read(owner), "pay_unprepared")
    keep_priority(priority=theirs, due=None, by=owner, now=cast.NOON)
    before = list(Step.objects.values())

    assert client.post(tick_url(Step.objects.all()[0]), {"done": "on"}).status_code == 404
    assert client.post(add_url(theirs), {"words": "À moi."}).status_code == 404
    assert list(Step.objects.values()) == before


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_step_that_is_not_there_is_not_found(client: Client, number: int) -> None:
    assert client.post(f"/plan/steps/{number}/", {"done": "on"}).status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, step: Step, priority: Priority, method: str) -> None:
    assert getattr(client, method)(tick_url(step)).status_code == 405
    assert getattr(client, method)(add_url(priority)).status_code == 405


def test_without_the_launch_cookie_nothing_changes(stranger: Client, step: Step, priority: Priority) -> None:
    assert stranger.post(tick_url(step), {"done": "on"}).status_code == 403
    assert stranger.post(add_url(priority), {"words": "Appeler Samira."}).status_code == 403
    assert (done(step), own_steps()) == (None, [])
