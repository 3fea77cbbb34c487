"""What may be said in words of a few interviews: keys with their numbers, and first of all that it is too early.

Two rules hold for every sentence. Under five interviews nothing is concluded. Where the intervals overlap, or hold "no
difference", the answer is "we do not know".
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rebond.engine.progress.before_after import BeforeAfter
from rebond.engine.progress.shares import Share, apart, share
from rebond.engine.progress.trends import Mean, Trend

#: Under this number of interviews nothing is concluded. Our judgement: of four, each one moves a share by a quarter.
LEAST_INTERVIEWS = 5
#: Before and after a remedy, this many interviews on each side at least. Our judgement: else one evening decides.
#: Measured where nothing changes: "less" or "more" is then said in 1 to 13 of 100 histories of 6 to 40 interviews.
LEAST_A_SIDE = 3
#: Two means that differ by less than this many steps of a slider are not told apart, whatever the interval. Our
#: judgement: a person does not place a slider more exactly than that.
LEAST_STEP = 1.0


@dataclass(frozen=True)
class Said:
    """What may be said.

    Attributes:
        key: "nothing" (no case), "too_few", "unknown", or what was found: "higher",
            "lower"; "less", "more"; "share"; "first"; "right", "darker", "brighter".
        numbers: what the sentence needs, by name.
    """

    key: str
    numbers: Mapping[str, float] = field(default_factory=dict)


def _said(key: str, **numbers: float) -> Said:
    return Said(key, MappingProxyType(numbers))


def enough(of: int) -> Said | None:
    """What must be said first: "nothing" or "too_few" (with `have` and `need`); None where there are enough."""
    if of == 0:
        return _said("nothing")
    return _said("too_few", have=of, need=LEAST_INTERVIEWS) if of < LEAST_INTERVIEWS else None


def of_trend(values: int, found: Trend | None) -> Said:
    """Whether the later half of the values lies "higher" or "lower" (with `earlier` and `later`), or "unknown"."""
    if early := enough(values):
        return early
    return (
        _moved(found.change, earlier=found.earlier.estimate, later=found.later.estimate) if found else _said("unknown")
    )


def of_difference(found: Mean | None) -> Said:
    """Whether cold lies "higher" or "lower" than hot in the same interviews (with `by`, above 0), or "unknown"."""
    if early := enough(found.of if found else 0):
        return early
    return _moved(found, by=abs(found.estimate)) if found else _said("unknown")


def _moved(change: Mean, **numbers: float) -> Said:
    if abs(change.estimate) < LEAST_STEP or change.low <= 0 <= change.high:
        return _said("unknown", of=change.of)
    return _said("higher" if change.estimate > 0 else "lower", of=change.of, **numbers)


def of_before_after(found: BeforeAfter) -> Said:
    """Whether the incident came "less" or "more" often after; all with how many interviews there are on each side."""
    sides = {"before": found.before.of, "after": found.after.of}
    if sum(sides.values()) == 0:
        return _said("nothing", **sides)
    if sum(sides.values()) < LEAST_INTERVIEWS or min(sides.values()) < LEAST_A_SIDE:
        return _said("too_few", **sides)
    if not apart((found.before, found.after)):
        return _said("unknown", **sides)
    return _said("less" if found.after.estimate < found.before.estimate else "more", **sides)


def of_share(found: Share) -> Said:
    """Whether a share can be told: "nothing", "too_few", or "share" with `low` and `high` in tenths, outwards."""
    if early := enough(found.of):
        return early
    return _said(
        "share", count=found.count, of=found.of, low=math.floor(10 * found.low), high=math.ceil(10 * found.high)
    )


def of_lowest(means: Mapping[str, Mean]) -> tuple[str, Said]:
    """The key of the lowest of the means, told only where its interval lies under all others; "" where it is not.

    "too_few" where fewer than two of them rest on five interviews or more; those that do not are passed over.
    """
    told = {key: one for key, one in means.items() if one.of >= LEAST_INTERVIEWS}
    if not means:
        return "", _said("nothing")
    if len(told) < 2:
        return "", _said("too_few", have=max(one.of for one in means.values()), need=LEAST_INTERVIEWS)
    key = min(told, key=lambda one: (told[one].estimate, one))
    others = [one for name, one in told.items() if name != key]
    if any(told[key].high >= other.low for other in others):
        return "", _said("unknown")
    return key, _said("first", of=told[key].of, mean=told[key].estimate)


def of_expectation(*, right: int, darker: int, brighter: int) -> Said:
    """How what was expected compares with the answer that came.

    `darker`: a refusal was expected and a next stage or an offer came; `brighter` is the reverse. "darker" or
    "brighter" where the answers that came otherwise lean to one side beyond doubt, else "right" where most came as
    expected beyond doubt, else "unknown".
    """
    of = right + darker + brighter
    if early := enough(of):
        return early
    leaning, as_expected = share(darker, darker + brighter), share(right, of)
    if as_expected.low > 0.5:
        return _said("right", count=right, of=of)
    if darker + brighter >= LEAST_A_SIDE and leaning.low > 0.5:
        return _said("darker", count=darker, of=of)
    if darker + brighter >= LEAST_A_SIDE and leaning.high < 0.5:
        return _said("brighter", count=brighter, of=of)
    return _said("unknown", of=of)
