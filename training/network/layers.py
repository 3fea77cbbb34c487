"""The layers of the two base models in torch, frozen, with a low-rank addition to every matrix.

Hu et al., "LoRA: low-rank adaptation of large language models" (ICLR 2022). The base is held in bfloat16.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from rebond.engine.text.network.base import Base
from rebond.engine.text.network.merge import LEARNED_SHARE
from rebond.engine.text.network.shape import Shape

RANK = 16
HALF = torch.bfloat16


class Matrix(nn.Module):
    """A frozen matrix W and what is learned beside it: W + LEARNED_SHARE · outward · inward."""

    def __init__(self, weights: dict, name: str) -> None:
        super().__init__()
        base = torch.from_numpy(weights[name])
        self.base = nn.Parameter(base.to(HALF), requires_grad=False)
        bias = weights.get(f"{name}_bias")
        self.bias = None if bias is None else nn.Parameter(torch.from_numpy(bias).to(HALF), requires_grad=False)
        outputs, inputs = base.shape
        self.inward = nn.Parameter((torch.rand(RANK, inputs) * 2 - 1) / math.sqrt(inputs))
        self.outward = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x: Tensor) -> Tensor:
        low = F.linear(F.linear(x, self.inward.to(HALF)), (self.outward * LEARNED_SHARE).to(HALF))
        return F.linear(x, self.base, self.bias) + low


class Norm(nn.Module):
    """Frozen: root mean square for Gemma, mean and variance where there is a bias."""

    def __init__(self, weights: dict, name: str, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.from_numpy(weights[name]), requires_grad=False)
        bias = weights.get(f"{name}_bias")
        self.bias = None if bias is None else nn.Parameter(torch.from_numpy(bias), requires_grad=False)
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        if self.bias is not None:
            return F.layer_norm(x.float(), x.shape[-1:], self.weight, self.bias, self.epsilon).to(x.dtype)
        return F.rms_norm(x.float(), x.shape[-1:], self.weight, self.epsilon).to(x.dtype)


def turned(x: Tensor, angles: Tensor) -> Tensor:
    """Rotary places (Su et al., 2021)."""
    first, second = x.chunk(2, -1)
    return x * angles.cos().to(x.dtype) + torch.cat([-second, first], -1) * angles.sin().to(x.dtype)


class GemmaLayer(nn.Module):
    """Attention to what was read before, with one key and value for all heads; then a gated forward network."""

    def __init__(self, weights: dict, number: int, shape: Shape, dropout: float) -> None:
        super().__init__()
        for name in ("q", "k", "v", "o", "gate", "up", "down"):
            setattr(self, name, Matrix(weights, name))
        for name in ("q_norm", "k_norm", "before_attention", "after_attention", "before_forward", "after_forward"):
            setattr(self, name, Norm(weights, name, shape.epsilon))
        self.heads, self.size = shape.heads, len(weights["q_norm"])
        base = shape.turn_base(number)
        self.frequency = base ** (-torch.arange(0, self.size, 2).float() / self.size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count, length, _ = x.shape
        h = self.before_attention(x)
        q = self.q_norm(self.q(h).view(count, length, self.heads, self.size)).transpose(1, 2)
        k = self.k_norm(self.k(h).view(count, length, 1, self.size)).transpose(1, 2)
        v = self.v(h).view(count, length, 1, self.size).transpose(1, 2)
        angles = torch.arange(length).float()[:, None] * self.frequency
        angles = torch.cat([angles, angles], -1)
        q, k = turned(q, angles), turned(k, angles).expand(-1, self.heads, -1, -1)
        seen = F.scaled_dot_product_attention(q, k, v.expand(-1, self.heads, -1, -1), attn_mask=mask)
        x = x + self.dropout(self.after_attention(self.o(seen.transpose(1, 2).reshape(count, length, -1))))
        h = self.before_forward(x)
        return x + self.dropout(self.after_forward(self.down(F.gelu(self.gate(h), approximate="tanh") * self.up(h))))


class E5Layer(nn.Module):
    """Attention in both directions, then a forward network; norms after each (post-LN BERT)."""

    def __init__(self, weights: dict, _number: int, shape: Shape, dropout: float) -> None:
        super().__init__()
        for name in ("q", "k", "v", "o", "up", "down"):
            setattr(self, name, Matrix(weights, name))
        for name in ("after_attention", "after_forward"):
            setattr(self, name, Norm(weights, name, shape.epsilon))
        self.heads = shape.heads
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count, length, width = x.shape
        q, k, v = (f(x).view(count, length, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.after_attention(x + self.dropout(self.o(seen.transpose(1, 2).reshape(count, length, width))))
        return self.after_forward(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Backbone(nn.Module):
    """From rows of pieces to states, one a piece, each of root mean square 1."""

    def __init__(self, base: Base, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        self.vectors = torch.from_numpy(base.vectors)
        self.places = None if base.places is None else torch.from_numpy(base.places)
        self.first = Norm(base.first, "norm", shape.epsilon) if base.first else None
        kind = GemmaLayer if shape.causal else E5Layer
        self.layers = nn.ModuleList(kind(each, number, shape, dropout) for number, each in enumerate(base.layers))

    def forward(self, rows: Tensor, present: Tensor) -> Tensor:
        x = self.vectors[rows] * self.shape.vector_scale
        if self.places is not None:
            x = x + self.places[: rows.shape[1]]
        if self.first is not None:
            x = self.first(x)
        x = x.to(HALF)
        length = rows.shape[1]
        mask = present[:, None, None, :].expand(-1, 1, length, -1)
        if self.shape.causal:
            mask = mask & torch.ones(length, length, dtype=torch.bool).tril()
        for layer in self.layers:
            x = layer(x, mask)
        return F.rms_norm(x.float(), x.shape[-1:], eps=1e-6)
