"""What is listened to again: small, played everywhere, and a word is where the transcript says it is."""

import base64
import io
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from rebond.engine.speech.decoding import decode
from rebond.engine.speech.kinds import Kind, kind_of
from rebond.engine.speech.listening import BITS_A_SECOND, MEDIA_TYPE, listening_copy
from rebond.engine.speech.sound import SAMPLE_RATE, Sound
from tests.engine.speech.sounds import recorded

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_DRIFT_S = 0.06
LEFT_OUT_S, LOOKED_AT_S = 0.05, 0.2
"""Of what is heard from a moment on: the beginning may be faded in, the next tells the place."""
QUIETEST = 0.002

PLAY = """
async ([content, type, moments]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const audio = new Audio(URL.createObjectURL(new Blob([bytes], { type })));
    await new Promise((done, failed) => { audio.oncanplay = done; audio.onerror = () => failed(audio.error.message); });
    const context = new AudioContext({ sampleRate: 16000 });
    const tap = context.createScriptProcessor(1024, 1, 1);
    context.createMediaElementSource(audio).connect(tap);
    tap.connect(context.destination);
    await context.resume();
    const heard = [];
    for (const moment of moments) {
        audio.pause();
        await new Promise((done) => setTimeout(done, 200));
        await new Promise((done) => { audio.onseeked = done; audio.currentTime = moment; });
        const samples = [];
        tap.onaudioprocess = (event) => samples.push(...event.inputBuffer.getChannelData(0));
        await audio.play();
        await new Promise((done) => setTimeout(done, 600));
        tap.onaudioprocess = null;
        heard.push(samples);
    }
    return [audio.duration, heard];
}
"""
"""Plays half a second from each moment, and returns what came out."""


def noise(seconds: float) -> Sound:
    """No two moments of it are alike, so that a piece tells where it comes from."""
    rough = np.random.default_rng(7).normal(size=int(seconds * SAMPLE_RATE))
    return Sound((np.convolve(rough, np.ones(8) / 8, "same") * 0.3).astype(np.float32))


def place_of(piece: NDArray[Any], sound: Sound, near_s: float) -> float:
    """Where in the sound a piece comes from, in seconds, looked for half a second around."""
    start = max(0, int((near_s - 0.5) * SAMPLE_RATE))
    around = sound.samples[start : start + SAMPLE_RATE + len(piece)]
    return float((start + int(np.argmax(np.correlate(around, piece, "valid")))) / SAMPLE_RATE)


def drift_of(heard: NDArray[Any], moment: float, sound: Sound) -> float:
    """How far what is heard from a moment on is from it, in seconds; negative where it comes from before."""
    first, after = int(LEFT_OUT_S * SAMPLE_RATE), int((LEFT_OUT_S + LOOKED_AT_S) * SAMPLE_RATE)
    return place_of(heard[first:after], sound, moment) - LEFT_OUT_S - moment


def test_it_is_a_small_mp3() -> None:
    sound = decode(recorded("en_clip.webm"))

    copy = listening_copy(sound)

    assert (kind_of(copy), MEDIA_TYPE) == (Kind.MP3, "audio/mpeg")
    assert len(copy) == pytest.approx(sound.duration_s * BITS_A_SECOND / 8, rel=0.02)


def test_the_voice_stays_what_it_was() -> None:
    sound = decode(recorded("en_clip.webm"))

    again = decode(listening_copy(sound))

    assert again.duration_s == pytest.approx(sound.duration_s, abs=0.1)
    assert again.samples.std() == pytest.approx(sound.samples.std(), rel=0.1)


def test_what_is_too_loud_is_cut_and_does_not_turn_over() -> None:
    loud = Sound(np.full(SAMPLE_RATE, 1.5, dtype=np.float32))

    assert decode(listening_copy(loud)).samples[4000:8000].min() > -0.5


def test_every_frame_is_as_long_as_the_others() -> None:
    with av.open(io.BytesIO(listening_copy(noise(20))), format="mp3") as container:
        sizes = {packet.size for packet in container.demux() if packet.size}

    assert sizes == {216}


def test_words_are_where_they_were() -> None:
    sound = noise(90)

    again = decode(listening_copy(sound))

    found = [drift_of(again.between(moment, moment + 1), moment, sound) for moment in (0.5, 30.0, 60.0, 89.0)]
    assert max(map(abs, found)) < MOST_DRIFT_S


@pytest.mark.browser
def test_a_browser_that_seeks_finds_them_there(chromium: "Browser") -> None:
    sound = noise(90)
    moments = [0.0, 7.33, 30.01, 75.5]
    page = chromium.new_page()
    try:
        page.goto("about:blank")
        page.mouse.click(5, 5)  # nothing plays before somebody has touched the page
        copy = base64.b64encode(listening_copy(sound)).decode()
        duration_s, heard = page.evaluate(PLAY, [copy, MEDIA_TYPE, moments])
    finally:
        page.close()

    played = [np.array(samples, dtype=np.float32) for samples in heard]
    found = [
        drift_of(samples[np.argmax(np.abs(samples) > QUIETEST) :], moment, sound)
        for moment, samples in zip(moments, played, strict=True)
    ]
    assert duration_s == pytest.approx(90, abs=0.1)
    assert max(map(abs, found)) < MOST_DRIFT_S
