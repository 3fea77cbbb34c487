"""Shared reads of what was spoken: recordings, their sound, their text."""

import datetime
from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Q, QuerySet

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Listening, Passage, Piece, Recording

MOST_LISTED = 10
"""Recordings not yet kept that are shown at a time, newest first. Our judgement: nobody leaves more lying about."""

State = Recording.State


def recording_of(person: AbstractBaseUser, recording_id: object) -> Recording:
    """One recording of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(Recording.objects.all(), by=person, pk=recording_id)


def unfinished_of(person: AbstractBaseUser, recording_id: object) -> Recording | None:
    """One recording of this person, None where it is not there (yet, or any more) or not theirs."""
    return owned(Recording.objects.filter(pk=recording_id), by=person).first()


def unkept_of(person: AbstractBaseUser) -> tuple[Recording, ...]:
    """What was recorded and is no account yet, newest first, with its number of pieces as `piece_count`. One query."""
    rows = owned(Recording.objects.filter(account=None), by=person)
    return tuple(rows.annotate(piece_count=Count("pieces")).order_by("-started_at", "id")[:MOST_LISTED])


def has_unkept(person: AbstractBaseUser) -> bool:
    """Whether something was recorded that is no account yet. One query."""
    return owned(Recording.objects.filter(account=None), by=person).exists()


def pieces_held(recording: Recording) -> Mapping[int, list[int]]:
    """The numbers of the pieces that are on disk, by take, in order. One query."""
    held: dict[int, list[int]] = {}
    for take, number in recording.pieces.order_by("take", "number").values_list("take", "number"):
        held.setdefault(take, []).append(number)
    return held


def takes_of(recording: Recording) -> tuple[bytes, ...]:
    """The sound as it was sent: one whole file for each take. One query."""
    takes: dict[int, list[bytes]] = {}
    for piece in Piece.objects.filter(recording=recording).order_by("take", "number"):
        takes.setdefault(piece.take, []).append(bytes(piece.content))
    return tuple(b"".join(pieces) for pieces in takes.values())


def sound_of(recording: Recording) -> tuple[str, bytes] | None:
    """Media type and bytes of what can be listened to: the one file made of it, else the first take as it came.

    None where the sound was erased. Two queries at most.
    """
    if not recording.has_sound:
        return None
    copy = Listening.objects.filter(recording=recording).first()
    if copy is not None:
        return copy.media_type, bytes(copy.content)
    takes = takes_of(recording)
    return (recording.media_type, takes[0]) if takes else None


def passages_of(recording: Recording) -> tuple[Passage, ...]:
    """What was heard so far, in order of time. One query."""
    return tuple(Passage.objects.filter(recording=recording))


def to_hear(now: datetime.datetime) -> QuerySet[Recording]:
    """Recordings that nobody holds and somebody should hear: waiting, or let go by a worker that died."""
    lost = Q(state=State.WAITING) & (Q(leased_until=None) | Q(leased_until__lte=now))
    return Recording.objects.filter(lost | Q(state=State.RUNNING, leased_until__lte=now)).order_by("started_at")
