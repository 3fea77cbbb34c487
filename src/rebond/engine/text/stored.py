"""Heads on disk: arrays without pickle, and a card in JSON that says what they are."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def load_arrays(path: Path) -> Arrays:
    """The arrays of one .npz file by name; never runs code from it."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def load_card(path: Path) -> dict[str, Any]:
    """The card beside the arrays."""
    card: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return card
