"""One recording listened to for the command line: its sound, its text, and what can be counted in how it was said."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import click

from rebond.cli.bar import bar
from rebond.cli.models import VARIABLE, models_folder, size_in_words, unusable_in_words
from rebond.cli.read_accounts import name_of
from rebond.cli.refusals import Refused
from rebond.cli.screen import harmless
from rebond.cli.spoken import say
from rebond.engine.speech.decoding import LARGEST_BYTES, LONGEST_S, DecoderMissingError, decode
from rebond.engine.speech.delivery import Delivery, delivery_of
from rebond.engine.speech.fillers import hear_fillers
from rebond.engine.speech.models import CATALOGUE, FoundModel, UnusableModel, find_model, is_here, look_for_model
from rebond.engine.speech.refusal import RefusedSoundError
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import Heard, NoEarsError, transcribe
from rebond.engine.speech.transcript import Transcript
from rebond.engine.speech.voiced import NoVoiceDetectorError

SMALL = "small"
"""The model that a person without any is told of. Our judgement: it hears French far better, and fits most machines."""
MINUTE_S = 60


@dataclass(frozen=True)
class Told:
    """What is said in one recording, and how.

    Attributes:
        origin: where the model comes from (see rebond.engine.speech.models).
    """

    transcript: Transcript
    delivery: Delivery
    origin: str


def model_here(environ: Mapping[str, str]) -> FoundModel:
    """The model that listens, put in place first where it must be; raises Refused where there is none."""
    chosen, folder = environ.get(VARIABLE, ""), models_folder()
    try:
        found = look_for_model(chosen, folder)
        if found is not None and not is_here(found):
            click.echo(say("transcribe.preparing"), err=True)
            found = find_model(chosen, folder)
    except UnusableModel as unusable:
        raise Refused(unusable_in_words(unusable)) from unusable
    if found is None:
        raise Refused(say("transcribe.no_model", size=size_in_words(CATALOGUE[SMALL].bytes)))
    return found


class Listener:
    """Listens to one recording after the other with the same model, which is loaded once."""

    def __init__(self, model: FoundModel, language: str | None, *, fillers: bool) -> None:
        self._model = model
        self._language = language
        self._fillers = fillers

    def told(self, content: bytes, source: str, *, title: str) -> Told:
        """What is said in the recording `content`; `source` is how it is called, `title` what stands beside the bar.

        Raises Refused where it is none that can be heard, or nothing can be heard here.
        """
        sound = _sound_of(content, source)
        try:
            with _bar(title, sound.duration_s) as hear:
                transcript = transcribe(sound, model=self._model, language=self._language, hear=hear)
            fillers = None
            if self._fillers:
                with _bar(say("transcribe.second_pass"), None):
                    fillers = hear_fillers(sound, transcript, self._model)
            return Told(transcript, delivery_of(transcript, sound, fillers), self._model.origin)
        except (NoEarsError, NoVoiceDetectorError, RuntimeError, ValueError, OSError) as error:
            raise Refused(_why_deaf(self._model)) from error


def _why_deaf(model: FoundModel) -> str:
    if find_spec("faster_whisper") is None:
        return say("transcribe.no_engine")
    return say("transcribe.model_fails", name=harmless(model.name))


def _sound_of(content: bytes, source: str) -> Sound:
    try:
        return decode(content)
    except RefusedSoundError as error:
        name, size, minutes = name_of(source), size_in_words(LARGEST_BYTES), LONGEST_S // MINUTE_S
        raise Refused(say(f"transcribe.{error.refusal}", name=name, size=size, minutes=minutes)) from error
    except DecoderMissingError as error:
        raise Refused(say("transcribe.no_engine")) from error


@contextmanager
def _bar(title: str, total_s: float | None) -> Iterator[Callable[[Heard], None]]:
    """What is told how far the listening is: a bar where standard error is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _heard: None
        return
    with bar() as progress:
        task = progress.add_task(title, total=total_s)
        yield lambda heard: progress.update(task, completed=heard.done_s)
