"""Every write of a worker that hears a recording: it claims it, notes what it hears, and brings one result or none.

A recording is held by a claim, renewed while work goes on. Each write asks in its own transaction whether the claim
still holds, so that a worker which was thought dead, or whose work was cancelled, writes nothing any more.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWorking
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Listening, Passage, Recording
from rebond.apps.debrief.voice_queries import takes_of, to_hear
from rebond.engine.speech.decoding import DecoderMissingError, decode
from rebond.engine.speech.listening import MEDIA_TYPE, listening_copy
from rebond.engine.speech.models import FoundModel, UnusableModel, find_model, look_for_model
from rebond.engine.speech.process import Transcribing, TranscriptionFailed
from rebond.engine.speech.refusal import RefusedSoundError
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcript import Segment, Transcript, in_passages

LEASE = datetime.timedelta(seconds=20)
"""How long a recording stays with a worker that says nothing: then another one takes it. Our judgement: some renewals
may be late on a busy machine, and nobody waits much longer than that for a worker that was killed."""
RENEWED_EVERY = datetime.timedelta(seconds=5)
LOOK_EVERY_S = 1.0
"""How long a cancellation takes to be noticed, at most."""
MOST_ATTEMPTS = 3
"""Then it failed for good: a recording on which workers die is not tried for ever."""
BACK_OFF_S = (5, 60)
"""Seconds before the second and the third attempt."""
LONGEST_MODEL_NAME = 80
"""Characters that the row has room for: a folder of the operator's may have a longer name."""
FAILED = "worker"
"""The problem of a recording on which the workers died; the others are those of SoundRefusal."""

State = Recording.State
Made = TypeVar("Made")
Clock = Callable[[], datetime.datetime]

leaving: ContextVar[Callable[[], bool]] = ContextVar("leaving", default=lambda: False)
"""Whether the program ends: what is being heard is let go at once, and heard again at the next launch."""


class ClaimLostError(RuntimeError):
    """The recording is another worker's now, or nobody's: it was cancelled or deleted, or the lease ran out."""


@dataclass(frozen=True)
class Claim:
    """A recording that this worker holds."""

    recording: Recording
    token: uuid.UUID
    now: Clock

    def update(self, **values: object) -> None:
        """Write on the recording, if it is still held. Raises ClaimLostError."""
        held = Recording.objects.filter(pk=self.recording.pk, claim=self.token, state=State.RUNNING)
        if not held.update(**values):
            raise ClaimLostError(str(self.recording.pk))

    def renew(self) -> None:
        """Hold it for a while longer. Raises ClaimLostError."""
        self.update(leased_until=self.now() + LEASE)


def waiting_keys(now: datetime.datetime) -> tuple[uuid.UUID, ...]:
    """The recordings that somebody should hear now, the oldest first; held until the transaction of the caller ends.

    Those that another worker asks for at the same moment are left to it.
    """
    return tuple(to_hear(now).select_for_update(skip_locked=True).values_list("pk", flat=True))


@transaction.atomic
def claim_recording(*, key: uuid.UUID, now: Clock) -> Claim | None:
    """Hold this recording; None where nobody should hear it any more, or another worker does.

    What was heard of it before is forgotten. After MOST_ATTEMPTS it has failed instead.
    """
    moment, token = now(), uuid.uuid4()
    free = to_hear(moment).filter(pk=key)
    if free.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, problem=FAILED, claim=None, leased_until=None
    ):
        return None
    held = free.update(
        state=State.RUNNING,
        claim=token,
        leased_until=moment + LEASE,
        attempts=F("attempts") + 1,
        heard_s=0,
        problem="",
    )
    if not held:
        return None
    Passage.objects.filter(recording_id=key).delete()
    return Claim(Recording.objects.get(pk=key), token, now)


def hear(*, key: uuid.UUID, now: Clock) -> None:
    """Hear one recording from its sound to its text; every end of it is on its row.

    A result comes at most once. A worker that fails lets it go for a later attempt.
    """
    claim = claim_recording(key=key, now=now)
    if claim is None:
        return
    try:
        _hear(claim)
    except ClaimLostError:
        return
    except (RefusedSoundError, TranscriptionFailed, DecoderMissingError, OSError, MemoryError) as error:
        if leaving.get()():  # the signal that ends this program may have ended those that it started too
            _let_go(claim, at_once=True)
        elif isinstance(error, RefusedSoundError):
            _end(claim, state=State.FAILED, problem=error.refusal.value)
        else:
            _let_go(claim)


def _hear(claim: Claim) -> None:
    if find_spec("av") is None:  # Rebond was installed without what hears: the sound is kept as it came
        _end(claim, state=State.NO_MODEL)
        return
    sound = _renewing(claim, decode, *takes_of(claim.recording))
    _keep_copy(claim, _renewing(claim, listening_copy, sound), sound)
    model = _renewing(claim, _model, find_model)
    if model is None:
        _end(claim, state=State.NO_MODEL)
        return
    with Transcribing(sound, model=model, language=claim.recording.language) as work:
        _follow(claim, work)


def model_here() -> str:
    """The name of the model that would hear; "" where there is none, or nothing to run it with. Nothing is made."""
    found = _model(look_for_model)
    return found.name if found else ""


def _model(look: Callable[[str, Path], FoundModel | None]) -> FoundModel | None:
    if find_spec("faster_whisper") is None:
        return None
    try:
        return look(settings.WHISPER_MODEL, Path(settings.MODELS_FOLDER))
    except UnusableModel:
        return None


def _follow(claim: Claim, work: Transcribing) -> None:
    renewed = claim.now()
    for event in work.events(LOOK_EVERY_S):
        if isinstance(event, Transcript):
            _finish(claim, event)
            return
        if leaving.get()():
            _let_go(claim, at_once=True)
            return
        if event is not None:
            _note(claim, event.segment, event.done_s)
        if claim.now() - renewed >= RENEWED_EVERY or event is None:
            renewed = claim.now()
            claim.renew()
    raise TranscriptionFailed("ended without a result")


def _renewing(claim: Claim, work: Callable[..., Made], *given: object) -> Made:
    """Do some work that says nothing of how far it is, in a thread beside, while the claim is renewed."""
    with ThreadPoolExecutor(1) as beside:
        promised: Future[Made] = beside.submit(work, *given)
        while True:
            try:
                return promised.result(RENEWED_EVERY.total_seconds())
            except StillWorking:
                claim.renew()


@transaction.atomic
def _keep_copy(claim: Claim, copy: bytes, sound: Sound) -> None:
    claim.update(duration_s=sound.duration_s, is_incomplete=sound.is_incomplete)
    Listening.objects.update_or_create(
        recording_id=claim.recording.pk, defaults={"media_type": MEDIA_TYPE, "content": copy}
    )


@transaction.atomic
def _note(claim: Claim, segment: Segment | None, done_s: float) -> None:
    claim.update(heard_s=done_s)
    if segment is not None:
        _add(claim, (segment,))


@transaction.atomic
def _finish(claim: Claim, transcript: Transcript) -> None:
    claim.update(
        state=State.DONE,
        language=transcript.language,
        model=transcript.model[:LONGEST_MODEL_NAME],
        heard_s=transcript.duration_s,
        unheard=[[stretch.start_s, stretch.end_s] for stretch in transcript.unheard],
        claim=None,
        leased_until=None,
    )
    Passage.objects.filter(recording_id=claim.recording.pk).delete()
    _add(claim, in_passages(transcript.segments))
    record(by=None, verb="hear_recording", target=claim.recording, now=claim.now())


def _add(claim: Claim, segments: Sequence[Segment]) -> None:
    Passage.objects.bulk_create(
        Passage(
            recording_id=claim.recording.pk,
            start_s=segment.start_s,
            end_s=segment.end_s,
            text=segment.text.strip(),
            words=[
                [round(word.start_s, 2), round(word.end_s, 2), word.text, round(word.confidence, 2)]
                for word in segment.words
            ],
        )
        for segment in segments
    )


def _end(claim: Claim, *, state: str, problem: str = "") -> None:
    try:
        claim.update(state=state, problem=problem, claim=None, leased_until=None)
    except ClaimLostError:
        return


def _let_go(claim: Claim, *, at_once: bool = False) -> None:
    """Let it wait for another attempt, after a while that grows; at once, and not counted, where the program ends."""
    attempts = claim.recording.attempts
    wait = datetime.timedelta(seconds=0 if at_once else BACK_OFF_S[min(attempts, len(BACK_OFF_S)) - 1])
    values: dict[str, object] = {"state": State.WAITING, "claim": None, "leased_until": claim.now() + wait}
    if at_once:
        values["attempts"] = attempts - 1
    elif attempts >= MOST_ATTEMPTS:
        values |= {"state": State.FAILED, "problem": FAILED, "leased_until": None}
    try:
        claim.update(**values)
    except ClaimLostError:
        return
