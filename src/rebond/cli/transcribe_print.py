"""What is said in a recording, laid out for a person: the text with its times, then how it was said, in plain words."""

from collections.abc import Iterator

from rich.cells import cell_len

from rebond.cli.read_print import DISCREET, PLAIN, SOFT, TITLE, Paragraph, written
from rebond.cli.screen import Screen, harmless
from rebond.cli.spoken import say
from rebond.cli.transcribe_listen import Told
from rebond.engine.speech.delivery import Delivery, Fillers
from rebond.engine.speech.sound import Stretch
from rebond.engine.speech.transcript import in_passages

RATE_STEP = 5  # words a minute: it is not known better than by some hundredths
MINUTE_S = 60


def laid_out(told: Told, screen: Screen, *, language: str, title: str | None) -> str:
    """What is said, as text for `screen`; ends with a line feed.

    Args:
        language: of the words around what is said.
        title: name of the file where it is one of many; an empty line then ends the page.
    """
    return written(_paragraphs(told, language, title), screen)


def clock(seconds: float) -> str:
    """A moment of a recording, as "m:ss"."""
    minutes, rest = divmod(int(seconds), MINUTE_S)
    return f"{minutes}:{rest:02}"


def _paragraphs(told: Told, language: str, title: str | None) -> Iterator[Paragraph]:
    transcript = told.transcript
    if title is not None:
        yield Paragraph(harmless(title), TITLE)
    marks = [f"[{clock(passage.start_s)}] " for passage in in_passages(transcript.segments)]
    indent = " " * max(map(cell_len, marks), default=0)
    for mark, passage in zip(marks, in_passages(transcript.segments), strict=True):
        yield Paragraph(harmless(passage.text), PLAIN, indent, mark, DISCREET)
    if not transcript.segments:
        yield Paragraph(say("transcribe.nothing", language))
    yield Paragraph("")
    for stretch in transcript.unheard:
        seconds = max(1, round(stretch.duration_s))
        yield Paragraph(say("transcribe.unheard", language, seconds=seconds, at=clock(stretch.start_s)), TITLE)
    if transcript.is_incomplete:
        yield Paragraph(say("transcribe.incomplete", language), TITLE)
    for line in _delivery(told.delivery, language):
        yield Paragraph(line)
    origin = say(f"models.origin_{told.origin}", language)
    yield Paragraph(say("transcribe.heard_by", language, model=harmless(transcript.model), origin=origin), SOFT)
    if title is not None:
        yield Paragraph("")


def _delivery(delivery: Delivery, language: str) -> Iterator[str]:
    yield say("transcribe.duration", language, duration=_duration(delivery.duration_s, language))
    if delivery.words_a_minute is not None:
        yield say("transcribe.rate", language, rate=max(1, round(delivery.words_a_minute / RATE_STEP)) * RATE_STEP)
    if delivery.pauses.count:
        longest = _seconds(delivery.pauses.longest_s, language)
        key = "transcribe.pauses" if delivery.pauses.count > 1 else "transcribe.one_pause"
        yield say(key, language, count=delivery.pauses.count, longest=longest)
    elif delivery.words:
        yield say("transcribe.no_pause", language)
    between = say("page.separator", language)
    if delivery.long_silences:
        silences = between.join(_silence(silence, language) for silence in delivery.long_silences)
        yield say("transcribe.long_silences", language, silences=silences)
    if delivery.repetitions:
        said = between.join(
            say(
                "transcribe.repetition", language, text=harmless(each.text), times=each.times, at=clock(each.at.start_s)
            )
            for each in delivery.repetitions
        )
        yield say("transcribe.repetitions", language, repetitions=said)
    if delivery.fillers is not None:
        yield _fillers(delivery.fillers, language)


def _fillers(fillers: Fillers, language: str) -> str:
    if not fillers.total:
        return say("transcribe.no_filler", language)
    each = (say("transcribe.filler", language, word=word, count=count) for word, count in fillers.counts.items())
    key = "transcribe.fillers_at_least" if fillers.is_at_least else "transcribe.fillers_about"
    return say(key, language, count=fillers.total, each=say("page.separator", language).join(each))


def _silence(silence: Stretch, language: str) -> str:
    length = _seconds(silence.duration_s, language)
    return say("transcribe.silence", language, length=length, at=clock(silence.start_s))


def _duration(seconds: float, language: str) -> str:
    minutes, rest = divmod(round(seconds), MINUTE_S)
    if not minutes:
        return _seconds(seconds, language)
    return say("transcribe.minutes", language, minutes=minutes, seconds=f"{rest:02}")


def _seconds(seconds: float, language: str) -> str:
    number = f"{seconds:.1f}"
    return say("transcribe.seconds", language, number=number if language == "en" else number.replace(".", ","))
