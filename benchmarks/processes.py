"""Whole processes, timed from the outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, kibibytes elsewhere
MEGABYTE = 1_000_000
# As `rebond` sets it for itself: without it the bare encoder's threads spin, and lose on a busy machine what they win.
WAITING = {"OMP_WAIT_POLICY": "passive"}
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Run:
    """One process from its start to its end.

    Attributes:
        seconds: wall clock.
        processor_seconds: time of all its threads together; it hardly depends on what else the machine does.
        peak_megabytes: the most memory that it held at one time (its maximum resident set).
    """

    seconds: float
    processor_seconds: float
    peak_megabytes: float


def rebond(*arguments: str) -> list[str]:
    """The command line of the installed `rebond`, found beside the Python that runs the benchmark."""
    return [str(Path(sys.executable).with_name("rebond")), *arguments]


def script(name: str, *arguments: str) -> list[str]:
    """The command line of one of the scripts of this folder."""
    return [sys.executable, str(HERE / name), *arguments]


def run(command: Sequence[str], output: Path) -> Run:
    """Run a command to its end, its output into a file; raises RuntimeError where it fails."""
    with output.open("wb") as file:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=file, env=os.environ | WAITING)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"status {process.returncode}: {' '.join(command)}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT / MEGABYTE)


def medians(runs: Sequence[Run]) -> Run:
    """The median of each figure over several runs."""
    return Run(
        median(run.seconds for run in runs),
        median(run.processor_seconds for run in runs),
        median(run.peak_megabytes for run in runs),
    )


def in_turns(times: int, *makers: Callable[[], Run]) -> list[Run]:
    """The medians of each maker's runs, made in turns so that a busy moment of the machine falls on all of them."""
    rounds = [[make() for make in makers] for _ in range(times)]
    return [medians([turn[position] for turn in rounds]) for position in range(len(makers))]
