"""Pages while accounts are read again after an update, beside the same pages at rest: python -m benchmarks.rereading

One process of `rebond serve` on a folder of its own. Its accounts are marked as read by an earlier version; the pages
are asked for one after the other until all are read again, then as often at rest.
"""

import argparse
import contextlib
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.accounts import all_accounts, many_accounts
from benchmarks.table import machine
from tests.serving import Visitor, serving

EARLIER = "earlier"
MILLISECONDS = 1000.0
BREATH_S = 0.05
"""Between two pages, as a quick reader would leave them."""
Timings = dict[str, list[float]]


def main() -> None:
    """Seed, mark, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rereading", description=__doc__)
    parser.add_argument("--accounts", type=int, default=60, help="accounts to be read again (default 60)")
    parser.add_argument("--encoder", default="e5", help="who reads: see REBOND_ENCODER (default e5)")
    asked = parser.parse_args()
    extra = {"REBOND_ENCODER": asked.encoder, "REBOND_NO_BROWSER": "1"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        pages = seed(folder, asked.accounts, extra)
        with serving(folder, extra=extra) as served:
            visitor = Visitor(served)
            visitor.open()
            begun = time.perf_counter()
            busy = timed(visitor, pages, folder, rounds=None)
            seconds = time.perf_counter() - begun
            rest = timed(visitor, pages, folder, rounds=max(20, min(map(len, busy.values()))))
    print(f"{machine()}\n{asked.accounts} accounts read again by {asked.encoder} in {seconds:.0f} s\n")
    print_table(busy, rest)


def seed(folder: Path, count: int, extra: dict[str, str]) -> list[str]:
    """Keep and read the accounts, mark them as those of an earlier version; returns the pages to be asked for."""
    with serving(folder, extra=extra) as served:
        visitor = Visitor(served)
        visitor.open()
        for account in many_accounts(all_accounts(), count):
            kept = visitor.post("/debrief/", {"text": account.text}).headers["Location"]
            key = kept.strip("/").split("/")[-1]
            visitor.post(f"/moments/{key}/read/", {})
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3")) as database, database:
        database.execute("UPDATE moments_reading SET version = ?", [EARLIER])
    return ["/debrief/", "/debrief/accounts/", f"/moments/{key}/", f"/moments/{key}/?moment=1", f"/causes/{key}/"]


def timed(visitor: Visitor, pages: list[str], folder: Path, *, rounds: int | None) -> Timings:
    """Seconds of each answer of each page, over so many rounds; without a number until all accounts are read again."""
    seconds: Timings = {page: [] for page in pages}
    while rounds is None or rounds > 0:
        if rounds is None and not waiting(folder):
            break
        for page in pages:
            begun = time.perf_counter()
            status = visitor.get(page).status
            seconds[page].append(time.perf_counter() - begun)
            if status != 200:
                raise RuntimeError(f"status {status}: {page}")
            time.sleep(BREATH_S)
        rounds = None if rounds is None else rounds - 1
    return seconds


def waiting(folder: Path) -> int:
    """How many readings are still those of the earlier version."""
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3", timeout=60)) as database:
        query = "SELECT COUNT(*) FROM moments_reading WHERE version = ?"
        return int(database.execute(query, [EARLIER]).fetchone()[0])


def print_table(busy: Timings, rest: Timings) -> None:
    """Median, ninety-fifth percentile and longest of each page, reading again and at rest; the ratio of the medians."""
    print("| page | reading again: median, 95 %, longest | at rest: median, 95 %, longest | ratio of the medians |")
    print("| --- | --- | --- | --- |")
    everything = {"all": [s for page in busy for s in busy[page]]}, {"all": [s for page in rest for s in rest[page]]}
    for page in [*busy, "all"]:
        both = [(busy | everything[0])[page], (rest | everything[1])[page]]
        cells = " | ".join(_cell(seconds) for seconds in both)
        print(f"| {_named(page)} | {cells} | {median(both[0]) / median(both[1]):.2f} |")


def _cell(seconds: list[float]) -> str:
    figures = (median(seconds), quantiles(seconds, n=20)[-1], max(seconds))
    return ", ".join(f"{figure * MILLISECONDS:.0f}" for figure in figures) + " ms"


def _named(page: str) -> str:
    parts = ["…" if len(part) == 36 else part for part in page.split("/")]
    return "/".join(parts)


if __name__ == "__main__":
    main()
