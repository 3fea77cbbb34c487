"""What tuning learned, as it ships: thin matrices in half precision, heads, the vocabulary kept."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.prepared import KINDS
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.network.vocabulary import kept_rows
from rebond.engine.text.stored import Arrays, load_arrays
from training.network.parts import FOLDER

HEADS = ("judge.weight", "judge.bias", "gaps.weight", "gaps.bias", "middle", "spread")
# The run that is calibrated, and the one that ships.
RUNS = ("tried", "all")
_BACKBONE = "backbone.layers."


def marks_of(shape: Shape, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Begin, end and unknown of a network among the rows that are kept (in order), as prepared.shape_of takes them."""
    return np.searchsorted(rows, [shape.begin, shape.end, shape.unknown])


def ships(name: str, runs: Sequence[str] = RUNS) -> bool:
    """Whether these runs of the network are here."""
    return all((FOLDER / f"{name}-{run}.npz").exists() for run in runs)


def shipping(name: str, run: str = RUNS[1]) -> tuple[Arrays, Arrays]:
    """The heads of a run, and its adapter."""
    learned = load_arrays(FOLDER / f"{name}-{run}.npz")
    marks = marks_of(KINDS[name].shape, kept_rows(learned["kept"]))
    thin = {
        key.removeprefix(_BACKBONE): value.astype(np.float16)
        for key, value in learned.items()
        if key.startswith(_BACKBONE)
    }
    heads = {key: learned[key].astype(np.float32 if "bias" in key else np.float16) for key in HEADS}
    return heads, {"kept": learned["kept"], "marks": marks, **thin}
