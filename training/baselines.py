"""What the engine is compared with."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh
from rebond.engine.moments.judge import Labels
from rebond.engine.moments.read import MOST_ASSERTED, MOST_OFFERED
from training.accounts import Annotated
from training.scoring import LIKELY

# scikit-learn's own strength; a probability of one half asserts, as a plain classifier does.
STRENGTH, HALF = 1.0, 0.5
MOST_CAUSES = 3

Cuts = Mapping[str, Sequence[tuple[int, int]]]


class _Baseline(ABC):
    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    @abstractmethod
    def probabilities(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """Of each label for each quote; shape (len(quotes), labels.count)."""

    def predict(self, accounts: Sequence[Annotated], cuts: Cuts) -> dict[str, dict[str, Any]]:
        """By account id, as corpus/score.py wants it."""
        answers = {}
        for account in accounts:
            spans = cuts[account.id]
            rows = self.probabilities([account.text[start:end] for start, end in spans])
            moments = [self._moment(span, row) for span, row in zip(spans, rows, strict=True)]
            columns = self._labels.columns("incidents")
            weighed = [
                WeighedMoment(moment["nature"], dict(zip(self._labels.incidents, row[columns].tolist(), strict=True)))
                for moment, row in zip(moments, rows, strict=True)
            ]
            answers[account.id] = {"moments": moments, "causes": [cause.key for cause in weigh(weighed)][:MOST_CAUSES]}
        return answers

    def _moment(self, span: tuple[int, int], row: NDArray[np.float64]) -> dict[str, Any]:
        labels = self._labels
        incidents = row[labels.columns("incidents")]
        ranked = [labels.incidents[number] for number in np.argsort(-incidents, kind="stable")]
        asserted = [key for key in ranked if incidents[labels.incidents.index(key)] >= HALF][:MOST_ASSERTED]
        distortions = row[labels.columns("distortions")]
        return {
            "start": span[0],
            "end": span[1],
            "nature": labels.natures[int(row[labels.columns("natures")].argmax())],
            "incidents": asserted,
            "offered": [key for key in ranked if key not in asserted][:MOST_OFFERED],
            "likely": [key for key, sure in zip(labels.incidents, incidents, strict=True) if sure >= LIKELY],
            "distortions": [key for key, sure in zip(labels.distortions, distortions, strict=True) if sure >= HALF],
            "phase": labels.phases[int(row[labels.columns("phases")].argmax())],
        }


class MostFrequent(_Baseline):
    """Says of every moment what is most often said of moments."""

    def __init__(self, held: NDArray[np.bool_], labels: Labels) -> None:
        super().__init__(labels)
        self._share = held.mean(axis=0)

    def probabilities(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """The share of each label among the moments of the training part, whatever the quote."""
        return np.tile(self._share, (len(quotes), 1))


class TfidfLinear(_Baseline):
    """Words and pairs of words by TF-IDF, one logistic regression a label."""

    def __init__(self, quotes: Sequence[str], held: NDArray[np.bool_], labels: Labels) -> None:
        super().__init__(labels)
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, strip_accents="unicode")
        features = self._words.fit_transform(quotes)
        self._models = [LogisticRegression(C=STRENGTH, solver="liblinear").fit(features, column) for column in held.T]

    def probabilities(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """One-vs-rest probabilities."""
        features = self._words.transform(quotes)
        return np.stack([model.predict_proba(features)[:, 1] for model in self._models], axis=1)
