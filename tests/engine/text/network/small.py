"""Networks and vocabularies small enough to write down: the real shapes, one layer, numbers drawn once."""

from dataclasses import replace

import numpy as np

from rebond.engine.text.network.base import Base, Vocabulary
from rebond.engine.text.network.layout import matrices_of, norms_of
from rebond.engine.text.network.pieces import SPACE, LikeliestPieces, MergedPieces
from rebond.engine.text.network.shape import E5, GEMMA, Shape

UNKNOWN = 3
MARKS = ["<pad>", "</s>", "<s>", "<unk>"]
BYTES = [f"<0x{value:02X}>" for value in range(256)]
# Of byte-pair pieces: the better score is merged first.
MERGED = {
    SPACE: 0.0, "a": 0.0, "b": 0.0, "c": 0.0, "é": 0.0, "\n": 0.0,
    "ab": -1.0, "bc": -2.0, "abc": -3.0, "aa": -4.0, f"{SPACE}a": -5.0, "\n\n": -6.0, SPACE * 2: -7.0,
}  # fmt: skip
# Of unigram pieces: log-likelihoods.
LIKELIEST = {SPACE: -2.0, "a": -3.0, "b": -3.0, "c": -3.0, "ab": -4.0, f"{SPACE}ab": -5.0, "bc": -3.5, ",": -3.0}
SPELLED = {ord("\n"): " ", 0xA0: " ", ord("\x01"): "", ord("ﬁ"): "ab", ord("…"): ",,,"}

MERGED_ROWS = {spelling: row for row, spelling in enumerate(MERGED, len(MARKS) + len(BYTES))}
LIKELIEST_ROWS = {spelling: row for row, spelling in enumerate(LIKELIEST, len(MARKS))}
FIRST_BYTE = len(MARKS)


def merged_pieces() -> MergedPieces:
    return MergedPieces(MERGED, MERGED_ROWS, range(FIRST_BYTE, FIRST_BYTE + 256))


def likeliest_pieces() -> LikeliestPieces:
    return LikeliestPieces(LIKELIEST, LIKELIEST_ROWS, UNKNOWN, SPELLED)


def vocabulary(shape: Shape) -> Vocabulary:
    """Of both kinds, the marks first."""
    if not shape.causal:
        spellings = [*MARKS, *LIKELIEST]
        scores, byte_rows = [0.0] * len(MARKS) + list(LIKELIEST.values()), ()
    else:
        spellings = [*MARKS, *BYTES, *MERGED]
        scores = [0.0] * (len(MARKS) + 256) + list(MERGED.values())
        byte_rows = tuple(range(FIRST_BYTE, FIRST_BYTE + 256))
    usual = np.array([not spelling.startswith("<") for spelling in spellings])
    spelled = {} if shape.causal else SPELLED
    return Vocabulary(spellings, np.array(scores, np.float32), usual, byte_rows, spelled)


def one_layer(shape: Shape) -> Shape:
    return replace(shape, layers=1)


SMALL_GEMMA, SMALL_E5 = one_layer(GEMMA), one_layer(E5)


def base(shape: Shape) -> Base:
    """A base of that shape with drawn weights."""
    drawn = np.random.default_rng(4)

    def some(*sides: int) -> np.ndarray:
        return drawn.normal(0, 0.05, sides).astype(np.float32)

    known = vocabulary(shape)
    width = 640 if shape.causal else 384
    layers = []
    for _ in range(shape.layers):
        layer = {name: some(*sides) for name, sides in matrices_of(shape).items()}
        layer |= {name: some(side) for name, side in norms_of(shape).items()}
        if not shape.causal:
            layer |= {f"{name}_bias": some(len(array)) for name, array in layer.items()}
        layers.append(layer)
    return Base(
        source="drawn 1.0",
        vectors=some(len(known.spellings), width),
        places=None if shape.causal else some(512, width),
        layers=tuple(layers),
        first={} if shape.causal else {"norm": some(width), "norm_bias": some(width)},
        vocabulary=known,
        terms={"NOTICE.md": b"the terms"} if shape.causal else {},
    )


def everything_kept(shape: Shape) -> dict[str, np.ndarray]:
    """An adapter that keeps every piece and has learned nothing."""
    count = len(vocabulary(shape).spellings)
    return {"kept": np.packbits(np.ones(count, np.uint8)), "marks": np.array([2, 1, UNKNOWN])}
