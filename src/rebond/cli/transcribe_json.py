"""What is said in a recording, for another program: the JSON that DESIGN.md fixes."""

from rebond.cli.transcribe_listen import Told
from rebond.engine.speech.delivery import Delivery
from rebond.engine.speech.sound import Stretch
from rebond.engine.speech.transcript import Segment

TIME_DECIMALS = 3  # milliseconds; times of words are right to some 40
DECIMALS = 4  # of shares and probabilities
RATE_DECIMALS = 1


def told_values(told: Told) -> dict[str, object]:
    """The value that `rebond transcribe --json` prints; times and durations are seconds."""
    transcript = told.transcript
    return {
        "lang": transcript.language,
        "duration": _time(transcript.duration_s),
        "incomplete": transcript.is_incomplete,
        "text": transcript.text,
        "segments": [_segment_values(segment) for segment in transcript.segments],
        "unheard": [_stretch_values(stretch) for stretch in transcript.unheard],
        "delivery": _delivery_values(told.delivery),
        "model": transcript.model,
    }


def _segment_values(segment: Segment) -> dict[str, object]:
    return {
        "start": _time(segment.start_s),
        "end": _time(segment.end_s),
        "text": segment.text.strip(),
        "words": [
            {
                "start": _time(word.start_s),
                "end": _time(word.end_s),
                "text": word.text,
                "confidence": round(float(word.confidence), DECIMALS),
            }
            for word in segment.words
        ],
    }


def _delivery_values(delivery: Delivery) -> dict[str, object]:
    rate, fillers = delivery.words_a_minute, delivery.fillers
    return {
        "duration": _time(delivery.duration_s),
        "speech": _time(delivery.speech_s),
        "words": delivery.words,
        "words_a_minute": None if rate is None else round(rate, RATE_DECIMALS),
        "pauses": {
            "count": delivery.pauses.count,
            "longest": _time(delivery.pauses.longest_s),
            "share": round(delivery.pauses.share, DECIMALS),
        },
        "long_silences": [_stretch_values(silence) for silence in delivery.long_silences],
        "fillers": None if fillers is None else {"counts": dict(fillers.counts), "at_least": fillers.is_at_least},
        "repetitions": [
            {"text": repetition.text, "times": repetition.times, **_stretch_values(repetition.at)}
            for repetition in delivery.repetitions
        ],
    }


def _stretch_values(stretch: Stretch) -> dict[str, object]:
    return {"start": _time(stretch.start_s), "end": _time(stretch.end_s)}


def _time(seconds: float) -> float:
    return round(float(seconds), TIME_DECIMALS)
