"""An incident before and after what was done about it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.progress.before_after import BeforeAfter, before_after
from rebond.engine.progress.shares import share

unhurried = settings(deadline=None)
EVENINGS = st.lists(st.booleans(), max_size=20)


@unhurried
@given(EVENINGS, EVENINGS)
def test_each_side_is_counted_by_itself(before: list[bool], after: list[bool]) -> None:
    found = before_after(before, after)

    assert found == BeforeAfter(share(sum(before), len(before)), share(sum(after), len(after)))


def test_sides_without_an_interview_may_be_anything() -> None:
    found = before_after([], [])

    assert [(side.of, side.low, side.high) for side in (found.before, found.after)] == [(0, 0.0, 1.0)] * 2
