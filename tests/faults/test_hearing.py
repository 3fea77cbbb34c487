"""The application is killed while it writes a memo down: the next launch does it, once."""

import itertools
import signal
from pathlib import Path

from tests.engine.speech.sounds import recorded
from tests.serving import Visitor, serving
from tests.spoken import memo, rows, state_of, wait_for


def ended_while_it_hears(folder: Path, with_signal: signal.Signals) -> str:
    """Start the application, speak a memo, end it while that is being heard; the key of the recording."""
    with serving(folder) as served:
        visitor = Visitor(served)
        visitor.open()
        key = memo(visitor, recorded("fr_memo.webm"))
        wait_for(folder, key, "running")
        served.end(with_signal)
    return key


def test_a_memo_is_written_down_once_though_the_application_was_killed(tmp_path: Path) -> None:
    key = ended_while_it_hears(tmp_path, signal.SIGKILL)
    assert state_of(tmp_path, key) == "running"

    with serving(tmp_path):
        wait_for(tmp_path, key, "done")

    heard = [
        (start, end) for start, end in rows(tmp_path, "SELECT start_s, end_s FROM debrief_passage ORDER BY start_s")
    ]
    assert heard
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(heard))  # none of it twice
    assert rows(tmp_path, "SELECT attempts FROM debrief_recording") == [(2,)]


def test_a_memo_let_go_at_the_end_of_the_application_is_written_down_at_the_next_launch(tmp_path: Path) -> None:
    key = ended_while_it_hears(tmp_path, signal.SIGTERM)
    assert state_of(tmp_path, key) == "waiting"

    with serving(tmp_path):
        wait_for(tmp_path, key, "done")

    assert rows(tmp_path, "SELECT attempts FROM debrief_recording") == [(1,)]
