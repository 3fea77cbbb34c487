"""A linear head over dense features: one logistic regression a label, all at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.calibration import sigmoid

# Penalties on the weights among which each head chooses, on the accounts of one fold that it does not learn from.
PENALTIES = (1e-3, 1e-2, 1e-1)
# Adam (Kingma and Ba, 2015) on all examples at once, its step falling as half a cosine.
STEPS, RATE, FIRST_DECAY, SECOND_DECAY, TINY = 150, 0.02, 0.9, 0.999, 1e-8
# A share under which none begins, so that its log-odds are finite.
_LEAST = 1e-4

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """Weights of shape (features, labels), bias of shape (labels,)."""

    weights: Floats
    bias: Floats

    def probabilities(self, features: Floats) -> NDArray[np.floating[Any]]:
        """Of each label; shape (rows, labels)."""
        return sigmoid(features @ self.weights + self.bias)


def fit_head(features: Floats, held: NDArray[np.bool_], penalty: float) -> Head:
    """The head of these examples; `penalty` on the mean squared weight beside the mean loss of a label."""
    middle, size = features.mean(axis=0), np.float32(features.std(axis=0).mean())
    seen, true = (features - middle) / size, held.astype(np.float32)
    share = np.clip(true.mean(axis=0), _LEAST, 1 - _LEAST)
    weights = np.zeros((seen.shape[1], held.shape[1]), np.float32)
    bias = np.log(share / (1 - share)).astype(np.float32)
    moves = [np.zeros_like(weights), np.zeros_like(bias)]
    sizes = [np.zeros_like(weights), np.zeros_like(bias)]
    for step in range(STEPS):
        wrong = (sigmoid(seen @ weights + bias) - true) / len(seen)
        slopes = (seen.T @ wrong + penalty * weights, wrong.sum(axis=0))
        rate = RATE * (1 + np.cos(np.pi * step / STEPS)) / 2
        for number, (values, slope) in enumerate(zip((weights, bias), slopes, strict=True)):
            moves[number] = FIRST_DECAY * moves[number] + (1 - FIRST_DECAY) * slope
            sizes[number] = SECOND_DECAY * sizes[number] + (1 - SECOND_DECAY) * slope**2
            move = moves[number] / (1 - FIRST_DECAY ** (step + 1))
            spread = np.sqrt(sizes[number] / (1 - SECOND_DECAY ** (step + 1))) + TINY
            values -= (rate * move / spread).astype(np.float32)
    scaled = (weights / size).astype(np.float32)
    return Head(scaled, (bias - middle @ scaled).astype(np.float32))


def best_penalty(features: Floats, held: NDArray[np.bool_], inside: NDArray[np.bool_]) -> float:
    """Of PENALTIES, the one whose head, fitted on the rows `inside`, says best of the others what was annotated."""
    losses = []
    for penalty in PENALTIES:
        said = fit_head(features[inside], held[inside], penalty).probabilities(features[~inside])
        true = held[~inside]
        losses.append(float(-np.log(np.clip(np.where(true, said, 1 - said), 1e-6, 1)).mean()))
    return PENALTIES[int(np.argmin(losses))]
