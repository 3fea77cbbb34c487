"""Hesitations are counted where they are listened for."""

import pytest

from rebond.engine.speech import fillers as listening
from rebond.engine.speech.delivery import Fillers
from rebond.engine.speech.fillers import PROMPTS, hear_fillers
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcript import Segment, Transcript, Word


def transcript(language: str, text: str) -> Transcript:
    words = tuple(Word(number, number + 1, word, 0.9) for number, word in enumerate(text.split()))
    segments = (Segment(0, len(words), text, words),) if words else ()
    return Transcript(language, 10.0, segments, (), "base")


def test_a_voice_that_does_not_hesitate_has_no_filler(base: FoundModel, clip: Sound) -> None:
    found = hear_fillers(clip, transcript("en", "all of our representatives"), base)

    assert found == Fillers({}, is_at_least=False)


def test_of_a_silence_nothing_is_counted(base: FoundModel, clip: Sound) -> None:
    assert hear_fillers(clip, transcript("fr", ""), base) == Fillers({}, is_at_least=True)


@pytest.mark.parametrize(
    ("language", "again", "expected"),
    [
        ("fr", "Euh, alors euh, je, hum, voilà, heu... ben du coup", Fillers({"euh": 3, "hum": 1}, is_at_least=True)),
        ("en", "Um, so uh, I, uhm, you know, er, hmm", Fillers({"um": 2, "uh": 2, "hmm": 1}, is_at_least=False)),
        ("en", "Her number, so well", Fillers({}, is_at_least=False)),
    ],
)
def test_fillers_are_counted_however_they_are_spelt(
    base: FoundModel, clip: Sound, monkeypatch: pytest.MonkeyPatch, language: str, again: str, expected: Fillers
) -> None:
    asked = []

    def heard_again(sound, **given):
        asked.append(given)
        return transcript(language, again)

    monkeypatch.setattr(listening, "transcribe", heard_again)

    assert hear_fillers(clip, transcript(language, "quelque chose"), base) == expected
    assert asked == [{"model": base, "language": language, "prompt": PROMPTS[language]}]
