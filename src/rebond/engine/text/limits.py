"""What is refused before any reading, and why."""

# Characters. About 35,000 words, a hundred times a long account; keeps memory and time bounded (our judgement).
LONGEST_ACCOUNT = 200_000

REASONS: tuple[str, ...] = ("empty", "too_long", "binary")


class TextRefused(ValueError):  # noqa: N818
    """A text that cannot be read.

    Attributes:
        reason: "empty" (nothing but white space), "too_long" (over LONGEST_ACCOUNT), or "binary" (not text).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_length(text: str) -> None:
    """Raises TextRefused where `text` is empty but for white space, or longer than LONGEST_ACCOUNT characters."""
    if not text.strip():
        raise TextRefused("empty")
    if len(text) > LONGEST_ACCOUNT:
        raise TextRefused("too_long")
