"""How sure of oneself one was along the interview: a first line, deduced from the moments and made to be corrected.

Each phase starts in the middle of the scale; what went well in it pulls it up, what went wrong pulls it down. No model:
every value can be traced to its moments and to a line of the table below. The table is our judgement, as nobody has
annotated how sure people were; what is measured says so. A phase whose moments pull nowhere has no value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from types import MappingProxyType

from rebond.taxonomy.labels import PHASES

LOWEST, HIGHEST = 0, 10
#: Where a phase starts of which nothing is known: neither sure nor unsure. Our judgement.
START = 5
#: By how many points of the scale an incident that is certain, and told as felt, moves its phase. Our judgement: what
#: takes the words away pulls hardest, what comes from outside least.
PULLS: Mapping[str, float] = MappingProxyType(
    {
        "strength": 4.0,
        "loss_of_control": -5.0,
        "memory_blank": -4.5,
        "stress": -4.0,
        "destabilising_question": -3.5,
        "foreign_language": -3.5,
        "blunder": -3.0,
        "recruiter_disinterest": -3.0,
        "recruiter_disrespect": -3.0,
        "recruiter_unlawful": -3.0,
        "self_presentation": -3.0,
        "skill_gap": -3.0,
        "vagueness": -3.0,
        "career_gap": -2.5,
        "motivation": -2.5,
        "preparation": -2.5,
        "salary": -2.5,
        "closing": -2.0,
        "health": -2.0,
        "logistics": -2.0,
        "manner": -2.0,
        "missing_examples": -2.0,
        "external": -1.5,
        "recruiter_disorganised": -1.5,
        "culture_mismatch": -1.0,
        "job_mismatch": -1.0,
        "no_answer": -1.0,
    }
)
#: By how many points a feeling moves its phase where no incident says which way. Of 1,802 feelings annotated in the
#: corpus 26 go with a strength: told after such an evening, a feeling is seldom a good one. Points: our judgement.
FEELING_ALONE = -1.5
FEELING = "feeling"
#: How far a moment of each nature tells of confidence. It is felt, so a feeling says most; what was concluded or heard
#: afterwards says less of the moment itself. Our judgement.
NATURE_WORTH: Mapping[str, float] = MappingProxyType(
    {FEELING: 1.0, "fact": 0.9, "feedback": 0.6, "interpretation": 0.5, "context": 0.4}
)
#: An incident less likely than this pulls nothing: one in seven, as where the screen calls it likely. Our judgement.
LEAST_LIKELY = 0.15
#: The second strongest moment of a phase pulls by this share, the third by its square, and so on, up and down each for
#: itself: the same fall told in three sentences is not three falls. Our judgement.
NEXT_SHARE = 0.5
#: How sure the phase of a moment is that does not tell it. Measured on the corpus (15,817 moments, 99 in 100 with a
#: phase) by hiding one phase at a time: between two moments of one phase the hidden one is that phase too (96 in 100);
#: between two phases it is the one before in 38, the one after in 41.
SAME_AROUND, OTHERS_AROUND = 0.96, 0.4
#: Phases whose moments pull less than this in all, in points, tell nothing. Our judgement.
LEAST_TOLD = 0.5
#: Phases with a value from which on there is a line. Our judgement: one point is none.
LEAST_POINTS = 2
#: A fall of fewer points is no turning point. Our judgement: one step more than a hand that trembles.
LEAST_FALL = 2
#: What was said before and after the meeting may be low, but nothing turns there. Our judgement.
OUTSIDE = frozenset({"before", "after"})
#: Moments shown of what happened just before. Our judgement.
JUST_BEFORE = 2

NOTHING_SAID: Mapping[str, int] = MappingProxyType({})
_ORDER: Mapping[str, int] = MappingProxyType({key: number for number, key in enumerate(PHASES)})


@dataclass(frozen=True)
class ToldMoment:
    """What the line needs to know of a moment.

    Attributes:
        nature: key of the taxonomy's natures.
        incidents: probability of each: the engine's, 1.0 where the candidate confirmed, 0.0 where they refused.
        phase: key of the taxonomy's phases, or "" where the moment does not tell.
    """

    nature: str
    incidents: Mapping[str, float]
    phase: str


@dataclass(frozen=True)
class Place:
    """Where a moment hangs.

    Attributes:
        phase: key of the taxonomy's phases, or "" where neither the moment nor any other tells one.
        told: whether the moment tells it, and not its neighbours.
        sureness: how sure that is, 0 to 1.
    """

    phase: str
    told: bool
    sureness: float


@dataclass(frozen=True)
class Pull:
    """What a moment does to its phase.

    Attributes:
        moment: its position, from 0.
        by: points of the scale, above 0 up, below 0 down.
        because: key of the incident that pulls, or "feeling" where none says which way.
    """

    moment: int
    by: float
    because: str


@dataclass(frozen=True)
class Point:
    """One phase on the line.

    Attributes:
        phase: key of the taxonomy's phases.
        deduced: 0 to 10, or None: not told.
        said: 0 to 10 as the candidate says, or None.
        moments: positions of the moments that hang on it, in order; none where only the candidate named the phase.
        pulls: what moved `deduced` away from START, strongest first; rounded, their sum and START make `deduced`.
    """

    phase: str
    deduced: int | None
    said: int | None
    moments: tuple[int, ...]
    pulls: tuple[Pull, ...]

    @property
    def stands(self) -> int | None:
        """The candidate's value where they gave one, else the deduced one."""
        return self.deduced if self.said is None else self.said


@dataclass(frozen=True)
class Turning:
    """Where confidence falls most.

    Attributes:
        phase: key of the taxonomy's phases.
        moment: position of the moment that pulls down hardest there, None where none does.
        fall: from the phase before it, in points of the scale.
    """

    phase: str
    moment: int | None
    fall: int


@dataclass(frozen=True)
class Line:
    """The interview from beginning to end.

    Attributes:
        points: the phases that occur, in the order of the taxonomy.
        places: of each moment, where it hangs.
        turning: None where confidence falls nowhere by enough.
        strongest: position of the moment that pulls up hardest, None where none does.
    """

    points: tuple[Point, ...]
    places: tuple[Place, ...]
    turning: Turning | None
    strongest: int | None

    @property
    def is_enough(self) -> bool:
        """Whether enough phases have a value for a line to be seen."""
        return sum(point.stands is not None for point in self.points) >= LEAST_POINTS

    def before(self, phase: str, moment: int | None) -> tuple[int, ...]:
        """The last moments on the line before this one, or before this phase where it is None; two at most."""
        if moment is not None and not self.places[moment].phase:
            return tuple(range(max(0, moment - JUST_BEFORE), moment))
        along = [(_ORDER[point.phase], position) for point in self.points for position in point.moments]
        end = (_ORDER[phase], -1) if moment is None else (_ORDER[self.places[moment].phase], moment)
        return tuple(position for _, position in [place for place in along if place < end][-JUST_BEFORE:])


def propose(moments: Sequence[ToldMoment], said: Mapping[str, int] = NOTHING_SAID) -> Line:
    """The line that these moments tell; what the candidate `said` (phase → 0 to 10) stands before it.

    The same moments give the same line. Where nothing tells a phase the line is empty but for what was said. Raises
    KeyError for a nature or a phase that the taxonomy does not know; incidents that it does not know pull nothing.
    """
    places = _places([moment.phase for moment in moments])
    hung: dict[str, list[int]] = {phase: [] for phase in said}
    for position, place in enumerate(places):
        if place.phase:
            hung.setdefault(place.phase, []).append(position)
    raw = [_pulls(position, moment, places[position]) for position, moment in enumerate(moments)]
    points = tuple(
        _point(phase, said.get(phase), hung[phase], [pull for position in hung[phase] for pull in raw[position]])
        for phase in sorted(hung, key=_ORDER.__getitem__)
    )
    ups = [pull for pulls in raw for pull in pulls if pull.by > 0]
    strongest = min(ups, key=lambda pull: (-pull.by, pull.moment)).moment if ups else None
    return Line(points=points, places=places, turning=_turning(points), strongest=strongest)


def _places(phases: Sequence[str]) -> tuple[Place, ...]:
    """A moment that does not tell stands with its neighbours: with the one before, at the very start the one after."""
    following, coming = [], ""
    for phase in reversed(phases):
        coming = phase or coming
        following.append(coming)
    places, last = [], ""
    for phase, after in zip(phases, reversed(following), strict=True):
        if phase:
            places.append(Place(phase, True, 1.0))
        elif last or after:
            places.append(Place(last or after, False, SAME_AROUND if last == after else OTHERS_AROUND))
        else:
            places.append(Place("", False, 0.0))
        last = phase or last
    return tuple(places)


def _pulls(position: int, moment: ToldMoment, place: Place) -> list[Pull]:
    """The strongest pull of a moment up, and down, before its neighbours are counted; none where it hangs nowhere."""
    likely = {key: p for key, p in moment.incidents.items() if p >= LEAST_LIKELY and key in PULLS}
    worth = NATURE_WORTH[moment.nature] * place.sureness
    parts = [(PULLS[key] * probability, key) for key, probability in likely.items()]
    if not parts and moment.nature == FEELING:
        parts = [(FEELING_ALONE, FEELING)]
    up = min((part for part in parts if part[0] > 0), key=lambda part: (-part[0], part[1]), default=None)
    down = min((part for part in parts if part[0] < 0), default=None)
    return [Pull(position, part[0] * worth, part[1]) for part in (up, down) if part and worth > 0]


def _point(phase: str, said: int | None, moments: Sequence[int], raw: Sequence[Pull]) -> Point:
    pulls = [*_one_after_another(p for p in raw if p.by > 0), *_one_after_another(p for p in raw if p.by < 0)]
    pulls.sort(key=lambda pull: (-abs(pull.by), pull.moment, pull.by))
    deduced = None
    if fsum(abs(pull.by) for pull in raw) >= LEAST_TOLD:
        deduced = min(HIGHEST, max(LOWEST, round(START + fsum(pull.by for pull in pulls))))
    return Point(phase, deduced, said, tuple(moments), tuple(pulls))


def _one_after_another(pulls: Iterable[Pull]) -> list[Pull]:
    """Those of one direction, the strongest whole and each further one by a smaller share."""
    ranked = sorted(pulls, key=lambda pull: (-abs(pull.by), pull.moment))
    return [Pull(pull.moment, pull.by * NEXT_SHARE**rank, pull.because) for rank, pull in enumerate(ranked)]


def _turning(points: Sequence[Point]) -> Turning | None:
    """The greatest fall from one phase with a value to the next; of equals the first."""
    valued = [point for point in points if point.stands is not None]
    levels = [START, *(point.stands or LOWEST for point in valued)]
    falls = [
        Turning(point.phase, _hardest(point), before - level)
        for point, (before, level) in zip(valued, pairwise(levels), strict=True)
        if point.phase not in OUTSIDE and (point.said is not None or _hardest(point) is not None)
    ]
    steepest = max(falls, key=lambda turning: turning.fall, default=None)
    return steepest if steepest and steepest.fall >= LEAST_FALL else None


def _hardest(point: Point) -> int | None:
    """The moment that pulls a phase down hardest."""
    return next((pull.moment for pull in point.pulls if pull.by < 0), None)
