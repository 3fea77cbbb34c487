"""The annotated labels as a matrix."""

import tomllib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.judge import Labels
from training.accounts import CORPUS, Annotated


def taxonomy_labels() -> Labels:
    """The labels of corpus/taxonomy.toml, in its order."""
    taxonomy = tomllib.loads((CORPUS / "taxonomy.toml").read_text("utf-8"))
    kinds = ("nature", "incident", "distortion", "phase")
    return Labels(*(tuple(taxonomy[kind]) for kind in kinds))


def targets(accounts: Sequence[Annotated], labels: Labels) -> NDArray[np.bool_]:
    """Whether each moment carries each label; shape (moments, labels.count)."""
    moments = [moment for account in accounts for moment in account.moments]
    held = np.zeros((len(moments), labels.count), np.bool_)
    natures, incidents = labels.columns("natures").start, labels.columns("incidents").start
    distortions, phases = labels.columns("distortions").start, labels.columns("phases").start
    for row, moment in enumerate(moments):
        held[row, natures + labels.natures.index(moment["nature"])] = True
        held[row, [incidents + labels.incidents.index(key) for key in moment["incidents"]]] = True
        held[row, [distortions + labels.distortions.index(key) for key in moment["distortions"]]] = True
        if moment["phase"] is not None:
            held[row, phases + labels.phases.index(moment["phase"])] = True
    return held
