"""What is fitted, as the files of the heads hold it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.judge import Finish
from rebond.engine.text.stored import Arrays


def finish_arrays(finish: Finish, short: Arrays) -> Arrays:
    """A Finish, and the second look at short accounts, under the names by which the judge finds them."""
    arrays = {f"finish_{field.name}": getattr(finish, field.name) for field in fields(Finish)}
    return arrays | {f"short_{name}": array for name, array in short.items()}


def version_of(files: Mapping[str, Arrays], beside: str) -> str:
    """Eight hexadecimal digits that change whenever an array does, or what is said `beside` them."""
    digest = hashlib.sha256(beside.encode())
    for name in sorted(files):
        for key in sorted(files[name]):
            array: NDArray[Any] = files[name][key]
            digest.update(f"{name} {key} {array.dtype} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:8]


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """The card beside the heads."""
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
