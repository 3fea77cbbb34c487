"""Hearing a recording as a task of the queue. The task carries a key; the truth is on the recording's row."""

import datetime
import uuid
from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from rebond.apps.base.clock import now as clock
from rebond.apps.debrief import voice_actions
from rebond.apps.debrief.hearing_actions import hear, waiting_keys
from rebond.apps.debrief.models import Recording
from rebond.apps.debrief.voice_queries import to_hear

QUEUE = "speech"
FORGOTTEN_AFTER = datetime.timedelta(hours=1)
"""How long the queue remembers what it has done: it says nothing that the recordings do not."""

KILLED_AFTER = datetime.timedelta(days=1)
"""Nothing is heard for that long: the worker that began was killed."""


@task(queue_name=QUEUE)
def hear_recording(key: str) -> None:
    """Hear the recording of this key, if it still waits."""
    hear(key=uuid.UUID(key), now=clock)


@transaction.atomic
def finish_recording(
    *, recording: Recording, pieces: Sequence[int], by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """No more sound comes: the recording is put into the queue. Raises as the action of this name does."""
    if voice_actions.finish_recording(recording=recording, pieces=pieces, by=by, now=now):
        _queue(recording.pk)


@transaction.atomic
def hear_again(*, recording: Recording, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Put the recording into the queue again, where it may be. Raises as the action of this name does."""
    if voice_actions.hear_again(recording=recording, by=by, now=now):
        _queue(recording.pk)


def queue_forgotten(*, now: datetime.datetime) -> int:
    """Put into the queue what waits and is not in it: its worker was killed, or it waits for another attempt.

    What the queue has done for long is forgotten then. Returns how many were put; asked every few seconds, it reads and
    locks nothing where nobody waits.
    """
    return _queue_forgotten(now) if to_hear(now).exists() else 0


@transaction.atomic
def _queue_forgotten(now: datetime.datetime) -> int:
    DBTaskResult.objects.finished().filter(finished_at__lt=now - FORGOTTEN_AFTER).delete()
    DBTaskResult.objects.running().filter(started_at__lt=now - KILLED_AFTER).delete()
    waiting = waiting_keys(now)
    queued = {arguments["args"][0] for arguments in _ready().values_list("args_kwargs", flat=True)}
    forgotten = [key for key in waiting if str(key) not in queued]
    for key in forgotten:
        _queue(key)
    return len(forgotten)


def something_to_do() -> bool:
    """Whether a task is ready. One query, which locks nothing."""
    return _ready().exists()


def _ready() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.ready().filter(queue_name=QUEUE)


def _queue(key: uuid.UUID) -> None:
    hear_recording.enqueue(str(key))
