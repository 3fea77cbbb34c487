"""Whatever is written, changed, deleted and taken back, in whatever order: what is found is what is there."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.apps.debrief.models import Account, Opportunity
from rebond.apps.plan.models import CardLine
from rebond.apps.search.actions import find
from rebond.apps.search.models import Writing
from tests.apps import cast
from tests.apps.search.test_in_step import CHANGED, WRITTEN

pytestmark = pytest.mark.django_db

WORDS = ("axolotl", "bélître", "quetzal", "okapi")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
KINDS = st.sampled_from([*CHANGED])
MOVES = st.one_of(
    st.tuples(st.just("write"), st.sampled_from([*WRITTEN]), st.just("")),
    st.tuples(st.just("change"), KINDS, TEXTS),
    st.tuples(st.just("delete"), KINDS, st.just("")),
    st.tuples(st.just("delete an account"), st.just(""), st.just("")),
    st.tuples(st.just("move to another person"), st.just(""), st.just("")),
)
ROUNDS = st.lists(st.tuples(st.booleans(), st.lists(MOVES, max_size=4)), min_size=1, max_size=4)
"""Whether the moves are taken back, and the moves."""


OWNERS = {
    "exchange": "account__owner",
    "learnt": "account__owner",
    "step": "priority__owner",
    "thought": "moment__reading__account__owner",
}


def written(person: Any) -> list[tuple[str, str]]:
    """Kind and words of everything that the stages hold of this person."""
    texts = [("account", account.text) for account in Account.objects.filter(owner=person)]
    for kind, (field, model) in CHANGED.items():
        for row in model.objects.filter(**{OWNERS.get(kind, "owner"): person}):
            company = row.company if kind == "opportunity" else ""
            texts.append((kind, f"{company} {getattr(row, field)}"))
    return in_order(texts)


def searched(person: Any) -> list[tuple[str, str]]:
    """Kind and words of everything that may be found."""
    return in_order(Writing.objects.filter(owner=person).values_list("kind", "text"))


def in_order(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that say something, white space aside."""
    return sorted((kind, " ".join(text.split())) for kind, text in texts if text.strip())


def move(what: str, kind: str, text: str, person: Any, other: Any) -> None:
    """One move of a stage."""
    if what == "write":
        WRITTEN[kind](person)
    elif what == "change":
        field, model = CHANGED[kind]
        model.objects.update(**{field: text})
    elif what == "delete":
        CHANGED[kind][1].objects.all().delete()
    elif what == "delete an account":
        Account.objects.filter(pk__in=Account.objects.order_by("pk").values("pk")[:1]).delete()
    else:
        for model in (CardLine, Opportunity):
            model.objects.filter(owner=person).update(owner=other)


def taken_back(moves: Callable[[], None]) -> None:
    """Do this, and take it back."""
    with transaction.atomic():
        moves()
        transaction.set_rollback(True)


@given(ROUNDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_is_what_is_there(candidate: Any, rounds: list[Any]) -> None:
    def all_rounds() -> None:
        other = cast.another_person()
        for is_taken_back, moves in rounds:

            def these(moves: Any = moves) -> None:
                for what, kind, text in moves:
                    move(what, kind, text, candidate, other)

            taken_back(these) if is_taken_back else these()
        for person in (candidate, other):
            there = written(person)
            assert searched(person) == there
            for word in WORDS:
                assert find(query=word, page=1, by=person).by_words == sum(word in text for _, text in there)

    taken_back(all_rounds)
