"""`python -m benchmarks.quality`: every way of reading on the accounts that none has learned from, in one table.

Each contender is fitted in a process of its own; its row is kept in the folder, so that one may be made anew alone.
What is not installed here is left out, and said so.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.processes import WAITING
from benchmarks.quality.contender import Contender
from benchmarks.quality.contenders import CONTENDERS
from benchmarks.quality.pictures import draw
from benchmarks.quality.rows import Row, markdown, rows_in, write
from benchmarks.table import machine

FOLDER = Path(__file__).parents[2] / ".cache" / "quality"
THREADS = 2
# What the libraries of the contenders take their number of threads from.
ONE_MACHINE = {name: str(THREADS) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def main() -> int:
    """Fits and judges those asked for, times all, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[kind.key for kind in CONTENDERS], default=None)
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="where rows are kept")
    parser.add_argument("--table", action="store_true", help="print and draw what is kept, fit nothing")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = [] if asked.table else [kind for kind in CONTENDERS if asked.only is None or kind.key in asked.only]
    ready = [kind for kind in wanted if _fitted(kind, asked.out)]
    for kind in ready:
        said = _run("benchmarks.quality.speed", kind.__module__, kind.__name__, str(asked.out))
        _add(asked.out / f"{kind.key}.json", said)
    rows: list[Row] = rows_in(asked.out, CONTENDERS)
    print(f"\n{machine()}\n\n{markdown(rows)}")
    if asked.write:
        write("quality", markdown(rows))
    draw(rows, asked.out)
    return 0


def _fitted(kind: type[Contender], folder: Path) -> bool:
    """Fits and judges one; a row that fails is said and does not cost the others theirs."""
    why = kind(folder).why_not()
    print(f"{kind.key}: {why or 'fitting'}", flush=True)
    if why is not None:
        return False
    try:
        _run("benchmarks.quality.row", kind.key, str(folder))
    except subprocess.CalledProcessError as failed:
        print(f"{kind.key}: failed, {failed}", flush=True)
        return False
    return True


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    ended = subprocess.run(command, stdout=subprocess.PIPE, env=os.environ | WAITING | ONE_MACHINE, check=True)
    return ended.stdout.decode("utf-8")


def _add(path: Path, said: str) -> None:
    row = json.loads(path.read_text("utf-8"))
    row["cost"] = json.loads(said.splitlines()[-1])
    path.write_text(json.dumps(row, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
