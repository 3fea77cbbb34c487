"""One small file of a sound that every browser plays, and in which it finds each word where the transcript says it is.

What browsers record cannot be sought in (WebM without an index), is not played by all of them, and one evening may
leave several files. MP3 of constant bitrate is played everywhere, and the place of a moment in it is a multiplication.
"""

import io

import numpy as np

from rebond.engine.speech.sound import SAMPLE_RATE, Sound

MEDIA_TYPE = "audio/mpeg"
BITS_A_SECOND = 48_000
"""6 kB: half an hour is 11 MB. Every frame of 36 ms takes 216 bytes exactly, so that seeking cannot drift."""
QUALITY = 7
"""Of LAME, 0 the slowest to 9: a second of computing for five minutes of sound, twice as fast as the usual 5."""

ADVANCE_S = 0.044
"""How much is left out at the beginning. An MP3 comes 69 ms after the sound it was made of (576 samples of the coder,
529 of the decoder). Chromium takes 57 ms of that back when it plays from the beginning, and none when it seeks. A tag
tells how much it is, but with one it seeks up to 134 ms beside (in a file of 200 s). Without a tag and with this, half
an hour was heard 10 to 39 ms before the time shown after each of 16 seeks, 40 ms after it from the beginning."""


def listening_copy(sound: Sound) -> bytes:
    """The sound as an MP3 of type MEDIA_TYPE, one channel, SAMPLE_RATE; its times are those of the sound to 60 ms."""
    import av  # noqa: PLC0415  # slow import

    samples = sound.samples[int(ADVANCE_S * SAMPLE_RATE) :]
    written = io.BytesIO()
    # No tag in front (see ADVANCE_S), and no frame that borrows bytes of those before: nobody has them after seeking.
    with av.open(written, "w", format="mp3", options={"id3v2_version": "0", "write_xing": "0"}) as container:
        coding = {"reservoir": "0", "compression_level": str(QUALITY)}
        track = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono", options=coding)
        track.bit_rate = BITS_A_SECOND
        for start in range(0, len(samples), SAMPLE_RATE):
            piece = np.clip(samples[np.newaxis, start : start + SAMPLE_RATE] * 2**15, -(2**15), 2**15 - 1)
            frame = av.AudioFrame.from_ndarray(piece.astype(np.int16), format="s16p", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, start
            container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return written.getvalue()
