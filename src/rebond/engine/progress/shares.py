"""How often something happens, from a few cases: what was counted, and how wide the truth may lie.

Beta-binomial with Jeffreys' prior, Beta(1/2, 1/2): Brown, Cai & DasGupta, "Interval estimation for a binomial
proportion", Statistical Science 16 (2001), who recommend it for 40 cases or fewer, with its ends moved to 0 and 1 where
nothing or everything was counted.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

#: What an interval holds: four times in five the truth lies inside. With five to twenty interviews the usual 95 % would
#: be so wide that it never says anything. Our judgement; the page says which it is.
LEVEL = 0.8
#: Points of the grid: limits are then exact to 0.0005, far finer than what is said of them. Measured against the
#: quantiles of the Beta distribution (tests).
GRID = 4001


@dataclass(frozen=True)
class Share:
    """A share of cases.

    Attributes:
        count: cases in which it happened.
        of: cases in all.
        estimate: median of what the share may be, 0 to 1; 0.5 where there is no case.
        low, high: where the share lies with a probability of `level`; 0 to 1, `estimate` between them.
        level: above 0, under 1.
    """

    count: int
    of: int
    estimate: float
    low: float
    high: float
    level: float


@lru_cache(maxsize=1024)
def share(count: int, of: int, *, level: float = LEVEL) -> Share:
    """The share that `count` cases out of `of` speak for, with its equal-tailed interval.

    The same whichever way it is told: share(k, n) is the mirror of share(n - k, n).

    Raises ValueError where the count is not between 0 and `of`, or the level not between 0 and 1.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} cases out of {of}")
    if not 0 < level < 1:
        raise ValueError(f"level {level:g} is not between 0 and 1")
    if 2 * count > of:
        mirror = share(of - count, of, level=level)
        return Share(count, of, 1 - mirror.estimate, 1 - mirror.high, 1 - mirror.low, level)
    tail = (1 - level) / 2
    low, middle, high = _quantiles(count, of, np.array([tail, 0.5, 1 - tail]))
    return Share(count, of, middle, 0.0 if count == 0 else low, 1.0 if of == 0 else high, level)


def _quantiles(count: int, of: int, probabilities: NDArray[np.float64]) -> tuple[float, ...]:
    """Quantiles of the posterior, evaluated on a grid of angles.

    With p = sin²(angle) Jeffreys' prior is flat, so that nothing is infinite at 0 or at 1; the likelihood, times that
    flat prior, is summed by trapezes.
    """
    angles = np.linspace(0, np.pi / 2, GRID)
    with np.errstate(divide="ignore"):
        logs = 2 * _times(count, np.log(np.sin(angles))) + 2 * _times(of - count, np.log(np.abs(np.cos(angles))))
    density = np.exp(logs - logs.max())
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    found = np.interp(probabilities * below[-1], below, angles)
    return tuple(float(value) for value in np.sin(found) ** 2)


def _times(count: int, logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """count · logs, where no case weighs nothing, be its logarithm infinite."""
    return count * logs if count else np.zeros_like(logs)


def apart(shares: tuple[Share, ...]) -> bool:
    """Whether no two of the intervals overlap."""
    ordered = sorted(shares, key=lambda one: one.low)
    return all(first.high < second.low for first, second in pairwise(ordered))
