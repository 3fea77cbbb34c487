"""The measures of corpus/score.py, which is the one copy, and a few more beside them."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.accounts import CORPUS, Annotated

sys.path.insert(0, str(CORPUS))
import score as measures

# A boundary is found where one was put so many characters away at most.
BOUNDARY_SLACK = 3
FIRST = 5
# Where F1 is about highest on accounts not trained on (our judgement); nothing is asserted at this bar.
LIKELY = 0.2

Predicted = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class Scores:
    """What one reader scored, as percentages (gestures: a ratio).

    Attributes:
        nature, nature_macro, incident, incident_macro, distortion, phase, incident_in_account, cause: F1.
        likely_incident: F1 of the incidents at least LIKELY probable, as though all of them were asserted.
        first_cause: share of accounts with causes whose first proposed cause is annotated.
        gestures: cost of correcting, over the cost without an engine.
        asserted: share of annotated incidents that are asserted, rightly.
        asserted_right: share of asserted incidents that are annotated; None where none is asserted.
        assertions: how many incidents are asserted.
        among_first: share of annotated incidents among the first five of the best overlapping moment, asserted first.
    """

    nature: float
    nature_macro: float
    incident: float
    incident_macro: float
    likely_incident: float
    distortion: float
    phase: float
    incident_in_account: float
    cause: float
    first_cause: float
    gestures: float
    asserted: float
    asserted_right: float | None
    assertions: int
    among_first: float


def scores_of(accounts: Sequence[Annotated], predicted: Predicted) -> Scores:
    """The scores of `predicted` (by account id, as corpus/score.py wants them) on these accounts."""
    gold = {account.id: account.record for account in accounts}
    counts, first, spent = measures.score(gold, predicted)
    right, wrong, missed = _asserted(accounts, predicted)
    return Scores(
        nature=counts["nature"].f1(),
        nature_macro=counts["nature"].macro(),
        incident=counts["incident"].f1(),
        incident_macro=counts["incident"].macro(),
        likely_incident=measures.score(gold, _as_asserted(predicted))[0]["incident"].f1(),
        distortion=counts["distortion"].f1(),
        phase=counts["phase"].f1(),
        incident_in_account=counts["incident in account"].f1(),
        cause=counts["cause"].f1(),
        first_cause=100 * first[0] / max(1, first[1]),
        gestures=spent[0] / max(1, spent[1]),
        asserted=100 * right / max(1, right + missed),
        asserted_right=100 * right / (right + wrong) if right + wrong else None,
        assertions=right + wrong,
        among_first=_among_first(accounts, predicted),
    )


def boundary_f1(accounts: Sequence[Annotated], cuts: Mapping[str, Sequence[tuple[int, int]]]) -> float:
    """F1 of the starts of moments, the first of each account left out, as a percentage; `cuts` by account id."""
    found = put = annotated = 0
    for account in accounts:
        free = [start for start, _ in cuts[account.id][1:]]
        wanted = [start for start, _ in account.spans[1:]]
        put += len(free)
        annotated += len(wanted)
        for start in wanted:
            near = [other for other in free if abs(other - start) <= BOUNDARY_SLACK]
            if near:
                found += 1
                free.remove(min(near, key=lambda other: abs(other - start)))
    return 200 * found / max(1, put + annotated)


def _as_asserted(predicted: Predicted) -> Predicted:
    return {
        key: {**answer, "moments": [{**moment, "incidents": moment["likely"]} for moment in answer["moments"]]}
        for key, answer in predicted.items()
    }


def _best(span: tuple[int, int], other: dict[str, Any]) -> dict[str, Any]:
    return max(other["moments"], key=lambda moment: measures.overlap(span, (moment["start"], moment["end"])))


def _asserted(accounts: Sequence[Annotated], predicted: Predicted) -> tuple[int, int, int]:
    """Rightly asserted, wrongly asserted and missed incidents, counted as corpus/score.py counts them."""
    counts, _, _ = measures.score({account.id: account.record for account in accounts}, predicted)
    count = counts["incident"]
    return count.tp.total(), count.fp.total(), count.fn.total()


def _among_first(accounts: Sequence[Annotated], predicted: Predicted) -> float:
    found = wanted = 0
    for account in accounts:
        for span, moment in zip(account.spans, account.moments, strict=True):
            best = _best(span, predicted[account.id])
            shown = [*best["incidents"], *best["offered"]][:FIRST]
            found += len(set(moment["incidents"]) & set(shown))
            wanted += len(moment["incidents"])
    return 100 * found / max(1, wanted)
