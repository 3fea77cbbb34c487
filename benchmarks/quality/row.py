"""One contender fitted and judged, in a process of its own: python -m benchmarks.quality.row KEY FOLDER

Writes FOLDER/KEY.pickle, what was fitted, and FOLDER/KEY.json, what it scored.
"""

import json
import pickle
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.quality.contender import Contender, Cuts
from benchmarks.quality.contenders import CONTENDERS
from benchmarks.quality.ours import Ours
from training.accounts import Annotated, load_accounts
from training.scoring import boundary_f1, scores_of

# Moments judged by what judges natures alone: at a share of two thirds, right within 3 in 100 two times out of three.
SAMPLE_MOMENTS = 200
MEGABYTE = 1_000_000


def main() -> int:
    """Fits, judges, writes."""
    key, folder = sys.argv[1], Path(sys.argv[2])
    contender = next(kind for kind in CONTENDERS if kind.key == key)(folder)
    accounts = load_accounts()
    known = [account for account in accounts if not account.held_out]
    judged = [account for account in accounts if account.held_out]
    (folder / f"{key}.json").write_text(json.dumps(judge(contender, known, judged), indent=1), "utf-8")
    (folder / f"{key}.pickle").write_bytes(pickle.dumps(contender))
    return 0


def judge(contender: Contender, known: Sequence[Annotated], judged: Sequence[Annotated]) -> dict[str, Any]:
    """What it scores on `judged` once fitted on `known`."""
    begun = time.monotonic()
    contender.fit(known)
    fitted = time.monotonic() - begun
    contender.open(known=True)
    read = sample_of(judged, SAMPLE_MOMENTS) if contender.natures_only else list(judged)
    annotated: Cuts = {account.id: account.spans for account in read}
    answers = contender.predict(read, annotated)
    found: dict[str, Any] = {
        "key": contender.key,
        "title": contender.title,
        "sees": contender.sees,
        "needs": contender.needs,
        "note": contender.note,
        "natures_only": contender.natures_only,
        "moments": sum(len(account.spans) for account in read),
        "fitted_seconds": fitted,
        "scores": asdict(scores_of(read, answers)),
        "by_language": {
            language: asdict(scores_of([account for account in read if account.lang == language], answers))
            for language in sorted({account.lang for account in read})
        },
    }
    if isinstance(contender, Ours):
        own = contender.own_cuts(read)
        found["own_boundaries"] = boundary_f1(read, own)
        found["own_scores"] = asdict(scores_of(read, contender.predict(read, own)))
    return found


def sample_of(accounts: Sequence[Annotated], moments: int) -> list[Annotated]:
    """Whole accounts at equal distances, with about so many moments; always the same ones."""
    total = sum(len(account.spans) for account in accounts)
    count = max(1, min(len(accounts), round(moments * len(accounts) / total)))
    return [accounts[int(number * len(accounts) / count)] for number in range(count)]


if __name__ == "__main__":
    sys.exit(main())
