"""The heads at work: from the moments of an account to calibrated probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.account_look import AccountLook
from rebond.engine.moments.evidence import words_that_show
from rebond.engine.moments.features import second_look
from rebond.engine.moments.lessons import Learned, learn
from rebond.engine.moments.types import Correction
from rebond.engine.text.boundaries import gap_log_odds
from rebond.engine.text.calibration import observed, platt, softmax
from rebond.engine.text.linear import HashedLinear
from rebond.engine.text.network.states import Network
from rebond.engine.text.segmentation import Spans, cut
from rebond.engine.text.stored import Arrays, load_arrays, load_card

HEADS = Path(__file__).parent / "heads"
# Up to so many moments an account is short: a lone moment is first, last and its own neighbourhood at once, which whole
# accounts never show, so the second look at short ones was learned on excerpts (docs/engine.md has the difference).
SHORT = 3


CutText = tuple[str, Spans]
"""An account, with the start and end of each of its moments."""


@dataclass(frozen=True)
class Labels:
    """The labels that the heads know, in the order of their columns."""

    natures: tuple[str, ...]
    incidents: tuple[str, ...]
    distortions: tuple[str, ...]
    phases: tuple[str, ...]

    @property
    def count(self) -> int:
        """Of all kinds together: the width of a first look."""
        return len(self.natures) + len(self.incidents) + len(self.distortions) + len(self.phases)

    def columns(self, kind: str) -> slice:
        """Where the labels of one kind ("natures", "incidents" …) stand among all."""
        first = 0
        for name in ("natures", "incidents", "distortions", "phases"):
            width = len(getattr(self, name))
            if name == kind:
                return slice(first, first + width)
            first += width
        raise KeyError(kind)


@dataclass(frozen=True)
class Finish:
    """What turns log-odds into probabilities and decisions; fitted apart for each reader.

    Attributes:
        natures, phases: weights of the second look, shape (features, labels).
        nature_bias, phase_bias: shape (labels,).
        nature_scale, phase_scale: sharpness of the softmax.
        incident_platt, distortion_platt: slope and shift of each label, shape (2, labels).
        incident_curve, distortion_curve: from log-odds to the share observed, all labels together, shape (2, points).
        incident_bars, distortion_bars: probability from which a label is asserted; above 1 where it never is.
        phase_bar: probability under which the phase is not told.
    """

    natures: NDArray[np.float32]
    phases: NDArray[np.float32]
    nature_bias: NDArray[np.float32]
    phase_bias: NDArray[np.float32]
    nature_scale: NDArray[np.float32]
    phase_scale: NDArray[np.float32]
    incident_platt: NDArray[np.float32]
    distortion_platt: NDArray[np.float32]
    incident_curve: NDArray[np.float32]
    distortion_curve: NDArray[np.float32]
    incident_bars: NDArray[np.float32]
    distortion_bars: NDArray[np.float32]
    phase_bar: NDArray[np.float32]


@dataclass(frozen=True)
class Judged:
    """Probabilities for the moments of one account, a row a moment; columns in the order of Labels."""

    natures: NDArray[np.float64]
    incidents: NDArray[np.float64]
    distortions: NDArray[np.float64]
    phases: NDArray[np.float64]


class Judge:
    """Heads, loaded once.

    The hashed n-grams always have a word; networks that read whole accounts beside them where given.
    """

    def __init__(
        self, kind: str = "light", networks: Mapping[str, Network] | None = None, *, folder: Path = HEADS
    ) -> None:
        """`kind` of reader, with the networks that it blends by name, in the order of its shares."""
        card = load_card(folder / "card.json")
        self._set_up(card, load_arrays(folder / "light.npz"), load_arrays(folder / "boundaries.npz"))
        self._looks = [
            AccountLook(network, load_arrays(folder / f"{name}-heads.npz"))
            for name, network in (networks or {}).items()
        ]
        self.version: str = card["version"]
        if self._looks:
            blend = load_arrays(folder / f"{kind}.npz")
            self._shares, self._gap_shares = blend["shares"].astype(np.float32), blend["gap_shares"].astype(np.float64)
            self._set_finish(blend)
            self.version += f".{card['blends'][kind]}"

    def _set_up(self, card: dict[str, Any], light: Arrays, boundaries: Arrays) -> None:
        self.labels = Labels(**{kind: tuple(keys) for kind, keys in card["labels"].items()})
        self.light = HashedLinear(light["weights"], light["rarity"], light["bias"])
        self._set_finish(light)
        self._gaps = boundaries["weights"].astype(np.float32)
        self._gap_bias = float(boundaries["bias"][0])
        self._lengths = boundaries["lengths"].astype(np.float64)
        # Of the hashed n-grams alone.
        self._shares, self._gap_shares = np.ones(1, np.float32), np.array([1.0, 0.0])

    def _set_finish(self, arrays: Arrays) -> None:
        self.finish = finish_from(arrays, "finish_")
        self._short = replace(self.finish, **second_look_from(arrays, "short_"))

    def cut(self, text: str) -> Spans:
        """Start and end of each moment of `text`."""
        return cut(text, self._gap_log_odds, self._lengths)

    def _gap_log_odds(self, text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        gaps = [look.gap_log_odds(text, words) for look in self._looks]
        gaps.append(gap_log_odds(text, words, self._gaps, self._gap_bias))
        return np.asarray(self._gap_shares[:-1] @ np.stack(gaps) + self._gap_shares[-1])

    def judge(self, batch: Sequence[CutText], *, learned: Learned | None = None) -> list[Judged]:
        """What the moments of each account say.

        `learned` moves the first look by what the person's corrections teach.
        """
        looks = self.first_looks(batch)
        if learned is not None:
            shifts = (learned.shifts([text[low:high] for low, high in spans], self.labels) for text, spans in batch)
            looks = [look + shift for look, shift in zip(looks, shifts, strict=True)]
        return [self.finished(first) for first in looks]

    def learn(self, corrections: Sequence[Correction]) -> Learned:
        """What these corrections teach, their words weighed as the light model weighs them."""
        return learn(corrections, self.light.rarity)

    def words_that_show(self, quote: str, distortion: int) -> tuple[int, int]:
        """Start and end, in `quote`, of the words that show the distortion of that number in Labels.distortions."""
        return words_that_show(quote, self.labels.columns("distortions").start + distortion, self.light)

    def first_looks(self, batch: Sequence[CutText]) -> list[NDArray[np.float32]]:
        """Log-odds of every label for every moment of each account, before neighbours' labels are seen."""
        return [self._first_look(text, spans) for text, spans in batch]

    def _first_look(self, text: str, spans: Spans) -> NDArray[np.float32]:
        looks = [look.log_odds(text, spans) for look in self._looks]
        looks.append(self.light.log_odds([text[start:end] for start, end in spans]))
        return np.asarray(sum(share * look for share, look in zip(self._shares, looks, strict=True)), np.float32)

    def finished(self, first: NDArray[np.float32]) -> Judged:
        """What the moments of one account say, from the first look at them."""
        return finished(first, self.labels, self.finish_for(len(first)))

    def finish_for(self, count: int) -> Finish:
        """What finishes the reading of an account of so many moments."""
        return self._short if count <= SHORT else self.finish


SECOND_LOOK = ("natures", "phases", "nature_bias", "phase_bias", "nature_scale", "phase_scale", "phase_bar")
"""The fields of a Finish that short accounts have of their own; incidents and distortions need no neighbours."""


def finish_from(arrays: Arrays, prefix: str) -> Finish:
    """The Finish held in the arrays of one reader, under names that begin with `prefix`."""
    return Finish(**{name: arrays[prefix + name] for name in Finish.__dataclass_fields__})


def second_look_from(arrays: Arrays, prefix: str) -> Arrays:
    """The fields of SECOND_LOOK held under names that begin with `prefix`."""
    return {name: arrays[prefix + name] for name in SECOND_LOOK}


def finished(first: NDArray[np.float32], labels: Labels, finish: Finish) -> Judged:
    """Probabilities from a first look at the moments of one account."""
    seen = second_look(first)
    natures = (seen @ finish.natures + finish.nature_bias) * finish.nature_scale
    phases = (seen @ finish.phases + finish.phase_bias) * finish.phase_scale
    return Judged(
        natures=softmax(natures),
        incidents=observed(platt(first[:, labels.columns("incidents")], finish.incident_platt), finish.incident_curve),
        distortions=observed(
            platt(first[:, labels.columns("distortions")], finish.distortion_platt), finish.distortion_curve
        ),
        phases=softmax(phases),
    )
