"""From what a linear model says (log-odds) to probabilities that can be taken at their word."""

import numpy as np
from numpy.typing import NDArray

# Beyond this the exponential adds nothing a float32 could hold.
_FAR = 60.0


def sigmoid(log_odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """1 / (1 + e^-x), 0 to 1, of any shape."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -_FAR, _FAR).astype(np.float64))))


def softmax(log_odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probabilities along the last axis; each row adds up to 1."""
    powers = np.exp(log_odds.astype(np.float64) - log_odds.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def platt(log_odds: NDArray[np.floating], curves: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log-odds of each label after its own straight line, shape of `log_odds` (n, labels).

    Args:
        curves: slope and shift of each label, shape (2, labels). Platt, "Probabilistic outputs for support vector
            machines" (1999): fitted on what a model says of accounts that it has not seen.
    """
    return np.asarray(log_odds.astype(np.float64) * curves[0] + curves[1])


def observed(log_odds: NDArray[np.floating], curve: NDArray[np.floating]) -> NDArray[np.float64]:
    """How often what was said with these log-odds turned out true, 0 to 1, of the same shape.

    Args:
        curve: log-odds, increasing, and the share observed at each; shape (2, points). Straight lines between them.
    """
    return np.asarray(np.interp(log_odds, curve[0], curve[1]), np.float64)
