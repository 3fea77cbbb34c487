"""The weights of a packaged language model, as published, before anything of ours is added."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
_INFO = ".dist-info"


def version_beside(module: Path, name: str) -> str:
    """The version of the package `name` whose module lies in the folder `module`; "unknown" where it is not told.

    importlib.metadata says it too, but imports what opens connections, which the engine does without.
    """
    found = sorted(module.parent.glob(f"{name}-*{_INFO}"))
    return found[-1].name.removeprefix(f"{name}-").removesuffix(_INFO) if found else "unknown"


class BaseMissing(RuntimeError):  # noqa: N818
    """The package that carries these weights is not installed here."""


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that a model knows.

    Attributes:
        spellings: of each piece, spaces as in rebond.engine.text.network.pieces.SPACE.
        scores: of each piece.
        usual: whether a piece may be made of letters; the others are marks of the model's own.
        byte_rows: rows of the 256 single bytes; empty where there are none.
        spelled: how characters are written before they are cut, by code point.
    """

    spellings: list[str]
    scores: Weights
    usual: NDArray[np.bool_]
    byte_rows: tuple[int, ...]
    spelled: dict[int, str]


@dataclass(frozen=True)
class Base:
    """Weights of a packaged model.

    Attributes:
        source: package and version.
        vectors: of each piece, shape (pieces, width).
        places: of each place in the text, shape (places, width); none where the layers turn by place themselves.
        layers: of each layer, its arrays by name; matrices have shape (outputs, inputs).
        first: arrays applied before the first layer, by name.
        vocabulary: its pieces.
        terms: the licence and notice that come with the weights and go where they go, by file name.
    """

    source: str
    vectors: Weights
    places: Weights | None
    layers: tuple[dict[str, Weights], ...]
    first: dict[str, Weights]
    vocabulary: Vocabulary
    terms: dict[str, bytes]
