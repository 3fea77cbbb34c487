"""Whisper, loaded: what it hears in some samples, as words with their times.

By faster-whisper (MIT) over CTranslate2, in 8 bits on the processor, from a folder on this machine and nothing else.
"""

import functools
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rebond.engine.speech.sound import SAMPLE_RATE
from rebond.engine.speech.transcript import Word
from rebond.taxonomy.words import LANGUAGES

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as HeardSegment

WINDOW_S = 30.0
"""What Whisper hears at a time; a shorter sound costs as much."""
LEAST_S = 0.1
"""Nothing can be heard in less (a tenth of a second is ten frames of sound)."""

BEAMS = 5
"""Ways of writing a window that are followed side by side. With one alone, 22.4 % of French words are wrong instead of
19.2 % (base, 125 recordings)."""
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""A window that comes out as a loop or as gibberish is heard again with more and more left to chance: Whisper's own."""
SEED = 6
"""Of that chance: the same recording gives the same text."""

OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
"""The library that opens the model could fetch others; it is told never to, before it is imported."""
PATIENT = {"OMP_WAIT_POLICY": "passive"}
"""The threads wait for each other without turning round in circles, which on a machine that does other things too takes
several times as long; unless a person has said otherwise."""


class NoEarsError(RuntimeError):
    """faster-whisper is not installed, or the folder holds no model that it can open."""


class Ears:
    """A model in memory."""

    def __init__(self, model: "WhisperModel") -> None:
        self._model = model

    def hear(
        self, samples: NDArray[np.float32], language: str, *, prompt: str | None = None
    ) -> Iterator[tuple[Word, ...]]:
        """What is said in samples of shape (n,), SAMPLE_RATE a second, in "fr" or "en".

        Yields the words of a phrase, in order, as soon as they are heard, with times in seconds from the first sample.
        With a prompt, the model writes as if the text went on from it: its spelling, its signs, its hesitations.
        """
        if len(samples) < LEAST_S * SAMPLE_RATE:
            return
        import ctranslate2  # noqa: PLC0415  # slow import

        ctranslate2.set_random_seed(SEED)
        phrases, _ = self._model.transcribe(
            samples,
            language=language,
            beam_size=BEAMS,
            temperature=TEMPERATURES,
            condition_on_previous_text=False,  # a window that went wrong would spoil those behind it
            word_timestamps=True,
            hotwords=prompt,  # what faster-whisper puts before every window; its initial_prompt, before the first alone
        )
        for phrase in phrases:
            if words := _words(phrase):
                yield words

    def likelier_language(self, samples: NDArray[np.float32]) -> str:
        """Which of LANGUAGES is spoken in the first WINDOW_S of the samples; another one is never the answer."""
        _, _, likely = self._model.detect_language(samples[: int(WINDOW_S * SAMPLE_RATE)])
        probabilities = dict(likely)
        return max(LANGUAGES, key=lambda language: probabilities.get(language, 0.0))


@functools.lru_cache(maxsize=1)
def ears_of(folder: Path) -> Ears:
    """The model of a folder, loaded once in a process (about a second). Raises NoEarsError."""
    os.environ.update(OFFLINE)
    for name, value in PATIENT.items():
        os.environ.setdefault(name, value)
    try:
        from faster_whisper import WhisperModel  # noqa: PLC0415  # slow import
    except ImportError as error:
        raise NoEarsError("faster-whisper") from error
    if not folder.is_dir():  # a name would be looked for elsewhere
        raise NoEarsError(str(folder))
    try:
        return Ears(WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True))
    except (RuntimeError, ValueError, OSError) as error:
        raise NoEarsError(f"{folder}: {error}") from error


def _words(phrase: "HeardSegment") -> tuple[Word, ...]:
    """Whisper parts words at their apostrophes and hyphens; a word goes from one space to the next."""
    words: list[Word] = []
    for each in phrase.words or ():
        text = each.word.strip()
        if not text:
            continue
        if words and not each.word.startswith(" "):
            last = words[-1]
            confidence = min(last.confidence, each.probability)
            words[-1] = replace(last, end_s=max(last.end_s, each.end), text=last.text + text, confidence=confidence)
        else:
            words.append(Word(each.start, max(each.start, each.end), text, each.probability))
    return tuple(words)
