"""What the process that decodes does, here in this one; and that nothing can be opened in it."""

import subprocess
import sys

import numpy as np
import pytest

from rebond.engine.speech.decoder import SAMPLE_BYTES, hear
from rebond.engine.speech.kinds import Kind, kind_of
from rebond.engine.speech.refusal import RefusedSoundError, SoundRefusal
from tests.engine.speech.sounds import MADE, coded, silent_film, tone, wav_header

RATE = 16_000
MINUTE = 60 * RATE


def heard_s(content: bytes) -> float:
    kind = kind_of(content)
    assert kind is not None
    return len(hear(content, kind, rate=RATE, most_samples=MINUTE).samples) / SAMPLE_BYTES / RATE


def refused(content: bytes, most_samples: int = MINUTE) -> SoundRefusal:
    kind = kind_of(content)
    assert kind is not None
    with pytest.raises(RefusedSoundError) as caught:
        hear(content, kind, rate=RATE, most_samples=most_samples)
    return caught.value.refusal


def test_samples_are_those_of_the_tone() -> None:
    content = MADE["wav"](tone(2))

    samples = np.frombuffer(hear(content, Kind.WAV, rate=RATE, most_samples=MINUTE).samples, dtype=np.int16)

    assert np.abs(samples[800:-800] - tone(2, RATE)[800:-800].astype(int)).max() < 200


def test_a_change_of_form_in_the_middle_is_heard_to_the_end() -> None:
    first = coded(tone(2), "mp3", "libmp3lame", options={"id3v2_version": "0", "write_xing": "0"})
    second = coded(tone(2, 22_050), "mp3", "libmp3lame", rate=22_050, options={"id3v2_version": "0", "write_xing": "0"})

    assert heard_s(first + second) == pytest.approx(4, abs=0.1)


def test_two_ogg_files_in_one_are_heard_to_the_end() -> None:
    assert heard_s(MADE["ogg opus"](tone(2)) + MADE["ogg opus"](tone(1))) == pytest.approx(3, abs=0.1)


def test_a_codec_that_no_recorder_writes_is_not_run() -> None:
    assert refused(coded(tone(1), "wav", "adpcm_ima_wav")) is SoundRefusal.NOT_SOUND


def test_one_sample_more_than_may_be_is_too_long() -> None:
    assert refused(MADE["wav"](tone(2)), most_samples=2 * RATE - 1) is SoundRefusal.TOO_LONG


def test_a_film_without_sound_has_no_track() -> None:
    assert refused(silent_film()) is SoundRefusal.NO_TRACK


def test_a_rate_of_nothing_is_broken() -> None:
    assert refused(wav_header(1000, rate=0) + b"\0" * 1000) is SoundRefusal.BROKEN


def test_once_confined_the_process_opens_nothing() -> None:
    program = (
        "import socket, sys\nfrom rebond.engine.speech.decoder import confine\nconfine(2**30, 10)\n"
        "for attempt in (lambda: open(sys.argv[1]), socket.socket, lambda: open(sys.argv[1] + '.new', 'w')):\n"
        "    try: attempt(); print('opened')\n"
        "    except OSError: print('refused')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, __file__], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.stdout, done.stderr) == ("refused\n" * 3, "")


def test_once_confined_the_process_gets_no_more_memory() -> None:
    program = (
        "from rebond.engine.speech.decoder import confine\nconfine(2**28, 10)\n"
        "try: bytearray(2**28); print('given')\n"
        "except MemoryError: print('refused')\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout, done.stderr) == ("refused\n", "")
