"""What was learned, added to the base: exact up to the rounding, whole or not at all, and any change noticed."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rebond.engine.text.network.layout import BLOCK, matrices_of, norms_of, stored_arrays
from rebond.engine.text.network.merge import (
    ABOUT,
    LEARNED_SHARE,
    PIECES,
    PLACES,
    VECTORS,
    WEIGHTS,
    MergeBroken,
    about,
    checksum,
    merge,
    merged_matrix,
    rounded_to_bytes,
    verify,
)
from rebond.engine.text.network.shape import Shape
from tests.engine.text.network.small import SMALL_E5, SMALL_GEMMA, base, everything_kept

GEMMA_BASE, E5_BASE = base(SMALL_GEMMA), base(SMALL_E5)
BASES = {"gemma": GEMMA_BASE, "e5": E5_BASE}
both = pytest.mark.parametrize("shape", [SMALL_GEMMA, SMALL_E5], ids=lambda shape: shape.name)
weights = arrays(
    np.float32,
    st.tuples(st.integers(1, 3), st.integers(1, 3).map(lambda blocks: blocks * BLOCK)),
    elements=st.floats(-1e6, 1e6, width=32, allow_subnormal=False),
)


def merged(shape: Shape, folder: Path, **options: object) -> Path:
    adapter = options.pop("adapter", None) or everything_kept(shape)
    merge(BASES[shape.name], adapter, shape, folder, about={"base": "drawn 1.0"}, **options)  # type: ignore[arg-type]
    return folder


def read_back(folder: Path, shape: Shape) -> dict[str, np.ndarray]:
    """The arrays of the weights file, by name."""
    path = folder / WEIGHTS
    return {
        stored.name: np.fromfile(path, stored.kind, int(np.prod(stored.shape)), offset=stored.offset).reshape(
            stored.shape
        )
        for stored in stored_arrays(shape)
    }


def unrounded(blocks: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """What bytes and scales stand for, as the plan of the network reads them."""
    shifted = blocks.astype(np.float32) - 128
    return (shifted * scales.reshape(*blocks.shape[:2], 1)).reshape(len(blocks), -1)


@contextmanager
def files_of_at_most(size_bytes: int) -> Iterator[None]:
    """As a full disk: whatever goes beyond cannot be written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# ------------------------------------------------------------------------------------------------------- Rounding


@given(matrix=weights)
def test_rounding_moves_no_weight_by_more_than_half_its_scale(matrix: np.ndarray) -> None:
    blocks, scales = rounded_to_bytes(matrix)

    scale_of_each = np.repeat(scales, BLOCK).reshape(matrix.shape)
    assert np.all(np.abs(matrix - unrounded(blocks, scales)) <= scale_of_each * 0.501)


@given(matrix=weights)
def test_rounding_gives_bytes_in_blocks_and_a_scale_for_each(matrix: np.ndarray) -> None:
    blocks, scales = rounded_to_bytes(matrix)

    assert (blocks.dtype, blocks.shape) == (np.uint8, (len(matrix), matrix.shape[1] // BLOCK, BLOCK))
    assert (scales.dtype, scales.shape) == (np.float32, (matrix.size // BLOCK,))
    assert np.all(scales > 0)


@given(matrix=weights)
def test_rounding_keeps_signs_apart(matrix: np.ndarray) -> None:
    blocks, scales = rounded_to_bytes(matrix)
    opposite, same_scales = rounded_to_bytes(-matrix)

    assert np.array_equal(scales, same_scales)
    assert np.array_equal(blocks.astype(int) + opposite.astype(int), np.full(blocks.shape, 256))


def test_a_block_of_zeros_stays_so() -> None:
    blocks, scales = rounded_to_bytes(np.zeros((1, BLOCK), np.float32))

    assert unrounded(blocks, scales).tolist() == [[0.0] * BLOCK]


# ----------------------------------------------------------------------------------------------- What was learned


def test_what_was_learned_is_added() -> None:
    matrix = np.ones((2, 3), np.float32)
    adapter = {"4.q.inward": np.array([[1, 0, 2]], np.float16), "4.q.outward": np.array([[3], [0.5]], np.float16)}

    assert merged_matrix(matrix, adapter, 4, "q").tolist() == [
        [1 + LEARNED_SHARE * 3, 1, 1 + LEARNED_SHARE * 6],
        [1 + LEARNED_SHARE * 0.5, 1, 1 + LEARNED_SHARE],
    ]


def test_a_matrix_beside_which_nothing_was_learned_is_the_base_s() -> None:
    matrix = np.ones((2, 3), np.float32)
    adapter = {"4.q.inward": np.ones((1, 3), np.float16), "4.q.outward": np.ones((2, 1), np.float16)}

    assert np.array_equal(merged_matrix(matrix, adapter, 5, "q"), matrix)
    assert np.array_equal(merged_matrix(matrix, adapter, 4, "k"), matrix)


def test_the_merged_file_holds_base_and_learning(tmp_path: Path) -> None:
    drawn = np.random.default_rng(7)
    learned = {
        "0.v.inward": drawn.normal(0, 0.1, (16, 640)).astype(np.float16),
        "0.v.outward": drawn.normal(0, 0.1, (256, 16)).astype(np.float16),
    }
    expected = dict(GEMMA_BASE.layers[0])
    expected["v"] = merged_matrix(expected["v"], learned, 0, "v")

    folder = merged(SMALL_GEMMA, tmp_path / "net", adapter=everything_kept(SMALL_GEMMA) | learned)

    stored = read_back(folder, SMALL_GEMMA)
    assert not np.allclose(expected["v"], GEMMA_BASE.layers[0]["v"], atol=0.1)
    for name in matrices_of(SMALL_GEMMA):
        scales = stored[f"0.{name}.scales"]
        found = unrounded(stored[f"0.{name}"], scales)
        assert np.abs(found - expected[name]).max() <= scales.max() * 0.501, name


@both
def test_norms_and_biases_are_kept_as_they_are(shape: Shape, tmp_path: Path) -> None:
    stored = read_back(merged(shape, tmp_path / "net"), shape)

    layer = BASES[shape.name].layers[0]
    exact = [name for name in layer if name in norms_of(shape) or name.endswith("_bias")]
    assert len(exact) == (6 if shape.causal else 10)
    for name in exact:
        assert np.array_equal(stored[f"0.{name}"], layer[name]), name
    for name, array in BASES[shape.name].first.items():
        assert np.array_equal(stored[f"first.{name}"], array), name


@both
def test_the_pieces_of_the_base_are_written_with_their_vectors(shape: Shape, tmp_path: Path) -> None:
    known = BASES[shape.name]

    folder = merged(shape, tmp_path / "net")

    held = json.loads((folder / PIECES).read_text("utf-8"))
    assert held["spellings"] == known.vocabulary.spellings
    assert np.array_equal(np.load(folder / VECTORS), known.vectors.astype(np.float16))


# ------------------------------------------------------------------------------------------------ Whole, or not at all


@pytest.mark.parametrize(("shape", "more"), [(SMALL_GEMMA, {"NOTICE.md"}), (SMALL_E5, {PLACES})], ids=["gemma", "e5"])
def test_a_folder_holds_the_network_and_the_terms_it_comes_with(shape: Shape, more: set[str], tmp_path: Path) -> None:
    folder = merged(shape, tmp_path / "net")

    assert {path.name for path in folder.iterdir()} == {WEIGHTS, VECTORS, PIECES, ABOUT, *more}
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_about_tells_what_it_is_made_of_and_every_checksum(tmp_path: Path) -> None:
    folder = merged(SMALL_GEMMA, tmp_path / "net")

    names = [path.name for path in folder.iterdir() if path.name != ABOUT]
    assert about(folder) == {"base": "drawn 1.0", "files": {name: checksum(folder / name) for name in names}}


def test_the_same_base_and_adapter_give_the_same_files(tmp_path: Path) -> None:
    first, second = merged(SMALL_E5, tmp_path / "one"), merged(SMALL_E5, tmp_path / "two")

    assert about(first) == about(second)


def test_progress_is_told_after_each_layer(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    merged(SMALL_GEMMA, tmp_path / "net", progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 1)]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too large"), files_of_at_most(1_000_000):
        merged(SMALL_GEMMA, tmp_path / "net")

    assert list(tmp_path.iterdir()) == []


def test_a_base_that_does_not_fit_the_plan_leaves_nothing_behind(tmp_path: Path) -> None:
    layer = GEMMA_BASE.layers[0] | {"q_norm": np.ones(255, np.float32)}

    with pytest.raises(ValueError, match=r"0\.q_norm of the base has another size"):
        merge(
            replace(GEMMA_BASE, layers=(layer,)), everything_kept(SMALL_GEMMA), SMALL_GEMMA, tmp_path / "net", about={}
        )

    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merged(SMALL_GEMMA, tmp_path / "net", progress=interrupted)

    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_network_that_was_there(tmp_path: Path) -> None:
    folder = merged(SMALL_GEMMA, tmp_path / "net")

    with pytest.raises(OSError, match="too large"), files_of_at_most(1_000_000):
        merged(SMALL_GEMMA, folder)

    verify(folder)


def test_a_folder_that_is_not_whole_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    folder.mkdir()
    (folder / WEIGHTS).write_bytes(b"half")

    merged(SMALL_GEMMA, folder)

    verify(folder)


def test_two_merges_at_once_both_end_well(tmp_path: Path) -> None:
    folder = tmp_path / "net"

    merged(SMALL_GEMMA, folder, progress=lambda done, of: merged(SMALL_GEMMA, folder))

    verify(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


# ----------------------------------------------------------------------------------------------- Any change is noticed


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return merged(SMALL_GEMMA, tmp_path_factory.mktemp("whole") / "net")


@settings(max_examples=20)
@given(place=st.floats(0, 1, exclude_max=True), name=st.sampled_from([WEIGHTS, VECTORS, PIECES, "NOTICE.md"]))
def test_one_changed_byte_is_noticed(whole: Path, place: float, name: str) -> None:
    path = whole / name
    at = int(place * path.stat().st_size)
    with path.open("r+b") as stream:
        stream.seek(at)
        (byte,) = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte ^ 1]))
    try:
        with pytest.raises(MergeBroken, match=f"{name} is not what was written"):
            verify(whole)
    finally:
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(bytes([byte]))
    verify(whole)


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    folder = merged(SMALL_GEMMA, tmp_path / "net")
    (folder / VECTORS).unlink()

    with pytest.raises(MergeBroken, match=r"vectors\.npy is not what was written"):
        verify(folder)


@pytest.mark.parametrize("said", [None, "", "{", "[]", "{}", '{"files": []}', "\udcff"])
def test_a_folder_that_does_not_say_what_it_holds_holds_no_network(tmp_path: Path, said: str | None) -> None:
    folder = tmp_path / "net"
    folder.mkdir()
    if said is not None:
        (folder / ABOUT).write_bytes(said.encode("utf-8", "surrogateescape"))

    assert about(folder) is None
    with pytest.raises(MergeBroken, match="holds no merged network"):
        verify(folder)
