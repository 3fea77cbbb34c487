"""Every address: it follows the journey, and asks the same of whoever comes."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rebond.apps.people.models import Person
from rebond.apps.plan.actions import keep_priority
from rebond.apps.plan.models import Step
from rebond.journey import STAGES
from tests.apps import cast

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    """An address, the verbs that it knows, and which of its rows it names."""

    path: str
    verbs: tuple[str, ...]
    row: str = ""


ADDRESSES: Mapping[str, Address] = {
    "home": Address("/", ("get",)),
    "welcomed": Address("/welcomed/", ("post",)),
    "accounts": Address("/debrief/accounts/", ("get",)),
    "debrief:capture": Address("/debrief/", ("get", "post")),
    "debrief:keep_draft": Address("/debrief/draft/", ("post",)),
    "debrief:add_example": Address("/debrief/example/", ("post",)),
    "debrief:account": Address("/debrief/accounts/{account}/", ("get",), "account"),
    "debrief:describe_state": Address("/debrief/accounts/{account}/state/", ("post",), "account"),
    "debrief:dismiss_help": Address("/debrief/accounts/{account}/help-seen/", ("post",), "account"),
    "debrief:confirm_removal": Address("/debrief/accounts/{account}/remove/", ("get",), "account"),
    "debrief:remove": Address("/debrief/accounts/{account}/removed/", ("post",), "account"),
    "moments:taught": Address("/moments/taught/", ("get",)),
    "moments:use_corrections": Address("/moments/taught/use/", ("post",)),
    "moments:forget_lessons": Address("/moments/taught/forget/", ("post",)),
    "moments:recall_lessons": Address("/moments/taught/recall/", ("post",)),
    "moments:reading": Address("/moments/{account}/", ("get",), "account"),
    "moments:read": Address("/moments/{account}/read/", ("post",), "account"),
    "moments:deeper": Address("/moments/{account}/deeper/", ("get",), "account"),
    "moments:what_would_leave": Address("/moments/{account}/deeper/leaving/", ("get",), "account"),
    "moments:ask_deeper": Address("/moments/{account}/deeper/ask/", ("post",), "account"),
    "moments:remove_deeper": Address("/moments/{account}/deeper/removed/", ("post",), "account"),
    "moments:rest": Address("/moments/{account}/rest/", ("post",), "account"),
    "moments:nowhere": Address("/moments/{account}/0/nowhere/", ("post",), "account"),
    "moments:why": Address("/moments/{account}/0/why/?aspect=nature&key=fact", ("get",), "account"),
    "moments:correct": Address("/moments/{account}/0/", ("post",), "account"),
    "causes:flat": Address("/causes/{account}/", ("get",), "account"),
    "causes:judge": Address("/causes/{account}/verdict/", ("post",), "account"),
    "causes:answer": Address("/causes/{account}/answer/", ("post",), "account"),
    "plan:everything": Address("/plan/", ("get",)),
    "plan:plan": Address("/plan/{account}/", ("get",), "account"),
    "plan:keep": Address("/plan/priorities/{priority}/keep/", ("post",), "priority"),
    "plan:set_aside": Address("/plan/priorities/{priority}/aside/", ("post",), "priority"),
    "plan:finish": Address("/plan/priorities/{priority}/done/", ("post",), "priority"),
    "plan:reschedule": Address("/plan/priorities/{priority}/date/", ("post",), "priority"),
    "plan:add_step": Address("/plan/priorities/{priority}/steps/", ("post",), "priority"),
    "plan:tick": Address("/plan/steps/{step}/", ("post",), "step"),
}
"""An address that is missing here has not been asked the questions below."""

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
    return {"account": account.pk, "priority": priority.pk, "step": Step.objects.filter(priority=priority)[0].pk}


def test_every_address_is_asked_the_questions_below() -> None:
    assert {name for name, _ in names(get_resolver().url_patterns)} == {*ADDRESSES, *DJANGOS}


def test_the_addresses_of_the_stages_follow_the_journey() -> None:
    keys = [stage.key for stage in STAGES]

    led = [name.partition(":")[0] for name, _ in names(get_resolver().url_patterns) if ":" in name]
    assert list(dict.fromkeys(led)) == keys
    for name, route in names(get_resolver().url_patterns):
        if ":" in name:
            assert route.partition("/")[0] == name.partition(":")[0]


def test_every_name_leads_to_its_address() -> None:
    account, number = uuid.uuid4(), 7
    arguments = {"account": [account], "priority": [number], "step": [number], "": []}

    for name, address in ADDRESSES.items():
        path, _, _ = address.path.format(account=account, priority=number, step=number).partition("?")
        given = [*arguments[address.row], *([0] if "/0/" in path else [])]
        assert reverse(name, args=given) == path


@every_address
def test_without_the_launch_cookie_every_verb_is_refused_and_nothing_changes(
    stranger: Client, candidate: Person, address: Address
) -> None:
    path = address.path.format(**rows(candidate))
    stored = cast.everything_stored()

    assert {method: getattr(stranger, method)(path).status_code for method in METHODS} == dict.fromkeys(METHODS, 403)
    assert cast.everything_stored() == stored


@every_address
def test_another_verb_is_refused_and_nothing_changes(client: Client, candidate: Person, address: Address) -> None:
    path = address.path.format(**rows(candidate))
    stored = cast.everything_stored()

    others = [method for method in METHODS if method not in address.verbs]
    assert {method: getattr(client, method)(path).status_code for method in others} == dict.fromkeys(others, 405)
    assert cast.everything_stored() == stored


@of_a_row
def test_another_persons_row_is_not_found_and_nothing_changes(client: Client, address: Address) -> None:
    path = address.path.format(**rows(cast.another_person()))
    stored = cast.everything_stored()

    assert [getattr(client, verb)(path).status_code for verb in address.verbs] == [404]
    assert cast.everything_stored() == stored


@of_a_row
def test_a_row_that_is_not_there_looks_like_another_persons(client: Client, address: Address) -> None:
    theirs = address.path.format(**rows(cast.another_person()))
    absent = address.path.format(account=uuid.uuid4(), priority=99, step=99)

    (verb,) = address.verbs
    refused, missing = getattr(client, verb)(theirs), getattr(client, verb)(absent)

    assert refused.status_code == missing.status_code == 404
    assert refused.content.decode().replace(theirs, "") == missing.content.decode().replace(absent, "")


@every_address
def test_a_form_from_elsewhere_is_refused_and_nothing_changes(
    client: Client, candidate: Person, address: Address
) -> None:
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
