"""What was learned, added once to the base model's weights: a folder on this machine that the reader then opens.

The adapter in the repository is small because it holds two thin matrices for every matrix of the base (Hu et al.,
"LoRA", ICLR 2022); their product is added here, and the sum rounded to 8 bits.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.base import Base, Vocabulary, Weights
from rebond.engine.text.network.layout import BLOCK, matrices_of, stored_arrays
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.stored import Arrays

WEIGHTS, VECTORS, PLACES, PIECES, ABOUT = "weights.bin", "vectors.npy", "places.npy", "pieces.json", "about.json"
# What stands in the way is moved aside before it is taken away: another process may be reading it.
ASIDE = ".old"
# What is learned beside a matrix counts so much (strength 32 over rank 16, in the words of the paper).
LEARNED_SHARE = 2.0
# A weight of 8 bits, stored from 0 to 255, stands for itself less this.
_MIDDLE, _MOST = 128, 127
_CHUNK = 1 << 20

Progress = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""


class MergeBroken(RuntimeError):  # noqa: N818
    """A merged folder is not what was written: a file is missing or its checksum is another."""


def merge(
    base: Base, adapter: Arrays, shape: Shape, folder: Path, *, about: dict[str, Any], progress: Progress | None = None
) -> None:
    """Writes the merged network to `folder`, whole or not at all.

    Args:
        base: with the pieces that the adapter keeps and no other.
        about: what this network is made of; kept in ABOUT beside the checksums.
        progress: called after each layer.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        _write_weights(base, adapter, shape, partial / WEIGHTS, progress)
        np.save(partial / VECTORS, base.vectors.astype(np.float16))
        if base.places is not None:
            np.save(partial / PLACES, base.places.astype(np.float32))
        _write_pieces(base.vocabulary, partial / PIECES)
        for name, paper in base.terms.items():
            (partial / name).write_bytes(paper)
        sums = {path.name: checksum(path) for path in sorted(partial.iterdir())}
        (partial / ABOUT).write_text(json.dumps({**about, "files": sums}, indent=1), "utf-8")
        _put_in_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Whether a merged network lies there with all its files, as far as a look tells; `verify` reads them."""
    said = about(folder)
    names = {WEIGHTS, VECTORS, PIECES, *said["files"]} if said else set()
    return bool(names) and all((folder / name).is_file() and (folder / name).stat().st_size for name in names)


def _put_in_place(partial: Path, folder: Path) -> None:
    """Moves a finished network where it belongs; what another process has put there meanwhile is as good."""
    if is_whole(folder):
        return
    aside = partial.with_name(f"{partial.name}{ASIDE}")
    if folder.exists():
        folder.replace(aside)
    partial.replace(folder)
    shutil.rmtree(aside, ignore_errors=True)


def about(folder: Path) -> dict[str, Any] | None:
    """What a merged folder says it is made of; None where there is none."""
    try:
        said: dict[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("files"), dict) else None


def verify(folder: Path) -> None:
    """Reads every file of a merged folder again.

    Raises:
        MergeBroken: one is missing or changed.
    """
    said = about(folder)
    if said is None:
        raise MergeBroken(f"{folder} holds no merged network")
    for name, expected in said["files"].items():
        path = folder / name
        if not path.exists() or checksum(path) != expected:
            raise MergeBroken(f"{path} is not what was written")


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_weights(base: Base, adapter: Arrays, shape: Shape, path: Path, progress: Progress | None) -> None:
    places = {stored.name: stored for stored in stored_arrays(shape)}
    with path.open("wb") as stream:

        def write(name: str, array: NDArray[Any]) -> None:
            stored = places[name]
            if array.nbytes != stored.size:
                raise ValueError(f"{name} of the base has another size than the plan of the network")
            stream.seek(stored.offset)
            stream.write(np.ascontiguousarray(array).tobytes())

        for name, array in base.first.items():
            write(f"first.{name}", array)
        for layer, weights in enumerate(base.layers):
            for name in matrices_of(shape):
                whole = merged_matrix(weights[name], adapter, layer, name)
                rounded, scales = rounded_to_bytes(whole)
                write(f"{layer}.{name}", rounded)
                write(f"{layer}.{name}.scales", scales)
            for name in weights.keys() - matrices_of(shape).keys():
                write(f"{layer}.{name}", weights[name])
            if progress is not None:
                progress(layer + 1, shape.layers)
        stream.flush()
        os.fsync(stream.fileno())


def merged_matrix(weights: Weights, adapter: Arrays, layer: int, name: str) -> Weights:
    """A matrix of the base and what was learned beside it; the base alone where nothing was."""
    inward = adapter.get(f"{layer}.{name}.inward")
    if inward is None:
        return weights
    outward = adapter[f"{layer}.{name}.outward"]
    return np.asarray(weights + LEARNED_SHARE * (outward.astype(np.float32) @ inward.astype(np.float32)), np.float32)


def rounded_to_bytes(matrix: Weights) -> tuple[NDArray[np.uint8], Weights]:
    """The matrix in blocks of bytes, shape (outputs, inputs / BLOCK, BLOCK), and the scale of each block."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    scales = np.abs(blocks).max(axis=2, keepdims=True) / _MOST
    scales[scales == 0] = 1.0
    rounded = np.rint(blocks / scales).astype(np.int16) + _MIDDLE
    return rounded.astype(np.uint8), scales.reshape(-1).astype(np.float32)


def _write_pieces(kept: Vocabulary, path: Path) -> None:
    held = {
        "spellings": kept.spellings,
        "scores": [round(float(score), 5) for score in kept.scores],
        "marks": np.flatnonzero(~kept.usual).tolist(),
        "byte_rows": list(kept.byte_rows),
        "spelled": {str(point): text for point, text in kept.spelled.items()},
    }
    path.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
