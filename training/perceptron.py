"""A network of one hidden layer over dense features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Rows weighed at once; a few thousand hidden values each.
ROWS_A_BATCH = 2048


@dataclass(frozen=True)
class Perceptron:
    """Several networks of one hidden layer, trained from different beginnings, as one wide one that averages them.

    Attributes:
        inner: weights of the hidden layer, shape (features, hidden).
        inner_bias: shape (hidden,).
        outer: weights of the labels, shape (hidden, labels).
        outer_bias: shape (labels,).
    """

    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]
    outer_bias: NDArray[np.float32]

    def log_odds(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds of each label; shape (rows, labels)."""
        rows = [self._batch(features[first : first + ROWS_A_BATCH]) for first in range(0, len(features), ROWS_A_BATCH)]
        return np.concatenate(rows) if rows else np.zeros((0, len(self.outer_bias)), np.float32)

    def _batch(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        hidden = np.maximum(features @ self.inner + self.inner_bias, 0)
        return np.asarray(hidden @ self.outer + self.outer_bias, np.float32)
