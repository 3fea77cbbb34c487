"""What causes are weighed from, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WeighedMoment:
    """What the weighing needs to know of a moment.

    Attributes:
        nature: key of the taxonomy's natures, as the engine read it or as the candidate corrected it.
        incidents: probability of each incident: the engine's, 1.0 where the candidate confirmed, 0.0 where they
            refused.
    """

    nature: str
    incidents: Mapping[str, float]


@dataclass(frozen=True)
class Cause:
    """A hypothesis about what most deserves work, with its reasons.

    Attributes:
        key: of the taxonomy's causes.
        weight: 0 to 1; comparable within one account only.
        support: "strong", "some" or "thin": how far the moments carry it.
        evidence: positions (from 0) of the moments behind it, strongest first.
    """

    key: str
    weight: float
    support: str
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """Something worth asking, because the answer decides between two causes.

    Attributes:
        key: of the taxonomy's questions.
        evidence: positions (from 0) of the moments that raise it, strongest first.
    """

    key: str
    evidence: tuple[int, ...]
