"""The application as a person starts it: a process of its own, its data folder, its end."""

import contextlib
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rebond.web.serving.refusal import CannotServeError
from rebond.web.serving.run import check_encoder
from tests.serving import Served, Visitor, environment, serving

REFUSED = 2
PAGE_BYTES = 4096  # SQLite's, since 3.12
TEXT = "Je me suis trompé de prénom d’entrée. Il a souri, moi pas."


def run(folder: Path, *options: str, language: str = "fr_FR.UTF-8") -> "subprocess.CompletedProcess[str]":
    """Start where it must not open, and wait for its end."""
    return subprocess.run(
        [sys.executable, "-m", "rebond", "serve", *options],
        env=environment(folder, {"LC_ALL": language}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def opened(served: Served) -> Visitor:
    visitor = Visitor(served)
    visitor.open()
    return visitor


def texts(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT text FROM debrief_account ORDER BY written_at")]


def test_it_prints_one_line_with_its_address(served: Served) -> None:
    assert served.line == (
        f"Rebond est prêt. Ouvrez cette adresse dans votre navigateur\u00a0: {served.address} (Ctrl-C pour fermer)\n"
    )


def test_it_speaks_english_where_the_terminal_does(data_folder: Path) -> None:
    with serving(data_folder, extra={"LC_ALL": "en_GB.UTF-8"}) as served:
        assert served.line == (
            f"Rebond is ready. Open this address in your browser: {served.address} (Ctrl-C to close)\n"
        )


def test_an_account_that_is_sent_is_kept(served: Served, data_folder: Path) -> None:
    answer = opened(served).post("/debrief/", {"text": TEXT})

    assert answer.status == 302
    assert texts(data_folder) == [TEXT]


def test_who_was_not_opened_with_the_token_gets_nothing(served: Served) -> None:
    assert Visitor(served).get("/debrief/").status == 403


def test_no_answer_names_the_server(served: Served) -> None:
    assert Visitor(served).get("/debrief/").getheader("Server") is None


def test_the_data_are_for_their_owner_alone(served: Served, data_folder: Path) -> None:
    opened(served).post("/debrief/", {"text": TEXT})

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [data_folder, *data_folder.rglob("*")]}

    assert modes == {
        "data": 0o700,
        "secret-key": 0o600,
        "opening.lock": 0o600,
        "rebond.sqlite3": 0o600,
        "rebond.sqlite3-wal": 0o600,
        "rebond.sqlite3-shm": 0o600,
    }


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_cleanly_and_folds_its_log(data_folder: Path, ending: signal.Signals) -> None:
    with serving(data_folder) as served:
        opened(served).post("/debrief/", {"text": TEXT})

        assert served.end(ending) == 0
        assert served.log == []

    assert sorted(path.name for path in data_folder.iterdir()) == ["opening.lock", "rebond.sqlite3", "secret-key"]
    assert texts(data_folder) == [TEXT]


def test_an_account_that_is_removed_leaves_nothing_on_the_disk(data_folder: Path) -> None:
    with serving(data_folder) as served:
        visitor = opened(served)
        kept = visitor.post("/debrief/", {"text": TEXT}).headers["Location"]
        assert visitor.post(f"{kept}removed/", {}).status == 302

    left = {path.name for path in data_folder.rglob("*") if TEXT[:20].encode() in path.read_bytes()}
    assert (texts(data_folder), left) == ([], set())


def test_a_second_launch_beside_the_first_shares_its_data(served: Served, data_folder: Path) -> None:
    with serving(data_folder) as second:
        opened(served).post("/debrief/", {"text": TEXT})
        opened(second).post("/debrief/", {"text": f"{TEXT} Bis."})

        assert second.port != served.port
        assert texts(data_folder) == [TEXT, f"{TEXT} Bis."]


def test_the_cookie_of_one_launch_opens_no_other(data_folder: Path) -> None:
    with serving(data_folder) as served:
        cookies = opened(served).cookies
    with serving(data_folder, "--port", str(served.port)) as again:
        assert again.address != served.address
        assert Visitor(again, cookies).get("/debrief/").status == 403


def test_it_finds_a_free_port_where_the_usual_one_is_taken(data_folder: Path) -> None:
    with serving(data_folder, "--port", "0") as served:
        assert served.port > 1023


def test_a_port_that_is_taken_is_said(data_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = run(data_folder, "--port", str(port))

    assert (ended.returncode, ended.stdout) == (REFUSED, "")
    assert ended.stderr.startswith(f"rebond: Le port {port} est déjà pris par un autre programme.")
    assert ended.stderr.count("\n") == 1


def test_a_reader_that_does_not_exist_is_said(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBOND_ENCODER", "gpt")

    ended = run(data_folder)

    assert (ended.returncode, ended.stdout) == (REFUSED, "")
    assert ended.stderr == (
        "rebond: REBOND_ENCODER vaut «\u00a0gpt\u00a0», qui n’est aucun lecteur. Mettez auto, gemma, e5 ou light,"
        " ou rien.\n"
    )


@pytest.mark.parametrize("reader", ["e5", "gemma"])
def test_a_reader_that_is_asked_for_and_cannot_answer_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: str
) -> None:
    monkeypatch.setenv("REBOND_ENCODER", reader)
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("rebond.engine.text.network.prepared.find_spec", lambda name: None)

    with pytest.raises(CannotServeError, match=f"asks for the reader {reader}, which cannot answer here"):
        check_encoder()


def test_a_network_that_can_be_merged_may_be_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REBOND_ENCODER", "gemma")
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))

    check_encoder()

    assert not (tmp_path / "cache").exists()


def test_a_reader_that_needs_no_network_prepares_none(data_folder: Path, tmp_path: Path) -> None:
    extra = {"REBOND_ENCODER": "light", "REBOND_CACHE": str(tmp_path / "cache")}

    with serving(data_folder, extra=extra):
        pass

    assert not (tmp_path / "cache").exists()


def test_a_folder_that_cannot_be_written_is_said(data_folder: Path) -> None:
    data_folder.write_text("a file stands here", encoding="utf-8")

    ended = run(data_folder, language="en_GB.UTF-8")

    assert (ended.returncode, ended.stdout) == (REFUSED, "")
    assert ended.stderr.startswith("rebond: Rebond cannot write in the folder of your data")
    assert str(data_folder) in ended.stderr


def scratched(database: bytes) -> bytes:
    """The same database, the free bytes of its last page counted wrong: it opens, and is not sound."""
    last = bytearray(database[-PAGE_BYTES:])
    last[1:5] = b"\xff\xff\xff\xff"
    return database[:-PAGE_BYTES] + bytes(last)


def torn(database: bytes) -> bytes:
    """Its second half gone, as by a disk that failed."""
    return database[: len(database) // 2] + bytes(len(database) // 2)


def replaced(database: bytes) -> bytes:
    """Something else in its place."""
    return b"x" * len(database)


@pytest.mark.parametrize("damage", [scratched, torn, replaced])
def test_a_damaged_database_is_said_and_left_as_it_is(data_folder: Path, damage: Callable[[bytes], bytes]) -> None:
    with serving(data_folder) as served:
        opened(served).post("/debrief/", {"text": TEXT * 2_000})
    path = data_folder / "rebond.sqlite3"
    broken = damage(path.read_bytes())
    path.write_bytes(broken)

    ended = run(data_folder)

    assert (ended.returncode, ended.stdout) == (REFUSED, "")
    assert ended.stderr.startswith("rebond: Le fichier de vos données est abîmé")
    assert ended.stderr.count("\n") == 1
    assert path.read_bytes() == broken


def test_data_of_a_later_version_are_said_and_left_as_they_are(data_folder: Path) -> None:
    with serving(data_folder):
        pass
    with contextlib.closing(sqlite3.connect(data_folder / "rebond.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('debrief', '9999_later', '2030-01-01')"
        )

    ended = run(data_folder)

    assert (ended.returncode, ended.stdout) == (REFUSED, "")
    assert ended.stderr.startswith("rebond: Vos données ont été écrites par une version plus récente de Rebond.")


def test_data_of_an_earlier_version_are_copied_before_they_change(data_folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "people", "--verbosity", "0"],
        env=environment(data_folder, {"DJANGO_SETTINGS_MODULE": "rebond.web.settings.local"}),
        timeout=60,
        check=True,
    )

    with serving(data_folder) as served:
        assert opened(served).get("/debrief/").status == 200

    (copy,) = (data_folder / "backups").iterdir()
    with contextlib.closing(sqlite3.connect(copy)) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "people_person" in tables
    assert "debrief_account" not in tables


def test_a_launch_that_changes_nothing_copies_nothing(data_folder: Path) -> None:
    for _ in range(2):
        with serving(data_folder):
            pass

    assert not (data_folder / "backups").exists()
