"""Second look, calibration and bars, fitted on first looks at accounts that the first look had not seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rebond.engine.moments.features import second_look
from rebond.engine.moments.judge import Finish, Labels
from rebond.engine.text.calibration import observed, platt, softmax
from rebond.engine.text.stored import Arrays
from training.models import FEWEST_EXAMPLES, UNKNOWN, fit_softmax

SECOND_C = 0.03
# What is asserted must be right about four times in five, and what is chosen as just so on some accounts is a little
# less so on others: 0.82 here came out at 77 to 79 in 100 on accounts that chose nothing. Distortions, which are only
# ever offered: three in five.
INCIDENT_PRECISION, DISTORTION_PRECISION = 0.83, 0.6
# The few best of a noisy list look better than they are: a label's own record above a bar counts beside so many further
# assertions that turn out as their probability says, and must hold this many of its own (our judgement).
DOUBT, FEWEST_ASSERTED = 20, 4
# A bar that no probability reaches.
NEVER = 2.0
# Annotated examples between two points of the curve of what was observed: with many, the few that are surest are
# drowned among others (at 150 the small network asserted nothing).
_EXAMPLES_A_POINT = 25
_FAR = 12.0
# Bars are stored in single precision; this keeps the moment that a bar was set on above it.
_HAIR = 1e-6
_SCALES = np.linspace(0.5, 1.5, 41)
_PHASE_BARS = np.linspace(0.0, 0.6, 31)

Slices = Sequence[slice]


def fit_finish(
    looks: NDArray[np.float32],
    held: NDArray[np.bool_],
    labels: Labels,
    slices: Slices,
    folds: NDArray[np.int64],
    lifelike: NDArray[np.bool_],
) -> tuple[Finish, dict[str, NDArray[np.float64]]]:
    """The Finish for these first looks, and the out-of-fold probabilities on which its bars stand, by kind.

    Args:
        looks: log-odds (moments, labels), each from a model that did not see the moment's group.
        held: the annotation, same shape.
        slices: the rows of each account.
        folds: the fold of each moment.
        lifelike: whether each moment is of a retold account. Incidents and distortions are calibrated on these alone:
            invented accounts hold more of them, more plainly said.
    """
    second, unseen = _second_look(looks, held, labels, slices, folds)
    lines, curves, bars = {}, {}, {}
    for kind, precision in (("incidents", INCIDENT_PRECISION), ("distortions", DISTORTION_PRECISION)):
        looked, true = looks[:, labels.columns(kind)], held[:, labels.columns(kind)]
        lines[kind] = _lines(looked[lifelike], true[lifelike])
        straight = _unseen_log_odds(looked, true, folds, lifelike)
        curves[kind] = _curve(straight[lifelike], true[lifelike])
        unseen[kind] = observed(straight, curves[kind])
        bars[kind] = _bars(unseen[kind][lifelike], true[lifelike], precision)
    arrays: dict[str, Any] = {
        "incident_platt": lines["incidents"],
        "distortion_platt": lines["distortions"],
        "incident_curve": curves["incidents"],
        "distortion_curve": curves["distortions"],
        "incident_bars": bars["incidents"],
        "distortion_bars": bars["distortions"],
    }
    return Finish(**second, **{name: np.asarray(values, np.float32) for name, values in arrays.items()}), unseen


def fit_second_look(
    looks: NDArray[np.float32], held: NDArray[np.bool_], labels: Labels, slices: Slices, folds: NDArray[np.int64]
) -> Arrays:
    """The fields of a Finish that judge nature and phase, fitted on these looks alone; arguments as for fit_finish."""
    return _second_look(looks, held, labels, slices, folds)[0]


def _second_look(
    looks: NDArray[np.float32], held: NDArray[np.bool_], labels: Labels, slices: Slices, folds: NDArray[np.int64]
) -> tuple[Arrays, dict[str, NDArray[np.float64]]]:
    seen = np.concatenate([second_look(looks[rows]) for rows in slices])
    natures, nature_scale, nature_seen = _softmax_of(seen, held[:, labels.columns("natures")], folds)
    phases, phase_scale, phase_seen = _softmax_of(seen, held[:, labels.columns("phases")], folds)
    arrays: dict[str, Any] = {
        "natures": natures[:-1],
        "phases": phases[:-1],
        "nature_bias": natures[-1],
        "phase_bias": phases[-1],
        "nature_scale": [nature_scale],
        "phase_scale": [phase_scale],
        "phase_bar": [_phase_bar(phase_seen, held[:, labels.columns("phases")])],
    }
    arrays = {name: np.asarray(values, np.float32) for name, values in arrays.items()}
    return arrays, {"natures": nature_seen, "phases": phase_seen}


def _softmax_of(
    seen: NDArray[np.float32], held: NDArray[np.bool_], folds: NDArray[np.int64]
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    known = held.any(axis=1)
    chosen, classes = held.argmax(axis=1), held.shape[1]
    unseen = np.zeros(held.shape)
    for fold in np.unique(folds):
        inside = known & (folds != fold)
        weights = fit_softmax(seen[inside], chosen[inside], classes, SECOND_C)
        unseen[folds == fold] = seen[folds == fold] @ weights[:-1] + weights[-1]
    losses = [-np.log(softmax(unseen[known] * scale)[held[known]]).mean() for scale in _SCALES]
    scale = float(_SCALES[int(np.argmin(losses))])
    return fit_softmax(seen[known], chosen[known], classes, SECOND_C), scale, softmax(unseen * scale)


def _lines(looks: NDArray[np.float32], held: NDArray[np.bool_]) -> NDArray[np.float64]:
    lines = np.zeros((2, held.shape[1]))
    for label, column in enumerate(held.T):
        if column.sum() < FEWEST_EXAMPLES:
            lines[:, label] = 0.0, UNKNOWN
            continue
        model = LogisticRegression(C=1.0, solver="lbfgs").fit(looks[:, [label]], column)
        lines[:, label] = model.coef_[0, 0], model.intercept_[0]
    return lines


def _unseen_log_odds(
    looks: NDArray[np.float32], held: NDArray[np.bool_], folds: NDArray[np.int64], lifelike: NDArray[np.bool_]
) -> NDArray[np.float64]:
    straight = np.zeros(held.shape)
    for fold in np.unique(folds):
        inside, outside = (folds != fold) & lifelike, folds == fold
        straight[outside] = platt(looks[outside], _lines(looks[inside], held[inside]))
    return straight


def _curve(log_odds: NDArray[np.float64], held: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What was observed, all labels together: points of about as many annotated examples each, never falling."""
    order = np.argsort(log_odds.ravel(), kind="stable")
    said, true = log_odds.ravel()[order], held.ravel()[order]
    points = max(2, int(true.sum()) // _EXAMPLES_A_POINT)
    edges = np.searchsorted(np.cumsum(true), np.linspace(0, true.sum(), points + 1)[1:-1])
    parts = [part for part in zip(np.split(said, edges), np.split(true, edges), strict=True) if len(part[0])]
    middles, shares = np.array([part.mean() for part, _ in parts]), np.array([part.mean() for _, part in parts])
    shares = np.maximum.accumulate(shares)
    # A slight rise everywhere, so that the order of labels is never lost.
    rise = np.linspace(0, 1e-3, len(shares) + 2)
    return np.stack(
        [np.concatenate([[-_FAR], middles, [_FAR]]), np.concatenate([[0], shares, shares[-1:]]) * (1 - 1e-3) + rise]
    )


def _bars(probabilities: NDArray[np.float64], held: NDArray[np.bool_], precision: float) -> NDArray[np.float64]:
    bars = np.full(held.shape[1], NEVER)
    for label in range(held.shape[1]):
        order = np.argsort(-probabilities[:, label], kind="stable")
        ranked = probabilities[order, label]
        asserted = np.arange(1, len(order) + 1)
        expected = np.cumsum(ranked) / asserted
        record = (np.cumsum(held[order, label]) + DOUBT * expected) / (asserted + DOUBT)
        good = np.flatnonzero((record >= precision) & (asserted >= FEWEST_ASSERTED))
        if len(good):
            bars[label] = ranked[good[-1]] - _HAIR
    return bars


def _phase_bar(probabilities: NDArray[np.float64], held: NDArray[np.bool_]) -> float:
    """The bar of the highest micro-F1, where a phase not told is a miss but no error."""
    known = held.any(axis=1)
    right = np.take_along_axis(held, probabilities.argmax(axis=1)[:, None], axis=1)[:, 0] & known
    sure = probabilities.max(axis=1)
    scores = [2 * (right & (sure >= bar)).sum() / ((sure >= bar).sum() + known.sum()) for bar in _PHASE_BARS]
    return float(_PHASE_BARS[int(np.argmax(scores))])
