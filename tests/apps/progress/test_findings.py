"""What is made of the rows: sentences as keys, and places in the pictures."""

import datetime
import uuid
from collections.abc import Sequence

import pytest

from rebond.apps.debrief.models import Account
from rebond.apps.progress import findings, pictures
from rebond.apps.progress.pictures import Dot
from rebond.apps.progress.queries import Answers, Assurance, Followed, Span, Told
from rebond.engine.progress.conclude import Said
from tests.apps import cast

NONE = {"stress": None, "control": None, "mood": None}


def told(
    number: int, *, hot: int | None = None, cold: int | None = None, expected: str = "", outcome: str = ""
) -> Told:
    return Told(
        account_id=uuid.UUID(int=number),
        at=cast.NOON + datetime.timedelta(days=number),
        company="",
        hot=NONE | {"stress": hot},
        cold=NONE | {"stress": cold},
        expected=expected,
        outcome=outcome,
    )


def span(several: Sequence[Told]) -> Span:
    return Span(range="all", told=tuple(several), cut=False, scope=Account.objects.none())


def _counts(silence: findings.Silence) -> tuple[int, int]:
    return silence.share.count, silence.share.of


def test_slider_says_how_it_moved_and_what_cold_made_of_it() -> None:
    stress, control, _ = findings.sliders_of(
        [told(n, hot=hot, cold=hot - 2) for n, hot in enumerate((9, 9, 8, 3, 2, 3))]
    )

    assert (stress.moved.key, stress.cooled.key) == ("lower", "lower")
    assert (control.moved, control.cooled) == (Said("nothing"), Said("nothing"))


def test_incidents_part_what_is_said_from_what_is_deduced() -> None:
    several = [told(number) for number in range(3)]
    ids = [one.account_id for one in several]
    happened = {ids[0]: {"salary": True, "strength": False}, ids[1]: {"salary": False, "stress": False}, ids[2]: {}}

    found = findings.incidents_of(span(several), happened)

    assert [(one.key, one.said, one.deduced, one.share.of) for one in found.frequent] == [
        ("salary", 1, 1, 3),
        ("stress", 0, 1, 3),
    ]
    assert (found.strengths.said, found.strengths.deduced, found.first.key) == (0, 1, "too_few")
    assert found.families == {
        "answers": (True, False, None),
        "manner": (None, False, None),
        "preparation": (None, None, None),
        "recruiter": (None, None, None),
        "circumstances": (None, None, None),
        "strength": (False, None, None),
    }


def test_incidents_of_a_retired_key_are_passed_over() -> None:
    several = [told(0)]

    found = findings.incidents_of(span(several), {several[0].account_id: {"gone": True}})

    assert (found.frequent, found.first) == ((), Said("too_few", {"have": 1, "need": 5}))


def _followed(account_id: uuid.UUID, after: int) -> Followed:
    since = cast.NOON + datetime.timedelta(days=after, hours=1)
    return Followed(1, account_id, "pay_unprepared", "prepare_pay", "kept", since, {})


def test_remedy_compares_the_interviews_before_and_after_without_its_own() -> None:
    several = [told(number) for number in range(11)]
    happened = {one.account_id: {"salary": True} if place <= 5 else {} for place, one in enumerate(several)}

    (found,) = findings.remedied(span(several), [_followed(several[5].account_id, after=5)], happened)

    assert (found.shares.before.count, found.shares.before.of) == (5, 5)
    assert (found.shares.after.count, found.shares.after.of) == (0, 5)
    assert (found.incidents, found.said.key) == (("salary",), "less")


def test_remedy_passes_over_what_was_not_read() -> None:
    several = [told(number) for number in range(4)]

    (found,) = findings.remedied(span(several), [_followed(several[0].account_id, after=1)], {})

    assert found.said == Said("nothing", {"before": 0, "after": 0})


def test_phases_are_in_the_order_of_an_interview() -> None:
    found = findings.phases_of(
        Assurance(values={"salary": [2] * 5, "welcome": [8] * 5}, turned={"salary": 1, "career": 4})
    )

    assert list(found.means) == ["welcome", "salary"]
    assert found.lowest == "salary"
    assert list(found.turned.items()) == [("career", 4), ("salary", 1)]


@pytest.mark.parametrize(
    ("expected", "outcome", "off"),
    [
        ("refused", "refused", "right"),
        ("offer", "next_stage", "right"),
        ("refused", "next_stage", "darker"),
        ("offer", "refused", "brighter"),
        ("unknown", "refused", ""),
        ("refused", "waiting", ""),
        ("offer", "withdrew", ""),
        ("", "refused", ""),
    ],
)
def test_how_far_off_an_expected_answer_was(expected: str, outcome: str, off: str) -> None:
    assert findings.how_off(expected, outcome) == off


def test_expectations_are_counted_by_how_far_off_they_were() -> None:
    expected = {("refused", "offer"): 4, ("refused", "refused"): 1, ("unknown", "offer"): 7}
    answers = Answers(came={}, silent=0, awaited=0, expected=expected)

    found = findings.expectations_of(answers)

    assert found.counts == {"right": 1, "darker": 4, "brighter": 0}
    assert found.said == Said("darker", {"count": 4, "of": 5})


def test_silence_leaves_out_what_is_awaited() -> None:
    answers = Answers(came={"next_stage": 1, "offer": 0, "refused": 2}, silent=3, awaited=5, expected={})

    assert _counts(findings.silence_after_interviews(answers)) == (3, 6)


def test_silence_of_applications_leaves_out_those_still_open() -> None:
    stages = {"to_apply": 4, "applied": 5, "interviewing": 1, "refused": 1, "silent": 2, "withdrew": 3}

    assert _counts(findings.silence_after_applications(stages)) == (2, 4)


def test_preparation_that_served_stands_first() -> None:
    prepared = {
        "advert": {"missed": 2, "not_needed": 4},
        "pitch": {"served": 3, "of_no_use": 1},
        "way": {"not_needed": 2},
        "gone": {"served": 9},
    }

    found = [
        (item.key, item.served, item.of_no_use, item.missed, item.of) for item in findings.preparation_of(prepared)
    ]

    assert found == [("pitch", 3, 1, 0, 4), ("advert", 0, 0, 2, 2)]


def test_line_stands_between_the_edges_and_leaves_out_what_is_not_noted() -> None:
    line = pictures.line_of([told(0, hot=10), told(1), told(2, hot=0, cold=5)], "stress")

    assert line.hot == (Dot(pictures.LEFT, pictures.TOP), Dot(pictures.RIGHT, pictures.BOTTOM))
    assert line.cold == (Dot(pictures.RIGHT, (pictures.TOP + pictures.BOTTOM) // 2),)
    assert line.hot_path == "28,12 308,140"


def test_line_of_one_interview_stands_in_the_middle() -> None:
    assert pictures.line_of([told(0, hot=5)], "stress").hot == (Dot(168, 76),)


def test_bars_say_in_words_what_they_draw() -> None:
    several = [told(number) for number in range(4)]
    happened = {one.account_id: {"salary": one is several[0]} for one in several[:2]} | {several[2].account_id: {}}

    (bar,) = pictures.bars_of_incidents(findings.incidents_of(span(several), happened)).bars

    assert (bar.solid, bar.hollow, bar.y) == (77, 78, 0)
    assert 0 < bar.low < bar.high <= pictures.TRACK


def test_a_long_name_is_shortened_to_its_place() -> None:
    bar = pictures.Bar("a" * 60, "", "", 0, 0, None, None, 0)

    assert bar.label == "a" * 45 + "…"
