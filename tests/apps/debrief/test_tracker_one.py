"""The pages of one opportunity and of one interview: added, changed, answered, removed."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.taxonomy.labels import OUTCOMES
from tests.apps import cast
from tests.apps.debrief.tracked import BOARD, LIST, NEW, about, at, interview, links, opportunity
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

OPPORTUNITY = {"company": "Ateliers Roux", "stage": "applied"}


# ------------------------------------------------------------------------------------------------- One opportunity


def test_opportunity_is_added_once_and_shown(client: Client) -> None:
    key = seen(client.get(NEW)).one("input", name="key").attributes["value"]

    sent = [client.post(NEW, OPPORTUNITY | {"key": key, "notes": "Une ligne.\r\nUne autre."}) for _ in range(2)]

    added = Opportunity.objects.get()
    assert {response.headers["Location"] for response in sent} == {at(added)}
    assert (added.company, added.stage, added.notes) == ("Ateliers Roux", "applied", "Une ligne.\nUne autre.")
    assert seen(client.get(at(added))).one("h1").words == "Ateliers Roux"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"company": "  "}, "company"),
        ({"company": "a" * 161}, "company"),
        ({"company": "a\0"}, "company"),
        ({"stage": "hired"}, "stage"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://example.org/a"}, "link"),
        ({"applied_on": "hier"}, "applied_on"),
        ({"applied_on": "0001-01-01"}, "applied_on"),
    ],
)
def test_what_cannot_be_noted_is_refused_beside_its_field(client: Client, wrong: dict[str, str], field: str) -> None:
    stored = cast.everything_stored()

    response = client.post(NEW, OPPORTUNITY | {"notes": "Vu."} | wrong)

    page = seen(response)
    assert response.status_code == 422
    assert page.one(id=f"id_{field}_error").words != ""
    assert page.one(id=f"id_{field}").attributes["aria-invalid"] == "true"
    assert page.one("textarea", name="notes").text.strip() == "Vu."
    assert cast.everything_stored() == stored


def test_address_without_its_scheme_is_taken_as_a_safe_one(client: Client) -> None:
    client.post(NEW, OPPORTUNITY | {"link": "example.org/job"})

    assert Opportunity.objects.get().link == "https://example.org/job"


def test_opportunity_is_changed_from_what_is_known(client: Client, candidate: Any) -> None:
    changed = opportunity(candidate, post="Vendeuse", applied_on=datetime.date(2026, 3, 2))
    form = seen(client.get(at(changed, "change/")))

    assert form.one("input", name="post").attributes["value"] == "Vendeuse"
    assert form.one("input", name="applied_on").attributes["value"] == "2026-03-02"
    assert client.post(at(changed, "change/"), OPPORTUNITY | {"post": "Gérante"}).headers["Location"] == at(changed)
    assert Opportunity.objects.values_list("post", "applied_on").get() == ("Gérante", None)


def test_opportunity_shows_its_interviews_latest_first_with_what_was_written(client: Client, candidate: Any) -> None:
    of = opportunity(candidate)
    old = interview(candidate, of, starts_at=cast.NOON)
    new = interview(candidate, of, starts_at=cast.NOON + datetime.timedelta(days=4))
    undated = interview(candidate, of)
    account = about(old, "La directrice souriait.")

    articles = seen(client.get(at(of))).all("article")

    assert [article.one("h3").one("a").attributes["href"] for article in articles] == [at(undated), at(new), at(old)]
    assert articles[2].one("blockquote").words == "La directrice souriait."
    assert {f"/debrief/accounts/{account.pk}/", f"/moments/{account.pk}/"} < links(articles[2])


def test_removal_says_what_goes_and_what_stays_then_does_it(client: Client, candidate: Any) -> None:
    of = opportunity(candidate)
    about(interview(candidate, of))
    interview(candidate, of)
    asked = client.get(at(of, "remove/"), headers={"accept-language": "en"})

    said = seen(asked).one(id="main").words

    assert "2 interviews: their dates, their places, the people met, the answers" in said
    assert "1 account that you wrote, with its reading, its causes and its plan. It will stand alone." in said
    assert client.post(at(of, "removed/")).headers["Location"] == LIST
    assert (Opportunity.objects.count(), Interview.objects.count(), Account.objects.count()) == (0, 0, 1)


# --------------------------------------------------------------------------------------------------- One interview


def test_interview_is_added_in_the_time_of_this_machine(client: Client, candidate: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    of = opportunity(candidate)
    sent = {
        "kind": "manager",
        "day": "2026-07-16",
        "at": "09:30",
        "until": "10:15",
        "setting": "video",
        "people": "Mme Roux",
    }

    response = client.post(at(of, "interviews/new/"), sent)

    held = Interview.objects.get()
    assert response.headers["Location"] == at(held)
    assert (held.starts_at, held.ends_at) == (
        datetime.datetime(2026, 7, 16, 7, 30, tzinfo=datetime.UTC),
        datetime.datetime(2026, 7, 16, 8, 15, tzinfo=datetime.UTC),
    )
    form = seen(client.get(at(held, "change/")))
    assert [form.one("input", name=name).attributes["value"] for name in ("day", "at", "until")] == [
        "2026-07-16",
        "09:30",
        "10:15",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "2026-07-16"}, "at"),
        ({"at": "09:30"}, "day"),
        ({"until": "09:30"}, "day"),
        ({"day": "2026-07-16", "at": "09:30", "until": "09:00"}, "until"),
        ({"day": "16/07/2026", "at": "09:30"}, "day"),
        ({"day": "9999-12-31", "at": "09:30"}, "day"),
        ({"day": "2026-07-16", "at": "neuf heures"}, "at"),
        ({"kind": "chat"}, "kind"),
        ({"setting": "moon"}, "setting"),
        ({"people": "a" * 10_001}, "people"),
    ],
)
def test_interview_that_cannot_be_is_refused_beside_its_field(
    client: Client, candidate: Any, wrong: dict[str, str], field: str
) -> None:
    of = opportunity(candidate)
    stored = cast.everything_stored()

    response = client.post(at(of, "interviews/new/"), wrong)

    assert response.status_code == 422
    assert seen(response).one(id=f"id_{field}_error").words != ""
    assert cast.everything_stored() == stored


def test_interview_without_a_word_is_kept(client: Client, candidate: Any) -> None:
    of = opportunity(candidate)

    client.post(at(of, "interviews/new/"), {})

    assert Interview.objects.values_list("opportunity", "kind", "starts_at", "ends_at").get() == (of.pk, "", None, None)


def test_answer_is_noted_with_its_date_and_the_stage(client: Client, candidate: Any) -> None:
    held = interview(candidate)
    about(held)

    client.post(at(held, "answer/"), {"outcome": "refused", "answered_on": "2026-03-20", "stage": "refused"})

    came = datetime.date(2026, 3, 20)
    assert Interview.objects.values_list("outcome", "answered_on").get() == ("refused", came)
    assert Account.objects.values_list("outcome", "answered_on").get() == ("refused", came)
    assert Opportunity.objects.get().stage == "refused"
    assert seen(client.get(at(held.opportunity))).all("span", class_="tag")[1].words == OUTCOMES["refused"].name.fr


def test_answer_that_does_not_exist_is_refused(client: Client, candidate: Any) -> None:
    held = interview(candidate)
    stored = cast.everything_stored()

    response = client.post(at(held, "answer/"), {"outcome": "hired", "stage": "refused"})

    assert response.status_code == 422
    assert seen(response).one(id="id_outcome_error").words != ""
    assert cast.everything_stored() == stored


def test_account_is_put_to_an_interview_and_taken_out(client: Client, candidate: Any) -> None:
    held, account = interview(candidate), cast.kept(candidate)
    offered = seen(client.get(at(held))).one("select", id="attach").all("option")

    client.post(at(held, "attach/"), {"account": str(account.pk)})
    attached = list(held.accounts.all())
    client.post(at(held, "detach/"), {"account": str(account.pk)})

    assert [option.attributes["value"] for option in offered] == [str(account.pk)]
    assert attached == [account]
    assert list(held.accounts.all()) == []


def test_account_of_another_interview_is_not_taken_out_here(client: Client, candidate: Any) -> None:
    held, account = interview(candidate), about(interview(candidate))

    client.post(at(held, "detach/"), {"account": str(account.pk)})

    account.refresh_from_db()
    assert account.interview_id is not None


@pytest.mark.parametrize("way", ["attach/", "detach/"])
@pytest.mark.parametrize("named", ["", "x", str(uuid.UUID(int=7, version=4))])
def test_account_that_is_not_there_is_not_found(client: Client, candidate: Any, way: str, named: str) -> None:
    assert client.post(at(interview(candidate), way), {"account": named}).status_code == 404


def test_interview_is_removed_after_asking(client: Client, candidate: Any) -> None:
    held = interview(candidate, starts_at=cast.NOON)
    asked = seen(client.get(at(held, "remove/")))

    assert asked.all("form")[-1].attributes["action"] == at(held, "removed/")
    assert client.post(at(held, "removed/")).headers["Location"] == at(held.opportunity)
    assert (Opportunity.objects.count(), Interview.objects.count()) == (1, 0)


# -------------------------------------------------------------------------------------------------- Who, and which verb

READ = ("", "change/", "remove/")
WRITTEN = {
    "opportunity": {"change/": OPPORTUNITY, "stage/": {"stage": "offer"}, "removed/": {}, "interviews/new/": {}},
    "interview": {
        "change/": {"kind": "hr"},
        "answer/": {"outcome": "offer", "stage": "offer"},
        "removed/": {},
    },
}
MAKE: dict[str, Callable[[Any], Any]] = {"opportunity": opportunity, "interview": interview}
every_write = pytest.mark.parametrize(("what", "way"), [(what, way) for what in WRITTEN for way in WRITTEN[what]])


@pytest.mark.parametrize("what", MAKE)
@pytest.mark.parametrize("way", READ)
def test_another_persons_is_not_found(client: Client, what: str, way: str) -> None:
    assert client.get(at(MAKE[what](cast.another_person()), way)).status_code == 404


@every_write
def test_another_persons_is_never_changed(client: Client, what: str, way: str) -> None:
    theirs = MAKE[what](cast.another_person())
    stored = cast.everything_stored()

    assert client.post(at(theirs, way), WRITTEN[what][way]).status_code == 404
    assert cast.everything_stored() == stored


def test_another_persons_account_is_never_attached(client: Client, candidate: Any) -> None:
    held, theirs = interview(candidate), cast.kept(cast.another_person())

    assert client.post(at(held, "attach/"), {"account": str(theirs.pk)}).status_code == 404
    assert Account.objects.get().interview is None


@every_write
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, candidate: Any, what: str, way: str, method: str) -> None:
    assert getattr(client, method)(at(MAKE[what](candidate), way)).status_code == 405


@pytest.mark.parametrize("address", [LIST, BOARD, NEW, f"{LIST}calendar/", f"{LIST}calendar/rebond.ics"])
def test_pages_are_closed_without_the_launch_cookie(stranger: Client, candidate: Any, address: str) -> None:
    opportunity(candidate)

    response = stranger.get(address)

    assert response.status_code == 403
    assert "Roux" not in response.content.decode()
