"""The network that reads whole accounts, opened on this machine; or why it cannot be."""

import contextlib
import os
from pathlib import Path

from rebond.engine.text.network.base import BaseMissing
from rebond.engine.text.network.merge import MergeBroken, Progress, is_whole
from rebond.engine.text.network.prepared import can_be_merged, folder_of, prepare, shape_of
from rebond.engine.text.network.states import Network
from rebond.engine.text.stored import load_arrays

NAME = "gemma"
_HEADS = Path(__file__).parent / "heads"
ADAPTER, PLAN = _HEADS / "gemma-adapter.npz", _HEADS / "gemma.onnx"
# On a machine with less memory the network is left alone: merging takes 1.5 GB for some seconds (measured).
LEAST_MEMORY_BYTES = 3 * 1024**3


class NetworkMissing(RuntimeError):  # noqa: N818
    """The network cannot answer here.

    Attributes:
        why: "no_cache", "not_installed", "little_memory", "no_runtime", "broken" or "cannot_write".
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


def open_network(cache: Path | None, progress: Progress | None = None) -> Network:
    """The network, merged first where it is not yet.

    Raises:
        NetworkMissing: with the reason.
    """
    why = why_missing(cache)
    if cache is None or why is not None:
        raise _missing(why or "no_cache")
    adapter = load_arrays(ADAPTER)
    try:
        folder = prepare(NAME, ADAPTER, adapter, cache, progress=progress)
        return Network(folder, PLAN, shape_of(NAME, adapter))
    except BaseMissing as missing:
        raise _missing("not_installed") from missing
    except MergeBroken as broken:
        raise NetworkMissing("broken", f"The network in {cache} is damaged: {broken}") from broken
    except OSError as error:
        raise NetworkMissing("cannot_write", f"The network cannot be kept in {cache}: {error}") from error


def make_ready(cache: Path, progress: Progress | None = None) -> None:
    """Merges the network where it can be and is not yet; nothing where it cannot, which whoever opens it is told."""
    if not is_whole(folder_of(NAME, ADAPTER, cache)) and why_missing(cache) is None:
        with contextlib.suppress(BaseMissing, MergeBroken, OSError):
            prepare(NAME, ADAPTER, load_arrays(ADAPTER), cache, progress=progress)


def why_missing(cache: Path | None) -> str | None:
    """Why the network cannot answer here, without opening it; None where it can."""
    if cache is None:
        return "no_cache"
    if not _has_runtime():
        return "no_runtime"
    if is_whole(folder_of(NAME, ADAPTER, cache)):
        return None
    if not can_be_merged(NAME):
        return "not_installed"
    memory = _memory_bytes()
    return "little_memory" if memory is not None and memory < LEAST_MEMORY_BYTES else None


def _has_runtime() -> bool:
    try:
        import onnxruntime  # noqa: F401, PLC0415  # optional dependency, slow import
    except (ImportError, OSError):
        return False
    return True


def _memory_bytes() -> int | None:
    """Of the whole machine; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _missing(why: str) -> NetworkMissing:
    messages = {
        "no_cache": "There is no place to keep the network.",
        "no_runtime": "onnxruntime is not installed here: pip install onnxruntime",
        "not_installed": "The network's base is not installed here: pip install rebond[gemma]",
        "little_memory": "This machine has too little memory to make the network ready.",
    }
    return NetworkMissing(why, messages[why])
