"""A recording is heard by one worker at a time, to one result, whatever dies meanwhile."""

import contextlib
import datetime
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.hearing_actions import LEASE, claim_recording, hear, leaving, waiting_keys
from rebond.apps.debrief.models import Listening, Passage, Recording
from rebond.apps.debrief.voice_actions import cancel_hearing
from rebond.apps.debrief.voice_queries import to_hear
from rebond.apps.debrief.voice_tasks import hear_again, queue_forgotten
from tests.apps.debrief.spoken import KEY, address, heard, recorded
from tests.engine.speech.sounds import recorded as sound_file

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self, now: datetime.datetime) -> None:
        self.at = now

    def __call__(self) -> datetime.datetime:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += datetime.timedelta(seconds=seconds)


@pytest.fixture
def clock(now: datetime.datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def models(settings: Any) -> Path:
    """Where models are kept: the cache of this machine's user, in which the packaged one is joined once."""
    from rebond.web import data_folder

    settings.MODELS_FOLDER = data_folder.cache() / "models"
    return settings.MODELS_FOLDER


@pytest.fixture
def broken_model(settings: Any, tmp_path: Path) -> None:
    """A model that no worker survives: its weights are none."""
    for name in ("config.json", "tokenizer.json", "vocabulary.txt", "model.bin"):
        (tmp_path / name).write_bytes(b"{}")
    settings.WHISPER_MODEL = str(tmp_path)


@contextlib.contextmanager
def asked_whether_it_leaves(answer: Callable[[], bool]) -> Iterator[None]:
    """While it lasts, a worker that asks whether the program ends is answered so."""
    token = leaving.set(answer)
    try:
        yield
    finally:
        leaving.reset(token)


def state() -> str:
    return Recording.objects.get(pk=KEY).state


# ------------------------------------------------------------------------------------------ Who holds a recording


def test_two_workers_cannot_hold_it(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())

    assert claim_recording(key=KEY, now=clock) is not None
    assert claim_recording(key=KEY, now=clock) is None


def test_a_worker_that_says_nothing_any_more_is_replaced(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())
    claim_recording(key=KEY, now=clock)
    clock.pass_(LEASE.total_seconds())

    assert claim_recording(key=KEY, now=clock) is not None


def test_a_worker_that_renews_its_claim_is_not_replaced(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())
    claim = claim_recording(key=KEY, now=clock)
    assert claim is not None
    clock.pass_(15)
    claim.renew()
    clock.pass_(15)

    assert claim_recording(key=KEY, now=clock) is None


def test_a_worker_that_was_replaced_writes_nothing(candidate: Any, clock: Clock) -> None:
    from rebond.apps.debrief.hearing_actions import ClaimLostError

    recorded(candidate, clock())
    lost = claim_recording(key=KEY, now=clock)
    assert lost is not None
    clock.pass_(LEASE.total_seconds())
    claim_recording(key=KEY, now=clock)

    with pytest.raises(ClaimLostError):
        lost.update(state="done")
    assert state() == "running"


def test_a_recording_on_which_three_workers_died_has_failed(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())
    for _ in range(3):
        assert claim_recording(key=KEY, now=clock) is not None
        clock.pass_(LEASE.total_seconds())

    assert claim_recording(key=KEY, now=clock) is None
    assert Recording.objects.values_list("state", "problem").get() == ("failed", "worker")


def test_what_was_heard_by_a_dead_worker_is_forgotten(candidate: Any, clock: Clock) -> None:
    recording = recorded(candidate, clock())
    claim_recording(key=KEY, now=clock)
    Passage.objects.create(recording=recording, start_s=0, end_s=1, text="une moitié", words=[])
    clock.pass_(LEASE.total_seconds())

    claim_recording(key=KEY, now=clock)

    assert not Passage.objects.exists()


def test_an_open_recording_is_not_heard(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock(), finished=False)

    assert not waiting_keys(clock())


# ------------------------------------------------------------------------------------------------------- The queue


def queued() -> list[str]:
    from django_tasks_db.models import DBTaskResult

    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.ready()]


def test_what_waits_and_was_forgotten_by_the_queue_is_put_there_once(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())

    assert [queue_forgotten(now=clock()) for _ in range(2)] == [1, 0]
    assert queued() == [str(KEY)]


def test_what_a_live_worker_holds_is_not_put_there(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())
    claim_recording(key=KEY, now=clock)

    assert queue_forgotten(now=clock()) == 0


def test_what_a_killed_worker_held_is_put_there_again(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock())
    claim_recording(key=KEY, now=clock)
    clock.pass_(LEASE.total_seconds())

    assert queue_forgotten(now=clock()) == 1


def test_finishing_puts_it_into_the_queue(client: Client, candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock(), finished=False)

    client.post(address("finish/"), {"pieces": ["1"]})

    assert queued() == [str(KEY)]


@pytest.mark.parametrize("ended", ["failed", "cancelled", "no_model"])
def test_it_can_be_tried_again(candidate: Any, clock: Clock, ended: str) -> None:
    recording = recorded(candidate, clock())
    Recording.objects.update(state=ended, attempts=3)
    recording.refresh_from_db()

    hear_again(recording=recording, by=candidate, now=clock())

    assert queued() == [str(KEY)]
    assert claim_recording(key=KEY, now=clock) is not None


def test_what_was_corrected_before_it_is_tried_again_stays_with_what_was_typed(candidate: Any, clock: Clock) -> None:
    recording = heard(candidate, clock(), (0.0, 1.0, "Ils ont demandé"), (1.1, 2.0, "mes prétentions."))
    recording.passages.filter(start_s=1.1).update(corrected="mes conditions.")
    Recording.objects.update(state="cancelled", typed="Et puis rien.")

    hear_again(recording=recording, by=candidate, now=clock())

    assert Recording.objects.get().typed == "Ils ont demandé mes conditions.\n\nEt puis rien."
    assert not Passage.objects.exists()


# ------------------------------------------------------------------------------------------------- From end to end


def test_a_spoken_memo_becomes_text_with_the_times_of_its_words(candidate: Any, clock: Clock, models: Path) -> None:
    recorded(candidate, clock(), sound_file("fr_clip.webm"))

    hear(key=KEY, now=clock)

    recording = Recording.objects.get(pk=KEY)
    passages = list(recording.passages.all())
    assert (recording.state, recording.model) == ("done", "base")
    assert passages
    assert all(0 <= start <= end <= recording.duration_s + 0.1 for one in passages for start, end, *_ in one.words)
    assert [one.text.split() for one in passages] == [[word for _s, _e, word, _c in one.words] for one in passages]


def test_a_memo_can_be_listened_to_as_one_file(client: Client, candidate: Any, clock: Clock, models: Path) -> None:
    whole = sound_file("fr_clip.webm")
    recorded(candidate, clock(), whole[:5000], whole[5000:])

    hear(key=KEY, now=clock)

    response = client.get(address("sound/"), headers={"Range": "bytes=0-99"})
    assert (response.status_code, len(response.content)) == (206, 100)
    assert Listening.objects.get().media_type == "audio/mpeg"


def test_without_a_model_the_sound_is_kept_and_said_so(candidate: Any, clock: Clock, settings: Any) -> None:
    settings.WHISPER_MODEL = "small"  # not fetched
    settings.MODELS_FOLDER = Path("/nowhere")
    recorded(candidate, clock(), sound_file("fr_clip.webm"))

    hear(key=KEY, now=clock)

    assert state() == "no_model"
    assert Listening.objects.exists()


@pytest.mark.parametrize(("content", "problem"), [(b"no sound", "not_sound"), (b"\x1aE\xdf\xa3 broken", "broken")])
def test_a_file_that_is_no_sound_fails_at_once(candidate: Any, clock: Clock, content: bytes, problem: str) -> None:
    recorded(candidate, clock(), content)

    hear(key=KEY, now=clock)

    assert Recording.objects.values_list("state", "problem", "attempts").get() == ("failed", problem, 1)


def test_a_worker_that_dies_lets_it_wait_longer_each_time(candidate: Any, clock: Clock, broken_model: None) -> None:
    recorded(candidate, clock(), sound_file("fr_clip.webm"))
    waited = []
    for _ in range(3):
        hear(key=KEY, now=clock)
        leased = Recording.objects.get(pk=KEY).leased_until
        waited.append((leased - clock()).total_seconds() if leased else None)
        clock.pass_(60)

    assert waited == [5, 60, None]
    assert Recording.objects.values_list("state", "problem").get() == ("failed", "worker")


def test_it_is_not_tried_before_its_time(candidate: Any, clock: Clock, broken_model: None) -> None:
    recorded(candidate, clock(), sound_file("fr_clip.webm"))
    hear(key=KEY, now=clock)
    clock.pass_(4)

    assert not to_hear(clock()).exists()


def test_the_end_of_the_program_lets_it_go_at_once_and_does_not_count(
    candidate: Any, clock: Clock, models: Path
) -> None:
    recorded(candidate, clock(), sound_file("fr_memo.webm"))
    with asked_whether_it_leaves(lambda: True):
        hear(key=KEY, now=clock)

    assert Recording.objects.values_list("state", "attempts").get() == ("waiting", 0)
    assert to_hear(clock()).exists()


def test_what_goes_wrong_while_the_program_ends_does_not_count(candidate: Any, clock: Clock) -> None:
    recorded(candidate, clock(), b"no sound")  # as if the process that decodes had been ended too
    with asked_whether_it_leaves(lambda: True):
        hear(key=KEY, now=clock)

    assert Recording.objects.values_list("state", "attempts").get() == ("waiting", 0)


def test_what_was_cancelled_is_not_heard(candidate: Any, clock: Clock) -> None:
    recording = recorded(candidate, clock(), sound_file("fr_clip.webm"))
    cancel_hearing(recording=recording, by=candidate, now=clock())

    hear(key=KEY, now=clock)

    assert state() == "cancelled"


def test_what_is_cancelled_meanwhile_brings_no_text(candidate: Any, clock: Clock, models: Path) -> None:
    recording = recorded(candidate, clock(), sound_file("fr_memo.webm"))

    def cancelling() -> bool:  # asked at each look, while it is being heard
        cancel_hearing(recording=recording, by=candidate, now=clock())
        return False

    with asked_whether_it_leaves(cancelling):
        hear(key=KEY, now=clock)

    assert state() == "cancelled"


def test_what_is_removed_meanwhile_leaves_nothing(candidate: Any, clock: Clock, models: Path) -> None:
    recording = recorded(candidate, clock(), sound_file("fr_memo.webm"))

    def removing() -> bool:
        Recording.objects.filter(pk=recording.pk).delete()
        return False

    with asked_whether_it_leaves(removing):
        hear(key=KEY, now=clock)

    assert not Recording.objects.exists()
    assert not Passage.objects.exists()


def test_a_key_that_is_no_recording_is_passed_over(clock: Callable[[], datetime.datetime], db: None) -> None:
    hear(key=uuid.uuid4(), now=clock)

    assert not Recording.objects.exists()
