"""What the process that hears and the one that waits for it say to each other: an order, samples, then lines of JSON.

To the process: one line, an Order as an object, then its samples, 32 bits each in the order of this machine's bytes.
From it, one object a line: {"heard": {...}} as it goes, then {"transcript": {...}} or {"failed": "why"}, once.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Stretch
from rebond.engine.speech.transcribe import Heard
from rebond.engine.speech.transcript import Segment, Transcript, Word

SAMPLE_BYTES = 4


@dataclass(frozen=True)
class Order:
    """What is to be heard.

    Attributes:
        samples: how many follow.
        is_incomplete: of the sound.
        language: "fr", "en", or None for whichever it is.
        most_memory_bytes: address space that the process may take; 0 for no limit.
    """

    samples: int
    is_incomplete: bool
    language: str | None
    model: FoundModel
    most_memory_bytes: int

    def line(self) -> bytes:
        """As it is sent."""
        return _line(asdict(self) | {"model": {**asdict(self.model), "folder": str(self.model.folder)}})

    @classmethod
    def of(cls, line: bytes) -> "Order":
        """As it is read. Raises ValueError, LookupError or TypeError where the line says something else."""
        said = json.loads(line)
        model = FoundModel(said["model"]["name"], Path(said["model"]["folder"]), said["model"]["origin"])
        return cls(**(said | {"model": model}))


def line_of(event: Heard | Transcript) -> bytes:
    """As it is sent."""
    return _line({"transcript" if isinstance(event, Transcript) else "heard": asdict(event)})


def line_of_failure(why: str) -> bytes:
    """As it is sent."""
    return _line({"failed": why})


def event_of(line: bytes) -> Heard | Transcript | str:
    """As it is read; a failure as the words that say why.

    Raises ValueError, LookupError or TypeError where the line says something else.
    """
    said = json.loads(line)
    if "failed" in said:
        return str(said["failed"])
    if "heard" in said:
        segment = said["heard"]["segment"]
        return Heard(None if segment is None else _segment(segment), float(said["heard"]["done_s"]))
    values = dict(said["transcript"])
    values["segments"] = tuple(map(_segment, values["segments"]))
    values["unheard"] = tuple(Stretch(**stretch) for stretch in values["unheard"])
    return Transcript(**values)


def _segment(values: dict[str, Any]) -> Segment:
    return Segment(**(values | {"words": tuple(Word(**word) for word in values["words"])}))


def _line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
