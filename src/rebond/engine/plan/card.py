"""What stands on the card of a coming interview: few lines, each with where it comes from, for one page."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Sections of the card, in the order in which they are read before an interview.
SECTIONS: tuple[str, ...] = ("lesson", "sentence", "story", "question", "stress", "logistics")
#: Lines of a section at most. More are not read in the ten minutes before an interview: our judgement, after the three
#: to five things that working memory holds (Cowan 2001).
MOST_LINES: dict[str, int] = {"lesson": 5, "sentence": 4, "story": 3, "question": 4, "stress": 4, "logistics": 4}
#: Characters of a line: three lines of a column of the printed card. Our judgement.
LONGEST_LINE = 160
#: Characters of what stands under a line, smaller. Our judgement.
LONGEST_DETAIL = 120
#: A word that runs on for more than this many characters before the cut is cut itself. The longest French words of
#: everyday use have 25 letters.
LONGEST_WORD = 30
ELLIPSIS = "…"

OWN = "own"
#: Where a line may come from, what the candidate wrote for the card first. Within a section one of each is taken before
#: a second of any, so that many lessons of one kind do not hide the others. Our judgement.
ORIGINS: tuple[str, ...] = (
    OWN,
    "fairer",
    "to_work_on",
    "priority",
    "strength",
    "strength_deduced",
    "turning",
    "helped",
    "step",
    "learnt",
)

#: White space that may become one space; a non-breaking space is none of it.
_WHITE_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_RANK = {origin: rank for rank, origin in enumerate(ORIGINS)}


@dataclass(frozen=True)
class Lesson:
    """One thing that may stand on the card.

    Attributes:
        source: where it is stored, as the app writes it; the same thing has the same source every time.
        section: one of SECTIONS.
        origin: one of ORIGINS: why it is proposed.
        words: what it says, of any length.
        at: when it was said; of one origin the latest goes first.
        detail: what stands under it, or "".
        about: the interview it comes from, in a few words, or "".
        place: its rank among the candidate's own lines of the section; 0 for what is proposed.
    """

    source: str
    section: str
    origin: str
    words: str
    at: datetime.datetime
    detail: str = ""
    about: str = ""
    place: int = 0


@dataclass(frozen=True)
class Line:
    """One line of the card: `words` and `detail` are cut to what fits, `origin` and `about` say why it is there."""

    source: str
    origin: str
    words: str
    detail: str
    about: str


@dataclass(frozen=True)
class Section:
    """A section of the card. `lines` may be empty: nothing is invented. `rest` is what found no room, in order."""

    key: str
    lines: tuple[Line, ...]
    rest: tuple[Line, ...]


def compose(lessons: Iterable[Lesson]) -> tuple[Section, ...]:
    """The sections of the card in their order, all of them, each with at most MOST_LINES of its key.

    Own lines come first in the order that the candidate gave them; of the rest, one of each origin before a second of
    any, the latest first. What says the same as a line before it (capitals and spaces apart) or nothing is left out and
    stands nowhere. The order in which `lessons` come changes nothing.

    Raises KeyError for an origin that is not one of ORIGINS, ValueError for an unknown section.
    """
    by_section: dict[str, list[Lesson]] = {key: [] for key in SECTIONS}
    for lesson in lessons:
        if lesson.section not in by_section:
            raise ValueError(f"no section {lesson.section!r} on a card")
        by_section[lesson.section].append(lesson)
    return tuple(_section(key, found) for key, found in by_section.items())


def _section(key: str, lessons: Sequence[Lesson]) -> Section:
    said: set[str] = set()
    kept = []
    for lesson in _in_order(lessons):
        plain = " ".join(lesson.words.casefold().split())
        if plain and plain not in said:
            said.add(plain)
            kept.append(lesson)
    lines = tuple(_line(lesson) for lesson in kept)
    return Section(key, lines[: MOST_LINES[key]], lines[MOST_LINES[key] :])


def _in_order(lessons: Sequence[Lesson]) -> list[Lesson]:
    latest_first = sorted(lessons, key=lambda one: (-one.at.timestamp(), one.source))
    own = sorted((one for one in latest_first if one.origin == OWN), key=lambda one: one.place)
    turn: dict[str, int] = dict.fromkeys(ORIGINS, 0)
    ranked = []
    for lesson in latest_first:
        if lesson.origin != OWN:
            ranked.append((turn[lesson.origin], _RANK[lesson.origin], lesson))
            turn[lesson.origin] += 1
    return own + [lesson for _, _, lesson in sorted(ranked, key=lambda one: one[:2])]


def _line(lesson: Lesson) -> Line:
    return Line(
        source=lesson.source,
        origin=lesson.origin,
        words=shortened(lesson.words, LONGEST_LINE),
        detail=shortened(lesson.detail, LONGEST_DETAIL),
        about=lesson.about,
    )


def shortened(text: str, most: int) -> str:
    """The text on one line, at most `most` characters; where it is longer, cut after a whole word and "…" put there.

    A word that runs on for more than LONGEST_WORD characters is cut inside. Raises ValueError where `most` is under 1.
    """
    if most < 1:
        raise ValueError("a line holds one character at least")
    line = _WHITE_SPACE.sub(" ", text).strip(" ")
    if len(line) <= most:
        return line
    head = line[: most - len(ELLIPSIS)]
    if line[len(head)] != " ":
        whole, _, begun = head.rpartition(" ")
        head = whole if whole and len(begun) <= LONGEST_WORD else head
    return head.rstrip(" ,;:.!?…«(-–—\u00a0\u202f") + ELLIPSIS
