"""`python -m benchmarks.quality.invariance`: what a reading keeps when only the writing changes.

The held-out accounts, each rewritten by a chance that depends on its id alone, read by heads fitted without them: once
with the annotated moments, which move with the text, and once with the moments that the reader finds by itself.
"""

import argparse
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.quality.__main__ import FOLDER
from benchmarks.quality.contender import Answers, Cuts
from benchmarks.quality.ours import Ours, OursE5, OursGemma
from benchmarks.quality.rewriting import REWRITES, Rewrite, Rewritten, rewritten
from benchmarks.quality.rows import aligned, write
from benchmarks.table import ABSENT, machine
from training.accounts import Annotated, load_accounts
from training.scoring import measures

READERS: Mapping[str, type[Ours]] = {"light": Ours, "e5": OursE5, "gemma": OursGemma}
# Changes of words that must not change what is asserted, and the share of accounts in which they do not.
OF_PEOPLE, AIM = ("names", "gender"), 97.0

Moments = Sequence[dict[str, Any]]
_SHARES = ("natures", "asserted", "first_offered", "same_asserted")


@dataclass(frozen=True)
class Change:
    """What one rewriting changed, in percent.

    Attributes:
        accounts: that it touched; the others are not counted.
        natures, asserted, first_offered: moments whose nature, whose set of asserted incidents, and whose first
            offered incident is another.
        same_asserted: accounts whose moments all assert what they did.
    """

    accounts: int
    natures: float
    asserted: float
    first_offered: float
    same_asserted: float


def touched(accounts: Sequence[Annotated], rewrite: Rewrite) -> list[tuple[Annotated, Rewritten]]:
    """The accounts that the rewriting changes, each with its new text."""
    chances = ((account, random.Random(account.id)) for account in accounts)
    found = [(account, rewritten(account.text, rewrite(account.text, chance))) for account, chance in chances]
    return [(account, new) for account, new in found if new.text != account.text]


def change(
    reader: Ours, pairs: Sequence[tuple[Annotated, Rewritten]], before: Answers, cuts: Cuts, *, own: bool
) -> Change:
    """What changes between `before`, the old texts cut so, and the new ones, cut the same or, with `own`, anew."""
    new = [replace(account, text=text.text) for account, text in pairs]
    moved: Cuts = {account.id: [text.moved(span) for span in cuts[account.id]] for account, text in pairs}
    after = reader.predict(new, reader.own_cuts(new) if own else moved)
    return compared({account.id: before[account.id] for account in new}, after, moved)


def compared(before: Answers, after: Answers, moved: Cuts) -> Change:
    """Each moment of `before`, found at `moved` in the new texts, against the moment of `after` that covers it best."""
    counts = [0, 0, 0]
    moments = same = 0
    for key, answer in before.items():
        kept = True
        for old, span in zip(answer["moments"], moved[key], strict=True):
            new = _best(span, after[key]["moments"])
            asserted = set(old["incidents"]) != set(new["incidents"])
            counts[0] += old["nature"] != new["nature"]
            counts[1] += asserted
            counts[2] += old["offered"][:1] != new["offered"][:1]
            kept &= not asserted
            moments += 1
        same += kept
    shares = (100 * count / max(1, moments) for count in counts)
    return Change(len(before), *shares, 100 * same / max(1, len(before)))


def _best(span: tuple[int, int], moments: Moments) -> dict[str, Any]:
    return max(moments, key=lambda moment: measures.overlap(span, (moment["start"], moment["end"])))


def table(changes: Mapping[str, tuple[Change, Change]]) -> str:
    """Markdown: for each rewriting, annotated cuts and own cuts, "a / b"."""
    heading = ["rewriting", "accounts touched", "nature changed", "asserted changed", "first offered changed"]
    lines = [[*heading, "accounts asserting the same"]]
    for name, pair in changes.items():
        cells = (" / ".join(f"{getattr(each, field):.1f}" for each in pair) for field in _SHARES)
        lines.append([name, str(pair[0].accounts) if pair[0].accounts else ABSENT, *cells])
    return aligned(lines)


def main() -> int:
    """Rewrites, reads, prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.invariance", description=__doc__)
    parser.add_argument("--encoder", choices=READERS, default="e5")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read one account in N (default: all)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    reader = READERS[asked.encoder](asked.out)
    why = reader.why_not()
    if why is not None:
        print(why)
        return 1
    reader.open(known=False)
    accounts = [account for account in load_accounts() if account.held_out][:: asked.every]
    annotated: Cuts = {account.id: account.spans for account in accounts}
    own = reader.own_cuts(accounts)
    before, before_own = reader.predict(accounts, annotated), reader.predict(accounts, own)
    changes = {}
    for name, rewrite in REWRITES.items():
        pairs = touched(accounts, rewrite)
        changes[name] = (
            change(reader, pairs, before, annotated, own=False),
            change(reader, pairs, before_own, own, own=True),
        )
        print(f"{name}: {changes[name]}", flush=True)
    print(f"\n{machine()}; {reader.title}; annotated cuts / own cuts, %\n\n{table(changes)}")
    for name in OF_PEOPLE:
        same = changes[name][0].same_asserted
        said = "met" if same >= AIM else "missed"
        print(f"{name}: {same:.1f} % of the accounts assert the same; aim {AIM:.0f} %: {said}")
    if asked.write:
        write(f"invariance {asked.encoder}", table(changes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
