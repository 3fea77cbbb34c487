"""The rows of the table, from what each contender left in the folder."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.contender import Contender
from benchmarks.table import ABSENT, machine

Row = dict[str, Any]

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
NOT_RUN = "not run"

# Heading, and the score it shows with its decimals.
_SCORES = (
    ("nature", "nature", 1),
    ("nature, macro", "nature_macro", 1),
    ("incidents, F1", "likely_incident", 1),
    ("among first five", "among_first", 1),
    ("asserted", "asserted", 1),
    ("of these right", "asserted_right", 1),
    ("gestures", "gestures", 2),
    ("distortions", "distortion", 1),
    ("phase", "phase", 1),
    ("first cause", "first_cause", 1),
)
_APART = (_SCORES[0], _SCORES[2], _SCORES[3])
_NATURES = {"nature", "nature_macro"}
_COST = (("s an account", "seconds", 3), ("memory, MB", "peak_megabytes", 0), ("disk, MB", "disk_megabytes", 1))


def rows_in(folder: Path, kinds: Sequence[type[Contender]]) -> list[Row]:
    """What was kept, in the order of `kinds`; of those that were not run, what they are."""
    return [_row_of(folder / f"{kind.key}.json", kind) for kind in kinds]


def written(document: str, name: str, text: str) -> str:
    """The document with `text` between the marks of that name.

    Raises:
        ValueError: the document has no such marks.
    """
    begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    before, middle, rest = document.partition(begin)
    _, closing, after = rest.partition(end)
    if not (middle and closing):
        raise ValueError(f"no place named {name}")
    return f"{before}{begin}{text}{end}{after}"


def write(name: str, text: str) -> None:
    """Puts `text` in its place in docs/benchmarks.md, with the machine that it was measured on."""
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), name, f"{machine()}.\n\n{text}"), "utf-8")


def markdown(rows: Sequence[Row]) -> str:
    """Tables: quality on annotated cuts, on own cuts, in each language, and what each costs."""
    quality = [["reader", *(heading for heading, _, _ in _SCORES)]]
    quality += [[row["title"], *_cells(row["scores"], natures_only=row["natures_only"])] for row in rows]
    own = [["reader, own cuts", "boundaries", *(heading for heading, _, _ in _SCORES)]]
    own += [
        [row["title"], f"{row['own_boundaries']:.1f}", *_cells(row["own_scores"])]
        for row in rows
        if "own_scores" in row
    ]
    languages = sorted({language for row in rows for language in row["by_language"]})
    apart = [["reader", *(f"{heading}, {language}" for language in languages for heading, _, _ in _APART)]]
    for row in (row for row in rows if row["scores"]):
        found = (row["by_language"].get(language) for language in languages)
        cells = (
            _cells(scores, _APART, natures_only=row["natures_only"]) if scores else [ABSENT] * 3 for scores in found
        )
        apart.append([row["title"], *(cell for each in cells for cell in each)])
    cost = [["reader", *(heading for heading, _, _ in _COST), "sees", "needs", "remark"]]
    cost += [[row["title"], *_costs(row), row["sees"], row["needs"], row["note"] or ABSENT] for row in rows]
    return "\n\n".join(aligned(table) for table in (quality, own, apart, cost))


def aligned(table: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first row the headings."""
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in table]
    return "\n".join([lines[0], f"| {' | '.join('-' * width for width in widths)} |", *lines[1:]])


def _row_of(path: Path, kind: type[Contender]) -> Row:
    if path.exists():
        row: Row = json.loads(path.read_text("utf-8"))
        return row
    told = {name: getattr(kind, name) for name in ("key", "title", "sees", "needs", "note", "natures_only")}
    return {**told, "scores": None, "by_language": {}}


def _cells(
    scores: dict[str, float | None] | None,
    shown: Sequence[tuple[str, str, int]] = _SCORES,
    *,
    natures_only: bool = False,
) -> list[str]:
    if scores is None:
        return [NOT_RUN] * len(shown)
    found = []
    for _, name, decimals in shown:
        value = scores[name]
        told = value is not None and (name in _NATURES or not natures_only)
        found.append(f"{value:.{decimals}f}" if told else ABSENT)
    return found


def _costs(row: Row) -> list[str]:
    cost = row.get("cost", {})
    return [f"{cost[name]:.{decimals}f}" if name in cost else NOT_RUN for _, name, decimals in _COST]
