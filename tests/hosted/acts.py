"""What candidates and workers do, in a process with the settings of a server.

It reads a line of JSON for each act, [database, name of the act, what it is given], and answers with a line of JSON.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from rebond.apps.base.clock import now  # noqa: E402
from rebond.apps.debrief import hearing_actions, voice_actions, voice_tasks  # noqa: E402
from rebond.apps.debrief.models import Recording  # noqa: E402
from rebond.apps.people.actions import local_candidate  # noqa: E402
from rebond.apps.people.models import Person  # noqa: E402
from rebond.engine.speech.transcript import Segment  # noqa: E402
from tests.engine.speech.sounds import recorded  # noqa: E402

Outcome = str
"""Of an act: "done", why it was refused, or the name of what went wrong."""


def migrate() -> None:
    """Make every table. Addresses are not checked: they lead to the pages of every stage."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def record(*names: str) -> list[str]:
    """Recordings of these files, waiting to be heard; their keys."""
    keys = []
    for name in names:
        keys.append(uuid.uuid4())
        _keep(keys[-1], 0, recorded(name), language=name[:2])
        _finish(keys[-1], 1)
    return list(map(str, keys))


def cancel(key: str) -> None:
    """Nobody shall hear it."""
    voice_actions.cancel_hearing(recording=Recording.objects.get(pk=key), by=_candidate(), now=now())


def claim(key: str, workers: int) -> int:
    """So many workers want the recording at the same moment; how many have it."""
    together = threading.Barrier(workers)

    def one(_worker: int) -> bool:
        connection.ensure_connection()
        together.wait()
        held = hearing_actions.claim_recording(key=uuid.UUID(key), now=now)
        connection.close()
        return held is not None

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(one, range(workers)))


def keep_twice(number: int, first: str, second: str) -> list[Outcome]:
    """The same place of a recording, filled over two connections; number 0 begins the recording."""
    key = uuid.uuid4()
    for before in range(number):
        _keep(key, before, b"-")
    return _overlapping(lambda: _keep(key, number, first.encode()), lambda: _keep(key, number, second.encode()))


def keep_while_finishing() -> list[Outcome]:
    """A recording is finished with one piece, and a second comes meanwhile."""
    key = uuid.uuid4()
    _keep(key, 0, b"a")
    return _overlapping(lambda: _finish(key, 1), lambda: _keep(key, 1, b"b"))


def finish_twice() -> list[Outcome]:
    """A recording is finished from two tabs."""
    key = uuid.uuid4()
    _keep(key, 0, b"a")
    return _overlapping(lambda: _finish(key, 1), lambda: _finish(key, 1))


def remove_while_heard(key: str) -> list[Outcome]:
    """A worker writes down what it hears, and the recording is removed meanwhile."""
    claim, recording = hearing_actions.claim_recording(key=uuid.UUID(key), now=now), Recording.objects.get(pk=key)
    assert claim is not None
    segment = Segment(0.0, 1.0, "une moitié", ())
    return _overlapping(
        lambda: hearing_actions._note(claim, segment, 1.0),
        lambda: voice_actions.remove_recording(recording=recording, by=_candidate(), now=now()),
    )


def queue_twice() -> list[Outcome]:
    """Two workers look at the same moment for what the queue has forgotten."""
    return _overlapping(lambda: voice_tasks.queue_forgotten(now=now()), lambda: voice_tasks.queue_forgotten(now=now()))


def _candidate() -> Person:
    return local_candidate(now=now())


def _keep(key: uuid.UUID, number: int, content: bytes, *, language: str = "fr") -> None:
    voice_actions.keep_piece(
        key=key,
        take=0,
        number=number,
        content=content,
        language=language,
        media_type="audio/webm",
        by=_candidate(),
        now=now(),
    )


def _finish(key: uuid.UUID, count: int) -> None:
    recording = Recording.objects.get(pk=key)
    voice_tasks.finish_recording(recording=recording, pieces=[count], by=_candidate(), now=now())


def _overlapping(first: Callable[[], object], second: Callable[[], object]) -> list[Outcome]:
    """Both acts, the second begun while the first is not committed yet."""
    _candidate()
    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            outcome = _outcome(first)
            promised = beside.submit(_outcome, second)
            _wait_until_it_waits(promised)
        return [outcome, promised.result()]


def _outcome(act: Callable[[], object]) -> Outcome:
    try:
        act()
    except voice_actions.PieceRefusedError as refused:
        return refused.why.value
    except Exception as error:  # noqa: BLE001  # whatever it is, the test shows it
        return type(error).__name__
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return "done"


def _wait_until_it_waits(promised: "Future[Outcome]") -> None:
    """Until the other connection waits for ours, or is done."""
    with connection.cursor() as cursor:
        while not promised.done():
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.01)


ACTS: Sequence[Callable[..., object]] = (
    migrate,
    record,
    cancel,
    claim,
    keep_twice,
    keep_while_finishing,
    finish_twice,
    remove_while_heard,
    queue_twice,
)


def main() -> None:
    """Act until nobody asks any more."""
    acts = {act.__name__: act for act in ACTS}
    for line in sys.stdin:
        connection.settings_dict["NAME"], name, given = json.loads(line)
        sys.stdout.write(json.dumps(acts[name](*given)) + "\n")
        sys.stdout.flush()
        connection.close()


if __name__ == "__main__":
    main()
