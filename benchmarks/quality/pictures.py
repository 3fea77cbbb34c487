"""The pictures of docs/benchmarks.md, from what was measured."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.chart import Axis, Point, Series, lines, scatter
from benchmarks.quality.rows import Row

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CURVE = "curve.json"
# Marks: what learns no label, what learns labels, what Rebond ships.
_UNTAUGHT, _OURS = ("frequent", "zero-shot", "gemma-prompted"), "ours-"
_SECONDS = (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0)


def draw(rows: Sequence[Row], folder: Path) -> None:
    """Writes the pictures for which there are figures."""
    timed = [row for row in rows if "cost" in row and not row["natures_only"]]
    if timed:
        (PICTURES / "quality-time.svg").write_text(quality_and_time(timed), "utf-8")
    if (folder / CURVE).exists():
        curve = json.loads((folder / CURVE).read_text("utf-8"))
        (PICTURES / "learning-curve.svg").write_text(learning_curve(curve["accounts"]), "utf-8")


def quality_and_time(rows: Sequence[Row]) -> str:
    """Incidents among the first five, against seconds an account."""
    points = [
        Point(row["cost"]["seconds"], row["scores"]["among_first"], row["title"], _kind(row["key"])) for row in rows
    ]
    seconds = [point.x for point in points]
    ticks = tuple(tick for tick in _SECONDS if min(seconds) / 10 < tick < max(seconds) * 100)  # room for the labels
    x = Axis("seconds an account, two threads (equal ratios, equal room)", ticks[0], ticks[-1], ticks, by_ratio=True)
    said = "; ".join(f"{point.label}: {point.y:.0f} % in {point.x:.2g} s" for point in points)
    return scatter(
        "Incidents among the first five, against time",
        f"Squares are Rebond, triangles learn no label, circles are the others. {said}.",
        x,
        _percent([point.y for point in points], "annotated incidents among the first five, %"),
        points,
    )


def learning_curve(measured: Sequence[dict[str, Any]]) -> str:
    """Incidents among the first five, against accounts learned from, a line for each kind of accounts."""
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for each in measured:
        shares = each["among_first"]
        middle = sum(shares) / len(shares)
        found.setdefault(each["kind"], []).append((each["accounts"], middle, min(shares), max(shares)))
    series = [Series(kind, tuple(points)) for kind, points in found.items()]
    said = "; ".join(
        f"{each.label}: " + ", ".join(f"{middle:.0f} % with {count:.0f}" for count, middle, _, _ in each.points)
        for each in series
    )
    most = max(point[0] for each in series for point in each.points)
    x = Axis("accounts learned from", 0, math.ceil(most / 200) * 200 + 200, tuple(range(0, int(most) + 200, 200)))
    values = [value for each in series for point in each.points for value in point[1:]]
    return lines(
        "What each kind of accounts teaches",
        f"E5 frozen under a linear head; the bars go from the worst to the best of the shares. {said}.",
        x,
        _percent(values, "annotated incidents among the first five, %"),
        series,
    )


def _percent(values: Sequence[float], label: str) -> Axis:
    low, high = math.floor(min(values) / 10) * 10, math.ceil(max(values) / 10) * 10
    return Axis(label, low, high, tuple(range(low, high + 1, 10)))


def _kind(key: str) -> int:
    return 1 if key.startswith(_OURS) else 2 if key in _UNTAUGHT else 0
