"""Scores on accounts that no training saw: python -m training.evaluate

Trains on the rest of the corpus, reads the held-out groups with the annotated cuts and with its own, and prints tables.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from typing import Any

import numpy as np

from rebond.engine.causes.weigh import from_reading, weigh
from rebond.engine.moments.judge import Judge
from rebond.engine.moments.read import Reader
from rebond.engine.moments.types import Reading
from rebond.engine.moments.whole import NETWORKS_OF, WHOLES
from rebond.engine.text.segmentation import MOST_WORDS, cut, rule_judge
from training.accounts import CORPUS, Annotated, load_accounts
from training.baselines import MostFrequent, TfidfLinear
from training.excerpts import as_accounts
from training.fit import train
from training.network.export import ships
from training.network.finish import finish_readers
from training.network.tried import try_network
from training.scoring import LIKELY, Predicted, Scores, boundary_f1, scores_of
from training.targets import targets, taxonomy_labels

FOLDER = CORPUS.parent / ".cache" / "evaluation"
# As many causes as a person annotates.
MOST_CAUSES = 3

Spans = Sequence[tuple[int, int]]
Cuts = Mapping[str, Spans]


def main() -> int:
    """Trains, reads, scores, prints."""
    accounts = load_accounts()
    known = [account for account in accounts if not account.held_out]
    # The English accounts are told again from French ones: scored apart.
    unknown = [account for account in accounts if account.held_out and account.lang == "fr"]
    english = [account for account in accounts if account.held_out and account.lang == "en"]
    fitted = train(known, FOLDER)
    judges: dict[str, Judge] = {}
    if all(ships(name, runs=("tried",)) for name in WHOLES):
        tried = {name: try_network(name, accounts) for name in WHOLES}
        finish_readers(FOLDER, known, tried, {name: each.heads for name, each in tried.items()}, fitted)
        for kind, wholes in NETWORKS_OF.items():
            networks = {whole.name: tried[whole.name].network for whole in wholes}
            judges[f"ours, {kind}"] = Judge(kind, networks, folder=FOLDER)
    else:
        judges["ours, light"] = Judge(folder=FOLDER)
    cuts_of = {
        name: {account.id: judge.cut(account.text) for account in unknown + english} for name, judge in judges.items()
    }
    rules = {account.id: cut(account.text, rule_judge, np.zeros(MOST_WORDS + 1)) for account in unknown}
    annotated: Cuts = {account.id: account.spans for account in unknown + english}
    print(
        f"trained on {len(known)} accounts, judged on {len(unknown)} ({sum(len(a.spans) for a in unknown)} moments)\n"
    )
    _print_boundaries(unknown, {**cuts_of, "rules": rules})
    labels = taxonomy_labels()
    held = targets(known, labels)
    baselines = {
        "TF-IDF, linear": TfidfLinear([quote for account in known for quote in account.quotes], held, labels),
        "most frequent": MostFrequent(held, labels),
    }
    excerpts = as_accounts(unknown)
    pieces: Cuts = {account.id: account.spans for account in excerpts}
    best = next(iter(cuts_of.values()))
    for title, read, cuts in (
        ("annotated cuts", unknown, annotated),
        ("own cuts", unknown, None),
        ("excerpts, annotated cuts", excerpts, pieces),
        ("English, annotated cuts", english, annotated),
        ("English, own cuts", english, None),
    ):
        answers = {name: predicted_by(judge, read, cuts or cuts_of[name]) for name, judge in judges.items()}
        # The baselines cut nothing: they are given the cuts of the first reader.
        answers |= {name: baseline.predict(read, cuts or best) for name, baseline in baselines.items()}
        _print_scores(title, read, answers)
    return 0


def predicted_by(judge: Judge, accounts: Sequence[Annotated], cuts: Cuts) -> dict[str, dict[str, Any]]:
    """What the engine answers for these cuts, by account id, as corpus/score.py wants it."""
    reader = Reader(judge, "evaluation", judge.version)
    batch = [(account.text, list(cuts[account.id])) for account in accounts]
    readings = reader.judged(batch)
    return {account.id: _record(reading) for account, reading in zip(accounts, readings, strict=True)}


def _record(reading: Reading) -> dict[str, Any]:
    moments = [
        {
            "start": moment.start,
            "end": moment.end,
            "nature": moment.nature,
            "incidents": list(moment.incidents),
            "offered": list(moment.offered),
            "likely": [key for key, probability in moment.likelihoods.items() if probability >= LIKELY],
            "distortions": [distortion.key for distortion in moment.distortions],
            "phase": moment.phase,
        }
        for moment in reading.moments
    ]
    causes = [cause.key for cause in weigh(from_reading(reading))][:MOST_CAUSES]
    return {"moments": moments, "causes": causes}


def _print_boundaries(accounts: Sequence[Annotated], cuts: Mapping[str, Cuts]) -> None:
    print(f"{'boundaries, F1':<28}" + "".join(f"{name:>16}" for name in cuts))
    for channel in ["all", *sorted({account.channel for account in accounts})]:
        chosen = [account for account in accounts if channel in ("all", account.channel)]
        name = f"{channel} ({len(chosen)} accounts)"
        print(f"{name:<28}" + "".join(f"{boundary_f1(chosen, each):16.1f}" for each in cuts.values()))
    print()


def _print_scores(title: str, accounts: Sequence[Annotated], answers: Mapping[str, Predicted]) -> None:
    scores = {name: scores_of(accounts, predicted) for name, predicted in answers.items()}
    print(f"{title:<28}" + "".join(f"{name:>16}" for name in scores))
    for number, field in enumerate(fields(Scores)):
        cells = (_cell(astuple(score)[number]) for score in scores.values())
        print(f"{field.name.replace('_', ' '):<28}" + "".join(f"{cell:>16}" for cell in cells))
    print()


def _cell(value: float | int | None) -> str:
    if value is None:
        return "none"
    return str(value) if isinstance(value, int) else f"{value:.2f}" if value < 2 else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main())
