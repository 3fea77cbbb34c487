"""What the tests of the tracker put there, and where its pages are."""

import datetime
from typing import Any

from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.debrief.tracker_actions import attach_account
from tests.apps import cast
from tests.apps.screen import Element

LIST = "/debrief/applications/"
BOARD = f"{LIST}board/"
NEW = f"{LIST}new/"
SOON = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=9)
"""An interview to come, whenever the tests run: the pages ask the clock."""


def opportunity(person: Any, company: str = "Ateliers Roux", **fields: Any) -> Opportunity:
    """An opportunity, applied for."""
    given = {"stage": "applied", "added_at": cast.NOON, "changed_at": cast.NOON} | fields
    return Opportunity.objects.create(owner=person, company=company, **given)


def interview(person: Any, of: Opportunity | None = None, **fields: Any) -> Interview:
    """An interview, of an opportunity of its own where none is named."""
    of = of or opportunity(person)
    return Interview.objects.create(owner=person, opportunity=of, added_at=cast.NOON, **fields)


def about(held: Interview, text: str = "Je suis sorti sans un mot.") -> Account:
    """An account of this interview."""
    account = cast.kept(held.owner, text)
    attach_account(account=account, interview=held, by=held.owner, now=cast.NOON)
    return account


def at(row: Opportunity | Interview, rest: str = "") -> str:
    """Address of a page of it."""
    return f"{LIST}{'interviews/' if isinstance(row, Interview) else ''}{row.pk}/{rest}"


def links(page: Element) -> set[str]:
    """Where the links of a page lead."""
    return {link.attributes["href"] for link in page.all("a")}
