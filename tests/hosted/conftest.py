"""Rebond over PostgreSQL: a server for all tests, a database for each, and processes that work on it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.hosted.postgresql import PostgreSQL, running
from tests.house.tree import ROOT
from tests.serving import LONGEST_END_S, environment
from tests.spoken import LONGEST_WAIT_S

MIGRATED = "migrated"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.hosted.settings"}
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

Ask = Callable[..., Any]
"""Does one of tests.hosted.acts: database, name of the act, what it is given → what comes of it."""


@dataclass(frozen=True)
class Hosted:
    """A database of the server, and those who work on it."""

    server: PostgreSQL
    database: str
    folder: Path
    ask: Ask

    def act(self, name: str, *given: object) -> Any:
        """Do one of tests.hosted.acts on this database, as a page does it; returns what comes of it."""
        return self.ask(self.database, name, *given)

    @contextlib.contextmanager
    def working(self, count: int) -> "Iterator[list[subprocess.Popen[str]]]":
        """So many workers while the block lasts, from when the last of them listens."""
        with contextlib.ExitStack() as stack:
            where = self.server.environment(self.database)
            workers = [python("rebond.web.serving.worker", self.folder, where) for _ in range(count)]
            for worker in workers:
                stack.enter_context(worker)
                stack.callback(end, worker, signal.SIGKILL)
            self.until(f"SELECT count(*) >= %s {OTHERS}", count)
            yield workers
            for worker in workers:
                if worker.poll() is None:
                    assert end(worker) == 0, worker.stderr.read() if worker.stderr else ""

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says."""
        with connected(self.server, self.database) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def until(self, query: str, *values: object) -> None:
        """Wait until the database says yes. Fails after LONGEST_WAIT_S."""
        give_up_at = time.monotonic() + LONGEST_WAIT_S
        while self.rows(query, *values) != [(True,)]:
            assert time.monotonic() < give_up_at, self.rows("SELECT * FROM debrief_recording")
            time.sleep(0.05)


def connected(server: PostgreSQL, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of the tests' own, outside of Django."""
    where = server.environment(database)
    return psycopg.connect(host=where["PGHOST"], user=where["PGUSER"], dbname=database, autocommit=True)


def python(module: str, folder: Path, where: Mapping[str, str]) -> "subprocess.Popen[str]":
    """A module of ours with the settings of a server, in a process and a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", module],
        env=environment(folder, SETTINGS | where),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end(process: "subprocess.Popen[str]", with_signal: signal.Signals = signal.SIGTERM) -> int:
    """End a process and what it has started, as a service manager does; returns its exit status."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, with_signal)
    return process.wait(timeout=LONGEST_END_S)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A server."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def ask(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A process that does acts on any database; there is one by now that has all tables, and nothing in them."""
    with python("tests.hosted.acts", tmp_path_factory.mktemp("acts"), postgresql.environment("")) as acts:
        assert acts.stdin is not None
        assert acts.stdout is not None

        def asked(database: str, name: str, *given: object) -> Any:
            acts.stdin.write(json.dumps([database, name, given]) + "\n")
            acts.stdin.flush()
            answer = acts.stdout.readline()
            assert answer, acts.communicate()
            return json.loads(answer)

        with connected(postgresql, "postgres") as connection:
            connection.execute(f"CREATE DATABASE {MIGRATED}")
        asked(MIGRATED, "migrate")
        yield asked
        acts.stdin.close()


@pytest.fixture
def hosted(postgresql: PostgreSQL, ask: Ask, data_folder: Path) -> Hosted:
    """A database of this test's own."""
    name = f"test_{uuid.uuid4().hex}"
    with connected(postgresql, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    return Hosted(postgresql, name, data_folder, ask)
