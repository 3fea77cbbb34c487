"""What a plan is made of, as the engine proposes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Priority:
    """One thing worth working on first.

    Attributes:
        cause: key of the taxonomy's causes.
        remedy: key of the remedy that answers it.
    """

    cause: str
    remedy: str
