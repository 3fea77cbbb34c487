"""Sounds for tests: made here in every kind of file, and voices that were recorded."""

import io
import json
import struct
import wave
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from rebond.engine.speech.decoding import decode
from rebond.engine.speech.sound import SAMPLE_RATE

RECORDED = Path(__file__).with_name("recorded")
TEXTS: Mapping[str, str] = json.loads((RECORDED / "texts.json").read_text(encoding="utf-8"))
"""Name of a recorded file → what is said in it. The first two letters of the name are the language."""

RATE = 48_000
"""Of what is made here: that of microphones."""
MICROPHONE_S = 20

FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "1000000"}


def recorded(name: str) -> bytes:
    """A file of TEXTS."""
    return (RECORDED / name).read_bytes()


def write_microphone(path: Path, name: str = "fr_memo.webm") -> Path:
    """The first seconds of a recorded voice as Chromium's fake microphone plays it: WAV, 16 bits, 48 kHz, mono."""
    heard = (decode(recorded(name)).samples[: MICROPHONE_S * SAMPLE_RATE] * 2**15).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(heard[None], format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    resampler = av.AudioResampler("s16", "mono", RATE)
    pieces = [piece.to_ndarray()[0] for piece in (*resampler.resample(frame), *resampler.resample(None))]
    path.write_bytes(wav(np.concatenate(pieces)))
    return path


def tone(seconds: float, rate: int = RATE) -> NDArray[np.int16]:
    """A tone of 440 Hz, as loud as a voice."""
    return (np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate) * 9000).astype(np.int16)


def silence(seconds: float, rate: int = RATE) -> NDArray[np.int16]:
    """Digital silence."""
    return np.zeros(int(seconds * rate), dtype=np.int16)


def coded(
    samples: NDArray[np.int16],
    container: str,
    codec: str,
    *,
    rate: int = RATE,
    options: Mapping[str, str] | None = None,
    film: bool = False,
) -> bytes:
    """A file of this container and codec (FFmpeg's names), with a moving picture beside where it is a film."""
    written = io.BytesIO()
    with av.open(written, "w", format=container, options=dict(options or {})) as file:
        picture = file.add_stream("libvpx", rate=10) if film else None
        track = file.add_stream(codec, rate=rate, layout="mono")
        track.bit_rate = 64_000
        if picture is not None:
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
            for number in range(len(samples) * 10 // rate):
                shade = np.full((96, 64), number * 7 % 256, dtype=np.uint8)
                file.mux(picture.encode(av.VideoFrame.from_ndarray(shade, format="yuv420p")))
            file.mux(picture.encode(None))
        for start in range(0, len(samples), rate):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + rate], format="s16", layout="mono")
            frame.sample_rate, frame.pts = rate, start
            file.mux(track.encode(frame))
        file.mux(track.encode(None))
    return written.getvalue()


def silent_film(seconds: float = 1) -> bytes:
    """A WebM without a sound track."""
    written = io.BytesIO()
    with av.open(written, "w", format="webm") as file:
        picture = file.add_stream("libvpx", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        for _ in range(int(seconds * 10)):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((96, 64), np.uint8), format="yuv420p")))
        file.mux(picture.encode(None))
    return written.getvalue()


def wav(samples: NDArray[np.int16], rate: int = RATE) -> bytes:
    """A WAV of 16 bits."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return written.getvalue()


def wav_header(size: int, rate: int, channels: int = 1) -> bytes:
    """What a WAV of 16 bits begins with, `size` bytes of sound announced."""
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * channels * 2) % 2**32, channels * 2, 16)
    whole = (size + 36) % 2**32
    return b"RIFF" + struct.pack("<I", whole) + b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", size)


def hours_of_opus(hours: float) -> bytes:
    """A WebM as browsers record it, of silence; one packet of 60 ms again and again, so that it is made in a moment."""
    written = io.BytesIO()
    with av.open(written, "w", format="webm", options={"live": "1"}) as file:
        track = file.add_stream("libopus", rate=RATE, layout="mono", options={"frame_duration": "60"})
        frame = av.AudioFrame.from_ndarray(silence(1)[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        packet = bytes(track.encode(frame)[-1])
        for number in range(int(hours * 3600 / 0.06)):
            again = av.Packet(packet)
            again.stream, again.time_base, again.pts, again.dts = track, Fraction(1, 1000), number * 60, number * 60
            file.mux(again)
    return written.getvalue()


def hours_of_mp3(hours: float) -> bytes:
    """An MP3 of silence: one frame of 36 ms, coded in 36 bytes, again and again."""
    written = io.BytesIO()
    with av.open(written, "w", format="mp3", options={"id3v2_version": "0", "write_xing": "0"}) as file:
        track = file.add_stream("libmp3lame", rate=16_000, layout="mono", options={"reservoir": "0"})
        track.bit_rate = 8_000
        frame = av.AudioFrame.from_ndarray(silence(1, 16_000)[None], format="s16p", layout="mono")
        frame.sample_rate = 16_000
        file.mux(track.encode(frame))
        file.mux(track.encode(None))
    return written.getvalue()[36:72] * int(hours * 3600 / 0.036)


MADE: Mapping[str, Callable[[NDArray[np.int16]], bytes]] = {
    "webm": lambda samples: coded(samples, "webm", "libopus"),
    "webm as recorded live": lambda samples: coded(samples, "webm", "libopus", options={"live": "1"}),
    "webm film": lambda samples: coded(samples, "webm", "libopus", film=True),
    "mkv pcm": lambda samples: coded(samples, "matroska", "pcm_s16le"),
    "ogg opus": lambda samples: coded(samples, "ogg", "libopus"),
    "m4a": lambda samples: coded(samples, "ipod", "aac"),
    "m4a alac": lambda samples: coded(samples, "mp4", "alac"),
    "mp4 in fragments": lambda samples: coded(samples, "mp4", "aac", options=FRAGMENTED),
    "mp4 opus": lambda samples: coded(samples, "mp4", "libopus"),
    "3gp": lambda samples: coded(samples, "3gp", "aac"),
    "wav": wav,
    "flac": lambda samples: coded(samples, "flac", "flac"),
    "mp3": lambda samples: coded(samples, "mp3", "libmp3lame"),
    "mp3 without tags": lambda samples: coded(
        samples, "mp3", "libmp3lame", options={"id3v2_version": "0", "write_xing": "0"}
    ),
    "aac": lambda samples: coded(samples, "adts", "aac"),
}
"""Every kind of file that is read → how it is made of samples at RATE."""
