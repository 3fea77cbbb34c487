"""Why a recording is refused: a key that the doors turn into a sentence."""

from enum import StrEnum


class SoundRefusal(StrEnum):
    """What is wrong with a recording, as the person who brought it can mend it."""

    EMPTY = "empty"  # no byte at all
    TOO_LARGE = "too_large"  # more bytes than LARGEST_BYTES
    NOT_SOUND = "not_sound"  # not one of the kinds of file that are read, whatever its name says
    BROKEN = "broken"  # begins like one, and nothing can be heard of it
    NO_TRACK = "no_track"  # a film without sound, or the like
    TOO_SHORT = "too_short"  # less than SHORTEST_S
    TOO_LONG = "too_long"  # more than LONGEST_S
    TOO_HEAVY = "too_heavy"  # took more memory or time than a recording may


class RefusedSoundError(ValueError):
    """A recording that cannot be read, and of which nothing is kept.

    Attributes:
        refusal: why.
    """

    def __init__(self, refusal: SoundRefusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.value)
