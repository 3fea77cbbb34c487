"""What the heads see of a moment, and of those around it. Accounts are never mixed."""

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.calibration import sigmoid

# How much the moment's own log-odds, each neighbour's, the account's average and the place count in the second look
# (our judgement: blocks of like length).
OWN_SEEN, NEAR_SEEN, ACCOUNT_SEEN, PLACE = 0.5, 2.0, 4.0, 3.0
# Moments on each side that the second look sees.
NEAR = 2


def places(count: int) -> NDArray[np.float32]:
    """Of each moment: how far it stands in the account (over 0 to under 1), its square, is it first, is it last."""
    number = np.arange(count)
    where = (number + 0.5) / count
    return np.stack([where, where**2, number == 0, number == count - 1], axis=1).astype(np.float32)


def second_look(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a first reading says of each moment, of its neighbours and of the whole account; shape (n, 6 labels + 5)."""
    count, labels = log_odds.shape
    seen = sigmoid(log_odds)
    nothing = np.zeros((NEAR, labels))
    padded = np.vstack([nothing, seen, nothing])
    near = [padded[NEAR + shift : NEAR + shift + count] * NEAR_SEEN for shift in (-2, -1, 1, 2)]
    whole = np.tile(seen.mean(axis=0) * ACCOUNT_SEEN, (count, 1))
    length = np.full((count, 1), np.log1p(count))
    return np.concatenate([log_odds * OWN_SEEN, *near, whole, places(count) * PLACE, length], axis=1).astype(np.float32)
