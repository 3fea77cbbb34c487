"""Accounts typed in capitals, brought to small letters for readers that have learned from small ones."""

# Share of capitals among the letters from which a text counts as typed in them (our judgement: acronyms and names stay
# far below, a shout in a calm account too).
MOSTLY = 0.7


def without_capitals(text: str) -> str:
    """The text in small letters where most of its letters are capitals; every character keeps its place."""
    letters = [character for character in text if character.isalpha()]
    if sum(map(str.isupper, letters)) <= MOSTLY * len(letters):
        return text
    return "".join(map(_small, text))


def _small(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character
