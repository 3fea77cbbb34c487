"""Texts rewritten a little, with the way from places in the old one to places in the new one."""

import random
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rebond.engine.text.network.pieces import without_accents
from training.roughen import with_slips

Edit = tuple[int, int, str]
"""Start, end, and what stands there instead."""


@dataclass(frozen=True)
class Rewritten:
    """A text after its edits.

    Attributes:
        text: the new text.
        edits: what was replaced, in order, not overlapping.
    """

    text: str
    edits: tuple[Edit, ...]

    def moved(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a stretch of the old text lies in the new one; what is put at its end belongs to it."""
        return self._place(span[0], after=False), self._place(span[1], after=True)

    def _place(self, place: int, *, after: bool) -> int:
        shift = 0
        for start, end, new in self.edits:
            if end < place or (end == place and (after or start < end)):
                shift += len(new) - (end - start)
            elif start < place:
                return start + shift + min(len(new), place - start)
        return place + shift


def rewritten(text: str, edits: Sequence[Edit]) -> Rewritten:
    """The text with these edits, which are given in order and do not overlap."""
    parts, last = [], 0
    for start, end, new in edits:
        parts += [text[last:start], new]
        last = end
    return Rewritten("".join([*parts, text[last:]]), tuple(edits))


Rewrite = Callable[[str, random.Random], Sequence[Edit]]


def typos(text: str, chance: random.Random) -> list[Edit]:
    """Three letters in two hundred exchanged with the next or mistyped."""
    return _letters(text, with_slips(text, chance))


def no_accents(text: str, _chance: random.Random) -> list[Edit]:
    """Every accent and cedilla left out."""
    return _letters(text, without_accents(text))


def upper_case(text: str, _chance: random.Random) -> list[Edit]:
    """All in capitals."""
    return _letters(text, "".join(big if len(big := letter.upper()) == 1 else letter for letter in text))


def quotes(text: str, _chance: random.Random) -> list[Edit]:
    """French and English quotation marks made straight, apostrophes exchanged (straight for curved, and back)."""
    other = {"’": "'", "'": "’", "“": '"', "”": '"'}
    found = [(m.start(), m.end(), '"') for m in re.finditer("«[ \u00a0\u202f]?|[ \u00a0\u202f]?»", text)]
    return sorted(found + [(n, n + 1, other[letter]) for n, letter in enumerate(text) if letter in other])


def line_breaks(text: str, chance: random.Random) -> list[Edit]:
    """Half of the spaces after a sentence, and one space in thirty elsewhere, become line ends."""
    found = []
    for match in re.finditer(r"(?<=\S) (?=\S)", text):
        share = 1 / 2 if text[match.start() - 1] in ".!?…" else 1 / 30
        if chance.random() < share:
            found.append((match.start(), match.end(), "\n"))
    return found


def emoji(text: str, chance: random.Random) -> list[Edit]:
    """One after three sentences in ten, and at the end."""
    ends = [m.end() for m in re.finditer(r"[.!?…]+(?= )", text) if chance.random() < 3 / 10]
    return [(place, place, f" {chance.choice('😬😅😭🙈💼🤷')}") for place in (*ends, len(text.rstrip()))]


def names(text: str, chance: random.Random) -> list[Edit]:
    """Every first name of the list for another of the same gender, of whatever origin."""
    found = []
    new: dict[str, str] = {}
    for match in _NAME.finditer(text):
        own = WOMEN if match[0] in WOMEN else MEN
        if match[0] not in new:
            new[match[0]] = chance.choice([name for name in own if name != match[0]])
        found.append((match.start(), match.end(), new[match[0]]))
    return found


def gender(text: str, _chance: random.Random) -> list[Edit]:
    """Women for men and men for women, wherever a word of PAIRS stands; he and she where it is no "it"."""
    found = [
        (match.start(), match.end(), _as_written(match[0], _SWAPS[match[0].lower()])) for match in _PAIR.finditer(text)
    ]
    for pattern in (_PRONOUN, _OF_ONESELF):
        found += [
            (match.start(1), match.end(1), _as_written(match[1], _SWAPS_APART[match[1].lower()]))
            for match in pattern.finditer(text)
        ]
    return sorted(found)


# First names of several origins, as French and English accounts have them.
WOMEN = (
    "Camille", "Sophie", "Sandrine", "Jeanne", "Inès", "Emma", "Hélène", "Lucie", "Isabelle", "Nadège", "Béatrice",
    "Fanny", "Aude", "Léa", "Nadine", "Anaïs", "Rachida", "Solène", "Coralie", "Sabine", "Christine", "Nora", "Sonia",
    "Louise", "Annick", "Marie", "Julie", "Claire", "Fatou", "Aïcha", "Mei", "Karine", "Nathalie", "Valérie", "Élodie",
    "Sarah", "Emily", "Grace", "Priya", "Rebecca",
)  # fmt: skip
MEN = (
    "Patrick", "Bruno", "Benoît", "Karim", "Hugo", "Jacob", "Thomas", "Marcel", "Mickaël", "Marc", "Fred", "Joseph",
    "Yannick", "Luc", "Gauthier", "Gabriel", "Léon", "Jules", "Yanis", "Paul", "Joël", "Tanguy", "Ronan", "Yann",
    "Anis", "Pierre", "Julien", "Nicolas", "Mohamed", "Mamadou", "Wei", "Stéphane", "Laurent", "David", "Antoine",
    "James", "Oliver", "Raj", "Daniel", "Kevin",
)  # fmt: skip
# Each word for the other, articles with the nouns that need them; agreement of what stands around is not repaired.
PAIRS = {
    "monsieur": "madame", "mr": "mme", "un homme": "une femme", "l'homme": "la femme", "cet homme": "cette femme",
    "le recruteur": "la recruteuse", "un recruteur": "une recruteuse", "du recruteur": "de la recruteuse",
    "au recruteur": "à la recruteuse", "le directeur": "la directrice", "un directeur": "une directrice",
    "du directeur": "de la directrice", "le patron": "la patronne", "un patron": "une patronne",
    "le gérant": "la gérante", "un gars": "une fille", "le gars": "la fille", "un mec": "une nana",
    "le mec": "la nana", "un monsieur": "une dame", "le monsieur": "la dame", "un collègue": "une collègue",
    "un ami": "une amie", "mon mari": "ma femme", "mon père": "ma mère", "mon frère": "ma sœur",
    "sir": "madam", "mr.": "mrs.", "a man": "a woman", "the man": "the woman", "a guy": "a girl", "the guy": "the girl",
    "my husband": "my wife", "my father": "my mother", "my brother": "my sister", "himself": "herself",
}  # fmt: skip
# Of the candidate: only right after « je suis », « j'étais » and the like.
ONESELF = {
    "stressé": "stressée", "déçu": "déçue", "perdu": "perdue", "prêt": "prête", "content": "contente", "sûr": "sûre",
    "nul": "nulle", "bloqué": "bloquée", "gêné": "gênée", "tétanisé": "tétanisée", "sorti": "sortie", "parti": "partie",
    "arrivé": "arrivée", "resté": "restée", "venu": "venue", "surpris": "surprise", "déstabilisé": "déstabilisée",
}  # fmt: skip
PRONOUNS = {"il": "elle", "ils": "elles", "he": "she"}
# After these, « il » is no one: « il y a », « il faut », « il était temps ».
_NO_ONE = (
    r"n?['’]?y a|n'y|y|ne? f|faut|fau|fall|s'agi|s’agi|se f|se p|est \d|était \d|est (?:temps|tard|possible|vrai|clair)"
    r"|était (?:temps|tard|possible|clair)|pleu|neig|para[iî]t|sembl|rest|manqu|suffi|vaut|vaudrait|me (?:faut|fau|fall"
    r"|rest|manqu|sembl)|m['’](?:a fallu|est arrivé|est venu)|a fallu|fait (?:beau|froid|chaud|nuit)|arrive que"
)


def _both_ways(pairs: Mapping[str, str]) -> dict[str, str]:
    curved = {one.replace("'", "’"): other for one, other in pairs.items()}
    return {other: one for one, other in pairs.items()} | curved | dict(pairs)


_SWAPS = _both_ways(PAIRS)
_SWAPS_APART = _both_ways(PRONOUNS) | _both_ways(ONESELF)
_NAME = re.compile(rf"\b(?:{'|'.join(sorted({*WOMEN, *MEN}, key=len, reverse=True))})\b")
_PAIR = re.compile(
    rf"(?<![\w'’])(?:{'|'.join(re.escape(word) for word in sorted(_SWAPS, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(rf"(?<![\w'’-])({'|'.join(_both_ways(PRONOUNS))})(?= (?!{_NO_ONE}))", re.IGNORECASE)
_OF_ONESELF = re.compile(
    r"\b(?:je suis|j['’]étais|j['’]ai été|je me suis sentie?|suis|étais) (?:un peu |très |trop |tellement |vraiment )?"
    rf"({'|'.join(sorted(_both_ways(ONESELF), key=len, reverse=True))})\b",
    re.IGNORECASE,
)

REWRITES: dict[str, Rewrite] = {
    "typos": typos,
    "no accents": no_accents,
    "upper case": upper_case,
    "quotes": quotes,
    "line breaks": line_breaks,
    "emoji": emoji,
    "names": names,
    "gender": gender,
}


def _letters(text: str, other: str) -> list[Edit]:
    """The edits between two texts of one length."""
    return [(n, n + 1, new) for n, (old, new) in enumerate(zip(text, other, strict=True)) if old != new]


def _as_written(old: str, new: str) -> str:
    if old.isupper() and len(old) > 1:
        return new.upper()
    return string.capwords(new[0]) + new[1:] if old[0].isupper() else new
