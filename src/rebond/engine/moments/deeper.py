"""A second opinion on an account, from what a language model answered: labels with their quoted words, no more.

The answer is untrusted. Nothing of it is run or shown; of its text only keys of the taxonomy are kept, and of its
quotes only where in the account they stand. What is not there word for word is dropped and counted.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS, NATURES

# What is looked at of an answer: a good one takes a tenth of it (our judgement).
LONGEST_ANSWER = 200_000
MOST_ITEMS = 500
LONGEST_QUOTE = 2_000
# Braces at which an object is looked for in the text around it (our judgement: a model that thinks aloud shows a few).
MOST_STARTS = 200
# A quote over more moments than this says nothing of any of them (our judgement).
MOST_MOMENTS_A_QUOTE = 3
# Places in the account that are looked at for one quote (our judgement: what stands there more often tells nothing).
MOST_PLACES = 50

LIST_NAMES = ("moments", "labels", "items", "passages")
"""Under which name models put the list; ours is the first."""

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_APOSTROPHES = "'’‘ʼ"
_QUOTES_AROUND = '"“”«»„'


class UnreadableAnswer(ValueError):  # noqa: N818
    """The answer holds no list of labels in JSON."""


@dataclass(frozen=True)
class DeeperPassage:
    """Words of the account to which the model gave labels.

    Attributes:
        position: of the moment they lie in, from 0.
        start: offset in the account of their first character.
        end: offset after the last one.
        quote: the account from start to end, in its own characters.
        nature: key of the taxonomy's natures, None where the model gave none that exists.
        incidents: keys of the taxonomy's incidents, each once, in the order in which they were given.
        distortions: keys of the taxonomy's distortions, likewise.
    """

    position: int
    start: int
    end: int
    quote: str
    nature: str | None
    incidents: tuple[str, ...]
    distortions: tuple[str, ...]


@dataclass(frozen=True)
class DeeperReading:
    """What a language model says of an account: offered, never asserted.

    Attributes:
        passages: in the order of the account.
        not_found: how many items were dropped because their quote is not word for word in the account.
        unknown: how many labels were dropped because the taxonomy does not know them.
    """

    passages: tuple[DeeperPassage, ...]
    not_found: int
    unknown: int


def deeper_reading(answer: str, text: str, spans: Sequence[tuple[int, int]]) -> DeeperReading:
    """What of `answer` holds: known labels on words that stand in `text`, cut into moments at `spans` (start, end).

    A quote may differ from the account by its white space and the shape of its apostrophes, not by a letter, and must
    begin and end at the edge of a word. Text around the JSON is passed over.

    Raises:
        UnreadableAnswer: the answer holds no list of labels in JSON.
    """
    found: dict[tuple[int, int], DeeperPassage] = {}
    not_found = unknown = 0
    for item in _items(answer)[:MOST_ITEMS]:
        place = _place(item.get("quote"), text, spans)
        if place is None:
            not_found += 1
            continue
        nature, incidents, distortions = item.get("nature"), _texts(item, "incidents"), _texts(item, "distortions")
        known = _known([nature] if isinstance(nature, str) else [], NATURES)
        passage = DeeperPassage(
            *place,
            quote=text[place[1] : place[2]],
            nature=next(iter(known), None),
            incidents=_known(incidents, INCIDENTS),
            distortions=_known(distortions, DISTORTIONS),
        )
        unknown += isinstance(nature, str) and not known
        unknown += len({*incidents} - INCIDENTS.keys()) + len({*distortions} - DISTORTIONS.keys())
        if passage.nature or passage.incidents or passage.distortions:
            found[place[1:]] = _together(found.get(place[1:]), passage)
    return DeeperReading(tuple(found[place] for place in sorted(found)), not_found, unknown)


def _together(first: DeeperPassage | None, second: DeeperPassage) -> DeeperPassage:
    """One passage of two on the same words; of the natures the first stands."""
    if first is None:
        return second
    return DeeperPassage(
        first.position,
        first.start,
        first.end,
        first.quote,
        first.nature or second.nature,
        tuple(dict.fromkeys((*first.incidents, *second.incidents))),
        tuple(dict.fromkeys((*first.distortions, *second.distortions))),
    )


# ----------------------------------------------------------------------------------------- From the answer to its items


def _items(answer: str) -> list[Mapping[str, object]]:
    """The items of the last list of labels in the answer: what a model thinks aloud comes before what it says."""
    last = None
    for value in _json_values(_THINKING.sub(" ", answer[:LONGEST_ANSWER])):
        listed = _listed(value)
        last = last if listed is None else listed
    if last is None:
        raise UnreadableAnswer("no list of labels")
    return last


def _json_values(answer: str) -> Iterator[object]:
    """The JSON objects and lists that stand in a text, one after the other."""
    decoder = json.JSONDecoder()
    place = 0
    for _ in range(MOST_STARTS):
        starts = [start for start in (answer.find("{", place), answer.find("[", place)) if start >= 0]
        if not starts:
            return
        place = min(starts)
        try:
            value, place = decoder.raw_decode(answer, place)
        except (ValueError, RecursionError):
            place += 1
        else:
            yield value


def _listed(value: object) -> list[Mapping[str, object]] | None:
    """The items of a value that has the shape of an answer, None where it has another."""
    if isinstance(value, dict):
        inside = next((value[name] for name in LIST_NAMES if name in value), [value] if "quote" in value else None)
        return _listed(inside) if isinstance(inside, list) else None
    if not isinstance(value, list) or not all(isinstance(item, dict) and "quote" in item for item in value):
        return None
    return value


def _texts(item: Mapping[str, object], name: str) -> list[str]:
    value = item.get(name)
    given = value if isinstance(value, list) else [value]
    return [text for text in given if isinstance(text, str)]


def _known(keys: Sequence[str], taxonomy: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key in taxonomy))


# ----------------------------------------------------------------------------------- From a quote to where it stands


def _place(quote: object, text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int, int] | None:
    """Moment, start and end of the words of `quote` in `text`, None where they are not there word for word.

    Of several places the first that lies within one moment is taken, else the first.
    """
    if not isinstance(quote, str) or not 0 < len(quote) <= LONGEST_QUOTE:
        return None
    pattern = _pattern(quote)
    if pattern is None:
        return None
    places = [(match.start(), match.end()) for match in islice(pattern.finditer(text), MOST_PLACES)]
    touched = [(place, _moments_under(place, spans)) for place in places]
    for (start, end), moments in sorted(touched, key=lambda found: len(found[1]) != 1):
        if 1 <= len(moments) <= MOST_MOMENTS_A_QUOTE:
            return max(moments, key=lambda position: _shared((start, end), spans[position])), start, end
    return None


def _pattern(quote: str) -> re.Pattern[str] | None:
    """Finds the words of `quote` whole, None where it has none."""
    words = quote.strip().strip(_QUOTES_AROUND).split()
    if not any(re.search(r"\w", word) for word in words):
        return None
    spelt = r"\s+".join(_spelt(word) for word in words)
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words[-1]) else ""
    return re.compile(f"{before}{spelt}{after}")


def _spelt(word: str) -> str:
    return "".join(f"[{_APOSTROPHES}]" if letter in _APOSTROPHES else re.escape(letter) for letter in word)


def _moments_under(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> list[int]:
    return [position for position, span in enumerate(spans) if _shared(place, span) > 0]


def _shared(place: tuple[int, int], span: tuple[int, int]) -> int:
    return min(place[1], span[1]) - max(place[0], span[0])
