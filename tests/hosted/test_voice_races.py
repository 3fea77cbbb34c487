"""Two connections to PostgreSQL at the same moment: what is sent twice is kept once, what is asked twice done once."""

import pytest

from tests.hosted.conftest import Hosted

pytestmark = pytest.mark.xdist_group("hosted")  # one server for all of them


def stored(hosted: Hosted) -> list[tuple[bytes, int]]:
    return hosted.rows(
        "SELECT content, size FROM debrief_piece JOIN debrief_recording r ON r.id = recording_id ORDER BY number"
    )


def queued(hosted: Hosted) -> int:
    return len(hosted.rows("SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'READY'"))


def noted(hosted: Hosted, verb: str) -> int:
    return len(hosted.rows("SELECT 1 FROM base_auditentry WHERE verb = %s", verb))


@pytest.mark.parametrize("number", [0, 1])
def test_the_same_piece_from_two_connections_is_kept_once(hosted: Hosted, number: int) -> None:
    assert hosted.act("keep_twice", number, "abc", "abc") == ["done", "done"]

    assert stored(hosted)[number:] == [(b"abc", 3 + number)]
    assert noted(hosted, "begin_recording") == 1


@pytest.mark.parametrize("number", [0, 1])
def test_another_piece_at_the_same_place_is_refused(hosted: Hosted, number: int) -> None:
    assert hosted.act("keep_twice", number, "abc", "xyz") == ["done", "other"]

    assert stored(hosted)[number:] == [(b"abc", 3 + number)]


def test_a_piece_that_comes_while_the_recording_is_finished_is_refused(hosted: Hosted) -> None:
    assert hosted.act("keep_while_finishing") == ["done", "closed"]

    assert stored(hosted) == [(b"a", 1)]


def test_a_recording_finished_twice_is_queued_once(hosted: Hosted) -> None:
    assert hosted.act("finish_twice") == ["done", "done"]

    assert queued(hosted) == 1
    assert noted(hosted, "finish_recording") == 1


def test_of_eight_workers_one_holds_the_recording(hosted: Hosted) -> None:
    (key,) = hosted.act("record", "fr_clip.webm")

    assert hosted.act("claim", key, 8) == 1


def test_what_the_queue_has_forgotten_is_put_there_by_one_worker(hosted: Hosted) -> None:
    hosted.act("record", "fr_clip.webm")
    hosted.rows("DELETE FROM django_tasks_database_dbtaskresult")

    hosted.act("queue_twice")

    assert queued(hosted) == 1


def test_a_recording_removed_while_a_worker_writes_leaves_nothing(hosted: Hosted) -> None:
    (key,) = hosted.act("record", "fr_clip.webm")

    assert hosted.act("remove_while_heard", key) == ["done", "done"]

    assert hosted.rows("SELECT 1 FROM debrief_recording UNION ALL SELECT 1 FROM debrief_passage") == []
