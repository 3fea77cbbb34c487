"""Where what the candidate says of themselves stands over the interviews, and whether it has moved.

Bootstrap: Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), percentile intervals. For a handful of values
it is too narrow by about √((n - 1) / n) (Hesterberg, "What teachers should know about the bootstrap", The American
Statistician 69, 2015): what is drawn is spread by the inverse. A slider has whole steps: 7 stands for anything between
6.5 and 7.5, so that five equal values do not pass for certainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.engine.progress.shares import LEVEL

#: Samples drawn: their limits then move by less than a fifth of a step from one seed to the next. Measured (tests).
DRAWS = 2000
#: That something has moved is said only where this much of what is drawn agrees. Our judgement. Measured on sliders
#: that do not move (400 histories of normal values, spread 2.5): something is said to have moved in 22 of 100 with five
#: interviews, 13 with ten, 9 with sixty; at 80 % it would be 28, 25 and 15.
SURE = 0.9
#: Half a step of the sliders, 0 to 10 by one.
HALF_A_STEP = 0.5
#: What the sliders go from and to.
SCALE = (0.0, 10.0)
#: What the difference of two sliders goes from and to.
DIFFERENCE = (-10.0, 10.0)
#: Fewer values than this have no earlier and later half of two each.
LEAST_VALUES = 4


@dataclass(frozen=True)
class Mean:
    """A mean of some values.

    Attributes:
        of: how many values.
        estimate: their mean, in steps of the slider.
        low, high: where the mean may lie with a probability of `level`, within the scale; `estimate` between them.
        level: above 0, under 1.
    """

    of: int
    estimate: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class Trend:
    """What has moved: the mean of the later half of the values, less that of the earlier half.

    Attributes:
        earlier, later: the two means; where the number of values is odd the one in the middle counts as later.
        change: the difference, in steps of the slider, with its interval.
    """

    earlier: Mean
    later: Mean
    change: Mean


def mean(
    values: Sequence[float], *, seed: int, within: tuple[float, float] = SCALE, level: float = LEVEL, draws: int = DRAWS
) -> Mean:
    """The mean of the values with its interval; the same for the same seed.

    Raises ValueError where there is no value, one is outside the scale, or the level not between 0 and 1.
    """
    _check(values, within, level)
    return _mean(values, _means(values, np.random.default_rng(seed), draws), within, level)


def difference(pairs: Sequence[tuple[float, float]], *, seed: int, level: float = SURE, draws: int = DRAWS) -> Mean:
    """The mean of second less first over pairs of the same interview (hot, then cold), with its interval.

    Raises ValueError as `mean` does.
    """
    return mean([later - first for first, later in pairs], seed=seed, within=DIFFERENCE, level=level, draws=draws)


def trend(values: Sequence[float], *, seed: int, level: float = SURE, draws: int = DRAWS) -> Trend | None:
    """What has moved between the earlier and the later half of the values, told in order of time; None under four.

    Each half is drawn anew by itself, so that both always count. Raises ValueError as `mean` does.
    """
    if len(values) < LEAST_VALUES:
        return None
    _check(values, SCALE, level)
    chance = np.random.default_rng(seed)
    earlier, later = values[: len(values) // 2], values[len(values) // 2 :]
    drawn_earlier, drawn_later = _means(earlier, chance, draws), _means(later, chance, draws)
    before, after = _mean(earlier, drawn_earlier, SCALE, level), _mean(later, drawn_later, SCALE, level)
    low, high = _limits(drawn_later - drawn_earlier, after.estimate - before.estimate, DIFFERENCE, level)
    return Trend(before, after, Mean(len(values), after.estimate - before.estimate, low, high, level))


def _check(values: Sequence[float], within: tuple[float, float], level: float) -> None:
    if not values:
        raise ValueError("no value")
    if not all(within[0] <= value <= within[1] for value in values):
        raise ValueError(f"a value is not between {within[0]:g} and {within[1]:g}")
    if not 0 < level < 1:
        raise ValueError(f"level {level:g} is not between 0 and 1")


def _means(values: Sequence[float], chance: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """Means of samples of as many values, drawn with replacement, each within its step; shape (draws,)."""
    told = np.asarray(values, np.float64)
    samples = chance.choice(told, (draws, len(told))) + chance.uniform(-HALF_A_STEP, HALF_A_STEP, (draws, len(told)))
    spread = np.sqrt(len(told) / (len(told) - 1)) if len(told) > 1 else 1.0
    return np.asarray(told.mean() + (samples.mean(axis=1) - told.mean()) * spread, np.float64)


def _mean(values: Sequence[float], drawn: NDArray[np.float64], within: tuple[float, float], level: float) -> Mean:
    estimate = float(np.mean(values))
    if len(values) == 1:  # one value says nothing of how far the next may lie
        return Mean(1, estimate, *within, level)
    return Mean(len(values), estimate, *_limits(drawn, estimate, within, level), level)


def _limits(
    drawn: NDArray[np.float64], estimate: float, within: tuple[float, float], level: float
) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return max(within[0], min(float(low), estimate)), min(within[1], max(float(high), estimate))
