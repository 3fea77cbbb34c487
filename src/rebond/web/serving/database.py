"""The database of the data folder: whole, of a version that this program knows, and up to date."""

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from rebond.apps.people.actions import local_candidate
from rebond.web import data_folder
from rebond.web.serving.refusal import CannotServeError, in_both

BACKUPS_KEPT = 3
"""The last ones; each holds whole accounts, so no more are kept than one may need. Our judgement."""

LOCK_NAME = "opening.lock"
LONGEST_WAIT_S = 120.0
"""Seconds that a second launch waits for the first to have brought the database up to date."""


def bring_up_to_date(*, now: datetime.datetime) -> None:
    """Check the database, keep a copy of it before it changes, apply what is pending, and know the candidate.

    Raises CannotServeError for a damaged database, or for one that a later version of Rebond has written. Leaves this
    thread's connection open: while it is, no other has to fold the write-ahead log at each of its ends.
    """
    path = data_folder.database()
    with _one_launch_at_a_time(path.with_name(LOCK_NAME)):
        _check_whole(path)
        executor = MigrationExecutor(connection)
        _check_known(executor)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if executor.loader.applied_migrations:
                keep_copy(path, now=now)
            call_command("migrate", verbosity=0, interactive=False)
        local_candidate(now=now)
    connection.ensure_connection()


def fold_and_close() -> None:
    """Fold the write-ahead log into the database file and let go of it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


def keep_copy(path: Path, *, now: datetime.datetime) -> Path:
    """Copy the database into the folder of backups, where the last BACKUPS_KEPT stay; returns the copy's path."""
    folder = path.with_name(data_folder.BACKUPS_NAME)
    folder.mkdir(mode=data_folder.FOLDER_MODE, exist_ok=True)
    copy = folder / f"{path.stem}-{now:%Y%m%dT%H%M%S%f}{path.suffix}"
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(data_folder.FILE_MODE)
    for old in sorted(folder.glob(f"{path.stem}-*{path.suffix}"))[:-BACKUPS_KEPT]:
        old.unlink()
    return copy


@contextlib.contextmanager
def _one_launch_at_a_time(lock: Path) -> Iterator[None]:
    """Hold an exclusive transaction on an empty database: the system drops it with the process, however that ends."""
    with contextlib.closing(sqlite3.connect(lock, timeout=LONGEST_WAIT_S, isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        yield
        held.execute("ROLLBACK")


def _check_whole(path: Path) -> None:
    if not path.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(path)) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if verdict != "ok":
        raise _damaged(path, verdict.splitlines()[-1])


def _damaged(path: Path, why: str) -> CannotServeError:
    return in_both(
        "Le fichier de vos données est abîmé ({why})\u00a0: {path}. Rebond n’y a pas touché. Mettez-le de côté, puis"
        " remettez à sa place une copie\u00a0; Rebond garde les siennes dans {backups}.",
        "The file of your data is damaged ({why}): {path}. Rebond has not touched it. Put it aside, then put a copy in"
        " its place; Rebond keeps its own in {backups}.",
        why=why,
        path=path,
        backups=path.with_name(data_folder.BACKUPS_NAME),
    )


def _check_known(executor: MigrationExecutor) -> None:
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        raise in_both(
            "Vos données ont été écrites par une version plus récente de Rebond. Installez-la pour les ouvrir\u00a0;"
            " rien n’a été changé.",
            "Your data were written by a later version of Rebond. Install it to open them; nothing has been changed.",
        )
