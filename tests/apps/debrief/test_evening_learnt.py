"""What was learnt of the company and the post, apart from how one did."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.evening_actions import note_learnt
from rebond.apps.debrief.models import Account, Learnt
from rebond.taxonomy.tracker import TOPICS
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

TOMORROW = cast.NOON + datetime.timedelta(days=1)


def url(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/learnt/"


def stored() -> list[tuple[Any, ...]]:
    return list(Learnt.objects.order_by("topic").values_list("topic", "words", "at"))


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate)


def test_it_is_noted_and_leads_back_to_the_account(client: Client, account: Account) -> None:
    response = client.post(url(account), {"team": "Six,\r\ndont deux en visio.", "pay": "  "})

    where = f"/debrief/accounts/{account.pk}/#beside-title"
    assert (response.status_code, response.headers["Location"]) == (302, where)
    assert [row[:2] for row in stored()] == [("team", "Six,\ndont deux en visio.")]


def test_every_topic_has_its_field(client: Client, account: Account) -> None:
    client.post(url(account), {topic: f"De {topic}." for topic in TOPICS})

    fields = seen(client.get(url(account))).all("textarea")

    assert {field.attributes["name"]: field.text.removeprefix("\n") for field in fields} == {
        topic: f"De {topic}." for topic in TOPICS
    }


def test_a_topic_is_told_again_or_taken_back_and_the_others_keep_their_date(account: Account) -> None:
    note = {"account": account, "by": account.owner}
    note_learnt(words={"team": "Six.", "pay": "Peu.", "pace": "Vif."}, now=cast.NOON, **note)

    note_learnt(words={"team": "Six.", "pay": "", "pace": "Très vif."}, now=TOMORROW, **note)

    assert stored() == [("pace", "Très vif.", TOMORROW), ("team", "Six.", cast.NOON)]


def test_the_same_again_writes_nothing(client: Client, account: Account) -> None:
    client.post(url(account), {"team": "Six."})
    before = cast.everything_stored()

    client.post(url(account), {"team": "Six.\n"})

    assert cast.everything_stored() == before


@pytest.mark.parametrize("wrong", ["é" * 20_001, "a\0"])
def test_what_cannot_be_noted_comes_back_as_it_was_typed(client: Client, account: Account, wrong: str) -> None:
    client.post(url(account), {"team": "Six."})
    before = cast.everything_stored()

    response = client.post(url(account), {"team": wrong, "pay": "Peu."})

    fields = {field.attributes["name"]: field.text.removeprefix("\n") for field in seen(response).all("textarea")}
    assert (response.status_code, seen(response).one(role="alert").words != "") == (422, True)
    assert (fields["team"], fields["pay"]) == (wrong, "Peu.")
    assert cast.everything_stored() == before


def test_it_lies_beside_the_text(client: Client, account: Account) -> None:
    client.post(url(account), {"team": "Six."})

    assert Account.objects.values_list("text", "written_at").get() == (account.text, cast.NOON)


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())

    assert [client.get(url(theirs)).status_code, client.post(url(theirs), {"team": "Six."}).status_code] == [404, 404]
    assert stored() == []


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), {"team": "Six."}).status_code == 403
    assert stored() == []


@pytest.mark.parametrize("topics", [0, 6])
def test_the_queries_of_the_page_do_not_grow(
    client: Client, account: Account, django_assert_num_queries: Any, topics: int
) -> None:
    client.post(url(account), dict.fromkeys(list(TOPICS)[:topics], "Oui."))

    with django_assert_num_queries(3):  # who asks, the account, what was learnt
        client.get(url(account))
