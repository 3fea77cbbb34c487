"""The blend of networks and hashed n-grams, its calibration and bars, on accounts that the networks left out."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rebond.engine.moments.judge import Labels
from rebond.engine.moments.whole import NETWORKS_OF
from rebond.engine.text.boundaries import gap_log_odds
from rebond.engine.text.calibration import sigmoid, softmax
from rebond.engine.text.stored import Arrays, load_card
from rebond.engine.text.words import find_words
from training.accounts import FOLDS, Annotated, folds_of, slices_of
from training.boundaries import fit_boundaries
from training.card import reader_of
from training.excerpts import as_accounts
from training.finishing import fit_finish, fit_second_look
from training.network.tried import Tried
from training.targets import targets, taxonomy_labels
from training.written import finish_arrays, version_of, write_card


class HashedLooks(Protocol):
    """First looks of the hashed n-grams, see training.fit.Fitted."""

    unseen: NDArray[np.float32]
    unseen_short: NDArray[np.float32]


# Shares that are tried, in steps of a tenth; the hashed n-grams have what the networks leave.
STEPS = 10
# Spread of the scales of natures and of incidents among which the best is taken (see best_shares).
NATURE_SCALES, INCIDENT_SCALES = np.linspace(0.5, 2, 16), np.linspace(0.6, 1.4, 9)


def finish_readers(
    folder: Path,
    accounts: Sequence[Annotated],
    tried: Mapping[str, Tried],
    heads: Mapping[str, Arrays],
    hashed: HashedLooks,
) -> None:
    """Adds to a folder of heads, and to its card, the readers that blend networks.

    Args:
        accounts: what the hashed n-grams were trained on.
        tried: by name of network, what it says of accounts that it did not learn from.
        heads: by name of network, the heads that ship.
        hashed: looks at `accounts`, each by a model that had not seen the moment's group.
    """
    card = load_card(folder / "card.json")
    card["blends"] = {}
    for name, arrays in heads.items():
        np.savez(folder / f"{name}-heads.npz", **arrays)
    for kind, wholes in NETWORKS_OF.items():
        if not wholes:
            continue
        blended = [tried[whole.name] for whole in wholes]
        finish, told = finish_reader(accounts, blended, hashed, taxonomy_labels())
        np.savez(folder / f"{kind}.npz", **finish)
        card["readers"] = {kind: told, **card["readers"]}
        parts = {"blend": finish, **{whole.name: heads[whole.name] for whole in wholes}}
        card["blends"][kind] = version_of(parts, card["version"])
    write_card(folder, card)


def finish_reader(
    accounts: Sequence[Annotated], tried: Sequence[Tried], hashed: HashedLooks, labels: Labels
) -> tuple[Arrays, dict[str, Any]]:
    """The shares of one reader's networks, its calibration and bars; and its part of the card."""
    chosen = [number for number, account in enumerate(accounts) if all(account.id in each.looks for each in tried)]
    read = [accounts[number] for number in chosen]
    slices = slices_of(accounts)
    rows = np.concatenate([np.arange(slices[number].start, slices[number].stop) for number in chosen])
    held = targets(read, labels)
    looks = np.stack(
        [*(np.concatenate([each.looks[account.id] for account in read]) for each in tried), hashed.unseen[rows]]
    )
    folds = np.repeat(folds_of(read, FOLDS), [len(account.spans) for account in read])
    shares = best_shares(looks, held, labels)
    finish, unseen = fit_finish(blended(shares, looks), held, labels, slices_of(read), folds, np.ones(len(held), bool))
    arrays: Arrays = {
        "shares": shares,
        "gap_shares": gap_shares(accounts, chosen, tried),
        **finish_arrays(finish, _short(accounts, tried, hashed, shares, labels)),
    }
    card = reader_of(unseen, finish, labels, held)
    card["calibrated_on"] = {
        "accounts": len(read),
        "moments": len(held),
        "shares": dict(zip([*(each.name for each in tried), "hashed"], map(float, shares.round(2)), strict=True)),
    }
    return arrays, card


def _short(
    accounts: Sequence[Annotated],
    tried: Sequence[Tried],
    hashed: HashedLooks,
    shares: NDArray[np.float32],
    labels: Labels,
) -> Arrays:
    """The second look at accounts of a few moments, fitted on excerpts of those left out."""
    chosen, rows, first = [], [], 0
    for excerpt in as_accounts(accounts):
        count = len(excerpt.spans)
        if all(excerpt.id in each.looks for each in tried):
            chosen.append(excerpt)
            rows.append(np.arange(first, first + count))
        first += count
    looks = np.stack(
        [
            *(np.concatenate([each.looks[excerpt.id] for excerpt in chosen]) for each in tried),
            hashed.unseen_short[np.concatenate(rows)],
        ]
    )
    folds = np.repeat(folds_of(chosen, FOLDS), [len(excerpt.spans) for excerpt in chosen])
    return fit_second_look(blended(shares, looks), targets(chosen, labels), labels, slices_of(chosen), folds)


def blended(shares: NDArray[np.float32], looks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Looks of several readers, shape (readers, moments, labels), as one."""
    return np.asarray(np.tensordot(shares, looks, 1), np.float32)


def best_shares(looks: NDArray[np.float32], held: NDArray[np.bool_], labels: Labels) -> NDArray[np.float32]:
    """The shares whose natures and incidents together surprise least (log-loss, scaled each); shape (readers,)."""
    natures, incidents = labels.columns("natures"), labels.columns("incidents")

    def loss(shares: tuple[float, ...]) -> float:
        blend = blended(np.array(shares, np.float32), looks)
        losses = [-np.log(softmax(blend[:, natures] * scale)[held[:, natures]]).mean() for scale in NATURE_SCALES]
        said, true = blend[:, incidents], held[:, incidents]
        others = []
        for scale in INCIDENT_SCALES:
            probability = np.clip(sigmoid(said * scale), 1e-6, 1 - 1e-6)
            others.append(-(np.log(np.where(true, probability, 1 - probability))).sum(axis=1).mean())
        return float(min(losses) + min(others))

    return np.array(min(_shares(len(looks), STEPS), key=loss), np.float32)


def _shares(count: int, steps: int) -> list[tuple[float, ...]]:
    """Every way of sharing `steps` parts among `count` readers, each having a part at least."""
    ways = (way for way in product(range(1, steps), repeat=count) if sum(way) == steps)
    return [tuple(part / steps for part in way) for way in ways]


def gap_shares(accounts: Sequence[Annotated], chosen: Sequence[int], tried: Sequence[Tried]) -> NDArray[np.float64]:
    """How much each network's gaps and the hashed ones count, and a constant; the hashed head is fitted on the rest."""
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
        seen.append(np.stack([*(each.gaps[account.id] for each in tried), own], axis=1))
        ends.append(account.ends(words))
    model = LogisticRegression(C=1e3).fit(np.concatenate(seen), np.concatenate(ends))
    return np.array([*model.coef_[0], model.intercept_[0]])
