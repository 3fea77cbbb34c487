"""The kind of a file is told by its bytes; where it breaks off, by the lengths that it says itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.speech.kinds import Kind, is_cut, kind_of
from tests.engine.speech.sounds import MADE, tone

KIND_OF_MADE = {
    "webm": Kind.MATROSKA,
    "webm as recorded live": Kind.MATROSKA,
    "webm film": Kind.MATROSKA,
    "mkv pcm": Kind.MATROSKA,
    "ogg opus": Kind.OGG,
    "m4a": Kind.MP4,
    "m4a alac": Kind.MP4,
    "mp4 in fragments": Kind.MP4,
    "mp4 opus": Kind.MP4,
    "3gp": Kind.MP4,
    "wav": Kind.WAV,
    "flac": Kind.FLAC,
    "mp3": Kind.MP3,
    "mp3 without tags": Kind.MP3,
    "aac": Kind.AAC,
}
SAYING_LENGTHS = [name for name, kind in KIND_OF_MADE.items() if kind not in (Kind.FLAC, Kind.MP3, Kind.AAC)]


def tagged(size: int, then: bytes) -> bytes:
    """An ID3v2 tag of `size` bytes and what follows it."""
    sevens = bytes(size >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + sevens + b"x" * size + then


@pytest.mark.parametrize("name", MADE)
def test_every_kind_is_told_by_its_bytes(name: str) -> None:
    assert kind_of(MADE[name](tone(0.5))) is KIND_OF_MADE[name]


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        (b"\xff\xfb\x90\x64", Kind.MP3),
        (b"\0" * 3000 + b"\xff\xfb\x90\x64", Kind.MP3),
        (b"\xff\xf1\x50\x80", Kind.AAC),
        (b"fLaC", Kind.FLAC),
        (b"\x7fELF", None),
        (b"", None),
    ],
    ids=["mp3", "zeroes and mp3", "aac", "flac", "program", "nothing"],
)
def test_what_stands_behind_names_and_pictures_decides(then: bytes, kind: Kind | None) -> None:
    assert kind_of(tagged(300, then)) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\x7fELF\x02\x01\x01\0",
        b"MZ\x90\0",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"<!DOCTYPE html>",
        b"#EXTM3U\n",
        b"ffconcat version 1.0\n",
        "﻿Bonjour".encode("utf-16-le"),
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"RIFF\x24\0\0\0AVI ",
        b"\xff\xfb\xf0\x64",  # a bit rate that is forbidden
        b"ID3\x04\0\0\xff\xff\xff\xff",
    ],
    ids=lambda content: content[:4].hex() or "nothing",
)
def test_other_files_are_of_no_kind(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize("name", MADE)
def test_a_whole_file_is_not_cut(name: str) -> None:
    content = MADE[name](tone(1.5))

    assert not is_cut(content, KIND_OF_MADE[name])


@pytest.mark.parametrize("kept", [0.999, 0.5])
@pytest.mark.parametrize("name", SAYING_LENGTHS)
def test_a_file_that_says_its_lengths_is_cut_where_it_ends_before(name: str, kept: float) -> None:
    content = MADE[name](tone(1.5))

    assert is_cut(content[: int(len(content) * kept)], KIND_OF_MADE[name])


def test_a_wav_whose_length_was_not_known_yet_is_not_cut() -> None:
    content = bytearray(MADE["wav"](tone(0.5)))
    content[4:8] = b"\xff" * 4

    assert not is_cut(bytes(content), Kind.WAV)


@given(st.sampled_from(Kind), st.binary(max_size=60))
def test_no_bytes_break_the_look_at_the_end(kind: Kind, rest: bytes) -> None:
    begun = {
        Kind.MATROSKA: b"\x1aE\xdf\xa3",
        Kind.OGG: b"OggS",
        Kind.MP4: b"\0\0\0\x08ftyp",
        Kind.WAV: b"RIFF\0\0\0\0WAVE",
    }

    assert is_cut(begun.get(kind, b"") + rest, kind) in (True, False)
