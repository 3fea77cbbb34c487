"""From moments to causes, by a table that anyone can read.

For each cause, the sum over the moments of: probability of the incident, times how far that incident speaks for that
cause (taxonomy/causes.toml), times what the moment is worth by its nature. No model: each weight can be traced to its
moments and its line of the table. What the candidate answered where two causes compete changes lines of that table
(rebond.engine.causes.answered). docs/decisions/0002 says why, and what was measured.
"""

from collections.abc import Mapping, Sequence
from math import fsum
from types import MappingProxyType

from rebond.engine.causes.answered import NO_ANSWERS, Answers, lines_after
from rebond.engine.causes.types import Cause, WeighedMoment
from rebond.engine.moments.types import Reading
from rebond.taxonomy.causes import CAUSES, NATURE_WEIGHTS

#: An incident less likely than this is noise: twice what is likely in any moment at all (1 to 3 in 100). Above it small
#: probabilities do carry causes: a floor of 0.15 found fewer of them. Measured (docs/decisions/0002).
LEAST_LIKELY = 0.05
#: A cause whose moments add up to less is not supported. Measured.
LEAST_SUM = 0.15
#: A cause is left out where its sum is under this share of the strongest one's. Measured.
LEAST_SHARE = 0.45
#: A moment is given as evidence where it brings this share at least of what the strongest one brings. Our judgement.
EVIDENCE_SHARE = 0.25
#: More causes than this cannot be gone through in one evening. Our judgement.
MOST_CAUSES = 5
#: From this sum on, support is strong: two facts, or one fact beside several impressions. Our judgement; measured with
#: annotated incidents: 86 in 100 of such causes are annotated, 55 of those with some support, 35 of the thin ones.
STRONG_SUM = 1.2
#: From this sum on there is some support, below it is thin: less than one clear fact. Our judgement.
SOME_SUM = 0.6


def from_reading(reading: Reading) -> tuple[WeighedMoment, ...]:
    """The moments of a reading as the weighing takes them, in order, with the engine's own probabilities."""
    return tuple(WeighedMoment(moment.nature, moment.likelihoods) for moment in reading.moments)


def sums(moments: Sequence[WeighedMoment], answers: Answers = NO_ANSWERS) -> Mapping[str, float]:
    """For every cause of the taxonomy, what its moments add up to: 0 or more, whatever the order of the moments."""
    shares = _shares(moments, answers)
    return MappingProxyType({cause: fsum(share for share, _ in shares[cause]) for cause in CAUSES})


def weigh(moments: Sequence[WeighedMoment], answers: Answers = NO_ANSWERS) -> tuple[Cause, ...]:
    """The causes that the moments support, strongest first, five at most; none where none is supported.

    Weight is sum / (1 + sum): it grows with every moment and stays under 1. `answers` are what the candidate said where
    two causes compete (rebond.engine.causes.ask): answering with a cause never lowers it. Raises KeyError for a nature
    that the taxonomy does not know; incidents, questions and answers that it does not know, and incidents that speak
    for no cause, are passed over.
    """
    shares = _shares(moments, answers)
    totals = {cause: fsum(share for share, _ in shares[cause]) for cause in CAUSES}
    strongest = max(totals.values())
    kept = [cause for cause, total in totals.items() if total >= max(LEAST_SUM, LEAST_SHARE * strongest)]
    kept.sort(key=lambda cause: -totals[cause])
    return tuple(_cause(cause, totals[cause], shares[cause]) for cause in kept[:MOST_CAUSES])


def _shares(moments: Sequence[WeighedMoment], answers: Answers) -> Mapping[str, list[tuple[float, int]]]:
    """For every cause, what each moment behind it brings (above 0) and its position."""
    lines = lines_after(answers)
    shares: dict[str, list[tuple[float, int]]] = {cause: [] for cause in CAUSES}
    for position, moment in enumerate(moments):
        worth = NATURE_WEIGHTS[moment.nature]
        brought: dict[str, list[float]] = {}
        for incident, probability in moment.incidents.items():
            if probability >= LEAST_LIKELY:
                for cause, weight in lines.get(incident, {}).items():
                    brought.setdefault(cause, []).append(probability * weight * worth)
        for cause, parts in brought.items():
            shares[cause].append((fsum(parts), position))
    return shares


def _cause(key: str, total: float, shares: list[tuple[float, int]]) -> Cause:
    support = "strong" if total >= STRONG_SUM else "some" if total >= SOME_SUM else "thin"
    ranked = sorted(shares, key=lambda share: (-share[0], share[1]))
    evidence = tuple(position for share, position in ranked if share >= EVIDENCE_SHARE * ranked[0][0])
    return Cause(key, total / (1 + total), support, evidence)
