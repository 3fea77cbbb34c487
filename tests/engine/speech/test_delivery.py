"""What can be counted in how something was said."""

from collections.abc import Sequence

import numpy as np
import pytest

from rebond.engine.speech.delivery import Delivery, Fillers, Pauses, Repetition, delivery_of, repetitions
from rebond.engine.speech.sound import SAMPLE_RATE, Sound, Stretch
from rebond.engine.speech.transcribe import Heard
from rebond.engine.speech.transcript import Segment, Transcript, Word


def words(text: str, *, each_s: float = 0.3) -> list[Word]:
    return [Word(number * each_s, (number + 1) * each_s, word, 0.9) for number, word in enumerate(text.split())]


def transcript(said: Sequence[Word], duration_s: float) -> Transcript:
    segments = (
        (Segment(said[0].start_s, said[-1].end_s, " ".join(word.text for word in said), tuple(said)),) if said else ()
    )
    return Transcript("fr", duration_s, segments, (), "base")


def with_silences(sound: Sound, *seconds: float) -> Sound:
    """The sound, again after each of these silences."""
    pieces = [sound.samples]
    for silence_s in seconds:
        pieces += [np.zeros(int(silence_s * SAMPLE_RATE), np.float32), sound.samples]
    return Sound(np.concatenate(pieces))


def test_a_memo_has_a_rate_and_pauses(memo: Sound, memo_heard: tuple[Transcript, list[Heard]]) -> None:
    heard, _ = memo_heard

    delivery = delivery_of(heard, memo)

    assert delivery.duration_s == memo.duration_s
    assert 25 < delivery.speech_s < delivery.duration_s
    assert delivery.words == len(heard.text.split())
    assert delivery.words_a_minute is not None
    assert 110 < delivery.words_a_minute < 190
    assert delivery.pauses.count >= 5  # there are six pieces
    assert 0.5 <= delivery.pauses.longest_s < 3
    assert 0 < delivery.pauses.share < 0.4
    assert delivery.long_silences == ()
    assert delivery.fillers is None


def test_long_silences_are_told_with_their_place(clip: Sound) -> None:
    sound = with_silences(clip, 4.0, 1.0)

    delivery = delivery_of(transcript([], sound.duration_s), sound)

    (silence,) = delivery.long_silences
    assert silence.start_s == pytest.approx(clip.duration_s, abs=0.6)
    assert silence.end_s == pytest.approx(clip.duration_s + 4.0, abs=0.6)
    assert delivery.pauses.longest_s == silence.duration_s
    assert delivery.pauses.count >= 2


def test_silence_before_the_first_word_and_after_the_last_is_no_pause(clip: Sound) -> None:
    around = np.zeros(5 * SAMPLE_RATE, np.float32)
    sound = Sound(np.concatenate([around, clip.samples, around]))

    alone, inside = (delivery_of(transcript([], one.duration_s), one) for one in (clip, sound))

    assert inside.long_silences == ()
    assert inside.pauses.count == alone.pauses.count


def test_of_nothing_there_is_nothing_to_tell() -> None:
    silence = Sound(np.zeros(SAMPLE_RATE, np.float32))

    assert delivery_of(transcript([], 1.0), silence) == Delivery(1.0, 0.0, 0, None, Pauses(0, 0.0, 0.0), (), None, ())


def test_few_words_or_a_short_sound_have_no_rate(clip: Sound) -> None:
    long_enough = with_silences(clip, 1.0)

    few = delivery_of(transcript(words("un deux trois"), long_enough.duration_s), long_enough)
    short = delivery_of(transcript(words("mot " * 20, each_s=0.2), clip.duration_s), clip)

    assert few.words_a_minute is None
    assert short.words_a_minute is None


def test_fillers_are_those_that_were_listened_for(clip: Sound) -> None:
    fillers = Fillers({"euh": 3, "hum": 1}, is_at_least=True)

    delivery = delivery_of(transcript([], clip.duration_s), clip, fillers)

    assert delivery.fillers == fillers
    assert fillers.total == 4


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("je je je ne savais plus", [("je", 3)]),
        ("J'ai, j'ai perdu le fil", [("J'ai", 2)]),
        ("et puis je, je... je me suis tu", [("je", 3)]),
        ("je suis je suis resté muet", [("je suis", 2)]),
        ("non non il a dit que que c'était trop", [("non", 2), ("que", 2)]),
        ("c'était l'été et il faisait chaud", []),
    ],
)
def test_what_is_said_twice_in_a_row_is_told(said: str, expected: list[tuple[str, int]]) -> None:
    assert [(each.text, each.times) for each in repetitions(words(said))] == expected


def test_a_repetition_is_told_with_its_place() -> None:
    assert list(repetitions(words("et je je dis", each_s=1.0))) == [Repetition("je", 2, Stretch(1.0, 3.0))]


@pytest.mark.parametrize(
    "said",
    [
        "nous nous sommes quittés",
        "vous vous rendez compte",
        "everything that he had had",
        "appelez le 06 12 12 40",
        "Oui. Oui, bien sûr",
        "Pourquoi ? Pourquoi pas",
    ],
)
def test_what_grammar_or_numbers_say_twice_is_no_repetition(said: str) -> None:
    assert list(repetitions(words(said))) == []


def test_a_word_said_again_after_a_long_silence_begins_something_new() -> None:
    apart = [Word(0, 0.3, "alors", 0.9), Word(4, 4.3, "alors", 0.9)]

    assert list(repetitions(apart)) == []
