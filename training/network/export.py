"""What tuning learned, as it ships: thin matrices in half precision, heads, the vocabulary kept."""

from collections.abc import Sequence

import numpy as np

from rebond.engine.text.network.prepared import KINDS
from rebond.engine.text.network.vocabulary import kept_rows
from rebond.engine.text.stored import Arrays, load_arrays
from training.network.parts import FOLDER

HEADS = ("judge.weight", "judge.bias", "gaps.weight", "gaps.bias", "middle", "spread")
# The run that is calibrated, and the one that ships.
RUNS = ("tried", "all")
_BACKBONE = "backbone.layers."


def ships(name: str, runs: Sequence[str] = RUNS) -> bool:
    """Whether these runs of the network are here."""
    return all((FOLDER / f"{name}-{run}.npz").exists() for run in runs)


def shipping(name: str, run: str = RUNS[1]) -> tuple[Arrays, Arrays]:
    """The heads of a run, and its adapter."""
    learned = load_arrays(FOLDER / f"{name}-{run}.npz")
    shape = KINDS[name].shape
    rows = kept_rows(learned["kept"])
    place = {int(row): new for new, row in enumerate(rows)}
    marks = np.array([place[shape.begin], place[shape.end], place[shape.unknown]])
    thin = {
        key.removeprefix(_BACKBONE): value.astype(np.float16)
        for key, value in learned.items()
        if key.startswith(_BACKBONE)
    }
    heads = {key: learned[key].astype(np.float32 if "bias" in key else np.float16) for key in HEADS}
    return heads, {"kept": learned["kept"], "marks": marks, **thin}
