"""The words of a moment that show a distortion."""

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.linear import HashedLinear
from rebond.engine.text.words import find_words

# Fewest words shown, where the moment has as many: one word out of its clause says little (our judgement).
FEWEST_WORDS = 3


def words_that_show(quote: str, label: int, model: HashedLinear) -> tuple[int, int]:
    """Start and end, in `quote`, of the run of neighbouring words that pulls hardest towards a label (column `label`).

    The model is additive over words, so the pull of a run is the sum of its words'; the run of the largest sum above
    the moment's average is taken (Kadane's algorithm). The whole quote where it has no word.
    """
    words = find_words(quote)
    if not words:
        return 0, len(quote)
    pull = model.pull_of([quote[start:end] for start, end in words], label)
    low, high = _heaviest_run(pull - pull.mean())
    while high - low < min(FEWEST_WORDS, len(words)):
        left = pull[low - 1] if low > 0 else -np.inf
        right = pull[high] if high < len(words) else -np.inf
        low, high = (low - 1, high) if left > right else (low, high + 1)
    return words[low][0], words[high - 1][1]


def _heaviest_run(values: NDArray[np.floating]) -> tuple[int, int]:
    best, best_low, best_high = -np.inf, 0, 1
    total, low = 0.0, 0
    for position, value in enumerate(values):
        if total <= 0:
            total, low = 0.0, position
        total += float(value)
        if total > best:
            best, best_low, best_high = total, low, position + 1
    return best_low, best_high
