"""An account as somebody else would have typed or dictated it; of the same length, so that every place holds."""

import random
import string

from rebond.engine.text.network.pieces import without_accents

# How often each happens to a text in training (our judgement, from the channels of the corpus).
_DICTATED, _HASTY, _SHOUTED, _MISTYPED, _PLAIN_LETTERS = 0.25, 0.12, 0.02, 0.2, 0.4
# Letters mistyped in a mistyped text.
_SLIPS = 0.015


def roughened(text: str, chance: random.Random) -> str:
    """The text without punctuation, without accents, in capitals, with slips, or as it is."""
    rough = text
    if chance.random() < _DICTATED:
        rough = without_punctuation(rough)
        if chance.random() < _PLAIN_LETTERS:
            rough = without_accents(rough)
    elif chance.random() < _HASTY:
        rough = without_accents(rough.lower() if chance.random() < 0.5 else rough)
    elif chance.random() < _SHOUTED:
        rough = rough.upper()
    if chance.random() < _MISTYPED:
        rough = with_slips(rough, chance)
    return rough if len(rough) == len(text) else text


def without_punctuation(text: str) -> str:
    """As a machine writes down what is said: no punctuation, no capitals, no line ends."""
    plain = "".join(letter if letter.isalnum() or letter.isspace() or letter in "'’-" else " " for letter in text)
    lower = plain.lower()
    return (lower if len(lower) == len(plain) else plain).replace("\n", " ")


def with_slips(text: str, chance: random.Random) -> str:
    """With some letters exchanged with the next, or mistyped."""
    letters = list(text)
    for place in range(1, len(letters) - 1):
        if chance.random() >= _SLIPS or not (letters[place].isalpha() and letters[place + 1].isalpha()):
            continue
        if chance.random() < 0.6:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            letters[place] = chance.choice(string.ascii_lowercase)
    return "".join(letters)
