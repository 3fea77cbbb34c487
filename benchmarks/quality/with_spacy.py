"""spaCy's own classifier of texts, on the French pipeline of medium size."""

import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.contender import Floats, Probable, Spans, quotes_of
from training.accounts import Annotated

PIPELINE, PIPE = "fr_core_news_md", "textcat_multilabel"
PASSES, EXAMPLES_A_STEP, DROPPED, SEED = 6, 64, 0.2, 0
# spaCy's ensemble as its documentation gives it, on the pipeline's vectors: a bag of words, and a network over tokens.
MODEL: dict[str, Any] = {
    "@architectures": "spacy.TextCatEnsemble.v2",
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 64,
            "rows": [2000, 2000, 500, 1000, 500],
            "attrs": ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"],
            "include_static_vectors": True,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 64,
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": 2,
        },
    },
    "linear_model": {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": False,
        "ngram_size": 1,
        "no_output_layer": False,
        "length": 262144,
    },
}


class SpacyTextcat(Probable):
    """One probability for each label of all kinds together."""

    key, title = "spacy", "spaCy textcat, fr_core_news_md"
    needs, modules = "spacy, fr-core-news-md", ("spacy", PIPELINE)
    note = "thresholds on one fold of three, as it is long to fit"
    threshold_folds = 1

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Fits the classifier anew and keeps it in the folder."""
        import spacy  # optional dependency  # noqa: PLC0415
        from spacy.training import Example  # optional dependency  # noqa: PLC0415

        spacy.util.fix_random_seed(SEED)
        chance = random.Random(SEED)
        language = _vectors_alone()
        pipe = language.add_pipe(PIPE, config={"model": MODEL})
        names = [str(number) for number in range(self.labels.count)]
        for name in names:
            pipe.add_label(name)
        quotes = [quote for account in accounts for quote in account.quotes]
        examples = [
            Example.from_dict(
                language.make_doc(quote), {"cats": dict(zip(names, row.astype(float).tolist(), strict=True))}
            )
            for quote, row in zip(quotes, held, strict=True)
        ]
        optimiser = language.initialize(lambda: examples[:EXAMPLES_A_STEP])
        for _ in range(PASSES):
            chance.shuffle(examples)
            for first in range(0, len(examples), EXAMPLES_A_STEP):
                language.update(examples[first : first + EXAMPLES_A_STEP], sgd=optimiser, drop=DROPPED)
        language.to_disk(self._fitted())
        self._language = language

    def open(self, *, known: bool) -> None:
        """The classifier, where one was fitted."""
        import spacy  # optional dependency  # noqa: PLC0415

        if self._fitted().exists():
            self._language = spacy.load(self._fitted())

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """Of each label, apart."""
        found = [list(doc.cats.values()) for doc in self._language.pipe(quotes_of(text, spans))]
        return np.array(found, np.float64).reshape(-1, self.labels.count)

    def files(self) -> list[Path]:
        """The classifier with the pipeline's vectors."""
        return [Path(root) / name for root, _, names in os.walk(self._fitted()) for name in names]

    def _fitted(self) -> Path:
        return self.folder / PIPELINE


def _vectors_alone() -> Any:
    """The pipeline's vocabulary and vectors in a pipeline without its other parts, which textcat does not look at."""
    import spacy  # optional dependency  # noqa: PLC0415

    whole = spacy.load(PIPELINE)
    language = spacy.blank(whole.lang)
    language.vocab.vectors = whole.vocab.vectors
    for text in whole.vocab.strings:
        language.vocab.strings.add(text)
    return language
