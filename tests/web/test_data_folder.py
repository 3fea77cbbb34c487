import stat
from pathlib import Path

import platformdirs
import pytest

from rebond.web import data_folder as folder_of_data


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_the_one_that_is_named(data_folder: Path) -> None:
    assert folder_of_data.folder() == data_folder


def test_the_folder_is_else_the_systems_place_for_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REBOND_DATA")

    assert folder_of_data.folder() == platformdirs.user_data_path("rebond", appauthor=False)


def test_a_home_may_be_named_by_its_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("REBOND_DATA", "~/entretiens")

    assert folder_of_data.folder() == tmp_path / "entretiens"


def test_the_cache_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("REBOND_CACHE", "~/cache")

    assert folder_of_data.cache() == tmp_path / "cache"


def test_the_cache_is_else_the_systems_place_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REBOND_CACHE", raising=False)

    assert folder_of_data.cache() == platformdirs.user_cache_path("rebond", appauthor=False)


def test_prepare_makes_a_folder_for_its_owner_alone(data_folder: Path) -> None:
    assert folder_of_data.prepare() == data_folder
    assert mode(data_folder) == 0o700
    assert list(data_folder.iterdir()) == []


def test_prepare_closes_what_was_left_open(data_folder: Path) -> None:
    inner = data_folder / "backups"
    inner.mkdir(parents=True)
    (inner / "old.sqlite3").touch(mode=0o644)
    data_folder.chmod(0o755)

    folder_of_data.prepare()

    assert [mode(path) for path in (data_folder, inner, inner / "old.sqlite3")] == [0o700, 0o700, 0o600]


def test_prepare_leaves_what_a_link_points_to(data_folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.touch()
    outside.chmod(0o644)
    data_folder.mkdir()
    (data_folder / "link").symlink_to(outside)

    folder_of_data.prepare()

    assert mode(outside) == 0o644


def test_after_prepare_new_files_are_for_their_owner_alone(data_folder: Path) -> None:
    folder_of_data.prepare()
    (data_folder / "new").write_text("x", encoding="utf-8")

    assert mode(data_folder / "new") == 0o600


def test_prepare_says_where_it_cannot_write(data_folder: Path) -> None:
    data_folder.write_text("a file stands here", encoding="utf-8")

    with pytest.raises(OSError, match="exists"):
        folder_of_data.prepare()


def test_the_key_is_drawn_once_and_kept_from_others(data_folder: Path) -> None:
    first = folder_of_data.secret_key()

    assert folder_of_data.secret_key() == first
    assert len(first) == 64
    assert mode(data_folder / "secret-key") == 0o600
    assert [path.name for path in data_folder.iterdir()] == ["secret-key"]


def test_an_empty_key_is_drawn_again(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "secret-key").touch()

    assert len(folder_of_data.secret_key()) == 64


def test_two_folders_have_two_keys(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = folder_of_data.secret_key()
    monkeypatch.setenv("REBOND_DATA", str(tmp_path / "other"))

    assert folder_of_data.secret_key() != first


def test_a_key_that_is_given_is_used_and_not_written(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBOND_SECRET_KEY", "given")

    assert folder_of_data.secret_key() == "given"
    assert not data_folder.exists()
