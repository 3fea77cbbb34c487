"""From probabilities to the answers that corpus/score.py judges, the same way for every contender."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh
from rebond.engine.moments.judge import Labels
from rebond.engine.moments.read import MOST_ASSERTED, MOST_OFFERED

# What is asserted must be right about four times in five, as for our own readers (training/finishing.py).
PRECISION, FEWEST_ASSERTED = 0.82, 10
# As many causes as a person annotates.
MOST_CAUSES = 3
# A bar that no probability reaches.
NEVER = 2.0
# Bars tried for the best F1.
_STEPS = np.linspace(0.0, 0.95, 96)

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Bars:
    """Probabilities from which something is said, chosen on accounts that were not learned from.

    Attributes:
        likely: of an incident, where F1 over all of them is best.
        asserted: of an incident, the lowest from which PRECISION are annotated; NEVER where none is.
        distortion, phase: where F1 is best.
    """

    likely: float
    asserted: float
    distortion: float
    phase: float


def bars_of(probabilities: Floats, held: NDArray[np.bool_], labels: Labels) -> Bars:
    """The bars for these probabilities and what was annotated; both of shape (moments, labels)."""
    incidents, distortions = labels.columns("incidents"), labels.columns("distortions")
    phases = labels.columns("phases")
    return Bars(
        likely=_best_bar(probabilities[:, incidents], held[:, incidents]),
        asserted=_asserting_bar(probabilities[:, incidents], held[:, incidents]),
        distortion=_best_bar(probabilities[:, distortions], held[:, distortions]),
        phase=_phase_bar(probabilities[:, phases], held[:, phases]),
    )


def answer_of(probabilities: Floats, spans: Sequence[tuple[int, int]], labels: Labels, bars: Bars) -> dict[str, Any]:
    """What is said of one account: its moments and causes."""
    columns = labels.columns("incidents")
    moments = [_moment(span, row, labels, bars) for span, row in zip(spans, probabilities, strict=True)]
    weighed = [
        WeighedMoment(moment["nature"], dict(zip(labels.incidents, row[columns].tolist(), strict=True)))
        for moment, row in zip(moments, probabilities, strict=True)
    ]
    return {"moments": moments, "causes": [cause.key for cause in weigh(weighed)][:MOST_CAUSES]}


def _moment(span: tuple[int, int], row: Floats, labels: Labels, bars: Bars) -> dict[str, Any]:
    likelihoods = dict(zip(labels.incidents, row[labels.columns("incidents")].tolist(), strict=True))
    ranked = sorted(likelihoods, key=likelihoods.__getitem__, reverse=True)
    asserted = [key for key in ranked if likelihoods[key] >= bars.asserted][:MOST_ASSERTED]
    distortions, phases = row[labels.columns("distortions")], row[labels.columns("phases")]
    return {
        "start": span[0],
        "end": span[1],
        "nature": labels.natures[int(row[labels.columns("natures")].argmax())],
        "incidents": asserted,
        "offered": [key for key in ranked if key not in asserted][:MOST_OFFERED],
        "likely": [key for key in ranked if likelihoods[key] >= bars.likely],
        "distortions": [labels.distortions[number] for number in np.flatnonzero(distortions >= bars.distortion)],
        "phase": labels.phases[int(phases.argmax())] if phases.max() >= bars.phase else None,
    }


def _best_bar(probabilities: Floats, held: NDArray[np.bool_]) -> float:
    scores = [
        2 * (held & said).sum() / max(1, held.sum() + said.sum()) for said in (probabilities >= bar for bar in _STEPS)
    ]
    return float(_STEPS[int(np.argmax(scores))])


def _asserting_bar(probabilities: Floats, held: NDArray[np.bool_]) -> float:
    order = np.argsort(-probabilities.ravel(), kind="stable")
    ranked, asserted = probabilities.ravel()[order], np.arange(1, len(order) + 1)
    good = (np.cumsum(held.ravel()[order]) / asserted >= PRECISION) & (asserted >= FEWEST_ASSERTED)
    # Of equal probabilities all are asserted or none: a bar stands where a lower one follows.
    good &= np.append(ranked[1:] < ranked[:-1], True)
    return float(ranked[np.flatnonzero(good)[-1]]) if good.any() else NEVER


def _phase_bar(probabilities: Floats, held: NDArray[np.bool_]) -> float:
    """The bar of the best F1, where a phase not told is a miss but no error."""
    known = held.any(axis=1)
    right = np.take_along_axis(held, probabilities.argmax(axis=1)[:, None], axis=1)[:, 0] & known
    sure = probabilities.max(axis=1)
    scores = [2 * (right & (sure >= bar)).sum() / max(1, (known & (sure >= bar)).sum() + known.sum()) for bar in _STEPS]
    return float(_STEPS[int(np.argmax(scores))])
