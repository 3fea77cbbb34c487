"""The process that decodes one file, and may die of it: run by `decoding`, never imported by what serves people.

The libraries that read sound are large, written in C and fed by strangers. Here they get the bytes of one file, without
its name, no way to open another, so much memory and so much time; what they hear comes back as plain samples.

    python -m rebond.engine.speech.decoder KIND RATE MOST_SAMPLES MOST_MEMORY_BYTES MOST_CPU_S  < file  > answer

The answer: READY once the libraries are loaded, then a line of JSON, {"refusal": key or null, "is_incomplete": bool},
then the samples, 16 bits each in the order of this machine's bytes, RATE a second, one channel.
"""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.engine.speech.kinds import Kind, is_cut
from rebond.engine.speech.refusal import RefusedSoundError, SoundRefusal

if TYPE_CHECKING:
    import av

READY = b"ready\n"
SAMPLE_BYTES = 2

CODECS = frozenset(
    {"opus", "libopus", "vorbis", "libvorbis", "aac", "alac", "flac", "mp3", "mp3float", "amrnb", "amrwb"}
    | {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw"}
    | {"pcm_s16be", "pcm_s24be"}
)
"""What is decoded: that which browsers, telephones and recorders write. FFmpeg knows some two hundred more, each of
them code that a stranger's file would run."""

MISSING_S = 0.25
"""Of a file that says how long it is, more than this not heard means that it was cut. Our judgement: coders add and
take away some hundredths of a second at both ends."""
MP3_SIGN_BYTES = 2**18
"""Where an MP3 that knows its length says so: in its first frame, behind names and pictures."""


@dataclass(frozen=True)
class Heard:
    """What could be heard of a file.

    Attributes:
        samples: 16 bits each, one channel.
        is_incomplete: the file ends in the middle, or a piece of it was damaged and left out.
    """

    samples: bytes | bytearray
    is_incomplete: bool


class _Listening:
    """The samples so far, of whatever form the pieces of sound are.

    A piece may have another rate or other channels than the one before (files put one behind the other, a telephone
    that changes its microphone): it is then brought to the same form from there on.
    """

    def __init__(self, rate: int, most_samples: int) -> None:
        self.rate = rate
        self.most_bytes = most_samples * SAMPLE_BYTES
        self.samples = bytearray()
        self.form: tuple[str, str, int] | None = None
        self.resampler: av.AudioResampler | None = None

    def hear(self, frame: "av.AudioFrame | None") -> None:
        """Add a piece, or with None what is still on its way. Raises RefusedSoundError where it becomes too long."""
        import av  # noqa: PLC0415  # slow import

        form = (frame.format.name, str(frame.layout.name), frame.sample_rate) if frame is not None else None
        if form != self.form:
            if self.resampler is not None:
                self._add(self.resampler.resample(None))
            self.resampler = av.AudioResampler("s16", "mono", self.rate) if form else None
            self.form = form
        if frame is not None and self.resampler is not None:
            frame.pts = None  # when it is to be heard, as the file says: such times jump, and nothing may come of it
            self._add(self.resampler.resample(frame))

    def _add(self, pieces: "list[av.AudioFrame]") -> None:
        for piece in pieces:
            self.samples += memoryview(piece.planes[0])[: piece.samples * SAMPLE_BYTES]
            if len(self.samples) > self.most_bytes:
                raise RefusedSoundError(SoundRefusal.TOO_LONG)


def hear(content: bytes, kind: Kind, *, rate: int, most_samples: int) -> Heard:
    """The voice track of a file: all channels of its first sound as one, `rate` samples a second.

    Raises RefusedSoundError where nothing can be heard of it or more than `most_samples`, MemoryError where it asks for
    more memory than there is, and whatever else PyAV makes of a crafted file.
    """
    import av  # noqa: PLC0415  # slow import

    listening = _Listening(rate, most_samples)
    is_whole = not is_cut(content, kind)
    said_s = 0.0
    # A file object, never a name: with a name FFmpeg would open others that the file names. The lists say it again.
    allowed = {"codec_whitelist": ",".join(sorted(CODECS)), "protocol_whitelist": "none"}
    try:
        with av.open(io.BytesIO(content), format=kind.value, options=allowed, metadata_errors="ignore") as container:
            track = container.streams.best("audio")
            if track is None:
                raise RefusedSoundError(SoundRefusal.NO_TRACK if is_whole else SoundRefusal.BROKEN)
            said_s = _said_s(track, content, kind)
            for frame in _frames(container, track):
                if frame is None:
                    is_whole = False
                else:
                    listening.hear(frame)
            listening.hear(None)
    except MemoryError:
        raise
    except av.FFmpegError as error:
        if not listening.samples:
            raise RefusedSoundError(SoundRefusal.BROKEN) from error
        is_whole = False
    heard_s = len(listening.samples) / SAMPLE_BYTES / rate
    if not listening.samples and not is_whole:
        raise RefusedSoundError(SoundRefusal.BROKEN)
    return Heard(listening.samples, is_incomplete=not is_whole or heard_s < said_s - MISSING_S)


def _frames(container: "av.container.InputContainer", track: "av.AudioStream") -> "Iterator[av.AudioFrame | None]":
    """The pieces of sound of the track; None for each that is damaged."""
    import av  # noqa: PLC0415  # slow import

    if track.codec_context is None or track.codec_context.name not in CODECS:
        raise RefusedSoundError(SoundRefusal.NOT_SOUND)
    track.codec_context.thread_count = 1
    for packet in container.demux(track):
        try:
            yield from packet.decode()
        except MemoryError:
            raise
        except av.FFmpegError:
            yield None


def _said_s(track: "av.AudioStream", content: bytes, kind: Kind) -> float:
    """How long the file says that the track is, in seconds; 0 where it does not say or FFmpeg guesses from its size."""
    if kind is Kind.MP3:
        says = any(sign in content[:MP3_SIGN_BYTES] for sign in (b"Xing", b"Info"))
    else:
        says = kind is Kind.FLAC
    if not says or not track.duration or track.time_base is None:
        return 0.0
    return float(track.duration * track.time_base)


def confine(most_memory_bytes: int, most_cpu_s: int) -> None:
    """From here on this process opens nothing, writes to no file, leaves no picture of its memory, and ends where it
    takes more. Systems that know no such limits, or not all of them, go without: `decoding` still ends it in time."""
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    limits = {
        resource.RLIMIT_AS: most_memory_bytes,
        resource.RLIMIT_CPU: most_cpu_s,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,  # standard input, output and error are open already
    }
    for limit, most in limits.items():
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS takes no limit of memory under what is mapped already
            continue


def main() -> None:
    """Decode what comes from standard input."""
    import av  # noqa: PLC0415  # slow import
    import av.subtitles.stream  # noqa: PLC0415  # PyAV would ask for it when nothing can be opened any more

    av.logging.set_level(None)
    kind, rate, most_samples, most_memory_bytes, most_cpu_s = Kind(sys.argv[1]), *map(int, sys.argv[2:])
    confine(most_memory_bytes, most_cpu_s)
    answer = sys.stdout.buffer
    answer.write(READY)
    answer.flush()
    refusal, heard = None, Heard(b"", is_incomplete=False)
    try:
        heard = hear(sys.stdin.buffer.read(), kind, rate=rate, most_samples=most_samples)
    except RefusedSoundError as error:
        refusal = error.refusal.value
    except MemoryError:
        refusal = SoundRefusal.TOO_HEAVY.value
    answer.write(json.dumps({"refusal": refusal, "is_incomplete": heard.is_incomplete}).encode() + b"\n")
    answer.write(heard.samples)
    answer.flush()


if __name__ == "__main__":
    main()
