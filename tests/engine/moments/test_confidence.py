"""The line of an interview: where each moment hangs, what it pulls, where confidence turns, when nothing is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.moments import confidence
from rebond.engine.moments.confidence import Line, Place, Point, Pull, ToldMoment, Turning, propose
from rebond.taxonomy.labels import INCIDENTS, NATURES, PHASES

PHASE_KEYS = list(PHASES)


def told(phase: str = "", nature: str = "fact", **incidents: float) -> ToldMoment:
    return ToldMoment(nature=nature, incidents=incidents, phase=phase)


def phases_of(line: Line) -> list[str]:
    return [place.phase for place in line.places]


def values_of(line: Line) -> dict[str, int | None]:
    return {point.phase: point.deduced for point in line.points}


STORY = [
    told("before", "context"),
    told("welcome", strength=0.9),
    told("career", "fact", career_gap=0.8),
    told("technical", "fact", memory_blank=1.0),
    told("", "feeling"),
    told("technical", "fact", loss_of_control=1.0),
    told("after", "feeling"),
]


def test_every_incident_pulls_and_only_a_strength_pulls_up():
    assert set(confidence.PULLS) == set(INCIDENTS)
    assert [key for key, points in confidence.PULLS.items() if points > 0] == ["strength"]
    assert set(confidence.NATURE_WORTH) == set(NATURES)


def test_a_story_becomes_a_line_with_its_turning_point_and_its_strongest_moment():
    line = propose(STORY)

    assert values_of(line) == {"before": None, "welcome": 8, "career": 3, "technical": 0, "after": 4}
    assert (line.turning, line.strongest, line.is_enough) == (Turning("career", 2, 5), 1, True)


def test_what_pulled_is_named_with_how_much_the_strongest_first():
    (point,) = propose([told("salary", salary=1.0), told("salary", stress=1.0), told("salary", strength=0.5)]).points

    assert point.moments == (0, 1, 2)
    assert point.pulls == (
        Pull(1, -4.0 * 0.9, "stress"),
        Pull(2, 4.0 * 0.5 * 0.9, "strength"),
        Pull(0, -2.5 * 0.9 * 0.5, "salary"),
    )
    assert point.deduced == round(5 + sum(pull.by for pull in point.pulls)) == 2


def test_the_same_fall_told_three_times_is_not_three_falls():
    once, thrice = propose([told("salary", salary=1.0)]), propose([told("salary", salary=1.0)] * 3)

    assert (values_of(once), values_of(thrice)) == ({"salary": 3}, {"salary": 1})


def test_an_unlikely_or_unknown_incident_pulls_nothing():
    line = propose([told("salary", salary=0.14, another_one=1.0)])

    assert line.points == (Point("salary", None, None, (0,), ()),)


def test_a_feeling_without_an_incident_pulls_down_and_says_that_it_is_a_feeling():
    (point,) = propose([told("welcome", "feeling", salary=0.1)]).points

    assert (point.deduced, point.pulls) == (4, (Pull(0, -1.5, "feeling"),))


def test_a_feeling_that_goes_with_a_strength_pulls_up():
    assert values_of(propose([told("welcome", "feeling", strength=1.0)])) == {"welcome": 9}


def test_what_was_felt_weighs_more_than_what_was_concluded():
    felt, done, concluded = (
        abs(propose([told("welcome", nature, stress=1.0)]).points[0].pulls[0].by)
        for nature in ("feeling", "fact", "interpretation")
    )

    assert felt > done > concluded > 0


def test_a_moment_without_a_phase_hangs_where_its_neighbours_hang():
    line = propose([told(), told("career"), told(), told("career"), told(), told("salary"), told()])

    assert phases_of(line) == ["career", "career", "career", "career", "career", "salary", "salary"]
    assert [place.told for place in line.places] == [False, True, False, True, False, True, False]
    assert [place.sureness for place in line.places] == [0.4, 1.0, 0.96, 1.0, 0.4, 1.0, 0.4]


def test_where_nothing_tells_a_phase_there_is_no_line():
    line = propose([told(salary=1.0), told("", "feeling")])

    assert line == Line(points=(), places=(Place("", False, 0.0),) * 2, turning=None, strongest=None)
    assert not line.is_enough


def test_no_account_makes_no_line():
    assert propose([]) == Line(points=(), places=(), turning=None, strongest=None)


@pytest.mark.parametrize(("count", "enough"), [(0, False), (1, False), (2, True)])
def test_a_line_needs_two_points(count, enough):
    line = propose([told(phase, salary=1.0) for phase in PHASE_KEYS[:count]])

    assert line.is_enough is enough


def test_phases_stand_in_their_order_whatever_the_order_of_telling():
    line = propose([told("salary"), told("welcome"), told("closing"), told("before")])

    assert [point.phase for point in line.points] == ["before", "welcome", "salary", "closing"]


def test_what_the_candidate_says_stands_before_what_is_deduced():
    line = propose(STORY, {"career": 9, "language": 2})

    assert [(point.phase, point.deduced, point.stands) for point in line.points if point.said is not None] == [
        ("career", 3, 9),
        ("language", None, 2),
    ]
    assert line.turning == Turning("technical", 5, 9)


def test_a_phase_that_the_candidate_lowers_turns_though_no_moment_says_why():
    assert propose([told("welcome", strength=1.0)], {"salary": 0}).turning == Turning("salary", None, 9)


def test_a_phase_that_nothing_pulls_down_does_not_turn():
    line = propose([told("welcome", strength=1.0), told("closing", "context", strength=0.5)])

    assert (values_of(line), line.turning) == ({"welcome": 9, "closing": 6}, None)


def test_a_small_fall_is_no_turning_point():
    assert propose([told("welcome", "fact", job_mismatch=1.0)]).turning is None


@pytest.mark.parametrize("phase", ["before", "after"])
def test_nothing_turns_before_or_after_the_interview(phase):
    assert propose([told(phase, stress=1.0)]).turning is None


def test_what_happened_just_before_is_the_two_moments_before_on_the_line():
    line = propose([told("technical"), told("welcome"), told("welcome"), told("career"), told("technical")])

    assert line.before("technical", 4) == (3, 0)
    assert line.before("technical", None) == (2, 3)
    assert line.before("welcome", 1) == line.before("welcome", None) == ()
    assert line.before("language", None) == (0, 4)


def test_before_a_moment_that_hangs_nowhere_come_those_told_before_it():
    assert propose([told(), told(), told(), told()]).before("", 3) == (1, 2)


def test_an_unknown_phase_or_nature_is_an_error():
    with pytest.raises(KeyError):
        propose([told("coffee")])
    with pytest.raises(KeyError):
        propose([told("welcome", "rumour")])


MOMENTS = st.lists(
    st.builds(
        ToldMoment,
        nature=st.sampled_from(list(NATURES)),
        incidents=st.dictionaries(st.sampled_from(list(INCIDENTS)), st.floats(0, 1), max_size=4),
        phase=st.sampled_from(["", *PHASE_KEYS]),
    ),
    max_size=12,
)
SAID = st.dictionaries(st.sampled_from(PHASE_KEYS), st.integers(0, 10), max_size=4)


@given(MOMENTS, SAID)
def test_every_line_keeps_to_the_scale_the_order_and_its_moments(moments, said):
    line = propose(moments, said)

    assert all(point.stands is None or 0 <= point.stands <= 10 for point in line.points)
    order = [PHASE_KEYS.index(point.phase) for point in line.points]
    assert order == sorted(set(order))
    hung = [position for point in line.points for position in point.moments]
    assert sorted(hung) == [position for position, place in enumerate(line.places) if place.phase]
    assert {point.phase: point.said for point in line.points if point.said is not None} == said
    assert all(pull.moment in point.moments for point in line.points for pull in point.pulls)


@given(MOMENTS, SAID)
def test_every_line_is_the_same_a_second_time(moments, said):
    assert propose(moments, said) == propose(list(moments), dict(said))


@given(MOMENTS, SAID)
def test_every_value_is_the_middle_and_what_pulls_it(moments, said):
    for point in propose(moments, said).points:
        if point.deduced is not None:
            moved = round(5 + sum(pull.by for pull in point.pulls), 9)
            assert point.deduced == pytest.approx(min(10, max(0, moved)), abs=0.5 + 1e-6)


@given(MOMENTS, st.sampled_from(PHASE_KEYS))
def test_something_that_went_well_never_lowers_its_phase(moments, phase):
    before = values_of(propose(moments)).get(phase)
    after = values_of(propose([*moments, told(phase, strength=1.0)]))[phase]

    assert after is not None
    if before is not None and all(moment.phase for moment in moments):
        assert after >= before


@given(MOMENTS)
def test_the_turning_point_is_a_fall_inside_the_interview(moments):
    line = propose(moments)

    if line.turning:
        stands = [point.stands for point in line.points if point.stands is not None]
        assert line.turning.phase not in confidence.OUTSIDE
        assert line.turning.fall >= confidence.LEAST_FALL
        assert line.turning.moment is not None
        assert line.places[line.turning.moment].phase == line.turning.phase
        assert line.turning.fall <= max(5, *stands)
        assert line.turning.moment not in line.before(line.turning.phase, line.turning.moment)
