"""Words of a text, and what stands between them, with exact offsets."""

import re
import unicodedata
from bisect import bisect_left

# A word keeps its inner apostrophes, hyphens and combining marks: « aujourd'hui », « peut-être », « e » + U+0301.
_JOINERS = r"'’\-\u00ad\u0300-\u036f\u200c\u200d\ufe0f"
_WORD = re.compile(rf"\w+(?:[{_JOINERS}]+\w+)*")
# A run without white space longer than this is cut, so that no moment grows without bound (longest French word: 27).
LONGEST_WORD = 120

_MARKS_THAT_OPEN = frozenset("«“„‘([{<‹¿¡-–—•*·#>→+▪●◦")
_ENDS_SENTENCE = frozenset(".!?…;。！？")


def find_words(text: str) -> list[tuple[int, int]]:
    """Start and end of each word of `text`, in order; together they hold every character that \\w matches.

    None is longer than LONGEST_WORD characters.
    """
    words: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST_WORD:
            words.append((start, end))
        else:
            words.extend(_pieces(text, start, end))
    return words


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST_WORD:
        stop = start + LONGEST_WORD
        while stop > start + LONGEST_WORD // 2 and not text[stop].isalnum():
            stop -= 1
        pieces.append((start, stop))
        start = stop
    return [*pieces, (start, end)]


def may_cut(gap: str, before: str, after: str) -> bool:
    """Whether a moment may end in `gap`, between the words `before` and `after`.

    Where there is no white space, only at the end of a sentence typed without a space (« fini.Après »), never inside a
    number, a file name or an abbreviation.
    """
    if any(character.isspace() for character in gap):
        return True
    if not any(mark in _ENDS_SENTENCE for mark in gap):
        return False
    return len(gap) > 1 or gap in "。！？" or (len(before) > 1 and after[0].isupper() and before[-1].islower())


def cut_in(gap: str) -> int:
    """Where in `gap` one moment ends and the next begins: a position from 0 to len(gap).

    Marks that close (« . », « ! », « » », an emoji) stay with what they close; marks that open (« « », « ( », a
    bullet's dash) go with what they open; a line end always parts.
    """
    line_end = max(gap.rfind("\n"), gap.rfind("\r"))
    position = len(gap)
    while position > line_end + 1 and (gap[position - 1].isspace() or _opens(gap, position - 1)):
        position -= 1
    return position


def _opens(gap: str, position: int) -> bool:
    mark = gap[position]
    if mark in _MARKS_THAT_OPEN:
        # « ah :-( Puis » : a mark glued to what precedes closes it.
        return position == 0 or gap[position - 1].isspace() or _opens(gap, position - 1)
    return mark in "\"'" and position > 0 and gap[position - 1].isspace()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of text[start:end] without white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def folded_word(word: str) -> str:
    """Lower case, without accents, apostrophes made straight."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def gap_of(starts: list[int], position: int) -> int:
    """How many words begin before `position`: the number of the gap in which a boundary at `position` falls."""
    return bisect_left(starts, position)
