"""Correcting one label of one passage by one gesture."""

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.models import Hypothesis
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment, labels_changed
from rebond.apps.moments.forms import CorrectionForm
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.apps.people.models import Person
from rebond.taxonomy.labels import AGENCIES, DISTORTIONS, INCIDENTS, NATURES, PHASES
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
LATER = datetime.timedelta(minutes=1)
UNKNOWN_CHOICE = "Ce choix n’existe pas. Rechargez la page et recommencez."
UNKNOWN_PASSAGE = "Ce passage n’existe plus. Rechargez la page."
EVERY_CHOICE = [
    *(f"nature:{key}:yes" for key in NATURES),
    *(f"incident:{key}:{answer}" for key in INCIDENTS for answer in ("yes", "no")),
    *(f"distortion:{key}:{answer}" for key in DISTORTIONS for answer in ("yes", "no")),
    *(f"phase:{key}:yes" for key in ["", *PHASES]),
    *(f"agency:{key}:yes" for key in AGENCIES),
]


def url(account: Any, position: int = 1) -> str:
    return f"/moments/{account.pk}/{position}/"


def corrections() -> list[tuple[int, str, str, bool]]:
    found = Correction.objects.order_by("moment__position", "aspect", "key")
    return list(found.values_list("moment__position", "aspect", "key", "holds"))


def as_the_engine_read() -> list[Any]:
    return [list(Reading.objects.values()), list(Moment.objects.values())]


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


def test_it_works_and_leads_back_to_the_passage(client: Client, account: Account) -> None:
    response = client.post(url(account), {"choice": "nature:feeling:yes"})

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/?moment=1#moment")
    assert corrections() == [(1, "nature", "feeling", True)]


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account), {"choice": "incident:salary:no"}, headers=HTMX)

    assert part.status_code == 200
    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["reading"]
    assert region(part, "reading") == region(client.get(f"/moments/{account.pk}/?moment=1"), "reading")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_the_page_shows_what_was_said(client: Client, account: Account) -> None:
    client.post(url(account), {"choice": "nature:feeling:yes"})
    client.post(url(account), {"choice": "incident:stress:yes"})
    client.post(url(account), {"choice": "agency:circumstances:yes"})
    client.post(url(account), {"choice": "phase:closing:yes"})

    panel = seen(client.get(f"/moments/{account.pk}/?moment=1")).one(id="moment")
    pressed = {button.attributes["id"] for button in panel.all("button", aria_pressed="true")}
    assert pressed == {"nature-feeling", "incident-salary", "incident-stress", "agency-circumstances"}
    assert [option.attributes["value"] for option in panel.all("option", selected="")] == ["phase:closing:yes"]
    assert panel.one(id="incident-stress").one("span").words == "dit par vous"
    assert panel.one(id="incident-salary").one("span").words == "déduit"
    assert panel.all("legend")[0].words == "Vous avez dit que c’est"


def test_corrections_lie_beside_the_engines_labels(client: Client, account: Account) -> None:
    before = as_the_engine_read()

    for choice in EVERY_CHOICE:
        assert client.post(url(account), {"choice": choice}).status_code == 302

    assert as_the_engine_read() == before
    assert Account.objects.get().text == account.text


@pytest.mark.parametrize("choice", EVERY_CHOICE)
def test_every_label_can_be_said(choice: str) -> None:
    aspect, key, answer = choice.split(":")
    form = CorrectionForm({"choice": choice})

    assert form.is_valid()
    assert form.cleaned_data["choice"] == {"aspect": aspect, "key": key, "holds": answer == "yes"}


@pytest.mark.parametrize(
    ("aspect", "first", "second"),
    [("nature", "feeling", "context"), ("phase", "closing", ""), ("agency", "them", "unknown")],
)
def test_of_a_single_choice_the_last_one_stands(
    account: Account, candidate: Person, now: datetime.datetime, aspect: str, first: str, second: str
) -> None:
    for key in (first, second, second):
        correct_moment(account=account, position=1, aspect=aspect, key=key, holds=True, by=candidate, now=now)

    assert corrections() == [(1, aspect, second, True)]


def test_incidents_and_thoughts_are_said_one_by_one(client: Client, account: Account) -> None:
    for choice in ("incident:stress:yes", "incident:salary:no", "distortion:should:yes", "distortion:labelling:no"):
        client.post(url(account), {"choice": choice})

    assert corrections() == [
        (1, "distortion", "labelling", False),
        (1, "distortion", "should", True),
        (1, "incident", "salary", False),
        (1, "incident", "stress", True),
    ]


def test_the_last_word_on_an_incident_stands(client: Client, account: Account) -> None:
    for answer in ("yes", "no", "yes", "no"):
        client.post(url(account), {"choice": f"incident:stress:{answer}"})

    assert corrections() == [(1, "incident", "stress", False)]


def test_a_passage_is_corrected_alone(client: Client, account: Account) -> None:
    client.post(url(account, 1), {"choice": "nature:feeling:yes"})
    client.post(url(account, 3), {"choice": "nature:fact:yes"})

    assert corrections() == [(1, "nature", "feeling", True), (3, "nature", "fact", True)]


def test_a_correction_keeps_who_said_it_and_when_and_leaves_an_audit_row(
    account: Account, candidate: Person, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    correct_moment(account=account, position=1, aspect="incident", key="stress", holds=True, by=candidate, now=now)

    assert Correction.objects.values_list("by", "at").get() == (candidate.pk, now)
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "correct_incident", "debrief.account", str(account.pk))
    ]


def test_what_follows_fails_with_the_correction_or_not_at_all(
    account: Account, candidate: Person, now: datetime.datetime
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("a later stage failed")

    stored = cast.everything_stored()
    labels_changed.connect(fail, dispatch_uid="fail")
    try:
        with pytest.raises(RuntimeError):
            correct_moment(
                account=account, position=1, aspect="incident", key="salary", holds=False, by=candidate, now=now
            )
    finally:
        labels_changed.disconnect(dispatch_uid="fail")

    assert cast.everything_stored() == stored


def test_a_correction_weighs_the_causes_again(client: Client, account: Account) -> None:
    assert "pay_unprepared" in Hypothesis.objects.values_list("key", flat=True)

    client.post(url(account), {"choice": "incident:salary:no"})

    assert "pay_unprepared" not in Hypothesis.objects.values_list("key", flat=True)


@pytest.mark.parametrize(
    "form",
    [
        {},
        *(
            {"choice": choice}
            for choice in (
                "",
                "nature",
                "nature:fact",
                "nature:fact:maybe",
                "nature:salary:yes",
                "nature::yes",
                "incident:fact:yes",
                "incident::no",
                "mood:fact:yes",
                "agency::yes",
                "incident:salary:yes:no",
                "incident:" + "a" * 100 + ":yes",
                "incident:salary\0:yes",
                "<script>:a:yes",
            )
        ),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_unknown_label_is_refused_with_a_sentence_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str], headers: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account), form, headers=headers)

    assert (response.status_code, response.content.decode()) == (422, UNKNOWN_CHOICE)
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("choice", ["nature:fact:no", "phase:closing:no", "agency:me:no"])
def test_a_single_choice_cannot_be_refused(client: Client, account: Account, choice: str) -> None:
    assert client.post(url(account), {"choice": choice}).status_code == 422
    assert corrections() == []


@pytest.mark.parametrize("position", [5, 999999, 10**30])
def test_an_unknown_passage_is_not_found_with_a_sentence(client: Client, account: Account, position: int) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account, position), {"choice": "nature:fact:yes"})

    assert (response.status_code, response.content.decode()) == (404, UNKNOWN_PASSAGE)
    assert cast.everything_stored() == stored


def test_an_account_that_is_not_read_has_no_passage(client: Client, candidate: Person) -> None:
    response = client.post(url(cast.kept(candidate), 0), {"choice": "nature:fact:yes"})

    assert (response.status_code, response.content.decode()) == (404, UNKNOWN_PASSAGE)


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.read(cast.another_person())

    assert client.post(url(theirs), {"choice": "nature:feeling:yes"}).status_code == 404
    assert corrections() == []


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_corrected(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), {"choice": "nature:feeling:yes"}).status_code == 403
    assert corrections() == []


def test_the_database_refuses_two_choices_of_one_nature(account: Account, candidate: Person) -> None:
    moment = Moment.objects.get(reading__account=account, position=0)
    said = {"moment": moment, "aspect": "nature", "holds": True, "by": candidate, "at": cast.NOON}
    Correction.objects.create(key="fact", **said)

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(key="feeling", **said)

    assert corrections() == [(0, "nature", "fact", True)]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3)])
def test_the_database_refuses_an_empty_moment(account: Account, start: int, end: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Moment.objects.filter(position=0).update(start=start, end=end)


@pytest.mark.parametrize(("choice", "queries"), [("nature:feeling:yes", 32), ("agency:them:yes", 32)])
@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow_with_the_account(
    client: Client, candidate: Person, django_assert_num_queries: Any, choice: str, queries: int, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)

    with django_assert_num_queries(queries):
        client.post(url(account, 0), {"choice": choice})
