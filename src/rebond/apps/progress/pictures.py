"""Where things stand in the pictures: whole units of a drawing, so that a template says them in any language.

A picture is `WIDTH` units wide and drawn at about one unit a pixel on a phone: its words are then as large as those
around it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rebond.apps.progress.findings import Expectations, Frequent, Incidents, Item, Phases, Remedied, Silence, how_off
from rebond.apps.progress.queries import ANSWERS, Answers, Told
from rebond.engine.progress.shares import Share, share
from rebond.engine.progress.trends import SCALE, Mean
from rebond.taxonomy.labels import FAMILIES, INCIDENTS, OUTCOMES, PHASES
from rebond.taxonomy.preparation import PREPARATION
from rebond.taxonomy.words import Words

WIDTH = 320
HEIGHT = 170
LEFT, RIGHT = 28, WIDTH - 12
TOP, BOTTOM = 12, 140
BAR_STEP = 50
TRACK = 236
"""Length of a whole bar; its figure stands to the right of it."""
ROW_STEP = 46
EDGE = 2
"""Room for the end of a whisker at either side of a bar."""
LONGEST_LABEL = 46
"""Characters of a label: at 13 units a letter of them is 6.5 wide on average."""


def _words(words: Words) -> str:
    return words.spoken(get_language() or "fr")


@dataclass(frozen=True)
class Dot:
    """One value, at its place."""

    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """A slider over the interviews.

    Attributes:
        hot, cold: the values given, those that were.
        hot_path, cold_path: the points of the lines between them.
        marks: height of each named value of the scale.
    """

    hot: tuple[Dot, ...]
    cold: tuple[Dot, ...]
    hot_path: str
    cold_path: str
    marks: tuple[tuple[int, int], ...]


def line_of(told: Sequence[Told], slider: str) -> Line:
    """The slider, hot and cold; interviews stand side by side, whatever time lies between them."""
    hot = _dots([one.hot[slider] for one in told])
    cold = _dots([one.cold[slider] for one in told])
    marks = tuple((value, _height(value)) for value in (0, 5, 10))
    return Line(hot, cold, _path(hot), _path(cold), marks)


def _dots(values: Sequence[int | None]) -> tuple[Dot, ...]:
    return tuple(
        Dot(x, _height(value)) for x, value in zip(_places(len(values)), values, strict=True) if value is not None
    )


def _places(count: int) -> list[int]:
    """Where each of so many interviews stands, from left to right; one alone in the middle."""
    if count == 1:
        return [(LEFT + RIGHT) // 2]
    return [round(LEFT + (RIGHT - LEFT) * place / (count - 1)) for place in range(count)]


def _height(value: float) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * value / SCALE[1])


def _path(dots: Sequence[Dot]) -> str:
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)


@dataclass(frozen=True)
class Bar:
    """One line of a picture of bars.

    Attributes:
        name: in full; `label` is the same, shortened to its place.
        figure: what it comes to, in words.
        solid, hollow: widths of its two parts.
        low, high: where the truth may lie, from the left; both None where that is not told. `between` says it in words.
        y: top of the line.
    """

    name: str
    figure: str
    between: str
    solid: int
    hollow: int
    low: int | None
    high: int | None
    y: int

    @property
    def label(self) -> str:
        """The name as the picture has room for it."""
        return self.name if len(self.name) <= LONGEST_LABEL else f"{self.name[: LONGEST_LABEL - 1].rstrip()}…"


@dataclass(frozen=True)
class Bars:
    """Some bars under each other, the height of all, and the same told in one line."""

    bars: tuple[Bar, ...]
    height: int

    @property
    def told(self) -> str:
        """Name and figure of each."""
        return "; ".join(f"{bar.name}, {bar.figure}" for bar in self.bars)


@dataclass(frozen=True)
class _Row:
    name: str
    figure: str
    solid: float
    hollow: float = 0.0
    interval: tuple[float, float] | None = None
    between: str = ""


def _bars(rows: Sequence[_Row]) -> Bars:
    """Bars of these rows, whose numbers are shares of the whole track."""
    bars = tuple(
        Bar(
            name=row.name,
            figure=row.figure,
            between=row.between,
            solid=_length(row.solid),
            hollow=_length(row.solid + row.hollow) - _length(row.solid),
            low=EDGE + _length(row.interval[0]) if row.interval else None,
            high=EDGE + _length(row.interval[1]) if row.interval else None,
            y=place * BAR_STEP,
        )
        for place, row in enumerate(rows)
    )
    return Bars(bars, len(bars) * BAR_STEP)


def _length(part: float) -> int:
    return round((TRACK - 2 * EDGE) * part)


def _of(count: int, of: int) -> str:
    return _("%(count)s of %(of)s") % {"count": count, "of": of}


def _between(low: float, high: float) -> str:
    """Limits of a share in words, rounded outwards."""
    return _("%(low)s and %(high)s in a hundred") % {"low": math.floor(100 * low), "high": math.ceil(100 * high)}


def bars_of_incidents(incidents: Incidents) -> Bars:
    """What came up most; the hollow part is deduced and nobody has confirmed it."""
    return _bars([_incident(one) for one in incidents.frequent])


def _incident(one: Frequent) -> _Row:
    of = one.share.of
    return _Row(
        name=_words(INCIDENTS[one.key].name),
        figure=_of(one.share.count, of),
        solid=one.said / of,
        hollow=one.deduced / of,
        interval=(one.share.low, one.share.high),
        between=_between(one.share.low, one.share.high),
    )


@dataclass(frozen=True)
class FamilyRow:
    """The interviews in which something of one family came up: said by the candidate, or only deduced."""

    name: str
    said: tuple[int, ...]
    deduced: tuple[int, ...]
    none: tuple[int, ...]
    y: int

    @property
    def interviews(self) -> int:
        """In how many interviews."""
        return len(self.said) + len(self.deduced)


@dataclass(frozen=True)
class Families:
    """The families under each other."""

    rows: tuple[FamilyRow, ...]
    height: int


def families_of(incidents: Incidents) -> Families:
    """What came up where, by family, the interviews from left to right."""
    rows = []
    for place, (family, held) in enumerate(incidents.families.items()):
        places = list(zip(_places(len(held)), held, strict=True))
        said, deduced, none = (tuple(x for x, how in places if how is wanted) for wanted in (True, False, None))
        rows.append(FamilyRow(_words(FAMILIES[family].name), said, deduced, none, place * ROW_STEP))
    return Families(tuple(rows), len(rows) * ROW_STEP)


def bars_of_remedy(remedied: Remedied) -> Bars:
    """The interviews with its incidents, before and after."""
    named = ((_("Before"), remedied.shares.before), (_("Since"), remedied.shares.after))
    return _bars([_share(name, found) for name, found in named])


def _share(name: str, found: Share) -> _Row:
    if not found.of:
        return _Row(name, _of(0, 0), 0.0)
    limits = (found.low, found.high)
    return _Row(name, _of(found.count, found.of), found.count / found.of, interval=limits, between=_between(*limits))


def bars_of_phases(phases: Phases) -> Bars:
    """Mean confidence of each phase, in their order."""
    return _bars([_phase(phase, found) for phase, found in phases.means.items()])


def _phase(phase: str, found: Mean) -> _Row:
    whole = SCALE[1]
    name, figure = _words(PHASES[phase].name), _of(round(found.estimate), round(whole))
    if found.of == 1:
        return _Row(name, figure, found.estimate / whole)
    low, high = math.floor(found.low), math.ceil(found.high)
    between = _("%(low)s and %(high)s of 10") % {"low": low, "high": high}
    return _Row(name, figure, found.estimate / whole, interval=(found.low / whole, found.high / whole), between=between)


def bars_of_answers(answers: Answers, silence: Silence) -> Bars:
    """The answers that came, and those that did not, of the interviews for which one knows."""
    of = silence.share.of
    rows = [_share(_words(OUTCOMES[key].name), share(answers.came[key], of)) for key in ANSWERS]
    return _bars([*rows, _share(_("No answer"), silence.share)])


def bar_of_applications(silence: Silence) -> Bars:
    """Applications left without an answer."""
    return _bars([_share(_("No answer"), silence.share)])


def bars_of_expectations(expectations: Expectations) -> Bars:
    """What came, beside what was expected."""
    of = sum(expectations.counts.values())
    return _bars([_share(off_in_words(key), share(count, of)) for key, count in expectations.counts.items()])


def off_in_words(off: str) -> str:
    """How an expected answer compares with the real one, in words; "" where one is not known."""
    return {"right": _("As expected"), "darker": _("Better than feared"), "brighter": _("Less than hoped")}.get(off, "")


@dataclass(frozen=True)
class Expected:
    """One interview whose answer came and was expected before."""

    told: Told
    off: str


def expected_rows(told: Sequence[Told]) -> tuple[Expected, ...]:
    """Those of the interviews drawn, the latest first."""
    offs = ((one, off_in_words(how_off(one.expected, one.outcome))) for one in reversed(told))
    return tuple(Expected(one, off) for one, off in offs if off)


def bars_of_preparation(items: Sequence[Item]) -> Bars:
    """What served, and (hollow) what was missed, of the interviews of which one of both, or no use, was said."""
    return _bars(
        [
            _Row(
                name=_words(PREPARATION[item.key].name),
                figure=_of(item.served, item.of),
                solid=item.served / item.of,
                hollow=item.missed / item.of,
            )
            for item in items
        ]
    )
