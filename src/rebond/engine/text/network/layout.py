"""Where each array of a merged network lies in its file: what whoever writes it and its plan must share."""

from collections.abc import Iterator
from dataclasses import dataclass

from rebond.engine.text.network.shape import Shape

# Matrices are held in 8 bits, a scale for so many neighbours of one row (as in ggml's Q8_0).
BLOCK = 32
# Arrays begin on a page, so that the file can be mapped into memory.
PAGE = 4096

GEMMA_MATRICES = {
    "q": (1024, 640), "k": (256, 640), "v": (256, 640), "o": (640, 1024),
    "gate": (2048, 640), "up": (2048, 640), "down": (640, 2048),
}  # fmt: skip
GEMMA_NORMS = {
    "before_attention": 640, "q_norm": 256, "k_norm": 256,
    "after_attention": 640, "before_forward": 640, "after_forward": 640,
}  # fmt: skip
E5_MATRICES = {
    "q": (384, 384), "k": (384, 384), "v": (384, 384), "o": (384, 384), "up": (1536, 384), "down": (384, 1536),
}  # fmt: skip
E5_NORMS = {"after_attention": 384, "after_forward": 384}


@dataclass(frozen=True)
class Stored:
    """One array of the file: its name, kind ("uint8" or "float32"), shape, and first byte."""

    name: str
    kind: str
    shape: tuple[int, ...]
    offset: int

    @property
    def size(self) -> int:
        """In bytes."""
        count = 1 if self.kind == "uint8" else 4
        for side in self.shape:
            count *= side
        return count


def matrices_of(shape: Shape) -> dict[str, tuple[int, int]]:
    """Outputs and inputs of the matrices of one layer."""
    return GEMMA_MATRICES if shape.causal else E5_MATRICES


def norms_of(shape: Shape) -> dict[str, int]:
    """Widths of the norms of one layer."""
    return GEMMA_NORMS if shape.causal else E5_NORMS


def stored_arrays(shape: Shape) -> tuple[Stored, ...]:
    """Every array of the merged file, in order."""
    found: list[Stored] = []
    offset = 0
    for name, kind, sides in _arrays(shape):
        each = Stored(name, kind, sides, offset)
        found.append(each)
        offset = -(-(offset + each.size) // PAGE) * PAGE
    return tuple(found)


def _arrays(shape: Shape) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    if not shape.causal:
        yield "first.norm", "float32", (E5_NORMS["after_forward"],)
        yield "first.norm_bias", "float32", (E5_NORMS["after_forward"],)
    for layer in range(shape.layers):
        for name, (outputs, inputs) in matrices_of(shape).items():
            yield f"{layer}.{name}", "uint8", (outputs, inputs // BLOCK, BLOCK)
            yield f"{layer}.{name}.scales", "float32", (outputs * inputs // BLOCK,)
            if not shape.causal:
                yield f"{layer}.{name}_bias", "float32", (outputs,)
        for name, width in norms_of(shape).items():
            yield f"{layer}.{name}", "float32", (width,)
            if not shape.causal:
                yield f"{layer}.{name}_bias", "float32", (width,)
