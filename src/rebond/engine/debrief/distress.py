"""Great distress in the words of an account, found on this machine and by no model: patterns that anyone can read.

The patterns, with what they mean and what they leave out, are in taxonomy/distress.toml. It is written to be right
about what it says: many who suffer say nothing that it could find, and nothing here judges a person.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import combining, normalize

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import LANGUAGES

PACKAGED = HERE / "distress.toml"

#: Small words that may stand between a wish and what is wished. Our judgement.
MOST_FILLERS = 3
#: How far back, within the sentence, someone else may be said to speak; in characters. Our judgement.
REACH_BACK = 90

#: An apostrophe that may have been left out, or typed as a space.
APOSTROPHE = r"['\s]?"

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
)
_SENTENCE_END = re.compile(r"[.!?\n]")


@dataclass(frozen=True)
class Distress:
    """Where an account speaks of great distress.

    Attributes:
        start: offset of the first character of the words that show it (Unicode code points of the text as given).
        end: offset after the last one.
    """

    start: int
    end: int


@dataclass(frozen=True)
class Patterns:
    """The compiled patterns of one language."""

    sign: re.Pattern[str]
    denied_before: re.Pattern[str]
    harmless_after: re.Pattern[str]
    told_by_others: re.Pattern[str]


def find_distress(text: str) -> Distress | None:
    """The first words of `text` that speak of great distress, in French or in English; None where there are none.

    Accents, capitals, typographic apostrophes and the spacing of words make no difference. A manner of speaking
    (« mourir de honte »), a past embarrassment (« j'avais envie de disparaître »), a denied wish, and what someone else
    is told to have said are left out.
    """
    plain, places = _plain(text)
    found = [match for patterns in _patterns() for match in [_first(patterns, plain)] if match]
    if not found:
        return None
    start, end = min(found)
    return Distress(places[start], places[end - 1] + 1)


def _first(patterns: Patterns, plain: str) -> tuple[int, int] | None:
    """Start and end of the first sign in `plain` that nothing makes harmless."""
    position = 0
    while match := patterns.sign.search(plain, position):
        start, end = match.span()
        lead = _lead(plain, start)
        if not (
            patterns.denied_before.search(lead)
            or patterns.harmless_after.match(plain, end)
            or patterns.told_by_others.search(lead)
        ):
            return start, end
        position = start + 1
    return None


def _lead(plain: str, start: int) -> str:
    """What comes before `start` in the same sentence, not further back than REACH_BACK."""
    return _SENTENCE_END.split(plain[max(0, start - REACH_BACK) : start])[-1]


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` without accents and capitals, spaces single; and for each of its characters its offset in `text`."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for plain in _fold(character):
            if plain == " " and kept and kept[-1] == " ":
                continue
            kept.append(plain)
            places.append(place)
    return "".join(kept), places


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """One character without accent and capital; a line end stays one, other white space becomes a space."""
    if character.isspace():
        return "\n" if character in "\r\n\x85\u2028\u2029" else " "
    bare = normalize("NFKD", character.translate(_LIGATURES)).casefold()
    return "".join(part for part in bare if not combining(part) and part.isprintable() and not part.isspace())


def _compiled(section: Section) -> Patterns:
    wishes, wished = _any(section, "wishes"), _any(section, "wished")
    intentions, done = _any(section, "intentions"), _any(section, "done")
    between = rf"(?:\W{{1,2}}(?:{_any(section, 'fillers')})){{0,{MOST_FILLERS}}}\W{{1,2}}"
    signs = (
        rf"(?:{wishes}){between}(?:{wished}|{done})",
        rf"(?:{intentions}){between}(?:{done})",
        _any(section, "words"),
    )
    patterns = Patterns(
        sign=re.compile(rf"(?<!\w)(?:{'|'.join(signs)})(?!\w)"),
        denied_before=re.compile(rf"(?<!\w)(?:{_any(section, 'denied_before')})\s$"),
        harmless_after=re.compile(rf"\W{{1,2}}(?:{_any(section, 'harmless_after')})(?!\w)"),
        told_by_others=re.compile(rf"(?<!\w)(?:{_any(section, 'told_by_others')})(?!\w)"),
    )
    section.close()
    return patterns


def _any(section: Section, name: str) -> str:
    """One expression for all the phrases of a list."""
    return "|".join(_expression(section, name, phrase) for phrase in section.texts(name))


def _expression(section: Section, name: str, phrase: str) -> str:
    """A phrase in the notation of distress.toml, as a regular expression; raises TaxonomyError where it is not one."""
    if not re.fullmatch(r"[a-z'~()|?, ]+", phrase):
        raise section.error(name, f'"{phrase}" may hold small letters without accents, spaces and \' ( ) | ? , ~ only')
    expression = phrase.replace("(", "(?:").replace("'", APOSTROPHE).replace("~", r"(?:[\w'-]+\W{1,2}){0,4}?")
    if not _well_formed(phrase):
        raise section.error(name, f'"{phrase}" is not well formed: look at its parentheses and ?')
    return re.sub(r" de$", " de?", expression).replace(", ", r"\W{1,3}").replace(" ", r"\s")


def _well_formed(phrase: str) -> bool:
    """Whether parentheses are in pairs and each ? follows something. Far faster than to compile each phrase alone."""
    depth = 0
    for mark in re.findall(r"[()]", phrase):
        depth += 1 if mark == "(" else -1
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"(^|[(|?~])\?", phrase)


def load_patterns(path: Path) -> tuple[Patterns, ...]:
    """The patterns of a file, one for each language; raises TaxonomyError where it is not well formed."""
    file = open_toml(path)
    patterns = tuple(_compiled(file.section(language)) for language in LANGUAGES)
    file.close()
    return patterns


@cache
def _patterns() -> tuple[Patterns, ...]:
    return load_patterns(PACKAGED)
