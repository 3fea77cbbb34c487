"""Charts written as SVG: readable in light and dark, with a title, a description and a label beside every mark."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 44, 56
LETTER, LINE = 6.7, 15  # of the labels, in pixels: about what 12 px of a plain face take
# Colours of the screens (web/static/css/tokens.css); strokes and shapes tell the series apart as well.
_STYLE = """
text { font: 12px ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #2a2420 }
.name { font-size: 15px; font-weight: 600 } .soft { fill: #5a5049 } .line { stroke: #e0d5c5 }
.thread { stroke: #5a5049 }
.ground { fill: #fffdf8 } .a { --mark: #1d5a57 } .b { --mark: #983a38 } .c { --mark: #6f4189 }
.mark { fill: var(--mark) } .path { stroke: var(--mark); fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0e9de } .soft { fill: #bfb4a8 } .line { stroke: #3b3642 }
  .thread { stroke: #bfb4a8 } .ground { fill: #242129 }
  .a { --mark: #8fc7bd } .b { --mark: #f0a29a } .c { --mark: #cfa9e3 }
}
"""
_KINDS = ("a", "b", "c")
_DASHES = ("none", "6 4", "2 3")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Axis:
    """One side of a chart.

    Attributes:
        label: what stands along it, unit included.
        low, high: ends.
        ticks: where a value is written.
        by_ratio: equal ratios take equal room.
    """

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    by_ratio: bool = False

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the low end and 1 at the high one."""
        scale: Callable[[float], float] = math.log if self.by_ratio else float
        return (scale(value) - scale(self.low)) / (scale(self.high) - scale(self.low))


@dataclass(frozen=True)
class Point:
    """A mark with its label; `kind` 0 to 2 chooses shape and colour."""

    x: float
    y: float
    label: str
    kind: int = 0


@dataclass(frozen=True)
class Series:
    """Points joined by a line, each with its lowest and highest: (x, middle, low, high)."""

    label: str
    points: tuple[tuple[float, float, float, float], ...]


def scatter(title: str, about: str, x: Axis, y: Axis, points: Sequence[Point]) -> str:
    """A chart of marks."""
    parts = []
    taken = [_box(_across(x, point.x) - 6, _down(y, point.y) + 4, 2) for point in points]
    for point in sorted(points, key=lambda point: -point.y):
        across, down = _across(x, point.x), _down(y, point.y)
        parts.append(_mark(across, down, point.kind))
        parts.append(_label(point.label, across, down, taken))
    return _document(title, about, x, y, parts)


def lines(title: str, about: str, x: Axis, y: Axis, series: Sequence[Series]) -> str:
    """A chart of up to three lines."""
    parts, taken = [], []
    for kind, each in enumerate(series):
        places = [(_across(x, at), _down(y, middle)) for at, middle, _, _ in each.points]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
        parts.append(f'<polyline class="{_KINDS[kind]} path" stroke-dasharray="{_DASHES[kind]}" points="{path}"/>')
        for (across, down), (_, _, low, high) in zip(places, each.points, strict=True):
            parts.append(
                f'<line class="{_KINDS[kind]} path" x1="{across:.1f}" x2="{across:.1f}"'
                f' y1="{_down(y, low):.1f}" y2="{_down(y, high):.1f}"/>'
            )
            parts.append(_mark(across, down, kind))
        parts.append(_label(each.label, *places[-1], taken))
    return _document(title, about, x, y, parts)


def _document(title: str, about: str, x: Axis, y: Axis, parts: Sequence[str]) -> str:
    body = "\n".join([*_frame(x, y), *parts])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="title about">\n<title id="title">{escape(title)}</title>\n'
        f'<desc id="about">{escape(about)}</desc>\n<style>{_STYLE}</style>\n'
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>\n'
        f'<text class="name" x="{LEFT}" y="26">{escape(title)}</text>\n{body}\n</svg>\n'
    )


def _frame(x: Axis, y: Axis) -> list[str]:
    low, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    for tick in y.ticks:
        down = _down(y, tick)
        parts.append(f'<line class="line" x1="{LEFT}" x2="{right}" y1="{down:.1f}" y2="{down:.1f}"/>')
        parts.append(f'<text class="soft" x="{LEFT - 8}" y="{down + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for tick in x.ticks:
        across = _across(x, tick)
        parts.append(f'<line class="line" x1="{across:.1f}" x2="{across:.1f}" y1="{TOP}" y2="{low}"/>')
        parts.append(f'<text class="soft" x="{across:.1f}" y="{low + 18}" text-anchor="middle">{tick:g}</text>')
    middle = (LEFT + right) / 2
    parts.append(f'<text class="soft" x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(x.label)}</text>')
    height = (TOP + low) / 2
    turned = f'y="{height}" text-anchor="middle" transform="rotate(-90 18 {height})"'
    parts.append(f'<text class="soft" x="18" {turned}>{escape(y.label)}</text>')
    return parts


def _across(axis: Axis, value: float) -> float:
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)


def _down(axis: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)


def _mark(across: float, down: float, kind: int) -> str:
    if kind == 0:
        return f'<circle class="a mark" cx="{across:.1f}" cy="{down:.1f}" r="5"/>'
    if kind == 1:
        return f'<rect class="b mark" x="{across - 5:.1f}" y="{down - 5:.1f}" width="10" height="10"/>'
    return f'<path class="c mark" d="M{across:.1f} {down - 6:.1f}l6 11h-12z"/>'


def _label(label: str, across: float, down: float, taken: list[Box]) -> str:
    """The label where it covers no other: beside its mark, else above or below, with a thread that leads there."""
    width = len(label) * LETTER
    tries = [
        (left, down + 4 + step * LINE)
        for step in (0, 1, -1, 2, -2, 3, -3, 4, -4)
        for left in (across + 10 + 6 * abs(step), across - 10 - 6 * abs(step) - width)
    ]
    for left, base in tries:
        box = _box(left, base, len(label))
        inside = box[0] >= LEFT and box[2] <= WIDTH - 4 and box[1] >= TOP and box[3] <= HEIGHT - BOTTOM
        if inside and not any(_meet(box, other) for other in taken):
            break
    else:
        left, base = tries[0]
        box = _box(left, base, len(label))
    taken.append(box)
    at, anchor, near = (left, "start", left - 3) if left > across else (left + width, "end", left + width + 3)
    text = f'<text x="{at:.1f}" y="{base:.1f}" text-anchor="{anchor}">{escape(label)}</text>'
    if base == down + 4:
        return text
    thread = f'<line class="thread" x1="{across:.1f}" y1="{down:.1f}" x2="{near:.1f}" y2="{base - 4:.1f}"/>'
    return thread + text


def _box(left: float, base: float, letters: int) -> Box:
    return (left, base - LINE + 3, left + letters * LETTER, base + 3)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
