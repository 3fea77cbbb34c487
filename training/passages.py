"""A model of moments under a frozen encoder, apart from the networks: it finds what is worth reading again."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.features import places
from rebond.engine.text.linear import HashedLinear
from training.accounts import FOLDS
from training.models import HASHED_BITS, fit_hashed, fit_perceptron
from training.perceptron import Perceptron

# How much the moment itself, each neighbour, the account's average and the place in the account count (measured by
# cross-validation inside the training groups; all but the average as in earlier trials of the same encoder).
OWN, NEIGHBOUR, ACCOUNT, PLACE = 30.0, 12.0, 15.0, 3.0
# Share of the encoder in the first look, the hashed n-grams having the rest (measured: the best of 0.3, 0.5 and 0.7).
ENCODER_SHARE = 0.5


def in_context(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each moment's vector, the previous one, the next one (zeros at the ends), the account's average, and places.

    Returns:
        float32, shape (n, 4 dim + 5).
    """
    count = len(vectors)
    nothing = np.zeros((1, vectors.shape[1]), np.float32)
    previous, following = np.vstack([nothing, vectors[:-1]]), np.vstack([vectors[1:], nothing])
    whole = np.tile(vectors.mean(axis=0), (count, 1))
    length = np.full((count, 1), np.log1p(count), np.float32)
    parts = [vectors * OWN, previous * NEIGHBOUR, following * NEIGHBOUR, whole * ACCOUNT, places(count) * PLACE, length]
    return np.concatenate(parts, axis=1)


def without_each_fold(
    quotes: Sequence[str],
    context: NDArray[np.float32],
    held: NDArray[np.bool_],
    folds: NDArray[np.int64],
    bits: int = HASHED_BITS,
) -> Iterator[tuple[int, HashedLinear, Perceptron]]:
    """For each fold its number, and the two models fitted on all the others."""
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        light = fit_hashed([quotes[row] for row in inside], held[inside], bits)
        yield fold, light, fit_perceptron(context[inside], held[inside])


def blend(dense: NDArray[np.float32], light: NDArray[np.float32]) -> NDArray[np.float32]:
    """One look from two halves."""
    return ENCODER_SHARE * dense + (1 - ENCODER_SHARE) * light
