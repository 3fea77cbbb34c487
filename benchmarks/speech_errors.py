"""How far what was heard is from what was said: the word error rate."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass

FILLERS = frozenset(["euh", "heu", "hum", "hmm", "hm", "mm", "mmh", "ben", "bah", "um", "uh", "er", "erm", "ah", "oh"])
"""Left out on both sides: whether a recogniser writes them is not an error of words."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
LONGEST_DIGITS = 3
"""A longer number is said digit by digit or by pairs as often as whole: each of its digits is a word."""


@dataclass(frozen=True)
class Errors:
    """Words that were put, lost and taken for others, against those that were said; sums of many recordings."""

    substituted: int
    deleted: int
    inserted: int
    said: int

    def __add__(self, other: "Errors") -> "Errors":
        """Both together."""
        return Errors(*(sum(pair) for pair in zip(astuple(self), astuple(other), strict=True)))

    @property
    def rate(self) -> float:
        """Word error rate, 0 for none; above 1 where more was invented than said."""
        return (self.substituted + self.deleted + self.inserted) / max(self.said, 1)


def errors(said: Sequence[str], heard: Sequence[str], language: str) -> Errors:
    """Of several recordings together (micro-average, jiwer)."""
    # slow import: only who counts errors needs it
    import jiwer  # noqa: PLC0415

    pairs = [(normal(one, language), normal(other, language)) for one, other in zip(said, heard, strict=True)]
    found = jiwer.process_words([one for one, _ in pairs], [other for _, other in pairs])
    return Errors(
        found.substitutions,
        found.deletions,
        found.insertions,
        found.substitutions + found.deletions + found.hits,
    )


def normal(text: str, language: str) -> str:
    """NFC, lower case, digits as words, apostrophes and hyphens as spaces, no sign, no filler word."""
    # slow import: only who counts errors needs it
    from num2words import num2words  # noqa: PLC0415

    def spoken(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) > LONGEST_DIGITS and digits.isdigit():
            return " " + " ".join(num2words(int(digit), lang=language) for digit in digits) + " "
        return f" {num2words(digits.replace(',', '.'), lang=language)} "

    text = unicodedata.normalize("NFC", text).lower().replace("œ", "oe").replace("æ", "ae")
    text = NUMBER.sub(spoken, text)
    words = re.sub(r"[^\w\s]|_", " ", text).split()
    return " ".join(word for word in words if word not in FILLERS)
