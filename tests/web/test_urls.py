"""Every address: it follows the journey, and asks the same of whoever comes."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rebond.apps.debrief.import_actions import hold_file
from rebond.apps.debrief.models import Exchange, Interview, Opportunity
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import keep_priority
from rebond.apps.plan.models import Step
from rebond.journey import STAGES
from tests.apps import cast
from tests.apps.debrief.spoken import recorded
from tests.web.addresses import ADDRESSES, At

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")


DJANGOS = {"set_language": "/i18n/setlang/"}

every_address = pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
of_a_row = pytest.mark.parametrize(
    "address",
    [address for address in ADDRESSES.values() if address.row],
    ids=[n for n, a in ADDRESSES.items() if a.row],
)


def names(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, str]]:
    """The name and the route of every address that the resolver knows."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            for name, route in names(pattern.url_patterns, inside):
                yield name, str(pattern.pattern) + route
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", str(pattern.pattern)


def rows(person: Person) -> dict[str, object]:
    """A row of each kind, all of this person, by the name that it has in an address."""
    account = cast.read(person)
    priority = cast.proposed(account, "pay_unprepared")
    keep_priority(priority=priority, due=None, by=person, now=cast.NOON)
    opportunity = Opportunity.objects.create(
        owner=person, company="Acme", stage="applied", added_at=cast.NOON, changed_at=cast.NOON
    )
    interview = Interview.objects.create(owner=person, opportunity=opportunity, added_at=cast.NOON)
    return {
        "account": account.pk,
        "priority": priority.pk,
        "step": Step.objects.filter(priority=priority)[0].pk,
        "opportunity": opportunity.pk,
        "interview": interview.pk,
        "exchange": Exchange.objects.create(account=account, position=0, asked="Pourquoi vous ?").pk,
        "recording": recorded(person, cast.NOON, key=uuid.uuid4()).pk,
        "pending": hold_file(name="a.csv", content=b"Company\nAcme", by=person, now=cast.NOON).pk,
    }


def absent_rows() -> dict[str, object]:
    """Keys of rows that are not there."""
    keys = dict.fromkeys(("account", "opportunity", "interview", "pending", "recording"), uuid.uuid4())
    return {**keys, **dict.fromkeys(("priority", "step", "exchange"), 99)}


def test_every_address_is_asked_the_questions_below() -> None:
    assert {name for name, _ in names(get_resolver().url_patterns)} == {*ADDRESSES, *DJANGOS}


def test_the_addresses_of_the_stages_follow_the_journey() -> None:
    keys = [stage.key for stage in STAGES]

    led = [name.partition(":")[0] for name, _ in names(get_resolver().url_patterns) if ":" in name]
    assert list(dict.fromkeys(led)) == [*keys, "search"]
    for name, route in names(get_resolver().url_patterns):
        if ":" in name:
            assert route.partition("/")[0] == name.partition(":")[0]


def test_every_name_leads_to_its_address() -> None:
    keys = absent_rows()

    for name, address in ADDRESSES.items():
        path, _, _ = address.path.format(**keys).partition("?")
        rows_named = [keys[row] for row in re.findall(r"\{(\w+)\}", address.path)]
        given = [*rows_named, *[0] * path.split("/").count("0")]
        assert reverse(name, args=given) == path


@every_address
def test_without_the_launch_cookie_every_verb_is_refused_and_nothing_changes(
    stranger: Client, candidate: Person, address: At
) -> None:
    path = address.path.format(**rows(candidate))
    stored = cast.everything_stored()

    assert {method: getattr(stranger, method)(path).status_code for method in METHODS} == dict.fromkeys(METHODS, 403)
    assert cast.everything_stored() == stored


@every_address
def test_another_verb_is_refused_and_nothing_changes(client: Client, candidate: Person, address: At) -> None:
    path = address.path.format(**rows(candidate))
    stored = cast.everything_stored()

    others = [method for method in METHODS if method not in address.verbs]
    assert {method: getattr(client, method)(path).status_code for method in others} == dict.fromkeys(others, 405)
    assert cast.everything_stored() == stored


@of_a_row
def test_another_persons_row_is_not_found_and_nothing_changes(client: Client, address: At) -> None:
    path = address.path.format(**rows(cast.another_person()))
    stored = cast.everything_stored()

    assert {getattr(client, verb)(path).status_code for verb in address.verbs} == {404}
    assert cast.everything_stored() == stored


@of_a_row
def test_a_row_that_is_not_there_looks_like_another_persons(client: Client, address: At) -> None:
    theirs = address.path.format(**rows(cast.another_person()))
    absent = address.path.format(**absent_rows())

    for verb in address.verbs:
        refused, missing = getattr(client, verb)(theirs), getattr(client, verb)(absent)
        assert refused.status_code == missing.status_code == 404
        assert refused.content.decode().replace(theirs, "") == missing.content.decode().replace(absent, "")


@every_address
def test_a_form_from_elsewhere_is_refused_and_nothing_changes(client: Client, candidate: Person, address: At) -> None:
    path = address.path.format(**rows(candidate))
    stored = cast.everything_stored()

    assert client.post(path, headers={"origin": "http://127.0.0.1:9999"}).status_code == 403
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("path", ["/nothing/", "/debrief", "/debrief/accounts/1/", "/moments/", "/plan/steps/-1/"])
def test_an_address_that_does_not_exist_is_not_found_and_says_so(client: Client, path: str) -> None:
    response = client.get(path, follow=path == "/debrief")

    assert response.status_code == (200 if path == "/debrief" else 404)
    if response.status_code == 404:
        assert [template.name for template in response.templates][:1] == ["404.html"]
