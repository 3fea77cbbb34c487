"""What the process that hears and the one that waits say to each other arrives as it was sent."""

from pathlib import Path

import pytest

from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Stretch
from rebond.engine.speech.transcribe import Heard
from rebond.engine.speech.transcript import Segment, Transcript, Word
from rebond.engine.speech.wire import Order, event_of, line_of, line_of_failure

SEGMENT = Segment(
    0.5, 1.25, "l’œuvre\u2028« finie »", (Word(0.5, 0.75, "l’œuvre\u2028«", 0.5), Word(0.75, 1.25, "finie »", 1.0))
)
TRANSCRIPT = Transcript("fr", 3.5, (SEGMENT,), (Stretch(2.0, 3.25),), "base", is_incomplete=True)


@pytest.mark.parametrize("language", ["fr", None])
def test_an_order_arrives(language: str | None) -> None:
    order = Order(16_000, True, language, FoundModel("base", Path("/où que ce soit"), "chosen"), 2**32)

    assert Order.of(order.line()) == order
    assert order.line().count(b"\n") == 1


@pytest.mark.parametrize("event", [Heard(SEGMENT, 1.25), Heard(None, 3.5), TRANSCRIPT])
def test_what_is_heard_arrives(event: Heard | Transcript) -> None:
    assert event_of(line_of(event)) == event
    assert line_of(event).count(b"\n") == 1


def test_a_failure_arrives_as_its_words() -> None:
    assert event_of(line_of_failure("memory")) == "memory"


@pytest.mark.parametrize(
    "line", [b"\n", b"[]\n", b"{}\n", b"3\n", b'{"transcript":{}}\n', b'{"heard":{"done_s":1}}\n', b"\xff\n"]
)
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        event_of(line)
