"""The table against the annotated accounts and their annotated incidents: its worth when the reading is right."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh

CORPUS = Path(__file__).parents[3] / "corpus"
#: One group in five was left out while the table was looked at.
PARTS, LEFT_OUT = 5, 4
#: (micro-F1, first cause among the annotated ones) in per cent, measured; a change of the table that moves them by more
#: than a point is to be measured anew. docs/decisions/0002 holds the full figures.
MEASURED = {"looked at": (70.7, 79.6), "left out": (71.4, 80.4)}


def _accounts(part: str) -> Iterator[dict[str, object]]:
    for file in ("invented.jsonl", "retold.jsonl"):
        for line in (CORPUS / file).read_text("utf-8").splitlines():
            account = json.loads(line)
            left_out = zlib.crc32(account["group"].encode()) % PARTS == LEFT_OUT
            if left_out == (part == "left out"):
                yield account


def _measured(part: str) -> tuple[float, float]:
    """Micro-F1 of the causes and share of accounts whose first cause is annotated, in per cent (corpus/score.py)."""
    right = given = annotated = first = told = 0
    for account in _accounts(part):
        moments = [WeighedMoment(m["nature"], dict.fromkeys(m["incidents"], 1.0)) for m in account["moments"]]
        causes = [cause.key for cause in weigh(moments)]
        right += len(set(causes) & set(account["causes"]))
        given += len(causes)
        annotated += len(account["causes"])
        if account["causes"]:
            told += 1
            first += bool(causes) and causes[0] in account["causes"]
    return 200 * right / (given + annotated), 100 * first / told


@pytest.mark.parametrize("part", MEASURED)
def test_table_finds_the_annotated_causes(part: str) -> None:
    f1, first = _measured(part)

    assert f1 == pytest.approx(MEASURED[part][0], abs=1.0)
    assert first == pytest.approx(MEASURED[part][1], abs=1.0)
