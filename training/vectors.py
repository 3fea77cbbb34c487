"""Encoder vectors, kept under .cache/ by content, so that a passage is encoded once in the life of a checkout."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.encoder import Encoder

CACHE = Path(__file__).parents[1] / ".cache" / "vectors"
# Written to disk each time so many new passages are known: an interrupted run loses half a minute at most.
PASSAGES_A_SAVE = 2048


class KnownVectors:
    """An encoder that remembers, on disk, what it has encoded."""

    def __init__(self, encoder: Encoder, folder: Path = CACHE) -> None:
        self.name, self.version, self.dim = encoder.name, encoder.version, encoder.dim
        self._encoder = encoder
        self._path = folder / f"{encoder.name}-{encoder.version}.npz"
        self._known: dict[bytes, NDArray[np.float32]] = {}
        if self._path.exists():
            with np.load(self._path, allow_pickle=False) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
            self._known = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def encode(self, passages: Sequence[str]) -> NDArray[np.float32]:
        """float32, shape (len(passages), dim); the same as the encoder's own."""
        keys = [hashlib.sha256(passage.encode("utf-8", "surrogatepass")).digest() for passage in passages]
        new = list(
            {key: passage for key, passage in zip(keys, passages, strict=True) if key not in self._known}.items()
        )
        for first in range(0, len(new), PASSAGES_A_SAVE):
            batch = new[first : first + PASSAGES_A_SAVE]
            vectors = self._encoder.encode([passage for _, passage in batch])
            self._known.update(zip((key for key, _ in batch), vectors, strict=True))
            self._save()
        if not keys:
            return np.zeros((0, self.dim), np.float32)
        return np.stack([self._known[key] for key in keys])

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = np.stack([np.frombuffer(key, np.uint8) for key in self._known])
        partial = self._path.with_suffix(".partial.npz")
        np.savez(partial, keys=keys, vectors=np.stack(list(self._known.values())))
        partial.replace(self._path)
