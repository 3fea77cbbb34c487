"""A merged network at work: from a text to one state for each of its pieces."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.base import Vocabulary
from rebond.engine.text.network.merge import PIECES, PLACES, VECTORS, MergeBroken
from rebond.engine.text.network.pieces import Cut, Pieces
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.network.vocabulary import pieces_of

# A longer text is read in windows; each sees so many pieces of the one before it (our judgement: two or three moments).
OVERLAP = 96
_HIDDEN = np.float32(-1e9)


@dataclass(frozen=True)
class States:
    """What the network holds of a text.

    Attributes:
        values: float32, shape (pieces, width), each of root mean square 1.
        places: start and end in the text of each piece, shape (pieces, 2).
    """

    values: NDArray[np.float32]
    places: NDArray[np.int64]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """First and last piece (exclusive) of a stretch of text; at least one."""
        return covering(self.places, start, end)


def covering(places: NDArray[np.int64], start: int, end: int) -> tuple[int, int]:
    """First and last piece (exclusive) of a stretch of text, of those at `places`, shape (pieces, 2); at least one."""
    first = int(np.searchsorted(places[:, 1], start, side="right"))
    last = int(np.searchsorted(places[:, 0], end, side="left"))
    first = min(first, len(places) - 1)
    return first, max(last, first + 1)


class Network:
    """Opened once; reads any number of texts."""

    def __init__(self, folder: Path, graph: Path, shape: Shape, *, threads: int = 0) -> None:
        """`graph`: the network's plan, whose weights lie in `folder`; `threads` 0 leaves their number to the machine.

        Raises:
            MergeBroken: the files in `folder` are not those of a merged network, or are damaged.
        """
        self.shape = shape
        try:
            self._pieces = _read_pieces(folder / PIECES, shape)
            self._vectors = np.load(folder / VECTORS, mmap_mode="r")
            self._placed = np.load(folder / PLACES) if (folder / PLACES).exists() else None
            self._session = _session(folder, graph, threads)
        except (OSError, ValueError, KeyError) as broken:
            raise MergeBroken(f"{folder} cannot be opened: {broken}") from broken
        self._before = self._pieces.cut(shape.prefix).rows if shape.prefix else []

    def read(self, text: str) -> States:
        """The state of each piece of `text`; a text without pieces has one empty place."""
        cut = self._pieces.cut(text)
        if not cut.rows:
            cut = Cut([self.shape.unknown], [(0, len(text))])
        room = self.shape.most_pieces - 2 - len(self._before)
        parts = []
        first = 0
        while True:
            seen_from = max(0, first - OVERLAP) if first else 0
            last = min(len(cut.rows), seen_from + room)
            states = self._window(cut.rows[seen_from:last])
            parts.append(states[first - seen_from :])
            if last == len(cut.rows):
                break
            first = last
        return States(np.concatenate(parts), np.array(cut.places, np.int64).reshape(-1, 2))

    def _window(self, rows: list[int]) -> NDArray[np.float32]:
        whole = [self.shape.begin, *self._before, *rows, self.shape.end]
        vectors = self._vectors[whole].astype(np.float32) * np.float32(self.shape.vector_scale)
        if self._placed is not None:
            vectors += self._placed[: len(whole)]
        feeds: dict[str, Any] = {"vectors": vectors[None]}
        if self.shape.causal:
            feeds |= _turns(len(whole))
            feeds["mask"] = np.triu(np.full((len(whole), len(whole)), _HIDDEN), 1)
        (states,) = self._session.run(None, feeds)
        return np.asarray(states[0, 1 + len(self._before) : -1], np.float32)


def _session(folder: Path, graph: Path, threads: int) -> Any:
    """The plan with its weights. Raises MergeBroken where onnxruntime refuses them."""
    import onnxruntime  # slow import  # noqa: PLC0415
    from onnxruntime.capi import onnxruntime_pybind11_state as refusals  # slow import  # noqa: PLC0415

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoSuchFile", "RuntimeException")
    try:
        return onnxruntime.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])
    except tuple(getattr(refusals, name) for name in names) as refused:
        raise MergeBroken(f"{folder} cannot be opened: {refused}") from refused


def _turns(length: int) -> dict[str, NDArray[np.float32]]:
    """Cosine and sine of the rotary places of the layers that look near and of those that look far."""
    turns = {}
    half = 128
    for name, base in (("near", 1e4), ("far", 1e6)):
        frequency = base ** (-np.arange(half, dtype=np.float64) / half)
        angles = np.arange(length)[:, None] * frequency
        angles = np.concatenate([angles, angles], axis=1)
        turns[f"cos_{name}"] = np.cos(angles).astype(np.float32)
        turns[f"sin_{name}"] = np.sin(angles).astype(np.float32)
    return turns


def _read_pieces(path: Path, shape: Shape) -> Pieces:
    held = json.loads(path.read_text("utf-8"))
    usual = np.ones(len(held["spellings"]), np.bool_)
    usual[held["marks"]] = False
    kept = Vocabulary(
        spellings=held["spellings"],
        scores=np.array(held["scores"], np.float32),
        usual=usual,
        byte_rows=tuple(held["byte_rows"]),
        spelled={int(point): text for point, text in held["spelled"].items()},
    )
    return pieces_of(kept, shape.unknown)
