"""From recordings to sound: every kind that browsers and telephones make, and whatever else somebody may send."""

import functools
import os
import shutil
import stat
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.engine.speech import apart, decoding
from rebond.engine.speech.decoding import LARGEST_BYTES, DecoderMissingError, decode
from rebond.engine.speech.refusal import RefusedSoundError, SoundRefusal
from rebond.engine.speech.sound import SAMPLE_RATE
from tests.engine.speech.sounds import (
    MADE,
    MICROPHONE_S,
    RATE,
    TEXTS,
    hours_of_mp3,
    hours_of_opus,
    recorded,
    silence,
    tone,
    wav,
    wav_header,
    write_microphone,
)


def refused(*takes: bytes) -> SoundRefusal:
    with pytest.raises(RefusedSoundError) as caught:
        decode(*takes)
    return caught.value.refusal


# ------------------------------------------------------------------------------------------------------ What is read


@pytest.mark.parametrize("name", MADE)
def test_every_kind_is_heard_whole(name: str) -> None:
    sound = decode(MADE[name](tone(2)))

    assert sound.duration_s == pytest.approx(2, abs=0.05)
    assert sound.samples.dtype == np.float32
    assert np.abs(sound.samples).max() == pytest.approx(9000 / 2**15, rel=0.1)
    assert not sound.is_incomplete


@pytest.mark.parametrize(("name", "duration_s"), [("fr_clip.webm", 9.5), ("en_memo.ogg", 37.1)])
def test_recorded_voices_are_heard(name: str, duration_s: float) -> None:
    assert decode(recorded(name)).duration_s == pytest.approx(duration_s, abs=0.05)


def test_every_recorded_voice_has_its_text() -> None:
    files = {path.name for path in Path(__file__).with_name("recorded").iterdir()}

    assert files - {"texts.json", "LICENCE.md"} == set(TEXTS)


def test_silence_is_sound() -> None:
    sound = decode(MADE["webm"](silence(2)))

    assert np.abs(sound.samples).max() < 1e-3


def test_takes_are_joined_in_their_order() -> None:
    sound = decode(MADE["webm"](tone(2)), MADE["m4a"](silence(1)), MADE["wav"](tone(1)))

    loud = [sound.between(at, at + 0.5).std() > 0.1 for at in (1, 2.3, 3.3)]
    assert loud == [True, False, True]
    assert sound.duration_s == pytest.approx(4, abs=0.05)


def test_a_take_that_had_only_begun_costs_none_of_the_others() -> None:
    take = MADE["webm as recorded live"](tone(2))

    sound = decode(take, take[:300], b"")

    assert sound.duration_s == pytest.approx(2, abs=0.05)
    assert sound.is_incomplete


@pytest.mark.parametrize(
    "name", ["webm", "webm as recorded live", "ogg opus", "mp4 in fragments", "wav", "flac", "mp3", "aac"]
)
def test_of_a_truncated_file_what_came_before_is_kept(name: str) -> None:
    content = MADE[name](tone(4))

    sound = decode(content[: int(len(content) * 0.6)])

    assert 1.9 < sound.duration_s < 2.6
    assert sound.is_incomplete


def test_the_microphone_of_browser_tests_plays_a_voice(tmp_path: Path) -> None:
    sound = decode(write_microphone(tmp_path / "voice.wav").read_bytes())

    assert sound.duration_s == pytest.approx(MICROPHONE_S, abs=0.01)
    assert sound.samples.std() > 0.01


# -------------------------------------------------------------------------------------------------- What is refused


@pytest.mark.parametrize("takes", [(), (b"",), (b"", b"")])
def test_nothing_is_empty(takes: tuple[bytes, ...]) -> None:
    assert refused(*takes) is SoundRefusal.EMPTY


@pytest.mark.parametrize("name", ["webm", "ogg opus", "m4a", "mp4 in fragments", "flac"])
def test_the_first_300_bytes_of_a_file_are_broken(name: str) -> None:
    assert refused(MADE[name](tone(2))[:300]) is SoundRefusal.BROKEN


@pytest.mark.parametrize("seconds", [0, 0.02, 0.29])
def test_less_than_a_word_is_too_short(seconds: float) -> None:
    assert refused(wav(tone(seconds))) is SoundRefusal.TOO_SHORT


@pytest.mark.parametrize(
    "content",
    [b"Bonjour, voici mon entretien.", b"PK\x03\x04" + bytes(100), b"\0" * 1000, b"<!DOCTYPE html><video>"],
    ids=["text", "zip", "zeroes", "page"],
)
def test_what_is_not_sound_is_called_so(content: bytes) -> None:
    assert refused(content) is SoundRefusal.NOT_SOUND


def test_too_many_bytes_are_refused_unopened() -> None:
    assert refused(bytes(LARGEST_BYTES), b"x") is SoundRefusal.TOO_LARGE


@pytest.mark.parametrize("beginning", [b"", b"ID3\x04\0\0\0\0\0\0", b"\xff\xfb\x90\x64", b"\x1aE\xdf\xa3", b"OggS\0\2"])
def test_a_program_with_the_beginning_of_a_sound_is_refused(beginning: bytes) -> None:
    program = Path(shutil.which("ls") or os.__file__).read_bytes()

    assert refused(beginning + program) in (SoundRefusal.NOT_SOUND, SoundRefusal.BROKEN, SoundRefusal.TOO_SHORT)


@pytest.mark.parametrize(
    "form", ["ffconcat version 1.0\nfile {name}\n", "#EXTM3U\n#EXTINF:2,\n{name}\n#EXT-X-ENDLIST\n"]
)
def test_a_list_that_names_another_file_opens_it_never(form: str, tmp_path: Path) -> None:
    (tmp_path / "other.wav").write_bytes(wav(tone(2)))
    lists = form.format(name=tmp_path / "other.wav").encode()

    assert refused(lists) is SoundRefusal.NOT_SOUND
    assert refused(b"\x1aE\xdf\xa3" + lists) is SoundRefusal.BROKEN


def test_such_a_list_would_open_the_other_file_without_our_care(tmp_path: Path) -> None:
    (tmp_path / "other.wav").write_bytes(wav(tone(2)))
    (tmp_path / "list.webm").write_text("ffconcat version 1.0\nfile other.wav\n")

    with av.open(tmp_path / "list.webm") as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 2 * RATE


# ------------------------------------------------------------------------------------------------- What costs too much


@pytest.mark.parametrize("made", [hours_of_opus, hours_of_mp3])
def test_two_hours_are_too_long(made: Callable[[float], bytes]) -> None:
    assert refused(made(2)) is SoundRefusal.TOO_LONG


def test_takes_that_are_too_long_together_are_refused() -> None:
    assert refused(hours_of_mp3(0.3), hours_of_mp3(0.3)) is SoundRefusal.TOO_LONG


def test_half_an_hour_is_heard_and_takes_little_memory_here() -> None:
    content = hours_of_mp3(0.499)
    tracemalloc.start()
    try:
        sound = decode(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert sound.duration_s == pytest.approx(0.499 * 3600, abs=0.1)
    assert peak < 1.7 * sound.samples.nbytes


def test_a_bomb_takes_no_memory_here() -> None:
    bomb = hours_of_mp3(20)
    tracemalloc.start()
    try:
        assert refused(bomb) is SoundRefusal.TOO_LONG
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


def test_a_file_that_asks_for_too_much_memory_is_refused() -> None:
    assert refused(wav_header(10**6, rate=2**31 - 1) + bytes(10**6)) is SoundRefusal.TOO_HEAVY


def test_a_file_that_takes_too_much_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_CPU_S", 1)
    monkeypatch.setattr(decoding, "LONGEST_S", 20 * 3600)

    assert refused(hours_of_mp3(10)) is SoundRefusal.TOO_HEAVY


# ---------------------------------------------------------------------------------- Where the process itself goes wrong


@pytest.fixture
def decoder_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a program of the shell in the place of Python, to do what a crafted file might make the process do."""

    def put(script: str) -> Path:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(apart.sys, "executable", str(program))
        return tmp_path

    return put


READ_ALL = "echo ready; cat > /dev/null; "


@pytest.mark.parametrize(
    ("script", "refusal"),
    [
        ("echo ready; kill -SEGV $$", SoundRefusal.BROKEN),
        (READ_ALL + "kill -ABRT $$", SoundRefusal.BROKEN),
        (READ_ALL + "kill -KILL $$", SoundRefusal.TOO_HEAVY),
        (READ_ALL + "kill -XCPU $$", SoundRefusal.TOO_HEAVY),
        (READ_ALL + "exit 1", SoundRefusal.BROKEN),
        (READ_ALL + "exit 0", SoundRefusal.BROKEN),
    ],
)
def test_its_death_is_a_refusal(script: str, refusal: SoundRefusal, decoder_that: Callable[[str], Path]) -> None:
    decoder_that(script)

    assert refused(wav(tone(10))) is refusal


@pytest.mark.parametrize(
    "answer",
    ["\n", "{}\n", "[]\n", '{"refusal": "mine"}\n', '{"refusal": null, "is_incomplete": false}\nodd'],
    ids=["nothing", "no key", "list", "unknown", "half a sample"],
)
def test_an_answer_that_is_none_is_a_refusal(answer: str, decoder_that: Callable[[str], Path]) -> None:
    decoder_that(READ_ALL + f"printf '%s' '{answer}'")

    assert refused(wav(tone(1))) is SoundRefusal.BROKEN


def test_it_is_ended_where_it_never_answers(
    decoder_that: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "MOST_WAITING_S", 1)
    decoder_that(READ_ALL + "exec sleep 60")

    assert refused(wav(tone(1))) is SoundRefusal.TOO_HEAVY


def test_it_is_ended_where_it_answers_without_end(
    decoder_that: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LONGEST_S", 2)
    decoder_that(READ_ALL + """echo '{"refusal": null, "is_incomplete": false}'; exec cat /dev/zero""")

    assert refused(wav(tone(1))) is SoundRefusal.TOO_HEAVY


def test_where_it_does_not_start_the_recording_is_not_blamed(decoder_that: Callable[[str], Path]) -> None:
    decoder_that("echo 'no module named av' >&2; exit 1")

    with pytest.raises(DecoderMissingError, match="no module named av"):
        decode(wav(tone(1)))


def test_it_is_told_no_secret(decoder_that: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBOND_SECRET_KEY", "it must not be told")
    folder = decoder_that('env > "${0}.told"; exit 1')

    with pytest.raises(DecoderMissingError):
        decode(wav(tone(1)))

    told = (folder / "python.told").read_text()
    assert "PYTHONPATH=" in told
    assert "REBOND" not in told
    assert "must not" not in told


def test_it_starts_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "av.py").write_text("raise SystemExit('imported from the folder in which we happen to be')")
    monkeypatch.chdir(tmp_path)

    assert decode(wav(tone(1))).duration_s == pytest.approx(1)


# --------------------------------------------------------------------------------------------------- Whatever the bytes


@functools.cache
def whole(name: str) -> bytes:
    return MADE[name](tone(1))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(("webm", "ogg opus", "mp4 in fragments", "mp3", "flac")),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0.1, 1),
)
def test_no_change_of_bytes_does_more_than_be_refused(name: str, changes: list[tuple[float, int]], kept: float) -> None:
    content = bytearray(whole(name))
    for place, byte in changes:
        content[int(place * len(content))] = byte

    try:
        sound = decode(bytes(content[: int(kept * len(content))]))
    except RefusedSoundError:
        return
    assert np.isfinite(sound.samples).all()
    assert sound.samples.size >= 0.3 * SAMPLE_RATE
