"""Fits the heads that ship: python -m training.fit

Reads corpus/ and the tuned networks, writes src/rebond/engine/moments/heads/. With the same corpus, networks and
machine, the bytes are the same.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from rebond.engine.moments.judge import HEADS
from rebond.engine.moments.whole import WHOLES
from rebond.engine.text.linear import HashedLinear
from rebond.engine.text.stored import Arrays, load_card
from training.accounts import FOLDS, Annotated, folds_of, load_accounts, slices_of
from training.boundaries import fit_boundaries
from training.card import card_of
from training.excerpts import end_to_end, excerpts_of
from training.finishing import fit_finish, fit_second_look
from training.models import HASHED_BITS, fit_hashed
from training.network.export import shipping, ships
from training.network.finish import finish_readers
from training.network.tried import try_network
from training.targets import targets, taxonomy_labels
from training.written import finish_arrays, version_of, write_card

SEED = 0


@dataclass(frozen=True)
class Fitted:
    """What a fit leaves behind beside the files of the heads.

    Attributes:
        card: as written.
        unseen: looks of the hashed n-grams at every moment, each by a model that had not seen the moment's group.
        unseen_short: the same for the moments of the excerpts of training.excerpts.as_accounts, end to end.
    """

    card: dict[str, Any]
    unseen: NDArray[np.float32]
    unseen_short: NDArray[np.float32]


def train(accounts: Sequence[Annotated], folder: Path, *, bits: int = HASHED_BITS) -> Fitted:
    """Fits everything but the networks on `accounts` and writes the heads to `folder`."""
    with threadpool_limits(1):
        return _train(accounts, folder, bits)


def _train(accounts: Sequence[Annotated], folder: Path, bits: int) -> Fitted:
    labels = taxonomy_labels()
    held = targets(accounts, labels)
    quotes = [quote for account in accounts for quote in account.quotes]
    slices = slices_of(accounts)
    lengths = [len(account.spans) for account in accounts]
    folds = np.repeat(folds_of(accounts, FOLDS), lengths)
    lifelike = np.repeat([account.lifelike for account in accounts], lengths)
    excerpts = excerpts_of(accounts, slices)
    short = np.concatenate([np.arange(piece.start, piece.stop) for piece in excerpts])

    looks = np.zeros(held.shape, np.float32)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        light = fit_hashed([quotes[row] for row in inside], held[inside], bits)
        looks[outside] = light.log_odds([quotes[row] for row in outside])
    light = fit_hashed(quotes, held, bits)
    finish, unseen = fit_finish(looks, held, labels, slices, folds, lifelike)
    second = fit_second_look(looks[short], held[short], labels, end_to_end(excerpts), folds[short])

    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "light.npz": {**_light_arrays(light), **finish_arrays(finish, second)},
        "boundaries.npz": fit_boundaries(accounts),
    }
    for name, arrays in files.items():
        np.savez(folder / name, **arrays)
    card = card_of(
        accounts,
        labels,
        held,
        lifelike,
        {"light": (unseen, finish)},
        version=version_of(files, repr(labels)),
        seed=SEED,
        folds=FOLDS,
    )
    write_card(folder, card)
    return Fitted(card, looks, looks[short])


def _light_arrays(light: HashedLinear) -> Arrays:
    return {"weights": light.weights, "rarity": light.rarity, "bias": light.bias}


def main() -> int:
    """Trains on the whole corpus and says where the heads went.

    The readers of networks are finished as well where their runs are there (make tune); else they are left as they are.
    """
    accounts = load_accounts()
    earlier = load_card(HEADS / "card.json")
    fitted = train(accounts, HEADS)
    print(f"heads {fitted.card['version']} fitted on {fitted.card['data']['moments']} moments: {HEADS}")
    if not all(ships(name) for name in WHOLES):
        print("the networks' runs are not here (make tune): their readers are left as they are")
        kept = {kind: earlier["readers"][kind] for kind in earlier["blends"]}
        card = {**fitted.card, "readers": kept | fitted.card["readers"], "blends": earlier["blends"]}
        write_card(HEADS, card)
        return 0
    shipped = {}
    for name, whole in WHOLES.items():
        shipped[name], adapter = shipping(name)
        np.savez(whole.adapter, **adapter)
    finish_readers(HEADS, accounts, {name: try_network(name, accounts) for name in WHOLES}, shipped, fitted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
