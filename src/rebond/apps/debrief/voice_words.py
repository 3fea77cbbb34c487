"""A recording as its page shows it: passages with the times of their words, what was not heard, what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rebond.apps.debrief.models import Passage, Recording

SURE = 0.5
"""Confidence under which a word is shown as one to listen to again ; not measured, see docs/speech.md."""
MOST_UNSURE = 6
"""Unsure words named under a passage. Our judgement: more would say that all of it is to be heard again."""

PUNCTUATION = ' \u00a0\u202f,.;:!?…«»“”"()'


@dataclass(frozen=True)
class ShownWord:
    """A word of a passage as it was heard: its place among the words, its time, its text without punctuation."""

    number: int
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class ShownPassage:
    """A passage on the page.

    Attributes:
        key: of the passage, for its field.
        start, end: seconds.
        clock: the start as minutes and seconds.
        text: as it stands, corrected or heard.
        words: the words as they were heard, with spaces between.
        times, ends: starts and ends of the heard words in seconds, with spaces between.
        unsure: words that the model was not sure of; the page hides those that have been corrected.
    """

    key: int
    start: float
    end: float
    clock: str
    text: str
    words: str
    times: str
    ends: str
    unsure: tuple[ShownWord, ...]


@dataclass(frozen=True)
class ShownStretch:
    """A voiced stretch of which nothing could be made out: where it is, how long it lasts in whole seconds."""

    start: float
    end: float
    clock: str
    seconds: int


def shown_passages(passages: Iterable[Passage]) -> tuple[ShownPassage, ...]:
    """The passages of a recording, in their order."""
    return tuple(_shown(passage) for passage in passages)


def _shown(passage: Passage) -> ShownPassage:
    heard = [
        ShownWord(number, start, end, text.strip(PUNCTUATION))
        for number, (start, end, text, _confidence) in enumerate(passage.words)
    ]
    confidences = [confidence for *_others, confidence in passage.words]
    # The model parts “d'un” in two: a letter by itself is nothing to listen to.
    unsure = [word for word, sure in zip(heard, confidences, strict=True) if sure < SURE and len(word.text) > 1]
    return ShownPassage(
        key=passage.pk,
        start=passage.start_s,
        end=passage.end_s,
        clock=clock_of(passage.start_s),
        text=passage.text if passage.corrected is None else passage.corrected,
        words=" ".join(text for _start, _end, text, _confidence in passage.words),
        times=" ".join(f"{word.start:.2f}" for word in heard),
        ends=" ".join(f"{word.end:.2f}" for word in heard),
        unsure=tuple(unsure[:MOST_UNSURE]),
    )


def shown_unheard(recording: Recording) -> tuple[ShownStretch, ...]:
    """What was said and could not be written down."""
    return tuple(
        ShownStretch(start, end, clock_of(start), max(1, round(end - start))) for start, end in recording.unheard
    )


def clock_of(seconds: float) -> str:
    """Minutes and seconds: 72.4 is 1:12."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def may_help_again(recording: Recording) -> bool:
    """Whether trying again may bring a text: not where the file itself is what is wrong."""
    return recording.problem in ("", "worker", "too_heavy")


def can_be_heard(recording: Recording) -> bool:
    """Whether there is something to listen to: a file that is no sound is kept, and plays nothing."""
    return recording.problem not in ("empty", "not_sound", "broken", "no_track")


def problem_of(recording: Recording) -> str:
    """Why a recording could not be written down, and what to do; "" where nothing went wrong."""
    return {
        "": "",
        "empty": _("There is no sound in it. Record again, or type what you remember."),
        "too_large": _("The file is larger than 100 MB. Cut it in two, or save it with more compression."),
        "not_sound": _("This is not a sound file that Rebond knows: take webm, ogg, mp4, m4a, wav, flac or mp3."),
        "broken": _("The file is damaged: nothing can be heard of it. Take another copy of it."),
        "no_track": _("There is no sound in this file, only a picture. Take another file."),
        "too_short": _("It lasts less than a third of a second. Record again: a sentence is enough."),
        "too_long": _("It lasts more than 30 minutes. Cut it in two, and send one half after the other."),
        "too_heavy": _("This file takes more memory or time than a recording should. Save it as mp3, then try again."),
        "worker": _("It could not be written down: the program that listens stopped three times. The sound is kept."),
    }[recording.problem]
