"""The interview as a line, as the candidate sees it: what is deduced, with their own values and marks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Confidence, Correction, Rewind
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.labels import PHASES

if TYPE_CHECKING:
    from rebond.engine.moments.confidence import Line, Point, Pull

MIDDLE = 5
"""Where a point waits that has no value yet: half-way, and not joined to the others."""
_A_PHASE, _A_POINT = 2, 2
"""Units of the drawing for one phase along the line and for one point of the scale across it."""
HIGHEST = 10


@dataclass(frozen=True)
class Marks:
    """What the candidate said of the line.

    Attributes:
        sure: phase → 0 to 10.
        turning_phase, turning_moment: where it turned; "" and None where they marked nothing.
        strongest_moment: position of the moment marked, or None.
        taken_off: phases said not to have been there, whose passages can be put back.
    """

    sure: dict[str, int]
    turning_phase: str
    turning_moment: int | None
    strongest_moment: int | None
    taken_off: tuple[str, ...]


def marks_of(account: Account) -> Marks:
    """What the candidate said so far. Three queries."""
    rewind = Rewind.objects.filter(account=account).first() or Rewind(account=account)
    off = Correction.objects.filter(
        moment__reading__account=account, aspect=Correction.Aspect.PHASE, key="", moment__phase__in=PHASES
    )
    phases = set(off.values_list("moment__phase", flat=True))
    return Marks(
        sure={phase: value for phase, value in _rated(account) if phase in PHASES},
        turning_phase=rewind.turning_phase if rewind.turning_phase in PHASES else "",
        turning_moment=rewind.turning_moment,
        strongest_moment=rewind.strongest_moment,
        taken_off=tuple(phase for phase in PHASES if phase in phases),
    )


def _rated(account: Account) -> Sequence[tuple[str, int]]:
    return list(Confidence.objects.filter(account=account).values_list("phase", "value"))


@dataclass(frozen=True)
class Hung:
    """A passage that hangs on the line.

    Attributes:
        moment: the passage.
        told: whether it tells its phase, and not its neighbours.
        pulls: (points, key of an incident or "feeling") for what it does to the deduced value.
    """

    moment: ReadMoment
    told: bool
    pulls: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class SeenPoint:
    """One phase on the line.

    Attributes:
        phase: key of the taxonomy's phases.
        value: 0 to 10, or None: not told.
        is_theirs: whether the candidate gave it.
        deduced: what the engine makes of its passages, or None.
        at: where the point stands: its value, or the middle.
        hung: its passages, in order.
        turns: whether confidence turned here; `shines` whether the strongest moment hangs here.
    """

    phase: str
    value: int | None
    is_theirs: bool
    deduced: int | None
    at: int
    hung: tuple[Hung, ...]
    turns: bool
    shines: bool


@dataclass(frozen=True)
class SeenRewind:
    """The line with all that hangs on it.

    Attributes:
        points: the phases that occur or were added, in order.
        nowhere: passages that hang on no phase.
        is_enough: whether there is a line to be seen.
        turning_phase: key, or "" where nothing says that it turned.
        turning, strongest: the one passage, none where none is marked or deduced.
        turning_is_theirs, strongest_is_theirs: whether the candidate marked them.
        before: the passages just before it turned.
        absent: phases that are not on the line; `taken_off` are those among them that can be put back.
    """

    points: tuple[SeenPoint, ...]
    nowhere: tuple[ReadMoment, ...]
    is_enough: bool
    turning_phase: str
    turning: tuple[ReadMoment, ...]
    turning_is_theirs: bool
    strongest: tuple[ReadMoment, ...]
    strongest_is_theirs: bool
    before: tuple[ReadMoment, ...]
    absent: tuple[str, ...]
    taken_off: tuple[str, ...]

    @property
    def along(self) -> int:
        """Length of the drawing, in its own units; it is 20 across."""
        return _A_PHASE * len(self.points)

    @property
    def across(self) -> int:
        """Width of the drawing, in its own units."""
        return _A_POINT * HIGHEST

    @property
    def thread(self) -> str:
        """The points that have a value, for a line from left to right, as SVG writes them."""
        return " ".join(f"{x},{self.across - y}" for x, y in self._joints)

    @property
    def thread_down(self) -> str:
        """The same for a line from top to bottom."""
        return " ".join(f"{y},{x}" for x, y in self._joints)

    @property
    def _joints(self) -> list[tuple[int, int]]:
        return [
            (_A_PHASE * number + _A_PHASE // 2, _A_POINT * point.value)
            for number, point in enumerate(self.points)
            if point.value is not None
        ]


def rewind_of(read: ReadAccount, marks: Marks, line: "Line") -> SeenRewind:
    """The line that was deduced (`line`, with the candidate's values in it) with their marks. No query."""
    phase, turning = marks.turning_phase, _among(read, marks.turning_moment)
    is_theirs = bool(phase or turning)
    if not is_theirs and line.turning:
        phase, turning = line.turning.phase, _among(read, line.turning.moment)
    for moment in turning:
        phase = line.places[moment.position].phase  # its label may have changed since it was marked
    before = line.before(phase, turning[0].position if turning else None) if phase or turning else ()
    marked = _among(read, marks.strongest_moment)
    strongest = marked or _among(read, line.strongest)
    shining = {line.places[moment.position].phase for moment in strongest}
    on_line = [point.phase for point in line.points]
    return SeenRewind(
        points=tuple(
            _seen(read, line, point, turns=point.phase == phase, shines=point.phase in shining) for point in line.points
        ),
        nowhere=tuple(moment for moment in read.moments if not line.places[moment.position].phase),
        is_enough=line.is_enough,
        turning_phase=phase,
        turning=turning,
        turning_is_theirs=is_theirs,
        strongest=strongest,
        strongest_is_theirs=bool(marked),
        before=tuple(read.moments[position] for position in before),
        absent=tuple(key for key in PHASES if key not in on_line),
        taken_off=tuple(key for key in marks.taken_off if key not in on_line),
    )


def _among(read: ReadAccount, position: int | None) -> tuple[ReadMoment, ...]:
    return read.moments[position : position + 1] if position is not None else ()


def _seen(read: ReadAccount, line: "Line", point: "Point", *, turns: bool, shines: bool) -> SeenPoint:
    pulls: dict[int, list[Pull]] = {}
    for pull in point.pulls:
        pulls.setdefault(pull.moment, []).append(pull)
    hung = tuple(
        Hung(
            moment=read.moments[position],
            told=line.places[position].told,
            pulls=tuple((pull.by, pull.because) for pull in pulls.get(position, ()) if abs(pull.by) >= SMALLEST_PULL),
        )
        for position in point.moments
    )
    return SeenPoint(
        phase=point.phase,
        value=point.stands,
        is_theirs=point.said is not None,
        deduced=point.deduced,
        at=MIDDLE if point.stands is None else point.stands,
        hung=hung,
        turns=turns,
        shines=shines,
    )


SMALLEST_PULL = 0.25
"""Points under which a pull is not shown: it would round to nothing. Our judgement."""
