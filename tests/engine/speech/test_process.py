"""Hearing in a process of its own: it can die or be killed, and nothing else is harmed."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.process import Transcribing, TranscriptionFailed
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import Heard
from rebond.engine.speech.transcript import Transcript

DESCRIPTORS = Path("/proc/self/fd")
LONGEST_S = 30.0


def is_alive(pid: int) -> bool:
    """Whether a process works; what nobody has buried yet does not."""
    status = Path(f"/proc/{pid}/status")
    if DESCRIPTORS.exists():
        return status.exists() and "State:\tZ" not in status.read_text("utf-8")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int) -> bool:
    """Whether a process ends soon."""
    give_up_at = time.monotonic() + LONGEST_S
    while is_alive(pid) and time.monotonic() < give_up_at:
        time.sleep(0.05)
    return not is_alive(pid)


def test_a_sound_is_heard_as_it_is_in_this_process(
    base: FoundModel, memo: Sound, memo_heard: tuple[Transcript, list[Heard]]
) -> None:
    transcript, came = memo_heard

    with Transcribing(memo, model=base, language="fr") as work:
        events = list(work.events(timeout_s=LONGEST_S))

    assert events == [*came, transcript]


def test_whoever_waits_is_asked_again_and_again(base: FoundModel, clip: Sound) -> None:
    with Transcribing(clip, model=base, language=None) as work:
        events = list(work.events(timeout_s=0.01))

    assert events.count(None) > 3
    assert isinstance(events[-1], Transcript)
    assert events[-1].language == "en"


def test_a_process_that_is_killed_raises(base: FoundModel, memo: Sound) -> None:
    with Transcribing(memo, model=base, language="fr") as work:
        os.kill(work.pid, signal.SIGKILL)
        with pytest.raises(TranscriptionFailed, match="ended with status"):
            list(work.events(timeout_s=LONGEST_S))


def test_leaving_the_block_kills_the_process(base: FoundModel, memo: Sound) -> None:
    with Transcribing(memo, model=base, language="fr") as work:
        next(work.events(timeout_s=0.5))
        pid = work.pid

    assert not is_alive(pid)


def test_leaving_the_block_by_an_error_kills_the_process(base: FoundModel, memo: Sound) -> None:
    with pytest.raises(KeyboardInterrupt), Transcribing(memo, model=base, language="fr") as work:
        pid = work.pid
        raise KeyboardInterrupt

    assert not is_alive(pid)


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="descriptors are counted in /proc")
def test_nothing_stays_open_and_no_thread_stays(base: FoundModel, memo: Sound, clip: Sound) -> None:
    open_before, threads_before = len(list(DESCRIPTORS.iterdir())), threading.active_count()

    for sound in (memo, replace(clip, samples=clip.samples[:8000])):
        with Transcribing(sound, model=base, language="fr") as work:
            next(work.events(timeout_s=0.2))

    assert len(list(DESCRIPTORS.iterdir())) == open_before
    assert threading.active_count() == threads_before


PARENT = """
import sys, time
from pathlib import Path
import numpy as np
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.process import Transcribing
from rebond.engine.speech.sound import Sound
sound = Sound(np.frombuffer(sys.stdin.buffer.read(), np.float32))
with Transcribing(sound, model=FoundModel("base", Path(sys.argv[1]), "packaged"), language="fr") as work:
    print(work.pid, flush=True)
    time.sleep(float(sys.argv[2]))
    print("waited", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("after_s", [0.0, 1.5])  # before it has read all, and while it hears
def test_a_parent_that_is_killed_leaves_no_process_behind(base: FoundModel, memo: Sound, after_s: float) -> None:
    command = [sys.executable, "-c", PARENT, str(base.folder), str(after_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(memo.samples.tobytes())
        parent.stdin.close()
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == b"waited\n"
        was_alive = is_alive(pid)

        parent.kill()

    assert was_alive
    assert ends(pid)


def test_a_model_that_is_none_fails_with_words(tmp_path: Path, clip: Sound) -> None:
    for name in ("config.json", "tokenizer.json", "vocabulary.txt", "model.bin"):
        (tmp_path / name).write_bytes(b"no model")

    model = FoundModel("none", tmp_path, "chosen")

    with (
        Transcribing(clip, model=model, language="en") as work,
        pytest.raises(TranscriptionFailed, match="NoEarsError"),
    ):
        list(work.events(timeout_s=LONGEST_S))


def test_a_process_that_takes_too_much_memory_fails(
    base: FoundModel, clip: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resource")
    monkeypatch.setattr("rebond.engine.speech.process.SPARE_MEMORY_BYTES", 300 * 2**20)
    monkeypatch.setattr("rebond.engine.speech.process.TIMES_THE_MODEL", 0)

    with Transcribing(clip, model=base, language="en") as work, pytest.raises(TranscriptionFailed):
        list(work.events(timeout_s=LONGEST_S))


def test_no_key_goes_to_the_process(base: FoundModel, clip: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Path("/proc")
    if not environment.exists():
        pytest.skip("the environment of another process is read in /proc")
    monkeypatch.setenv("REBOND_SECRET_KEY", "not for everybody")

    with Transcribing(clip, model=base, language="en") as work:
        next(work.events(timeout_s=0.3))
        given = (environment / str(work.pid) / "environ").read_bytes()

    assert b"HF_HUB_OFFLINE=1" in given
    assert b"not for everybody" not in given
