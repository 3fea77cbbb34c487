"""Where the arrays of a merged network lie: apart, on pages, all of them."""

from itertools import pairwise

import pytest

from rebond.engine.text.network.layout import BLOCK, PAGE, Stored, matrices_of, norms_of, stored_arrays
from rebond.engine.text.network.shape import E5, GEMMA, Shape

both = pytest.mark.parametrize("shape", [GEMMA, E5], ids=lambda shape: shape.name)


@both
def test_arrays_begin_on_pages_and_never_overlap(shape: Shape) -> None:
    arrays = stored_arrays(shape)

    assert arrays[0].offset == 0
    assert {stored.offset % PAGE for stored in arrays} == {0}
    assert all(one.offset + one.size <= next_.offset for one, next_ in pairwise(arrays))


@both
def test_arrays_waste_less_than_a_page_each(shape: Shape) -> None:
    assert all(next_.offset - one.offset - one.size < PAGE for one, next_ in pairwise(stored_arrays(shape)))


@both
def test_arrays_have_names_of_their_own(shape: Shape) -> None:
    names = [stored.name for stored in stored_arrays(shape)]

    assert len(set(names)) == len(names)


def test_layers_of_gemma_hold_matrices_their_scales_and_norms() -> None:
    names = {stored.name for stored in stored_arrays(GEMMA) if stored.name.startswith("11.")}

    matrices = [f"11.{name}{part}" for name in matrices_of(GEMMA) for part in ("", ".scales")]
    assert names == {*matrices, *(f"11.{name}" for name in norms_of(GEMMA))}


def test_layers_of_e5_hold_biases_too() -> None:
    names = {stored.name for stored in stored_arrays(E5) if stored.name.startswith("0.")}

    matrices = [f"0.{name}{part}" for name in matrices_of(E5) for part in ("", ".scales", "_bias")]
    assert names == {*matrices, *(f"0.{name}{part}" for name in norms_of(E5) for part in ("", "_bias"))}


@both
def test_matrices_are_bytes_in_blocks_with_a_scale_each(shape: Shape) -> None:
    stored = {array.name: array for array in stored_arrays(shape)}

    for name, (outputs, inputs) in matrices_of(shape).items():
        assert (stored[f"0.{name}"].kind, stored[f"0.{name}"].shape) == ("uint8", (outputs, inputs // BLOCK, BLOCK))
        assert stored[f"0.{name}.scales"].shape == (outputs * inputs // BLOCK,)


@pytest.mark.parametrize(("kind", "size"), [("uint8", 24), ("float32", 96)])
def test_size_is_in_bytes(kind: str, size: int) -> None:
    assert Stored("some", kind, (2, 3, 4), 0).size == size
