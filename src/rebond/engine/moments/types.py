"""What a reading is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Distortion:
    """A thought that spirals, with the words that show it.

    Attributes:
        key: of the taxonomy's distortions.
        probability: calibrated, 0 to 1.
        start: offset in the account of the first character of the words that show it.
        end: offset after the last one.
    """

    key: str
    probability: float
    start: int
    end: int


@dataclass(frozen=True)
class Moment:
    """A contiguous piece of an account that says one thing.

    Attributes:
        start: offset of its first character in the account as given (Unicode code points).
        end: offset after its last character.
        quote: the account from start to end.
        nature: key of the taxonomy's natures.
        confidence: probability of that nature, 0 to 1.
        natures: probability of each nature; they add up to 1.
        incidents: what is asserted, because it is well supported; most likely first, three at most.
        offered: up to five further incidents, most likely first.
        likelihoods: calibrated probability of every incident of the taxonomy, 0 to 1.
        distortions: thoughts that may spiral; offered, never a verdict.
        phase: key of the taxonomy's phases, or None where the moment does not tell.
    """

    start: int
    end: int
    quote: str
    nature: str
    confidence: float
    natures: Mapping[str, float] = field(repr=False)
    incidents: tuple[str, ...]
    offered: tuple[str, ...]
    likelihoods: Mapping[str, float] = field(repr=False)
    distortions: tuple[Distortion, ...]
    phase: str | None


@dataclass(frozen=True)
class Reading:
    """An account, read.

    Attributes:
        lang: "fr", "en", or "other" where the text is neither: the moments are still cut, the labels are a guess.
        moments: in reading order; together they cover every word of the account.
        reader: "gemma", "e5" or "light": which answered, see rebond.engine.moments.read.
        version: of the heads; it changes whenever the same text could be read otherwise. What was learned from the
            person's corrections, where it was used, follows after a "+".
    """

    lang: str
    moments: tuple[Moment, ...]
    reader: str
    version: str


@dataclass(frozen=True, order=True)
class Correction:
    """What a person said of one label of one moment.

    Attributes:
        kind: "natures", "incidents", "distortions" or "phases".
        key: the label; for natures and phases the one chosen.
        holds: whether it is there; natures and phases are only ever chosen.
        quote: the words of the moment.
    """

    kind: str
    key: str
    holds: bool
    quote: str
