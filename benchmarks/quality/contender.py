"""What takes part, and the steps that all of them share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.answers import Bars, answer_of, bars_of
from training.accounts import FOLDS, Annotated, folds_of
from training.targets import targets, taxonomy_labels

Spans = Sequence[tuple[int, int]]
Cuts = Mapping[str, Spans]
Answers = dict[str, dict[str, Any]]
Floats = NDArray[np.floating[Any]]


class Contender(ABC):
    """One way of reading an account.

    Attributes:
        key: short and stable; files are named by it.
        title: as the table names it.
        sees: what it looks at when it judges a moment.
        needs: what must be installed beside numpy.
        modules: the same as importable names.
        natures_only: judges natures, on a sample.
        note: what a reader of the table must know.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    sees: ClassVar[str] = "the moment"
    needs: ClassVar[str] = "nothing"
    modules: ClassVar[tuple[str, ...]] = ()
    natures_only: ClassVar[bool] = False
    note: ClassVar[str] = ""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps what would be long to make again."""
        self.folder = folder

    def why_not(self) -> str | None:
        """Why it cannot take part here; None where it can."""
        missing = [module for module in self.modules if find_spec(module) is None]
        return f"not installed here: {', '.join(missing)}" if missing else None

    def __getstate__(self) -> dict[str, Any]:
        """What was fitted; what is opened (encoders, networks) is opened again."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    @abstractmethod
    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Learns from these accounts, thresholds included."""

    @abstractmethod
    def open(self, *, known: bool) -> None:
        """Loads what reading needs; with `known`, vectors computed before may be remembered."""

    @abstractmethod
    def read(self, text: str, spans: Spans) -> object:
        """One account, from its text and the places of its moments to all that is said of them; this is timed."""

    @abstractmethod
    def predict(self, accounts: Sequence[Annotated], cuts: Cuts) -> Answers:
        """By account id, as corpus/score.py wants it."""

    def files(self) -> list[Path]:
        """What it reads from the disk beside what was fitted."""
        return []


class Probable(Contender):
    """A contender that gives each label of each moment a probability; thresholds and answers are the same for all."""

    # Accounts of so many of the FOLDS choose the thresholds, each judged by what was fitted on the others.
    threshold_folds: ClassVar[int] = FOLDS

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.labels = taxonomy_labels()
        self.bars: Bars | None = None

    @abstractmethod
    def learn(self, accounts: Sequence[Annotated], held: NDArray[np.bool_]) -> None:
        """Fits the model; `held` are the labels of the moments of these accounts, in order."""

    @abstractmethod
    def probabilities(self, text: str, spans: Spans) -> Floats:
        """Of each label for each moment; shape (moments, labels)."""

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Chooses the thresholds on folds not learned from, then learns from all."""
        self.open(known=True)
        folds = folds_of(accounts, FOLDS)
        seen, true = [], []
        for fold in range(self.threshold_folds):
            inside = [account for account, own in zip(accounts, folds, strict=True) if own != fold]
            # Invented accounts hold more labels, more plainly said: they teach, they set no threshold.
            outside = [a for a, own in zip(accounts, folds, strict=True) if own == fold and a.lifelike]
            self.learn(inside, targets(inside, self.labels))
            seen += [self.probabilities(account.text, account.spans) for account in outside]
            true.append(targets(outside, self.labels))
        self.bars = bars_of(np.concatenate(seen), np.concatenate(true), self.labels)
        self.learn(accounts, targets(accounts, self.labels))

    @staticmethod
    def moment_folds(accounts: Sequence[Annotated], salt: str) -> NDArray[np.int64]:
        """The fold of each moment of these accounts, in order."""
        return np.repeat(folds_of(accounts, FOLDS, salt), [len(account.spans) for account in accounts])

    def open(self, *, known: bool) -> None:
        """Nothing to load."""

    def read(self, text: str, spans: Spans) -> dict[str, Any]:
        """See Contender.read."""
        if self.bars is None:
            raise RuntimeError("fit comes before read")
        return answer_of(self.probabilities(text, spans), spans, self.labels, self.bars)

    def predict(self, accounts: Sequence[Annotated], cuts: Cuts) -> Answers:
        """See Contender.predict."""
        return {account.id: self.read(account.text, cuts[account.id]) for account in accounts}


def quotes_of(text: str, spans: Spans) -> list[str]:
    """The text of each moment."""
    return [text[start:end] for start, end in spans]
