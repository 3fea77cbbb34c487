import contextlib
import sqlite3
from types import SimpleNamespace

import pytest

from rebond.cli.fetching import LOCK_NAME, FetchFailed, already_here, fetch
from rebond.engine.speech import models
from tests.cli.model_server import FILES, SHORT, model_server, offered

SIZE = sum(map(len, FILES.values()))


@pytest.fixture
def folder(tmp_path):
    """The folder of models, not made yet."""
    return tmp_path / "models"


def fetch_quietly(model, folder, **options):
    return fetch(model, folder, note_bytes=lambda _count: None, **options)


def reason_of(model, folder, **options):
    with pytest.raises(FetchFailed) as failed:
        fetch_quietly(model, folder, **options)
    return failed.value.reason


def files_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def partial_of(model, folder):
    place = model.folder(folder)
    return place.with_name(f"{place.name}.part")


def leave_behind(model, folder, remains):
    """What an earlier attempt has left of the weights, every other file whole."""
    partial = partial_of(model, folder)
    partial.mkdir(parents=True)
    for name, data in FILES.items():
        (partial / name).write_bytes(data)
    (partial / "model.bin").unlink()
    (partial / "model.bin.part").write_bytes(remains)


def test_model_comes_whole_into_its_place_and_nothing_else_stays(folder):
    with model_server() as server:
        place = fetch_quietly(offered(server.address), folder)

    assert place == offered(server.address).folder(folder)
    assert files_in(place) == FILES
    assert sorted(path.name for path in folder.iterdir()) == sorted([LOCK_NAME, place.name])


def test_progress_adds_up_to_the_size_of_the_model(folder):
    counts = []

    with model_server() as server:
        fetch(offered(server.address), folder, note_bytes=counts.append)

    assert sum(counts) == SIZE
    assert len(counts) > len(FILES)


def test_model_that_is_here_is_not_asked_for_again(folder):
    counts = []
    with model_server() as server:
        fetch_quietly(offered(server.address), folder)
        server.asked.clear()

        fetch(offered(server.address), folder, note_bytes=counts.append)

        assert (server.asked, counts) == ([], [SIZE])


def test_model_whose_files_have_changed_is_fetched_again(folder):
    with model_server() as server:
        place = fetch_quietly(offered(server.address), folder)
        (place / "model.bin").write_bytes(bytes(len(FILES["model.bin"])))

        fetch_quietly(offered(server.address), folder)

    assert files_in(place) == FILES
    assert sorted(path.name for path in folder.iterdir()) == sorted([LOCK_NAME, place.name])


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("missing", "not_found"),
        ("busy", "refused"),
        ("false", "wrong"),
        ("garbage", "unreachable"),
        ("insecure", "insecure"),
        ("reading_files", "refused"),
        ("circling", "refused"),
    ],
)
def test_failure_leaves_nothing_in_the_model_s_place_nor_any_byte_aside(folder, manner, reason):
    with model_server(manner) as server:
        model = offered(server.address)

        assert reason_of(model, folder) == reason
    assert not model.folder(folder).exists()
    assert already_here(model, folder) == 0


def test_what_a_server_sends_after_the_end_of_a_file_is_left(folder):
    with model_server("endless") as server:
        assert files_in(fetch_quietly(offered(server.address), folder)) == FILES


def test_nobody_at_the_address_is_told(folder):
    with model_server() as server:
        address = server.address

    assert reason_of(offered(address), folder) == "unreachable"


@pytest.mark.parametrize(
    "address",
    [
        "http://models.example.org/tiny/",
        "ftp://127.0.0.1/tiny/",
        "file:///etc/",
        "http://localhost.example.org/",
        "tiny/",
    ],
)
def test_address_without_https_is_refused_before_anything_is_asked(folder, address):
    assert reason_of(offered(address), folder) == "insecure"
    assert not folder.exists()


def test_redirect_on_the_same_machine_is_followed_with_its_range(folder):
    with model_server("cutting") as server:
        model = offered(server.address)
        reason_of(model, folder)
        server.manner = "sending_on"
        server.asked.clear()

        place = fetch_quietly(model, folder)

        assert files_in(place) == FILES
        assert server.asked == [("/tiny/model.bin", f"bytes={SHORT}-"), ("/again/tiny/model.bin", f"bytes={SHORT}-")]


def test_cut_download_goes_on_where_it_ended(folder):
    with model_server("cutting") as server:
        model = offered(server.address)
        reason = reason_of(model, folder)
        kept = (partial_of(model, folder) / "model.bin.part").read_bytes()
        server.manner = "good"
        server.asked.clear()
        counts = []

        place = fetch(model, folder, note_bytes=counts.append)

        assert (reason, kept) == ("cut", FILES["model.bin"][:SHORT])
        assert server.asked == [("/tiny/model.bin", f"bytes={SHORT}-")]
        assert sum(counts) == SIZE
        assert files_in(place) == FILES


def test_server_that_knows_no_ranges_begins_again(folder):
    with model_server("cutting") as server:
        model = offered(server.address)
        reason_of(model, folder)
        server.manner = "whole"
        counts = []

        place = fetch(model, folder, note_bytes=counts.append)

    assert files_in(place) == FILES
    assert (min(counts), sum(counts)) == (-SHORT, SIZE)


@pytest.mark.parametrize("remains", [bytes(SHORT), bytes(len(FILES["model.bin"]))], ids=["some", "all"])
def test_remains_that_are_not_of_the_file_come_to_nothing_once_and_then_go(folder, remains):
    with model_server() as server:
        model = offered(server.address)
        leave_behind(model, folder, remains)

        reason = reason_of(model, folder)
        place = fetch_quietly(model, folder)

    assert (reason, files_in(place)) == ("wrong", FILES)


@pytest.mark.parametrize("manner", ["elsewhere", "missing_rest"])
def test_server_that_sends_another_range_or_none_is_not_gone_on_with(folder, manner):
    with model_server(manner) as server:
        model = offered(server.address)
        leave_behind(model, folder, FILES["model.bin"][:SHORT])
        reason = reason_of(model, folder)
        server.manner = "good"

        place = fetch_quietly(model, folder)

    assert (reason, files_in(place)) == ("wrong", FILES)


def test_remains_that_are_longer_than_the_file_go_at_once(folder):
    with model_server() as server:
        model = offered(server.address)
        leave_behind(model, folder, FILES["model.bin"] + b"\0")

        assert files_in(fetch_quietly(model, folder)) == FILES


def test_server_that_falls_silent_is_not_waited_for_for_ever(folder):
    with model_server("stalling") as server:
        model = offered(server.address)

        assert reason_of(model, folder, patience_s=0.2) == "timed_out"
        assert (partial_of(model, folder) / "model.bin.part").read_bytes() == FILES["model.bin"][:SHORT]


def test_interruption_keeps_what_has_come_aside_alone(folder):
    def interrupt(count):
        if count > len(FILES["config.json"]):
            raise KeyboardInterrupt

    with model_server() as server:
        model = offered(server.address)
        with pytest.raises(KeyboardInterrupt):
            fetch(model, folder, note_bytes=interrupt)
        begun = already_here(model, folder)
        here = model.folder(folder).exists()

        place = fetch_quietly(model, folder)

    assert (begun > 0, here) == (True, False)
    assert files_in(place) == FILES


def test_second_fetch_at_the_same_time_is_refused(folder):
    folder.mkdir()
    with model_server() as server, contextlib.closing(sqlite3.connect(folder / LOCK_NAME)) as held:
        held.execute("BEGIN EXCLUSIVE")

        assert reason_of(offered(server.address), folder) == "in_use"
        assert server.asked == []


def test_disk_without_room_is_told_before_anything_is_asked(folder, monkeypatch):
    full = SimpleNamespace(free=models.ROOM_TO_SPARE + SIZE - 1)
    monkeypatch.setattr(models.shutil, "disk_usage", lambda _path: full)

    with model_server() as server:
        assert reason_of(offered(server.address), folder) == "disk_full"
        assert server.asked == []


def test_disk_needs_room_for_what_is_missing_alone(folder, monkeypatch):
    enough = SimpleNamespace(free=models.ROOM_TO_SPARE + SIZE - SHORT)
    monkeypatch.setattr(models.shutil, "disk_usage", lambda _path: enough)

    with model_server() as server:
        leave_behind(offered(server.address), folder, FILES["model.bin"][:SHORT])

        assert files_in(fetch_quietly(offered(server.address), folder)) == FILES


def test_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    with model_server() as server:
        assert reason_of(offered(server.address), tmp_path / "file" / "models") == "cannot_write"
