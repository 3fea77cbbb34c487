"""The table that is printed, and the machine that it was made on, in general words."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GIBIBYTE = 1024**3
ABSENT = "–"


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: what is measured.
        gemma, e5, light: the figure of each reader.
        bare: the figure of the bare encoder on the same sentences.
        ratio: of `e5` over bare, in the sense that less is better.
        aims: what the project aims at, of gemma and of e5.
        how: how the figure was taken.
    """

    what: str
    gemma: str
    e5: str
    light: str
    bare: str
    ratio: float
    aims: str
    how: str


HEADINGS = ("measure", "gemma", "e5", "light", "bare encoder", "e5 over bare", "aims (gemma, e5)", "how it was taken")


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table with aligned columns."""
    cells = [HEADINGS, *((r.what, r.gemma, r.e5, r.light, r.bare, f"{r.ratio:.2f}", r.aims, r.how) for r in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [f"| {' | '.join(c.ljust(w) for c, w in zip(line, widths, strict=True))} |" for line in cells]
    return "\n".join([lines[0], f"| {' | '.join('-' * width for width in widths)} |", *lines[1:]])


def machine() -> str:
    """Cores, memory, system, Python and the date, on one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory,"
        f" {platform.system()}, Python {platform.python_version()}"
    )
