"""The engine weighs again at every correction; the candidate's verdicts stay."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.actions import causes_changed, judge_cause, weigh_causes
from rebond.apps.causes.models import Hypothesis, Question, Verdict
from rebond.apps.causes.queries import SeenCause, causes_of
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import confirm_reading, correct_moment
from rebond.apps.moments.queries import reading_of
from rebond.apps.people.models import Person
from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.labels import INCIDENTS
from tests.apps import cast

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(minutes=1)


def hypotheses(account: Account) -> list[tuple[str, float, str, list[int]]]:
    return list(Hypothesis.objects.filter(account=account).values_list("key", "weight", "support", "evidence"))


def weighed(*moments: WeighedMoment) -> list[tuple[str, float, str, list[int]]]:
    return [(cause.key, cause.weight, cause.support, list(cause.evidence)) for cause in weigh(moments)]


def as_weighed(passage: cast.Passage, **said: float) -> WeighedMoment:
    return WeighedMoment(passage.nature, dict.fromkeys(INCIDENTS, cast.NOISE) | dict(passage.likelihoods) | said)


def correct(account: Account, position: int, aspect: str, key: str, *, holds: bool = True) -> None:
    correct_moment(
        account=account, position=position, aspect=aspect, key=key, holds=holds, by=account.owner, now=cast.NOON + LATER
    )


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, [cast.ARRIVAL, cast.SALARY, cast.BLANK])


def test_hypotheses_are_what_the_engine_weighs(account: Account) -> None:
    expected = weighed(as_weighed(cast.ARRIVAL), as_weighed(cast.SALARY), as_weighed(cast.BLANK))

    assert expected != []
    assert hypotheses(account) == expected


def test_a_refused_incident_weighs_nothing(account: Account) -> None:
    correct(account, 1, "incident", "salary", holds=False)

    assert hypotheses(account) == weighed(
        as_weighed(cast.ARRIVAL), as_weighed(cast.SALARY, salary=0.0), as_weighed(cast.BLANK)
    )


def test_a_confirmed_incident_is_certain(account: Account) -> None:
    correct(account, 0, "incident", "logistics")

    assert hypotheses(account) == weighed(
        as_weighed(cast.ARRIVAL, logistics=1.0), as_weighed(cast.SALARY), as_weighed(cast.BLANK)
    )
    assert "logistics_unchecked" in dict(hypotheses_by_key(account))


def test_what_was_agreed_with_is_certain_and_the_rest_keeps_its_probability(account: Account) -> None:
    confirm_reading(account=account, agrees=True, by=account.owner, now=cast.NOON + LATER)

    assert hypotheses(account) == weighed(
        as_weighed(cast.ARRIVAL), as_weighed(cast.SALARY, salary=1.0), as_weighed(cast.BLANK)
    )


def hypotheses_by_key(account: Account) -> dict[str, list[int]]:
    return {key: evidence for key, _, _, evidence in hypotheses(account)}


def test_a_corrected_nature_changes_the_weight(account: Account) -> None:
    correct(account, 1, "nature", "feeling")

    felt = cast.Passage(cast.SALARY.quote, "feeling", cast.SALARY.likelihoods)
    assert hypotheses(account) == weighed(as_weighed(cast.ARRIVAL), as_weighed(felt), as_weighed(cast.BLANK))


@pytest.mark.parametrize(("aspect", "key"), [("phase", "closing"), ("agency", "them"), ("distortion", "should")])
def test_other_corrections_weigh_the_same(account: Account, aspect: str, key: str) -> None:
    before = hypotheses(account)

    correct(account, 1, aspect, key)

    assert hypotheses(account) == before
    assert set(Hypothesis.objects.values_list("weighed_at", flat=True)) == {cast.NOON + LATER}


def test_another_account_is_left_as_it_is(account: Account, candidate: Person) -> None:
    other = cast.read(candidate)
    before = list(Hypothesis.objects.filter(account=other).values())

    correct(account, 1, "incident", "salary", holds=False)

    assert list(Hypothesis.objects.filter(account=other).values()) == before != []


def test_verdicts_survive_every_weighing(account: Account, candidate: Person) -> None:
    judge_cause(account=account, key="pay_unprepared", choice="rejected", by=candidate, now=cast.NOON)
    before = list(Verdict.objects.values())

    correct(account, 1, "incident", "salary", holds=False)
    gone = {cause.key for cause in causes_of(account)}
    correct(account, 1, "incident", "salary")

    assert list(Verdict.objects.values()) == before
    assert "pay_unprepared" not in gone
    assert {cause.key: cause.verdict for cause in causes_of(account)}["pay_unprepared"] == "rejected"


def test_weighing_and_what_follows_are_one_transaction(account: Account, now: datetime.datetime) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("a later stage failed")

    stored = cast.everything_stored()
    causes_changed.connect(fail, dispatch_uid="fail")
    try:
        with pytest.raises(RuntimeError):
            correct(account, 1, "incident", "salary", holds=False)
        with pytest.raises(RuntimeError):
            weigh_causes(account=account, now=now)
        with pytest.raises(RuntimeError):
            judge_cause(account=account, key="outside", choice="confirmed", by=account.owner, now=now)
    finally:
        causes_changed.disconnect(dispatch_uid="fail")

    assert cast.everything_stored() == stored


def test_an_account_that_is_not_read_has_no_hypothesis_and_no_question(
    candidate: Person, now: datetime.datetime
) -> None:
    account = cast.kept(candidate)

    weigh_causes(account=account, now=now)

    assert (hypotheses(account), list(Question.objects.all())) == ([], [])


def test_the_database_refuses_a_cause_twice(account: Account) -> None:
    twice = Hypothesis.objects.filter(account=account).first()
    assert twice is not None
    twice.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


def test_causes_of_tells_the_engines_deduction_and_the_candidates_word(account: Account, candidate: Person) -> None:
    say = {"account": account, "by": candidate, "now": cast.NOON}
    judge_cause(**say, key="pay_unprepared", choice="unknown")
    judge_cause(**say, key="outside", choice="confirmed")
    judge_cause(**say, key="recruiter", choice="rejected")
    judge_cause(**say, key="unknown", choice="unknown")

    deduced = {key: (support, tuple(evidence)) for key, _, support, evidence in hypotheses(account)}
    assert causes_of(account) == (
        *(
            SeenCause(
                key=key,
                support=support,
                evidence=evidence,
                verdict="unknown" if key == "pay_unprepared" else "",
                depends_on=CAUSES[key].depends_on,
                calls_for=CAUSES[key].calls_for,
            )
            for key, (support, evidence) in deduced.items()
        ),
        SeenCause(
            key="outside",
            support="yours",
            evidence=(),
            verdict="confirmed",
            depends_on="circumstances",
            calls_for="nothing",
        ),
    )


def test_a_retired_cause_is_passed_over(account: Account) -> None:
    Hypothesis.objects.filter(key="pay_unprepared").update(key="an_old_cause")

    assert "an_old_cause" not in {cause.key for cause in causes_of(account)}


def test_causes_take_two_queries(account: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        causes_of(account)


def test_the_evidence_points_at_moments_of_the_reading(account: Account) -> None:
    read = reading_of(account)
    assert read is not None

    assert hypotheses_by_key(account)["pay_unprepared"] == [1]
    assert read.moments[1].quote == cast.SALARY.quote


def test_weighing_leaves_no_audit_row_of_its_own(account: Account, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    weigh_causes(account=account, now=now)

    assert list(AuditEntry.objects.all()) == []
