"""Recordings as a browser sends them."""

import datetime
import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

from rebond.apps.debrief.models import Passage, Recording
from rebond.apps.debrief.voice_actions import finish_recording, keep_piece

VOICE = "/debrief/voice/"
KEY = uuid.UUID("8f0a1c52-3d1e-4f64-9a5e-0c6a1f7b2d10")


def address(of: str = "", key: uuid.UUID = KEY) -> str:
    """The page of a recording, or what is under it."""
    return f"{VOICE}{key}/{of}"


def send(client: Client, content: bytes, place: str = "0/0", *, key: uuid.UUID = KEY, language: str = "fr") -> Any:
    """Send one piece; place is take and number."""
    return client.post(
        address(f"{place}/?language={language}", key), data=content, content_type="audio/webm;codecs=opus"
    )


def recorded(
    by: AbstractBaseUser, now: datetime.datetime, *pieces: bytes, key: uuid.UUID = KEY, finished: bool = True
) -> Recording:
    """A recording of one take, waiting to be heard unless it is not finished."""
    for number, content in enumerate(pieces or (b"sound",)):
        keep_piece(
            key=key, take=0, number=number, content=content, language="fr", media_type="audio/webm", by=by, now=now
        )
    recording = Recording.objects.get(pk=key)
    if finished:
        finish_recording(recording=recording, pieces=[len(pieces or (b"sound",))], by=by, now=now)
    return recording


def heard(
    by: AbstractBaseUser, now: datetime.datetime, *passages: tuple[float, float, str], key: uuid.UUID = KEY
) -> Recording:
    """A recording of which these passages (start and end in seconds, text) were heard."""
    recording = recorded(by, now, key=key)
    for start_s, end_s, text in passages:
        words = text.split()
        each = (end_s - start_s) / len(words)
        Passage.objects.create(
            recording=recording,
            start_s=start_s,
            end_s=end_s,
            text=text,
            words=[
                [start_s + each * n, start_s + each * (n + 1), word, 0.3 if word.startswith("?") else 0.9]
                for n, word in enumerate(words)
            ],
        )
    recording.state, recording.duration_s = Recording.State.DONE, passages[-1][1] if passages else 0
    recording.model = "base"
    recording.save()
    return recording
