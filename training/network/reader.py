"""The network with its two heads: what each moment says, and where each ends."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor, nn

from rebond.engine.moments.account_look import ACCOUNT, GAP_WORDS, LENGTH, NEIGHBOUR
from rebond.engine.moments.judge import Labels
from rebond.engine.text.network.base import Base
from rebond.engine.text.network.shape import Shape
from training.network.layers import Backbone

# How much each kind of label counts in the loss; ends of moments beside them.
KIND_WEIGHTS = {"natures": 1.0, "incidents": 1.5, "distortions": 1.5, "phases": 0.5}
GAP_WEIGHT = 0.5


@dataclass(frozen=True)
class Example:
    """One account as the network takes it.

    Attributes:
        rows: of the pieces.
        moments: first and last piece (exclusive) of each moment.
        words: last piece of each word.
        ends: whether a moment ends in the gap after each word but the last.
        held: the labels of each moment.
    """

    rows: list[int]
    moments: list[tuple[int, int]]
    words: list[int]
    ends: NDArray[np.bool_]
    held: NDArray[np.bool_]


class ReadingNetwork(nn.Module):
    """Backbone, label head, gap head."""

    def __init__(self, base: Base, shape: Shape, labels: Labels, dropout: float) -> None:
        super().__init__()
        self.backbone = Backbone(base, shape, dropout)
        width = base.vectors.shape[1]
        self.middle = nn.Parameter(torch.zeros(width), requires_grad=False)
        self.spread = nn.Parameter(torch.ones(width), requires_grad=False)
        self.judge = nn.Linear(seen_width(width), labels.count)
        self.gaps = nn.Linear(GAP_WORDS * width, 1)
        self.dropout = nn.Dropout(0.1)
        weights = torch.zeros(labels.count)
        for kind, weight in KIND_WEIGHTS.items():
            weights[labels.columns(kind)] = weight
        self.weights = weights

    def states(self, examples: list[Example]) -> list[Tensor]:
        longest = max(len(example.rows) for example in examples)
        rows = torch.zeros(len(examples), longest, dtype=torch.long)
        present = torch.zeros(len(examples), longest, dtype=torch.bool)
        for number, example in enumerate(examples):
            rows[number, : len(example.rows)] = torch.tensor(example.rows)
            present[number, : len(example.rows)] = True
        return list(self.backbone(rows, present))

    def moment_vectors(self, states: Tensor, example: Example) -> Tensor:
        return torch.stack([states[first:last].mean(0) for first, last in example.moments])

    def label_log_odds(self, vectors: Tensor) -> Tensor:
        return self.judge(self.dropout(seen((vectors - self.middle) / self.spread)))

    def gap_log_odds(self, states: Tensor, example: Example) -> Tensor:
        words = states[torch.tensor(example.words)]
        padded = torch.cat([words, words.new_zeros(GAP_WORDS - 1, words.shape[1])])
        around = torch.cat([padded[shift : shift + len(words) - 1] for shift in range(GAP_WORDS)], 1)
        return self.gaps(self.dropout(around))[:, 0]

    def loss(self, examples: list[Example]) -> Tensor:
        total, moments = torch.zeros(()), 0
        for states, example in zip(self.states(examples), examples, strict=True):
            said = self.label_log_odds(self.moment_vectors(states, example))
            held = torch.from_numpy(example.held).float()
            total = total + (F.binary_cross_entropy_with_logits(said, held, reduction="none") * self.weights).sum()
            if len(example.words) > 1:
                ends = torch.from_numpy(example.ends).float()
                gaps = self.gap_log_odds(states, example)
                total = total + GAP_WEIGHT * F.binary_cross_entropy_with_logits(gaps, ends, reduction="sum")
            moments += len(example.moments)
        return total / moments


def seen_width(width: int) -> int:
    """Width of what the label head sees of a moment, see `seen`."""
    return 4 * width + 5


def seen(vectors: Tensor) -> Tensor:
    """Of each moment: itself, the previous, the next, the account's average, and its place."""
    count = len(vectors)
    nothing = vectors.new_zeros(1, vectors.shape[1])
    previous, following = torch.cat([nothing, vectors[:-1]]), torch.cat([vectors[1:], nothing])
    whole = vectors.mean(0, keepdim=True).expand(count, -1)
    number = torch.arange(count)
    where = (number + 0.5) / count
    length = torch.full((count,), float(np.log1p(count)))
    places = torch.stack([where, where**2, (number == 0).float(), (number == count - 1).float(), length * LENGTH], 1)
    return torch.cat([vectors, previous * NEIGHBOUR, following * NEIGHBOUR, whole * ACCOUNT, places], 1)
