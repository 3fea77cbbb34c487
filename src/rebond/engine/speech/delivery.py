"""What can be counted in how something was said, and nothing more.

Length, rate, pauses, words said twice: a person can check each of them by listening. Emotion, confidence and accent are
not looked for. What a voice shows of feelings depends on the person, the language, the microphone and the room more
than on what is felt; models of it were trained on actors; they are wrong most often about those who already speak
otherwise than most; and someone back from an interview that went badly must not be told how they sound by a machine
that guesses. How many syllables a second is left out too: counted from the text it is wrong by 12 % too few to 50 % too
many on short recordings (measured), so that only the trend over long ones means anything.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rebond.engine.speech.guards import plain
from rebond.engine.speech.sound import Sound, Stretch
from rebond.engine.speech.transcript import Transcript, Word
from rebond.engine.speech.voiced import CERTAIN, voice_of

FEWEST_WORDS, SHORTEST_S = 15, 10.0
"""With less, a rate says more of the sentence than of who said it."""
HEARD_SILENCE_S = 0.15
"""A shorter silence belongs to the words around it: lips that close. With this, 131 of 131 silences put between words
were found; of those of 0.25 s and more that people made themselves, 11 of 18, with 3 that were none (measured)."""
PAUSE_S = 0.5
"""A shorter pause is not told: nobody who listens hears it as one."""
LONG_SILENCE_S = 3.0
"""Our judgement: so long that the other one would say something."""
TWICE_WITHIN_S = 2.0
"""A word said again after a longer silence begins something new."""
SAID_TWICE = frozenset({"nous nous", "vous vous", "had had", "that that"})
"""Twice the same word, and no repetition: « nous nous sommes vus », "all that he had had"."""


@dataclass(frozen=True)
class Pauses:
    """Silences of PAUSE_S and more between the first word and the last.

    Attributes:
        count: how many.
        longest_s: 0 where there is none.
        share: of the time from the first voice to the last, 0 to 1.
    """

    count: int
    longest_s: float
    share: float


@dataclass(frozen=True)
class Fillers:
    """Hesitations that were heard ("euh", "um").

    Attributes:
        counts: by their word, those that were heard at all.
        is_at_least: there were as many or more. In French the model writes 40 % of them, in English 88 % (measured with
            few speakers): "at least" in the one, "about" in the other, never a number that claims to be exact.
    """

    counts: Mapping[str, int]
    is_at_least: bool

    @property
    def total(self) -> int:
        """All together."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Repetition:
    """A word, or two words together, said twice or more in a row.

    Attributes:
        text: as it was said first.
        times: how often in a row, at least 2.
        at: from its beginning to its end.
    """

    text: str
    times: int
    at: Stretch


@dataclass(frozen=True)
class Delivery:
    """How something was said.

    Attributes:
        duration_s: of the sound.
        speech_s: of it, how long a voice is heard.
        words: how many were written down. The model leaves out hesitations and many of the words that are said twice: 0
            to 6 % too few when someone reads, about 9 % when someone speaks freely (measured).
        words_a_minute: over the time from the first voice to the last, pauses included; None with fewer than
            FEWEST_WORDS or less than SHORTEST_S. To be told rounded, as a band.
        pauses: of PAUSE_S and more.
        long_silences: those of LONG_SILENCE_S and more, in order.
        fillers: None where they were not listened for (see `fillers.hear_fillers`).
        repetitions: in order. Those that are here were said; others may have been that the model left out.
    """

    duration_s: float
    speech_s: float
    words: int
    words_a_minute: float | None
    pauses: Pauses
    long_silences: tuple[Stretch, ...]
    fillers: Fillers | None
    repetitions: tuple[Repetition, ...]


def delivery_of(transcript: Transcript, sound: Sound, fillers: Fillers | None = None) -> Delivery:
    """What can be counted in how something was said.

    Args:
        transcript: of the sound.
        sound: the same that was transcribed.
        fillers: what `hear_fillers` gave, where the person asked for it.

    Raises:
        NoVoiceDetectorError: the network that hears voices is not there.
    """
    voiced = voice_of(sound.samples).stretches(CERTAIN, silence_s=HEARD_SILENCE_S)
    silences = [Stretch(before.end_s, after.start_s) for before, after in itertools.pairwise(voiced)]
    pauses = [silence for silence in silences if silence.duration_s >= PAUSE_S]
    span_s = voiced[-1].end_s - voiced[0].start_s if voiced else 0.0
    words = [word for segment in transcript.segments for word in segment.words]
    is_enough = len(words) >= FEWEST_WORDS and span_s >= SHORTEST_S
    return Delivery(
        duration_s=sound.duration_s,
        speech_s=sum(stretch.duration_s for stretch in voiced),
        words=len(words),
        words_a_minute=len(words) * 60 / span_s if is_enough else None,
        pauses=Pauses(
            count=len(pauses),
            longest_s=max((pause.duration_s for pause in pauses), default=0.0),
            share=sum(pause.duration_s for pause in pauses) / span_s if span_s else 0.0,
        ),
        long_silences=tuple(pause for pause in pauses if pause.duration_s >= LONG_SILENCE_S),
        fillers=fillers,
        repetitions=tuple(repetitions(words)),
    )


def repetitions(words: list[Word]) -> Iterator[Repetition]:
    """Each word or pair of words that is said again at once, in the same sentence.

    Numbers are left out (a telephone number says its digits twice), and so is what grammar says twice (SAID_TWICE).
    """
    said = [plain(word.text) for word in words]
    at = 0
    while at < len(words):
        length, times = _said_again(words, said, at)
        if times > 1:
            whole = words[at : at + length * times]
            text = " ".join(word.text.strip(",.… ") for word in whole[:length])
            yield Repetition(text, times, Stretch(whole[0].start_s, whole[-1].end_s))
        at += length * times


def _said_again(words: list[Word], said: list[str], at: int) -> tuple[int, int]:
    """How many words are said again from here on, 1 or 2, and how often in a row; (1, 1) where none is."""
    for length in (1, 2):
        phrase, times = said[at : at + length], 1
        while said[at + times * length : at + (times + 1) * length] == phrase and _goes_on(words, at, length, times):
            times += 1
        is_number = any(each.isdigit() for each in phrase)
        if times > 1 and not is_number and all(phrase) and " ".join(phrase * 2) not in SAID_TWICE:
            return length, times
    return 1, 1


def _goes_on(words: list[Word], at: int, length: int, times: int) -> bool:
    """Whether no sentence ends between, and no long silence lies between, a phrase and the same one behind it."""
    both = words[at + (times - 1) * length : at + (times + 1) * length]
    ends = any(word.text.endswith((".", "!", "?")) and not word.text.endswith("..") for word in both[:-1])
    return not ends and all(after.start_s - before.end_s < TWICE_WITHIN_S for before, after in itertools.pairwise(both))
