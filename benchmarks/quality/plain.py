"""Without an encoder: the most frequent labels, and words counted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.contender import Floats, Probable, Spans, quotes_of
from training import baselines
from training.accounts import Annotated


class MostFrequent(Probable):
    """Says of every moment what is most often said of moments."""

    key, title, sees = "frequent", "most frequent label", "nothing"

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Counts the labels."""
        self.model = baselines.MostFrequent(held, self.labels)

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """The same for every moment."""
        return self.model.probabilities(quotes_of(text, spans))


class TfidfLinear(Probable):
    """Words and pairs of words, one logistic regression a label."""

    key, title = "tfidf", "TF-IDF, linear"
    needs, modules = "scikit-learn", ("sklearn",)

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Fits the vocabulary and the regressions."""
        quotes = [quote for account in accounts for quote in account.quotes]
        self.model = baselines.TfidfLinear(quotes, held, self.labels)

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """One-vs-rest."""
        return self.model.probabilities(quotes_of(text, spans))
