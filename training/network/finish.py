"""The blend of a network and the passage reader, its calibration and bars, on accounts that the network left out."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rebond.engine.moments.judge import WHOLE, Finish, Labels
from rebond.engine.text.boundaries import gap_log_odds
from rebond.engine.text.calibration import sigmoid, softmax
from rebond.engine.text.stored import Arrays
from rebond.engine.text.words import find_words
from training.accounts import Annotated, folds_of, slices_of
from training.boundaries import fit_boundaries
from training.card import reader_of
from training.excerpts import as_accounts
from training.finishing import fit_finish, fit_second_look
from training.network.tried import Tried
from training.targets import targets


class PassageLooks(Protocol):
    """First looks of the passage reader, see training.fit.Fitted."""

    unseen: NDArray[np.float32]
    unseen_short: NDArray[np.float32]


# Shares of the network in the blend that are tried, the passage reader having the rest.
SHARES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
FOLDS = 3


def finish_network(
    accounts: Sequence[Annotated], tried: Tried, passage: PassageLooks, labels: Labels
) -> tuple[Arrays, dict[str, Any]]:
    """What ships of the network beside its adapter, but for its own heads; and its part of the card.

    Args:
        accounts: what the passage reader was trained on.
        passage: its first looks at them, each by a model that had not seen the moment's group.
    """
    chosen = tried.left_out(accounts)
    read = [accounts[number] for number in chosen]
    slices = slices_of(accounts)
    rows = np.concatenate([np.arange(slices[number].start, slices[number].stop) for number in chosen])
    held = targets(read, labels)
    network = np.concatenate([tried.looks[account.id] for account in read])
    folds = np.repeat(folds_of(read, FOLDS), [len(account.spans) for account in read])
    share = best_share(network, passage.unseen[rows], held, labels)
    blend = share * network + (1 - share) * passage.unseen[rows]
    finish, unseen = fit_finish(blend, held, labels, slices_of(read), folds, np.ones(len(held), np.bool_))
    arrays: Arrays = {
        "shares": np.array([share, 1 - share], np.float32),
        "gap_shares": gap_shares(accounts, chosen, tried),
        **{f"finish_{field.name}": getattr(finish, field.name) for field in fields(Finish)},
        **{f"short_{name}": array for name, array in _short(accounts, tried, passage, share, labels).items()},
    }
    card = reader_of(unseen, finish, labels, held)
    card["calibrated_on"] = {"accounts": len(read), "moments": len(held), "share_of_network": share}
    return arrays, card


def _short(accounts: Sequence[Annotated], tried: Tried, passage: PassageLooks, share: float, labels: Labels) -> Arrays:
    """The second look at accounts of a few moments, fitted on excerpts of those left out."""
    chosen, rows, first = [], [], 0
    for excerpt in as_accounts(accounts):
        count = len(excerpt.spans)
        if excerpt.id in tried.looks:
            chosen.append(excerpt)
            rows.append(np.arange(first, first + count))
        first += count
    network = np.concatenate([tried.looks[excerpt.id] for excerpt in chosen])
    blend = share * network + (1 - share) * passage.unseen_short[np.concatenate(rows)]
    folds = np.repeat(folds_of(chosen, FOLDS), [len(excerpt.spans) for excerpt in chosen])
    return fit_second_look(blend, targets(chosen, labels), labels, slices_of(chosen), folds)


def write_network(folder: Path, heads: Arrays, finish: Arrays, card: dict[str, Any]) -> None:
    """Adds the network's heads and its part of the card to a folder of heads."""
    arrays = {**heads, **finish}
    np.savez(folder / WHOLE, **arrays)
    path = folder / "card.json"
    whole = json.loads(path.read_text("utf-8"))
    whole["readers"] = {"gemma": card, **whole["readers"]}
    digest = hashlib.sha256(whole["version"].encode())
    for name in sorted(arrays):
        digest.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    whole["network"] = digest.hexdigest()[:8]
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


def best_share(
    network: NDArray[np.float32], passage: NDArray[np.float32], held: NDArray[np.bool_], labels: Labels
) -> float:
    """The share whose natures and incidents together surprise least (log-loss, scaled each)."""

    def loss(share: float) -> float:
        blend = share * network + (1 - share) * passage
        natures, incidents = labels.columns("natures"), labels.columns("incidents")
        losses = [
            -np.log(softmax(blend[:, natures] * scale)[held[:, natures]]).mean() for scale in np.linspace(0.5, 2, 16)
        ]
        said, true = blend[:, incidents], held[:, incidents]
        others = []
        for scale in np.linspace(0.6, 1.4, 9):
            probability = np.clip(sigmoid(said * scale), 1e-6, 1 - 1e-6)
            others.append(-(np.log(np.where(true, probability, 1 - probability))).sum(axis=1).mean())
        return float(min(losses) + min(others))

    return min(SHARES, key=loss)


def gap_shares(accounts: Sequence[Annotated], chosen: Sequence[int], tried: Tried) -> NDArray[np.float64]:
    """How much the network's gaps and the hashed ones count, and a constant; the hashed head is fitted on the rest."""
    left = set(chosen)
    hashed = fit_boundaries([account for number, account in enumerate(accounts) if number not in left])
    weights, bias = hashed["weights"].astype(np.float32), float(hashed["bias"][0])
    seen, ends = [], []
    for number in chosen:
        account = accounts[number]
        words = find_words(account.text)
        if len(words) < 2:
            continue
        own = gap_log_odds(account.text, words, weights, bias)
        seen.append(np.stack([tried.gaps[account.id], own], axis=1))
        ends.append(account.ends(words))
    model = LogisticRegression(C=1e3).fit(np.concatenate(seen), np.concatenate(ends))
    return np.array([*model.coef_[0], model.intercept_[0]])
