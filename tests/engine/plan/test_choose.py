"""From causes to one, two or three priorities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.causes.types import Cause
from rebond.engine.plan.choose import MOST_PRIORITIES, NOTHING_TO_CORRECT, choose
from rebond.engine.plan.types import Priority
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.remedies import REMEDIES

CAUSE_LISTS = st.lists(
    st.builds(Cause, st.sampled_from(list(CAUSES)), st.floats(0.01, 0.99), st.just("some"), st.just((0,))),
    max_size=8,
    unique_by=lambda cause: cause.key,
)


def _cause(key: str, weight: float) -> Cause:
    return Cause(key, weight, "some", (0,))


def _chosen(*causes: Cause) -> list[str]:
    return [priority.cause for priority in choose(causes)]


def test_priority_names_its_cause_and_remedy() -> None:
    assert choose([_cause("stress_unmanaged", 0.6)]) == (Priority("stress_unmanaged", "tame_stress"),)


def test_no_cause_gives_no_plan() -> None:
    assert choose([]) == ()


def test_strongest_three_are_kept() -> None:
    causes = [
        _cause("etiquette", 0.3),
        _cause("pay_unprepared", 0.6),
        _cause("pitch_unready", 0.5),
        _cause("job_misfit", 0.4),
    ]

    assert _chosen(*causes) == ["pay_unprepared", "pitch_unready", "job_misfit"]


def test_equal_weights_follow_the_taxonomy() -> None:
    assert _chosen(_cause("etiquette", 0.5), _cause("skills_stale", 0.5)) == ["skills_stale", "etiquette"]


@pytest.mark.parametrize("cause", sorted(NOTHING_TO_CORRECT))
def test_what_is_nobodys_to_correct_stays_out_while_there_is_something_to_do(cause: str) -> None:
    assert _chosen(_cause(cause, 0.55), _cause("pay_unprepared", 0.5)) == ["pay_unprepared"]


@pytest.mark.parametrize("cause", sorted(NOTHING_TO_CORRECT))
def test_what_is_nobodys_to_correct_leads_where_it_dominates(cause: str) -> None:
    assert _chosen(_cause(cause, 0.75), _cause("pay_unprepared", 0.4)) == [cause, "pay_unprepared"]


def test_what_is_nobodys_to_correct_is_the_plan_where_nothing_else_is_supported() -> None:
    assert _chosen(_cause("outside", 0.3), _cause("recruiter", 0.4)) == ["recruiter", "outside"]


def test_fewer_can_be_asked_for() -> None:
    causes = [_cause("etiquette", 0.3), _cause("pay_unprepared", 0.6)]

    assert choose(causes, at_most=1) == (Priority("pay_unprepared", "prepare_pay"),)


def test_a_plan_of_none_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="one priority at least"):
        choose([], at_most=0)


def test_weight_of_one_dominates() -> None:
    assert _chosen(_cause("recruiter", 1.0), _cause("etiquette", 0.9)) == ["recruiter", "etiquette"]


@given(CAUSE_LISTS, st.randoms(use_true_random=False))
def test_order_of_the_causes_changes_nothing(causes: list[Cause], chance: object) -> None:
    shuffled = list(causes)
    chance.shuffle(shuffled)

    assert choose(causes) == choose(shuffled)


@given(CAUSE_LISTS)
def test_plan_is_short_and_drawn_from_the_causes(causes: list[Cause]) -> None:
    priorities = choose(causes)

    assert min(1, len(causes)) <= len(priorities) <= MOST_PRIORITIES
    assert {priority.cause for priority in priorities} <= {cause.key for cause in causes}
    assert all(priority.remedy in REMEDIES for priority in priorities)
