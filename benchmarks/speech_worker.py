"""One process that hears recordings, as benchmarks.speech asks: `bare`, `words` or `rebond`.

    python speech_worker.py SYSTEM MODEL  < {"path": ..., "language": ...} a line  > an answer a line

`bare` is faster-whisper as its own page shows it, `words` the same with times of words; they import nothing of Rebond.
When its standard input ends, the last line says how much memory it has held at most.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
MEGABYTE = 1_000_000

Hear = Callable[[str, str], dict[str, object]]


def main() -> None:
    """Answer until nobody asks."""
    system, folder = sys.argv[1:]
    hear = rebond(folder) if system == "rebond" else bare(folder, words=system == "words")
    print("{}", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        begun, worked = time.perf_counter(), time.process_time()
        answer = hear(asked["path"], asked["language"])
        times = {"seconds": time.perf_counter() - begun, "processor_seconds": time.process_time() - worked}
        print(json.dumps(answer | times), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / MEGABYTE
    print(json.dumps({"peak_megabytes": peak}), flush=True)


def bare(folder: str, *, words: bool) -> Hear:
    """faster-whisper with its defaults."""
    from faster_whisper import WhisperModel  # noqa: PLC0415  # slow import

    model = WhisperModel(folder, device="cpu", compute_type="int8")
    given = {"word_timestamps": True} if words else {}

    def hear(path: str, language: str) -> dict[str, object]:
        segments, _ = model.transcribe(path, language=language, **given)
        return {"text": " ".join(segment.text.strip() for segment in segments)}

    return hear


def rebond(folder: str) -> Hear:
    """Rebond's engine, the samples read from the file as the others read them."""
    import wave  # noqa: PLC0415  # bare: not needed

    import numpy as np  # noqa: PLC0415  # slow import

    from rebond.engine.speech.ears import ears_of  # noqa: PLC0415  # slow import
    from rebond.engine.speech.models import FoundModel  # noqa: PLC0415  # slow import
    from rebond.engine.speech.sound import Sound  # noqa: PLC0415  # slow import
    from rebond.engine.speech.transcribe import transcribe  # noqa: PLC0415  # slow import

    model = FoundModel("measured", Path(folder), "chosen")
    ears_of(model.folder)

    def hear(path: str, language: str) -> dict[str, object]:
        with wave.open(path) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 2**15
        transcript = transcribe(Sound(samples), model=model, language=language)
        return {
            "text": " ".join(segment.text for segment in transcript.segments),
            "unheard_seconds": sum(stretch.duration_s for stretch in transcript.unheard),
        }

    return hear


if __name__ == "__main__":
    main()
