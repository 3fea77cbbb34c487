"""An account written from the page of an interview lies with it."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account, Interview
from rebond.apps.debrief.tracker_actions import Details, Meeting, add_interview, add_opportunity
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

URL = "/debrief/"
ENGLISH = {"accept-language": "en"}


def noted(by: Person, **known: Any) -> Interview:
    details = Details(company="Halles de Mer", post="Magasinière", stage="interviewing")
    opportunity = add_opportunity(key=uuid.uuid4(), details=details, by=by, now=cast.NOON)
    meeting = Meeting(starts_at=cast.NOON, **known)
    return add_interview(opportunity=opportunity, key=uuid.uuid4(), meeting=meeting, by=by, now=cast.NOON)


def test_the_page_of_an_interview_leads_to_the_field_for_it(client: Client, candidate: Person) -> None:
    interview = noted(candidate)
    page = seen(client.get(f"/debrief/applications/interviews/{interview.pk}/", headers=ENGLISH))

    assert page.one("a", href=f"{URL}?interview={interview.pk}").text == "Write about it"


def test_the_field_says_which_interview_it_is(client: Client, candidate: Person) -> None:
    interview = noted(candidate)
    page = seen(client.get(URL, {"interview": str(interview.pk)}, headers=ENGLISH))

    assert page.one("p", class_="note").text.strip() == (
        "It will lie with this interview: Halles de Mer, Magasinière · 13 March 2026"
    )
    assert page.one("input", name="interview").attributes["value"] == str(interview.pk)


def test_what_is_kept_lies_with_that_interview(client: Client, candidate: Person) -> None:
    interview, key = noted(candidate), uuid.uuid4()
    client.post(URL, {"key": str(key), "text": "Trou noir.", "interview": str(interview.pk)})

    assert Account.objects.get(pk=key).interview == interview


def test_sent_twice_it_is_kept_once_and_lies_there(client: Client, candidate: Person) -> None:
    interview, key = noted(candidate), uuid.uuid4()
    for _ in range(2):
        client.post(URL, {"key": str(key), "text": "Trou noir.", "interview": str(interview.pk)})

    assert list(Account.objects.values_list("pk", "interview")) == [(key, interview.pk)]


def test_what_is_refused_keeps_the_interview(client: Client, candidate: Person) -> None:
    interview = noted(candidate)
    response = client.post(URL, {"text": "  ", "interview": str(interview.pk)})

    assert response.status_code == 422
    assert seen(response).one("input", name="interview").attributes["value"] == str(interview.pk)


@pytest.mark.parametrize("chosen", ["nothing", str(uuid.UUID(int=7, version=4)), "theirs"])
def test_no_text_is_lost_for_an_interview_that_is_not_there(client: Client, candidate: Person, chosen: str) -> None:
    theirs = noted(cast.another_person())
    given = str(theirs.pk) if chosen == "theirs" else chosen
    key = uuid.uuid4()
    client.post(URL, {"key": str(key), "text": "Trou noir.", "interview": given})

    assert list(Account.objects.values_list("pk", "owner", "interview")) == [(key, candidate.pk, None)]
    assert "interview" not in [
        field.attributes["name"] for field in seen(client.get(URL, {"interview": given})).all("input")
    ]
