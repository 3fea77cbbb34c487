"""From sound to timed text.

Whisper alone loses whole sentences of a recording of some minutes, and writes words where nobody speaks. So silence is
cut out first, by the network that hears voices (`voiced`); what was never said is taken out again (`guards`); and where
a voice is over which there is no word, that piece is listened to once more, alone. What stays empty then is told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rebond.engine.speech.ears import Ears, NoEarsError, ears_of
from rebond.engine.speech.guards import without_invented
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Sound, Stretch
from rebond.engine.speech.splices import Splice, clipped, spliced
from rebond.engine.speech.transcript import PARAGRAPH_PAUSE_S, Segment, Transcript, Word
from rebond.engine.speech.voiced import CERTAIN, POSSIBLE, Voice, voice_of
from rebond.taxonomy.words import LANGUAGES

__all__ = ["Heard", "Listener", "NoEarsError", "gaps", "in_order", "transcribe"]

LEAST_VOICE_S = 0.5
"""With less voice than this in the whole sound, Whisper is not asked: of silence it makes words."""

GAP_S = 1.2
"""A voice over which there is no word for so long is listened to again. Of seven recordings, this found the 11 s that
were lost in one, and nothing in the five in which nothing was (measured)."""
GAP_SILENCE_S = 0.3
"""A shorter silence does not part two pieces of such a voice."""
GAP_MARGIN_S = 0.2
"""What is taken with it before and after, for the times of words are not exact."""
LONGEST_WORD_S = 1.5
"""A word that lasts longer was drawn over what was lost beside it; the rest of it counts as without a word."""


@dataclass(frozen=True)
class Heard:
    """How far the work is.

    Attributes:
        segment: what was just heard, not over any other; None where there is nothing new.
        done_s: how much of the sound is done, in seconds; it never goes back. What is heard the second time comes last
            and belongs earlier.
    """

    segment: Segment | None
    done_s: float


def transcribe(
    sound: Sound,
    *,
    model: FoundModel,
    language: str | None,
    hear: Callable[[Heard], None] | None = None,
    prompt: str | None = None,
) -> Transcript:
    """What is said in a sound.

    Args:
        sound: of any length; it takes about a seventh of that with the smallest model on two cores.
        model: loaded at the first call in this process, and kept.
        language: "fr" or "en"; None for whichever of the two is likelier.
        hear: called with each segment as it comes, and at the end of each piece of work.
        prompt: what the text is told to begin like (see `fillers`); a text to be read is made without.

    Returns:
        The transcript; without a segment where hardly any voice is heard (its language is then the one given, or the
        first of LANGUAGES).

    Raises:
        NoEarsError: there is nothing to run the model with, or it is no model.
        NoVoiceDetectorError: the network that hears voices is not there.
    """
    voice = voice_of(sound.samples)
    tell = hear or (lambda _: None)
    spoken = language or LANGUAGES[0]
    segments: tuple[Segment, ...] = ()
    unheard: tuple[Stretch, ...] = ()
    if voice.voiced_s(CERTAIN) >= LEAST_VOICE_S:
        ears = ears_of(model.folder)
        spoken = language or ears.likelier_language(Splice.of(sound, next(spliced(voice))).samples)
        segments, unheard = _heard(Listener(ears, sound, voice, spoken, prompt), tell)
    tell(Heard(None, sound.duration_s))
    return Transcript(spoken, sound.duration_s, segments, unheard, model.name, sound.is_incomplete)


def _heard(listener: "Listener", tell: Callable[[Heard], None]) -> tuple[tuple[Segment, ...], tuple[Stretch, ...]]:
    """All segments in order, and what stays unheard."""
    segments = []
    for segment in listener.listen():
        segments.append(segment)
        tell(Heard(segment, segment.end_s))
    unheard = []
    for gap in gaps(listener.voice, segments):
        again = listener.listen_again(gap)
        for segment in again:
            tell(Heard(segment, listener.sound.duration_s))
        if not again:
            unheard.append(gap)
        segments += again
    return in_order(segments), tuple(unheard)


@dataclass(frozen=True, eq=False)
class Listener:
    """Who listens to a sound.

    Attributes:
        ears: the model.
        sound: all of it.
        voice: where in it a voice is.
        language: "fr" or "en".
        prompt: what the text is told to begin like, or None.
    """

    ears: Ears
    sound: Sound
    voice: Voice
    language: str
    prompt: str | None = None

    def listen(self) -> Iterator[Segment]:
        """What is said wherever a voice is, in order, as it comes."""
        last_s = 0.0
        for stretches in spliced(self.voice):
            splice = Splice.of(self.sound, stretches)
            for words in self._words(splice):
                placed = without_invented(_one_behind_the_other(map(splice.in_sound, words), last_s), self.voice)
                for segment in in_order([_segment(placed)] if placed else []):
                    last_s = segment.end_s
                    yield segment

    def listen_again(self, gap: Stretch) -> tuple[Segment, ...]:
        """What is said in a stretch, listened to alone, with times inside it."""
        start_s, end_s = max(0.0, gap.start_s - GAP_MARGIN_S), min(gap.end_s + GAP_MARGIN_S, self.sound.duration_s)
        splice = Splice.of(self.sound, [Stretch(start_s, end_s)])
        words = (clipped(splice.in_sound(word), gap) for words in self._words(splice) for word in words)
        placed = without_invented(_one_behind_the_other(words, gap.start_s), self.voice)
        return in_order([_segment(placed)] if placed else [])

    def _words(self, splice: Splice) -> Iterator[tuple[Word, ...]]:
        return self.ears.hear(splice.samples, self.language, prompt=self.prompt)


def gaps(voice: Voice, segments: Sequence[Segment]) -> tuple[Stretch, ...]:
    """The stretches of GAP_S and more in which a voice is heard and no word is, in order."""
    words = sorted((word.start_s, word.end_s) for segment in segments for word in segment.words)
    found = []
    for stretch in voice.stretches(POSSIBLE, silence_s=GAP_SILENCE_S):
        free_from_s = stretch.start_s
        for start_s, end_s in words:
            if end_s <= free_from_s or start_s >= stretch.end_s:
                continue
            if start_s - free_from_s >= GAP_S:
                found.append(Stretch(free_from_s, start_s))
            free_from_s = max(free_from_s, min(end_s, start_s + LONGEST_WORD_S))
        if stretch.end_s - free_from_s >= GAP_S:
            found.append(Stretch(free_from_s, stretch.end_s))
    return tuple(found)


def in_order(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The words of all segments in order of time, never over one another, as segments.

    A segment is parted where words of another one belong inside it, and where it waits for PARAGRAPH_PAUSE_S.
    """
    words = [(word, number) for number, segment in enumerate(segments) for word in segment.words]
    words.sort(key=lambda pair: (pair[0].start_s, pair[0].end_s))
    parted: list[list[Word]] = []
    last_s, last_number = 0.0, -1
    for word, number in words:
        (placed,) = _one_behind_the_other([word], last_s)
        if number != last_number or placed.start_s - last_s >= PARAGRAPH_PAUSE_S:
            parted.append([])
        parted[-1].append(placed)
        last_s, last_number = placed.end_s, number
    return tuple(_segment(words) for words in parted)


def _one_behind_the_other(words: Iterable[Word], from_s: float) -> tuple[Word, ...]:
    placed: list[Word] = []
    for word in words:
        start_s = max(word.start_s, from_s)
        placed.append(replace(word, start_s=start_s, end_s=max(word.end_s, start_s)))
        from_s = placed[-1].end_s
    return tuple(placed)


def _segment(words: Sequence[Word]) -> Segment:
    return Segment(words[0].start_s, words[-1].end_s, " ".join(word.text for word in words), tuple(words))
