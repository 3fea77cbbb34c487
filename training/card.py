"""The card that ships beside the heads: what they were fitted on, how well, and what they cannot do."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.judge import Finish, Labels
from training.accounts import CORPUS, Annotated

# Edges of the probabilities among which calibration is told.
_BINS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
LIMITS = (
    "Fitted on accounts in French, and 139 in English, most told again from French ones: English is read worse.",
    "Most accounts are retold from written stories; dictated and hasty texts are read worse.",
    "One annotation; a second careful annotator agrees on 87 of 100 natures and, for incidents, reaches an F1 of 78.",
    "Irony, someone else's words and an earlier interview told for comparison are often misread.",
    "Figures of this card are those of the retold accounts, by cross-validation by group, with the annotated cuts; on "
    "accounts held out, and with its own cuts, they are lower: see docs/engine.md.",
    "Not a diagnosis and not a judgement of a person: every label is a proposal to be corrected.",
)

Unseen = Mapping[str, tuple[dict[str, NDArray[np.float64]], Finish]]


def card_of(
    accounts: Sequence[Annotated],
    labels: Labels,
    held: NDArray[np.bool_],
    lifelike: NDArray[np.bool_],
    readers: Unseen,
    *,
    version: str,
    seed: int,
    folds: int,
) -> dict[str, Any]:
    """The card, ready for JSON; its figures are those of the retold accounts (`lifelike`, by moment)."""
    return {
        "version": version,
        "licence": "AGPL-3.0-or-later, as Rebond; fitted on accounts written and annotated for Rebond.",
        "seed": seed,
        "folds": folds,
        "taxonomy": hashlib.sha256((CORPUS / "taxonomy.toml").read_bytes()).hexdigest()[:8],
        "data": {
            "accounts": len(accounts),
            "groups": len({account.group for account in accounts}),
            "moments": len(held),
            "languages": dict(sorted(Counter(account.lang for account in accounts).items())),
            "channels": dict(sorted(Counter(account.channel for account in accounts).items())),
        },
        "labels": {
            "natures": list(labels.natures),
            "incidents": list(labels.incidents),
            "distortions": list(labels.distortions),
            "phases": list(labels.phases),
        },
        "readers": {
            kind: reader_of({name: rows[lifelike] for name, rows in unseen.items()}, finish, labels, held[lifelike])
            for kind, (unseen, finish) in readers.items()
        },
        "limits": list(LIMITS),
    }


def reader_of(
    unseen: dict[str, NDArray[np.float64]], finish: Finish, labels: Labels, held: NDArray[np.bool_]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind in ("natures", "phases"):
        columns = labels.columns(kind)
        chosen = np.eye(columns.stop - columns.start, dtype=np.bool_)[unseen[kind].argmax(axis=1)]
        if kind == "phases":
            chosen &= unseen[kind] >= float(finish.phase_bar[0])
        told[kind] = _per_label(getattr(labels, kind), chosen, held[:, columns])
    for kind, bars in (("incidents", finish.incident_bars), ("distortions", finish.distortion_bars)):
        columns = labels.columns(kind)
        rows = _per_label(getattr(labels, kind), unseen[kind] >= bars, held[:, columns])
        for row, bar in zip(rows.values(), bars.tolist(), strict=True):
            row["bar"] = round(bar, 3) if bar <= 1 else None
        told[kind] = rows
    told["reliability"] = {
        kind: _reliability(unseen[kind], held[:, labels.columns(kind)]) for kind in ("natures", "incidents")
    }
    told["phase_bar"] = round(float(finish.phase_bar[0]), 3)
    return told


def _per_label(keys: Sequence[str], chosen: NDArray[np.bool_], held: NDArray[np.bool_]) -> dict[str, dict[str, Any]]:
    rows = {}
    for number, key in enumerate(keys):
        said, true = chosen[:, number], held[:, number]
        right = int((said & true).sum())
        rows[key] = {
            "annotated": int(true.sum()),
            "asserted": int(said.sum()),
            "right": right,
            "precision": _share(right, int(said.sum())),
            "recall": _share(right, int(true.sum())),
            "f1": _share(2 * right, int(said.sum() + true.sum())),
        }
    return rows


def _reliability(probabilities: NDArray[np.float64], held: NDArray[np.bool_]) -> list[dict[str, Any]]:
    rows = []
    for low, high in pairwise(_BINS):
        inside = (probabilities >= low) & ((probabilities < high) | (high == _BINS[-1]))
        count = int(inside.sum())
        mean = float(probabilities[inside].mean()) if count else 0.0
        rows.append(
            {
                "from": low,
                "to": high,
                "cases": count,
                "said": round(mean, 3),
                "true": _share(int(held[inside].sum()), count),
            }
        )
    return rows


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
