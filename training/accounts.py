"""The annotated accounts of corpus/, and how they are divided. Accounts of one group always stay together."""

import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.words import gap_of

CORPUS = Path(__file__).parents[1] / "corpus"
# Invented; retold from real stories; some of these told again in English, in the groups of the stories they come from.
FILES = ("invented.jsonl", "retold.jsonl", "english.jsonl")
# One group in five of the retold accounts is held out; invented accounts are further from life and only train.
RETOLD, PARTS, HELD_OUT_PART = ("retold.jsonl", "english.jsonl"), 5, 4
# Folds by group, inside what is trained on; what is chosen or calibrated is so on accounts not trained on.
FOLDS = 3

sys.path.insert(0, str(CORPUS))
from validate import offsets  # noqa: E402


@dataclass(frozen=True)
class Annotated:
    """One annotated account.

    Attributes:
        id, group, lang, channel, text: as in the corpus (see corpus/GUIDE.md).
        spans: start and end of each moment in `text`.
        moments: the labels of each, as in the corpus.
        record: the whole line, for the scorer.
        lifelike: retold from a real story, not invented.
        held_out: belongs to the part that evaluation reads and training never sees.
    """

    id: str
    group: str
    lang: str
    channel: str
    text: str
    spans: tuple[tuple[int, int], ...]
    moments: tuple[dict[str, Any], ...]
    record: dict[str, Any]
    lifelike: bool
    held_out: bool

    @property
    def quotes(self) -> list[str]:
        """The text of each moment."""
        return [self.text[start:end] for start, end in self.spans]

    def ends(self, words: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Whether a moment ends in the gap after each of these words but the last; of the text or one as long."""
        ends = np.zeros(max(0, len(words) - 1), np.bool_)
        starts = [start for start, _ in words]
        ends[[gap_of(starts, start) - 1 for start, _ in self.spans[1:]]] = True
        return ends


def slices_of(accounts: Sequence[Annotated]) -> list[slice]:
    """The rows of each account, where all their moments stand in order."""
    bounds = np.cumsum([0, *(len(account.spans) for account in accounts)]).tolist()
    return [slice(low, high) for low, high in pairwise(bounds)]


def load_accounts(folder: Path = CORPUS) -> list[Annotated]:
    """Every annotated account, in the order of the files."""
    return [_read(json.loads(line), file) for file in FILES for line in _lines(folder / file)]


def fold_of(group: str, folds: int, salt: str = "fold") -> int:
    """The fold of a group, 0 to folds - 1; it depends on nothing but the group's name."""
    return zlib.crc32(f"{salt} {group}".encode()) % folds


def folds_of(accounts: Sequence[Annotated], folds: int, salt: str = "fold") -> list[int]:
    """The fold of each account."""
    return [fold_of(account.group, folds, salt) for account in accounts]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()]


def _read(record: dict[str, Any], file: str) -> Annotated:
    text, moments = record["text"], record["moments"]
    held_out = file in RETOLD and zlib.crc32(record["group"].encode()) % PARTS == HELD_OUT_PART
    return Annotated(
        id=record["id"],
        group=record["group"],
        lang=record["lang"],
        channel=record["channel"],
        text=text,
        spans=tuple(offsets(text, moments)),
        moments=tuple(moments),
        record=record,
        lifelike=file in RETOLD,
        held_out=held_out,
    )
