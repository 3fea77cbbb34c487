"""Pieces of sound come in: each once, whatever the order, and only while the recording is open."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.apps.debrief import voice_actions
from rebond.apps.debrief.models import Piece, Recording
from rebond.apps.debrief.voice_queries import takes_of
from tests.apps import cast
from tests.apps.debrief.spoken import KEY, VOICE, address, recorded, send

pytestmark = pytest.mark.django_db


def stored() -> list[tuple[int, int, bytes]]:
    return [(piece.take, piece.number, bytes(piece.content)) for piece in Piece.objects.all()]


def test_the_first_piece_begins_the_recording(client: Client, candidate: Any) -> None:
    assert send(client, b"abc", language="en").status_code == 204

    recording = Recording.objects.get(pk=KEY)
    assert (recording.owner, recording.language, recording.state, recording.size) == (candidate, "en", "open", 3)
    assert recording.media_type == "audio/webm"


def test_the_same_piece_again_is_kept_once(client: Client) -> None:
    send(client, b"abc")

    assert send(client, b"abc").status_code == 204
    assert stored() == [(0, 0, b"abc")]
    assert Recording.objects.get().size == 3


def test_other_bytes_at_the_same_place_are_refused(client: Client) -> None:
    send(client, b"abc")

    assert send(client, b"xyz").status_code == 409
    assert stored() == [(0, 0, b"abc")]


def test_the_browser_is_told_what_is_on_disk(client: Client) -> None:
    for place in ("0/1", "0/0", "1/0"):
        send(client, b"a", place)

    assert client.get(address("held/")).json() == {"state": "open", "takes": {"0": [0, 1], "1": [0]}}


def test_what_never_came_is_absent(client: Client) -> None:
    assert client.get(address("held/")).json() == {"state": "absent", "takes": {}}


def test_a_recording_with_a_hole_is_not_finished_and_the_hole_is_named(client: Client) -> None:
    send(client, b"a", "0/0")
    send(client, b"c", "0/2")

    response = client.post(address("finish/"), {"pieces": ["3", "1"]})

    assert (response.status_code, response.json()) == (409, {"missing": [[0, 1], [1, 0]]})
    assert Recording.objects.get().state == "open"


def test_a_whole_recording_waits_and_the_page_is_named(client: Client) -> None:
    send(client, b"a", "0/0")

    response = client.post(address("finish/"), {"pieces": ["1"]})

    assert (response.status_code, response.json()) == (200, {"address": address()})
    assert Recording.objects.get().state == "waiting"


def test_finishing_twice_is_finishing_once(client: Client) -> None:
    send(client, b"a", "0/0")
    answers = [client.post(address("finish/"), {"pieces": ["1"]}).json() for _ in range(2)]

    assert answers == [{"address": address()}] * 2


@pytest.mark.parametrize("pieces", [[], ["x"], ["-1"], ["99999"], ["1"] * 51])
def test_counts_that_cannot_be_are_told(client: Client, pieces: list[str]) -> None:
    send(client, b"a")

    response = client.post(address("finish/"), {"pieces": pieces})

    assert (response.status_code, list(response.json())) == (422, ["problem"])
    assert Recording.objects.get().state == "open"


def test_nothing_is_added_to_a_finished_recording(client: Client, candidate: Any, now: datetime.datetime) -> None:
    recorded(candidate, now, b"a")

    assert send(client, b"b", "0/1").status_code == 409
    assert stored() == [(0, 0, b"a")]


def test_a_piece_that_comes_again_after_the_end_is_there_already(
    client: Client, candidate: Any, now: datetime.datetime
) -> None:
    recorded(candidate, now, b"a")

    assert send(client, b"a", "0/0").status_code == 204


def test_a_piece_that_comes_after_the_recording_was_removed_begins_nothing(client: Client) -> None:
    send(client, b"a")
    client.post(address("remove/"))

    assert send(client, b"b", "0/1").status_code == 409
    assert not Recording.objects.exists()


@pytest.mark.parametrize("place", ["50/0", "0/10000", "999999999999999999999999/0"])
def test_a_place_that_no_memo_reaches_is_refused(client: Client, place: str) -> None:
    assert send(client, b"a", place).status_code == 413
    assert not Recording.objects.exists()


def test_a_piece_that_is_too_large_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_actions, "LARGEST_PIECE_BYTES", 3)

    assert send(client, b"abcd").status_code == 413
    assert not Recording.objects.exists()


def test_a_recording_that_is_too_large_takes_no_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_actions, "LARGEST_BYTES", 5)
    send(client, b"abc")

    assert send(client, b"def", "0/1").status_code == 413
    assert stored() == [(0, 0, b"abc")]


@pytest.mark.parametrize("language", ["", "de", "x" * 100])
def test_a_language_that_is_not_written_down_is_refused(client: Client, language: str) -> None:
    assert send(client, b"a", language=language).status_code == 422
    assert not Recording.objects.exists()


def test_another_persons_recording_takes_nothing(client: Client, now: datetime.datetime) -> None:
    recorded(cast.another_person(), now, b"a", finished=False)

    assert send(client, b"b", "0/1").status_code == 409
    assert stored() == [(0, 0, b"a")]


@pytest.mark.parametrize("of", ["finish/", "cancel/", "again/", "passages/", "keep/", "remove/", "take/"])
def test_another_persons_recording_looks_absent(client: Client, now: datetime.datetime, of: str) -> None:
    recorded(cast.another_person(), now, b"a")
    before = cast.everything_stored()

    assert client.post(address(of), {"pieces": ["1"]}).status_code == 404
    assert cast.everything_stored() == before


@pytest.mark.parametrize("of", ["", "progress/", "sound/"])
def test_another_persons_sound_and_text_look_absent(client: Client, now: datetime.datetime, of: str) -> None:
    recorded(cast.another_person(), now, b"a")

    assert client.get(address(of)).status_code == 404


def test_an_eleventh_recording_waits_for_its_turn(client: Client, candidate: Any, now: datetime.datetime) -> None:
    for _ in range(10):
        recorded(candidate, now, b"a", key=uuid.uuid4())
    send(client, b"a")

    response = client.post(address("finish/"), {"pieces": ["1"]})

    assert response.status_code == 422
    assert "Dix" in response.json()["problem"]
    assert Recording.objects.get(pk=KEY).state == "open"


def test_a_recording_whose_browser_is_gone_is_taken_as_it_is(client: Client) -> None:
    for place in ("0/0", "0/1", "0/3"):
        send(client, b"a", place)

    response = client.post(address("take/"))

    assert (response.status_code, response.headers["Location"]) == (302, address())
    assert Recording.objects.get().state == "waiting"


def test_a_file_is_sent_without_a_script(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    whole = bytes(range(256)) * 5000  # more than one piece

    response = client.post(
        f"{VOICE}file/", {"sound": SimpleUploadedFile("a.mp3", whole, "audio/mpeg"), "language": "fr"}
    )

    recording = Recording.objects.get()
    assert response.headers["Location"] == address(key=recording.pk)
    assert (takes_of(recording), recording.state, recording.media_type) == ((whole,), "waiting", "audio/mpeg")


def test_no_file_is_told(client: Client) -> None:
    response = client.post(f"{VOICE}file/", {"language": "fr"})

    assert response.status_code == 422
    assert "Aucun fichier" in response.content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), again=st.lists(st.integers(0, 5), max_size=6))
def test_whatever_the_order_and_the_repetitions_the_sound_is_whole(
    candidate: Any, now: datetime.datetime, order: list[int], again: list[int]
) -> None:
    key = uuid.uuid4()
    for number in [*order, *again]:
        voice_actions.keep_piece(
            key=key,
            take=0,
            number=number,
            content=bytes([number]) * (number + 1),
            language="fr",
            media_type="audio/webm",
            by=candidate,
            now=now,
        )

    recording = Recording.objects.get(pk=key)
    assert takes_of(recording) == (b"".join(bytes([number]) * (number + 1) for number in range(6)),)
    assert recording.size == 21
