"""`python -m benchmarks.quality.curve`: what each kind of accounts teaches, and how much more of it would.

E5 frozen, with neighbours, under a linear head: learned from a quarter, half and all of the retold accounts, of the
invented ones, and of both; judged on the held-out accounts. English apart, judged on the English ones among these.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.__main__ import FOLDER
from benchmarks.quality.frozen_e5 import FrozenE5InAccount
from benchmarks.quality.heads import PENALTIES, fit_head
from benchmarks.quality.pictures import CURVE, draw
from benchmarks.quality.rows import aligned, write
from training.accounts import Annotated, fold_of, load_accounts
from training.scoring import FIRST
from training.targets import targets

QUARTERS = 4
# The middle one of those that the head chooses among: the same for all, so that only the accounts differ.
PENALTY = PENALTIES[1]
KINDS: dict[str, Callable[[Annotated], bool]] = {
    "retold alone": lambda account: account.lifelike,
    "invented alone": lambda account: not account.lifelike,
    "both": lambda account: True,
}

Measured = dict[str, Any]


class Curve:
    """Fits and judges on chosen accounts."""

    def __init__(self, folder: Path) -> None:
        self._reader = FrozenE5InAccount(folder)
        self._reader.open(known=True)

    def hits(self, known: Sequence[Annotated], judged: Sequence[Annotated]) -> tuple[int, int, int, int]:
        """Right natures, moments, incidents found among the first five, incidents."""
        labels = self._reader.labels
        head = fit_head(self._features(known), targets(known, labels), PENALTY)
        said, held = head.probabilities(self._features(judged)), targets(judged, labels)
        natures, incidents = labels.columns("natures"), labels.columns("incidents")
        right = held[:, natures][np.arange(len(held)), said[:, natures].argmax(axis=1)].sum()
        first = np.argsort(-said[:, incidents], axis=1, kind="stable")[:, :FIRST]
        found = np.take_along_axis(held[:, incidents], first, axis=1).sum()
        return int(right), len(held), int(found), int(held[:, incidents].sum())

    def by_kind(self, known: Sequence[Annotated], judged: Sequence[Annotated]) -> list[Measured]:
        """One entry a kind and a share."""
        return [
            self._measured(kind, [account for account in known if chosen(account)], judged, size)
            for kind, chosen in KINDS.items()
            for size in (1, 2, QUARTERS)
        ]

    def by_language(self, known: Sequence[Annotated], judged: Sequence[Annotated]) -> list[Measured]:
        """English accounts, judged by what learned French ones alone, English ones alone, and both."""
        english = [account for account in judged if account.lang == "en"]
        found = []
        for kind, languages in (("French", {"fr"}), ("English", {"en"}), ("French and English", {"fr", "en"})):
            chosen = [account for account in known if account.lang in languages]
            found.append({"kind": kind, "accounts": len(chosen), **_shares([self.hits(chosen, english)])})
        return found

    def _measured(self, kind: str, known: list[Annotated], judged: Sequence[Annotated], size: int) -> Measured:
        parts = [
            [account for account in known if first <= fold_of(account.group, QUARTERS, "curve") < first + size]
            for first in range(0, QUARTERS, size)
        ]
        count = round(sum(map(len, parts)) / len(parts))
        return {"kind": kind, "accounts": count, **_shares([self.hits(part, judged) for part in parts])}

    def _features(self, accounts: Sequence[Annotated]) -> np.ndarray:
        return np.concatenate([self._reader.features(account.text, account.spans) for account in accounts])


def _shares(counted: Sequence[tuple[int, ...]]) -> Measured:
    return {
        "nature": [100 * right / moments for right, moments, _, _ in counted],
        "among_first": [100 * found / incidents for _, _, found, incidents in counted],
    }


def table(measured: Sequence[Measured]) -> str:
    """Markdown: averages over the shares of one size."""
    lines = [["learned from", "accounts", "nature", "among first five"]]
    for each in measured:
        averages = (f"{np.mean(each[name]):.1f}" for name in ("nature", "among_first"))
        lines.append([each["kind"], str(each["accounts"]), *averages])
    return aligned(lines)


def main() -> int:
    """Measures, writes, prints, draws."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.curve", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    asked = parser.parse_args()
    folder: Path = asked.out
    folder.mkdir(parents=True, exist_ok=True)
    accounts = load_accounts()
    curve = Curve(folder)
    known = [account for account in accounts if not account.held_out]
    judged = [account for account in accounts if account.held_out]
    measured = {
        "accounts": curve.by_kind(known, judged),
        "english": curve.by_language(known, judged),
    }
    (folder / CURVE).write_text(json.dumps(measured, indent=1), "utf-8")
    tables = f"{table(measured['accounts'])}\n\nEnglish:\n\n{table(measured['english'])}"
    print(tables)
    if asked.write:
        write("learning curve", tables)
    draw([], folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
