"""Fits the head that decides where a moment ends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from rebond.engine.text.boundaries import BITS, gap_features
from rebond.engine.text.segmentation import MOST_WORDS
from rebond.engine.text.stored import Arrays
from rebond.engine.text.words import find_words, may_cut
from training.accounts import Annotated
from training.roughen import without_punctuation

BOUNDARY_C = 0.1
# How much the length of a moment counts beside the gaps, and what a moment more costs; chosen by cross-validation.
LENGTH_SHARE, ANOTHER_MOMENT = 0.3, 1.0
_SMOOTHING, _RARE = np.array([0.25, 0.5, 0.25]), 0.3


def fit_boundaries(accounts: Sequence[Annotated]) -> Arrays:
    """Arrays of the boundary head: weights by bucket, bias, and the worth of each length in words."""
    examples = [
        _examples(text, account) for account in accounts for text in (account.text, without_punctuation(account.text))
    ]
    buckets = np.concatenate([features for features, _ in examples])
    ends = np.concatenate([ends for _, ends in examples])
    number, width = buckets.shape
    matrix = sparse.csr_matrix(
        (np.ones(number * width, np.float32), buckets.ravel(), np.arange(0, number * width + 1, width)),
        shape=(number, 1 << BITS),
    )
    model = LogisticRegression(C=BOUNDARY_C, solver="liblinear", random_state=0).fit(matrix, ends)
    return {
        "weights": model.coef_[0].astype(np.float16),
        "bias": np.array([model.intercept_[0]], np.float32),
        "lengths": _lengths(accounts).astype(np.float32),
    }


def _examples(text: str, account: Annotated) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    words = find_words(text)
    gaps = range(len(words) - 1)
    open_ = [
        gap
        for gap in gaps
        if may_cut(text[words[gap][1] : words[gap + 1][0]], text[slice(*words[gap])], text[slice(*words[gap + 1])])
    ]
    return gap_features(text, words)[open_], account.ends(words)[open_]


def _lengths(accounts: Sequence[Annotated]) -> NDArray[np.float64]:
    counts = np.zeros(MOST_WORDS + 1)
    for account in accounts:
        for quote in account.quotes:
            counts[min(MOST_WORDS, len(find_words(quote)))] += 1
    smooth = np.convolve(counts, _SMOOTHING, "same") + _RARE
    worth = np.log(smooth / smooth.max())
    return LENGTH_SHARE * (worth + 2 * ANOTHER_MOMENT)
