"""Memos are written down by workers over PostgreSQL: each once, whoever dies."""

import itertools

import pytest

from tests.hosted.conftest import Hosted, end

pytestmark = pytest.mark.xdist_group("hosted")  # one server for all of them

OF = "SELECT {} FROM debrief_recording WHERE id = %s"
BEING_HEARD = OF.format("state = 'running' AND duration_s IS NOT NULL")
DONE = OF.format("state = 'done'")
OVER = "SELECT count(*) = 0 FROM debrief_recording WHERE state IN ('waiting', 'running')"


def results(hosted: Hosted) -> list[tuple[str, str, int]]:
    """Key, state and attempts of each recording, in order."""
    return hosted.rows("SELECT id::text, state, attempts FROM debrief_recording ORDER BY started_at")


def results_noted(hosted: Hosted) -> list[str]:
    """Of which recordings a result was written, each as often as one was."""
    return [key for (key,) in hosted.rows("SELECT target_id FROM base_auditentry WHERE verb = 'hear_recording'")]


def process_that_hears(hosted: Hosted) -> int:
    """The number of the worker's process, which is at the end of its name."""
    ((names,),) = hosted.rows("SELECT worker_ids FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'")
    return int(names[-1].split("-")[-1])


def pass_the_lease(hosted: Hosted) -> None:
    """As if a minute had gone by since a worker said something."""
    hosted.rows("UPDATE debrief_recording SET leased_until = leased_until - interval '1 minute'")


def test_two_workers_write_each_of_several_memos_down_once(hosted: Hosted) -> None:
    with hosted.working(2):
        keys = hosted.act("record", "fr_clip.webm", "en_clip.webm", "fr_clip.webm")
        hosted.until(OVER)

    assert results(hosted) == [(key, "done", 1) for key in keys]
    assert sorted(results_noted(hosted)) == sorted(keys)
    assert {key for (key,) in hosted.rows("SELECT DISTINCT recording_id::text FROM debrief_passage")} == set(keys)
    assert len(hosted.rows("SELECT DISTINCT worker_ids FROM django_tasks_database_dbtaskresult")) == 2


def test_the_memo_of_a_killed_worker_is_written_down_once_by_another(hosted: Hosted) -> None:
    with hosted.working(2) as workers:
        (key,) = hosted.act("record", "fr_clip.webm")
        hosted.until(BEING_HEARD, key)
        (killed,) = (worker for worker in workers if worker.pid == process_that_hears(hosted))
        killed.kill()
        pass_the_lease(hosted)
        hosted.until(DONE, key)

    passages = hosted.rows("SELECT start_s, end_s FROM debrief_passage ORDER BY start_s")
    assert results(hosted) == [(key, "done", 2)]
    assert results_noted(hosted) == [key]
    assert passages
    assert all(end_s <= start_s for (_, end_s), (start_s, _) in itertools.pairwise(passages))


def test_what_is_cancelled_is_left_alone_and_the_next_memo_is_written_down(hosted: Hosted) -> None:
    with hosted.working(1):
        heard, waiting, last = hosted.act("record", "fr_memo.webm", "fr_clip.webm", "en_clip.webm")
        hosted.act("cancel", waiting)
        hosted.until(BEING_HEARD, heard)
        hosted.act("cancel", heard)
        hosted.until(DONE, last)

    assert results(hosted) == [(heard, "cancelled", 1), (waiting, "cancelled", 0), (last, "done", 1)]
    assert results_noted(hosted) == [last]


def test_a_worker_told_to_end_lets_the_memo_go_at_once(hosted: Hosted) -> None:
    with hosted.working(1) as workers:
        (key,) = hosted.act("record", "fr_memo.webm")
        hosted.until(BEING_HEARD, key)
        assert end(workers[0]) == 0

    assert results(hosted) == [(key, "waiting", 0)]


def test_a_worker_goes_on_whenever_the_database_was_started_again(hosted: Hosted) -> None:
    with hosted.working(1):
        hosted.server.start_again()  # while it waits
        (key,) = hosted.act("record", "en_clip.webm")
        hosted.until(BEING_HEARD, key)
        hosted.server.start_again()  # while it hears
        pass_the_lease(hosted)
        hosted.until(DONE, key)

    assert results(hosted) == [(key, "done", 2)]
    assert results_noted(hosted) == [key]
