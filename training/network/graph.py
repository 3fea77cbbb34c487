"""The plan of a network for onnxruntime, its weights outside: python -m training.network.graph gemma FILE"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from rebond.engine.text.network.layout import BLOCK, matrices_of, stored_arrays
from rebond.engine.text.network.merge import WEIGHTS
from rebond.engine.text.network.shape import E5, GEMMA, Shape

CONTRIBUTED = "com.microsoft"
_KINDS = {"uint8": TensorProto.UINT8, "float32": TensorProto.FLOAT}
# Integer arithmetic inside a matrix product: what a laptop's processor is quick at.
_ACCURACY = 4


class Plan:
    """A graph under construction."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.nodes: list[onnx.NodeProto] = []
        self.constants = [_outside(stored) for stored in stored_arrays(shape)]
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        if all(constant.name != name for constant in self.constants):
            self.constants.append(numpy_helper.from_array(value, name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        self._count += 1
        output = f"{kind.lower()}_{self._count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def product(self, x: str, layer: int, name: str) -> str:
        outputs, inputs = matrices_of(self.shape)[name]
        key = f"{layer}.{name}"
        whole = self.add(
            "MatMulNBits", x, key, f"{key}.scales", domain=CONTRIBUTED,
            K=inputs, N=outputs, bits=8, block_size=BLOCK, accuracy_level=_ACCURACY,
        )  # fmt: skip
        return whole if self.shape.causal else self.add("Add", whole, f"{key}_bias")

    def norm(self, x: str, weight: str) -> str:
        if self.shape.causal:
            return self.add("SimplifiedLayerNormalization", x, weight, axis=-1, epsilon=self.shape.epsilon)
        return self.add("LayerNormalization", x, weight, f"{weight}_bias", axis=-1, epsilon=self.shape.epsilon)

    def reshaped(self, x: str, *sides: int) -> str:
        name = "sides_" + "_".join(map(str, sides))
        return self.add("Reshape", x, self.constant(name, np.array(sides, np.int64)))

    def attention(self, q: str, k: str, v: str, size: int) -> str:
        scale = self.constant(f"scale_{size}", np.array(size**-0.5, np.float32))
        scores = self.add("MatMul", self.add("Mul", q, scale), self.add("Transpose", k, perm=[0, 1, 3, 2]))
        if self.shape.causal:
            scores = self.add("Add", scores, "mask")
        seen = self.add("MatMul", self.add("Softmax", scores, axis=-1), v)
        return self.reshaped(self.add("Transpose", seen, perm=[0, 2, 1, 3]), 1, -1, self.shape.heads * size)

    def turned(self, x: str, kind: str) -> str:
        half = self.constant("halves", np.array([128, 128], np.int64))
        self._count += 1
        first, second = f"first_{self._count}", f"second_{self._count}"
        self.nodes.append(helper.make_node("Split", [x, half], [first, second], axis=-1))
        other = self.add("Concat", self.add("Neg", second), first, axis=-1)
        return self.add("Add", self.add("Mul", x, f"cos_{kind}"), self.add("Mul", other, f"sin_{kind}"))

    def gemma_layer(self, x: str, layer: int) -> str:
        size, heads = 256, self.shape.heads
        kind = "far" if self.shape.turn_base(layer) > 1e5 else "near"
        h = self.norm(x, f"{layer}.before_attention")
        q = self.reshaped(self.product(h, layer, "q"), 1, -1, heads, size)
        k = self.reshaped(self.product(h, layer, "k"), 1, -1, 1, size)
        v = self.reshaped(self.product(h, layer, "v"), 1, 1, -1, size)
        q, k = self.norm(q, f"{layer}.q_norm"), self.norm(k, f"{layer}.k_norm")
        q, k = (self.turned(self.add("Transpose", each, perm=[0, 2, 1, 3]), kind) for each in (q, k))
        out = self.product(self.attention(q, k, v, size), layer, "o")
        x = self.add("Add", x, self.norm(out, f"{layer}.after_attention"))
        h = self.norm(x, f"{layer}.before_forward")
        gate = self.add("Gelu", self.product(h, layer, "gate"), approximate="tanh")
        forward = self.product(self.add("Mul", gate, self.product(h, layer, "up")), layer, "down")
        return self.add("Add", x, self.norm(forward, f"{layer}.after_forward"))

    def e5_layer(self, x: str, layer: int) -> str:
        size = 384 // self.shape.heads
        q, k, v = (
            self.add(
                "Transpose",
                self.reshaped(self.product(x, layer, name), 1, -1, self.shape.heads, size),
                perm=[0, 2, 1, 3],
            )
            for name in ("q", "k", "v")
        )
        out = self.product(self.attention(q, k, v, size), layer, "o")
        x = self.norm(self.add("Add", x, out), f"{layer}.after_attention")
        forward = self.product(self.add("Gelu", self.product(x, layer, "up")), layer, "down")
        return self.norm(self.add("Add", x, forward), f"{layer}.after_forward")


def _outside(stored: object) -> onnx.TensorProto:
    tensor = TensorProto(name=stored.name, data_type=_KINDS[stored.kind], dims=stored.shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", WEIGHTS), ("offset", stored.offset), ("length", stored.size)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def plan_of(shape: Shape) -> onnx.ModelProto:
    """From vectors (1, pieces, width) to states of the same shape."""
    plan = Plan(shape)
    width = 640 if shape.causal else 384
    x = "vectors"
    if not shape.causal:
        x = plan.norm(x, "first.norm")
    for layer in range(shape.layers):
        x = plan.gemma_layer(x, layer) if shape.causal else plan.e5_layer(x, layer)
    ones = plan.constant("ones", np.ones(width, np.float32))
    plan.nodes.append(helper.make_node("SimplifiedLayerNormalization", [x, ones], ["states"], axis=-1, epsilon=1e-6))
    floats = TensorProto.FLOAT
    inputs = [helper.make_tensor_value_info("vectors", floats, [1, "pieces", width])]
    if shape.causal:
        inputs += [
            helper.make_tensor_value_info(f"{wave}_{kind}", floats, ["pieces", 256])
            for kind in ("near", "far")
            for wave in ("cos", "sin")
        ]
        inputs.append(helper.make_tensor_value_info("mask", floats, ["pieces", "pieces"]))
    outputs = [helper.make_tensor_value_info("states", floats, [1, "pieces", width])]
    graph = helper.make_graph(plan.nodes, shape.name, inputs, outputs, plan.constants)
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIBUTED, 1)],
        producer_name="rebond",
        ir_version=10,
    )


def main() -> int:
    """Writes the plan."""
    name, path = sys.argv[1:]
    Path(path).write_bytes(plan_of({"gemma": GEMMA, "e5": E5}[name]).SerializeToString(deterministic=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
