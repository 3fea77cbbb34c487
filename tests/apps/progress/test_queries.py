"""The rows behind the progress."""

import datetime

import pytest

from rebond.apps.causes.models import Prepared
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.moments.models import Correction, Moment
from rebond.apps.people.models import Person
from rebond.apps.plan.models import Check, Priority
from rebond.apps.progress import queries
from rebond.apps.progress.queries import Answers, Followed, Span
from tests.apps import cast
from tests.apps.progress import history

pytestmark = pytest.mark.django_db


def span(person: Person, chosen: str = "last") -> Span:
    return queries.span_of(person, chosen, now=cast.NOON)


def correct(account: Account, key: str, *, holds: bool) -> None:
    Correction.objects.create(
        moment=Moment.objects.get(reading__account=account),
        aspect="incident",
        key=key,
        holds=holds,
        by=account.owner,
        at=cast.NOON,
    )


def test_span_is_in_order_of_time(candidate: Person) -> None:
    late, early = (history.told(candidate, days_ago=days) for days in (1, 5))

    assert span(candidate).ids == (early.pk, late.pk)


@pytest.mark.parametrize(("chosen", "days"), [("last", 9), ("year", 11), ("all", 12)])
def test_span_goes_back_as_far_as_it_is_chosen(candidate: Person, chosen: str, days: int) -> None:
    for month in range(13):
        history.told(candidate, days_ago=month * 33)

    assert len(span(candidate, chosen).told) == days + 1
    assert span(candidate, chosen).scope.count() == days + 1


def test_span_of_an_unknown_range_is_the_shortest(candidate: Person) -> None:
    history.told(candidate)

    assert span(candidate, "<script>").range == "last"


def test_span_leaves_out_examples_and_other_people(candidate: Person) -> None:
    history.told(candidate, is_example=True)
    history.told(cast.another_person())

    assert span(candidate, "all").told == ()


def test_span_draws_the_latest_of_many_and_counts_all(candidate: Person) -> None:
    accounts = [history.told(candidate, days_ago=day) for day in range(queries.MOST_DRAWN + 2)]

    found = span(candidate, "all")

    assert found.ids == tuple(account.pk for account in reversed(accounts[: queries.MOST_DRAWN]))
    assert (found.cut, found.scope.count()) == (True, queries.MOST_DRAWN + 2)


def test_span_says_what_was_told(candidate: Person) -> None:
    opportunity = Opportunity.objects.create(
        owner=candidate, company="Maison Verdier", stage="interviewing", added_at=cast.NOON, changed_at=cast.NOON
    )
    day = cast.NOON - datetime.timedelta(days=2)
    interview = Interview.objects.create(owner=candidate, opportunity=opportunity, starts_at=day, added_at=cast.NOON)
    hot, cold = {"stress": 8, "mood": 2}, {"stress": 5}
    account = history.told(candidate, hot=hot, cold=cold, interview=interview, expected="refused", outcome="offer")

    assert span(candidate).told == (
        queries.Told(
            account_id=account.pk,
            at=day,
            company="Maison Verdier",
            hot={"stress": 8, "control": None, "mood": 2},
            cold={"stress": 5, "control": None, "mood": None},
            expected="refused",
            outcome="offer",
        ),
    )


def test_asserted_incidents_are_deduced_and_offered_ones_never_count(candidate: Person) -> None:
    account = history.told(candidate, incidents=["salary"])

    assert queries.happened_in(span(candidate)) == {account.pk: {"salary": False}}


def test_confirmed_incidents_are_said(candidate: Person) -> None:
    account = history.told(candidate, incidents=["salary"])
    correct(account, "salary", holds=True)
    correct(account, "stress", holds=True)

    assert queries.happened_in(span(candidate)) == {account.pk: {"salary": True, "stress": True}}


def test_refused_incidents_do_not_count(candidate: Person) -> None:
    account = history.told(candidate, incidents=["salary", "stress"])
    correct(account, "salary", holds=False)

    assert queries.happened_in(span(candidate)) == {account.pk: {"stress": False}}


def test_whoever_agreed_with_the_reading_said_what_it_asserts(candidate: Person) -> None:
    account = history.told(candidate, incidents=["salary"], agreed=True)

    assert queries.happened_in(span(candidate)) == {account.pk: {"salary": True}}


def test_what_was_read_without_an_incident_counts_as_read(candidate: Person) -> None:
    read = history.told(candidate, days_ago=1, incidents=[])
    history.told(candidate)

    assert queries.happened_in(span(candidate)) == {read.pk: {}}


def test_remedies_come_with_what_was_answered_since(candidate: Person) -> None:
    first, later = history.told(candidate, days_ago=9), history.told(candidate)
    priority = history.kept(first, days_ago=8)
    Check.objects.create(priority=priority, account=later, choice="did_not", at=cast.NOON)

    assert queries.followed_by(candidate) == (
        Followed(
            priority_id=priority.pk,
            account_id=first.pk,
            cause="pay_unprepared",
            remedy="prepare_pay",
            state="kept",
            since=cast.NOON - datetime.timedelta(days=8),
            checks={"did_not": 1},
        ),
    )


def test_remedies_are_those_decided_last_and_neither_proposed_nor_of_an_example(candidate: Person) -> None:
    account, example = history.told(candidate), history.told(candidate, is_example=True)
    causes = [f"cause_{number}" for number in range(queries.MOST_REMEDIES + 1)]
    for number, cause in enumerate(causes):
        history.kept(account, days_ago=20 - number, cause=cause)
    history.kept(example, days_ago=0)
    proposed = history.kept(account, days_ago=0, cause="proposed")
    Priority.objects.filter(pk=proposed.pk).update(state="proposed")
    history.kept(history.told(cast.another_person()), days_ago=0)

    assert [one.cause for one in queries.followed_by(candidate)] == causes[:0:-1]


def test_assurance_is_gathered_by_phase(candidate: Person) -> None:
    history.sure(history.told(candidate, days_ago=1), turned="salary", welcome=8, salary=2)
    history.sure(history.told(candidate), turned="salary", salary=3)
    history.sure(history.told(candidate), welcome=7)

    found = queries.assurance_in(span(candidate))

    assert {phase: sorted(values) for phase, values in found.values.items()} == {"welcome": [7, 8], "salary": [2, 3]}
    assert found.turned == {"salary": 2}


def test_answers_tell_silence_from_what_is_awaited(candidate: Person) -> None:
    history.told(candidate, days_ago=40, outcome="waiting")
    history.told(candidate, days_ago=3, outcome="waiting", expected="refused")
    history.told(candidate, days_ago=3, outcome="refused", expected="offer")
    history.told(candidate, days_ago=3, outcome="refused")
    history.told(candidate, days_ago=40, outcome="withdrew", expected="offer")
    history.told(candidate, days_ago=40)

    assert queries.answers_in(span(candidate), now=cast.NOON) == Answers(
        came={"next_stage": 0, "offer": 0, "refused": 2}, silent=1, awaited=1, expected={("offer", "refused"): 1}
    )


def test_preparation_is_counted_over_the_range(candidate: Person) -> None:
    for days, choice in ((0, "served"), (1, "served"), (500, "missed")):
        account = history.told(candidate, days_ago=days)
        Prepared.objects.create(account=account, key="pitch", choice=choice, at=cast.NOON)

    assert queries.prepared_in(span(candidate, "year")) == {"pitch": {"served": 2}}
    assert queries.prepared_in(span(candidate, "all")) == {"pitch": {"served": 2, "missed": 1}}


def test_applications_are_counted_by_stage(candidate: Person) -> None:
    for owner, stage in (
        (candidate, "silent"),
        (candidate, "silent"),
        (candidate, "offer"),
        (cast.another_person(), "silent"),
    ):
        Opportunity.objects.create(owner=owner, company="Abax", stage=stage, added_at=cast.NOON, changed_at=cast.NOON)

    assert queries.stages_of(candidate) == {"silent": 2, "offer": 1}
