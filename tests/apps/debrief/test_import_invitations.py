"""Invitations of a calendar: added to an opportunity, moved when they come again, called off when one says so."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account, Interview, Opportunity, PendingImport
from tests.apps import cast
from tests.apps.debrief.uploads import URL, add, calendar, event, held
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

NINE = datetime.datetime(2026, 3, 20, 9, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
VIDEO = "LOCATION:https://teams.microsoft.com/l/1\r\nATTENDEE;CN=Paul Roy:mailto:paul@acme.example\r\n"


def opportunity(candidate: Any, company: str, post: str = "") -> Opportunity:
    return Opportunity.objects.create(
        owner=candidate, company=company, post=post, stage="applied", added_at=cast.NOON, changed_at=cast.NOON
    )


def interviews() -> list[tuple[Any, ...]]:
    fields = ("opportunity__company", "starts_at", "ends_at", "uid")
    return list(Interview.objects.order_by("starts_at", "uid").values_list(*fields))


def test_an_invitation_is_looked_at_and_nothing_is_added(client: Client) -> None:
    page = seen(client.get(held(client, calendar(event(more=VIDEO)), "invite.ics")))

    assert Interview.objects.count() == 0
    assert page.one("h2").text == "Entretien Acme"
    assert page.one("input", type="text").attributes["value"] == "Acme"


def test_saying_yes_makes_an_opportunity_with_its_interview(client: Client, candidate: Any) -> None:
    response = add(client, held(client, calendar(event(more=VIDEO)), "invite.ics"))

    assert "opportunities=1&interviews=1&known=0&moved=0&removed=0" in response.headers["Location"]
    fields = ("owner", "company", "stage", "contact", "notes")
    assert Opportunity.objects.values_list(*fields).get() == (
        candidate.pk,
        "Acme",
        "interviewing",
        "Marie Petit",
        "Entretien Acme",
    )
    fields = ("owner", "starts_at", "ends_at", "setting", "place", "people", "uid")
    assert Interview.objects.values_list(*fields).get() == (
        candidate.pk,
        NINE,
        NINE + HOUR,
        "video",
        "https://teams.microsoft.com/l/1",
        "Marie Petit\nPaul Roy",
        "1@acme",
    )
    assert PendingImport.objects.count() == 0
    assert AuditEntry.objects.filter(verb__in=("add_interview", "add_interviews")).count() == 2


def test_the_opportunity_that_it_names_is_chosen(client: Client, candidate: Any) -> None:
    for company in ("Nadir", "Acmé", "Zénith"):
        opportunity(candidate, company)

    add(client, held(client, calendar(event())))

    assert interviews() == [("Acmé", NINE, NINE + HOUR, "1@acme")]
    assert Opportunity.objects.count() == 3


def test_another_opportunity_may_be_chosen(client: Client, candidate: Any) -> None:
    opportunity(candidate, "Acme")
    other = opportunity(candidate, "Nadir")

    add(client, held(client, calendar(event())), {"to-0": str(other.pk)})

    assert [row[0] for row in interviews()] == ["Nadir"]


def test_one_may_be_left_out(client: Client) -> None:
    add(client, held(client, calendar(event(), event("2@acme", "20260321T090000Z"))), {"to-0": ""})

    assert [row[3] for row in interviews()] == ["2@acme"]


def test_two_invitations_of_a_new_company_make_one_opportunity(client: Client) -> None:
    add(client, held(client, calendar(event(), event("2@acme", "20260321T090000Z"))))

    assert (Opportunity.objects.count(), Interview.objects.count()) == (1, 2)


def test_the_same_invitation_twice_adds_nothing(client: Client) -> None:
    add(client, held(client, calendar(event())))
    before = interviews()

    address = held(client, calendar(event()))

    assert seen(client.get(address)).all("select") == []
    assert "interviews=0&known=1" in client.post(f"{address}add/").headers["Location"]
    assert interviews() == before


def test_an_invitation_that_comes_again_moves_the_interview(client: Client) -> None:
    add(client, held(client, calendar(event())))

    address = held(client, calendar(event(starts="20260322T140000Z")))
    page = seen(client.get(address))
    add(client, address)

    assert "checked" in page.one("input", type="checkbox").attributes
    later = datetime.datetime(2026, 3, 22, 14, 0, tzinfo=datetime.UTC)
    assert interviews() == [("Acme", later, later + HOUR, "1@acme")]


def test_it_stays_where_it_was_unless_asked_to_move(client: Client) -> None:
    add(client, held(client, calendar(event())))

    client.post(f"{held(client, calendar(event(starts='20260322T140000Z')))}add/")

    assert interviews() == [("Acme", NINE, NINE + HOUR, "1@acme")]


def test_one_called_off_is_shown_and_stays(client: Client) -> None:
    add(client, held(client, calendar(event())))

    address = held(client, calendar(event(), method="CANCEL"))
    box = seen(client.get(address)).one("input", type="checkbox")
    add(client, address)

    assert "checked" not in box.attributes
    assert len(interviews()) == 1


def test_one_called_off_goes_where_that_is_chosen_and_its_account_stays(client: Client, candidate: Any) -> None:
    add(client, held(client, calendar(event())))
    account = cast.kept(candidate)
    Account.objects.filter(pk=account.pk).update(interview=Interview.objects.get())

    response = add(client, held(client, calendar(event(), method="CANCEL")), {"follows-0": "on"})

    assert "removed=1" in response.headers["Location"]
    assert interviews() == []
    assert Account.objects.values_list("interview", flat=True).get() is None
    assert Opportunity.objects.count() == 1


def test_one_called_off_that_is_not_known_adds_nothing(client: Client) -> None:
    address = held(client, calendar(event(), method="CANCEL"))

    client.post(f"{address}add/", {"to-0": "new", "company-0": "Acme", "follows-0": "on"})

    assert (Interview.objects.count(), Opportunity.objects.count()) == (0, 0)


def test_an_interview_that_came_from_our_own_calendar_is_known(client: Client, candidate: Any) -> None:
    own = Interview.objects.create(
        owner=candidate,
        opportunity=opportunity(candidate, "Acme"),
        starts_at=NINE,
        ends_at=NINE + HOUR,
        added_at=cast.NOON,
    )

    page = seen(client.get(held(client, calendar(event(f"{own.pk}@rebond")))))

    assert (page.all("select"), page.all("input", type="checkbox")) == ([], [])


@pytest.mark.parametrize(
    "form",
    [
        {"to-0": "new", "company-0": "  "},
        {"to-0": "00000000-0000-4000-8000-000000000000"},
        {"to-0": "elsewhere"},
        {"to-0": "new", "company-0": "a" * 161},
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_nothing_changes(client: Client, form: dict[str, str]) -> None:
    address = held(client, calendar(event()))
    before = cast.everything_stored()

    response = client.post(f"{address}add/", form)

    assert response.status_code == 422
    assert len(seen(response).all("p", role="alert")) == 1
    assert cast.everything_stored() == before


def test_another_persons_opportunity_cannot_be_chosen(client: Client) -> None:
    theirs = opportunity(cast.another_person(), "Acme")
    address = held(client, calendar(event()))

    assert str(theirs.pk) not in client.get(address).content.decode()
    assert client.post(f"{address}add/", {"to-0": str(theirs.pk)}).status_code == 422


def test_an_error_of_the_database_midway_adds_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = held(client, calendar(event(), event("2@acme", "20260321T090000Z")))
    form = {"to-0": "new", "company-0": "Acme", "to-1": "new", "company-1": "Nadir"}
    before = cast.everything_stored()
    create = Interview.objects.create
    monkeypatch.setattr(Interview.objects, "create", lambda **fields: create(**fields | {"uid": "the same"}))

    with pytest.raises(IntegrityError):
        client.post(f"{address}add/", form)

    assert cast.everything_stored() == before


def test_a_preview_costs_the_same_queries_whatever_is_there(
    client: Client, candidate: Any, django_assert_num_queries: Any
) -> None:
    add(client, held(client, calendar(event())))
    for number in (1, 40):
        for more in range(number):
            opportunity(candidate, f"Company {number} {more}")
        invited = [event(f"{place}@nadir", f"202604{place + 1:02}T090000Z") for place in range(min(number, 25))]
        address = held(client, calendar(event(starts="20260322T140000Z"), *invited))
        with django_assert_num_queries(4):  # the person, the file, the interviews, the opportunities
            client.get(address)


def test_the_page_says_what_was_done(client: Client) -> None:
    response = add(client, held(client, calendar(event())))

    page = seen(client.get(response.headers["Location"]))
    assert len(page.one(class_="note stack").all("li")) == 2
    assert seen(client.get(f"{URL}?opportunities=x")).all(class_="note stack") == []


def test_hostile_words_are_shown_as_words(client: Client) -> None:
    hostile = "<script>alert(1)</script> {{ 7|add:7 }}"

    page = seen(client.get(held(client, calendar(event(summary=hostile)))))

    assert page.one("h2").text == hostile
