"""Where a candidate's data lie on their machine, and how they are kept from other eyes.

The folder is open to its owner alone (0700) and so is every file in it (0600). On Windows the user's own profile folder
gives the same; the modes are then without effect.
"""

import os
import secrets
from pathlib import Path

import platformdirs

DATABASE_NAME = "rebond.sqlite3"
KEY_NAME = "secret-key"
BACKUPS_NAME = "backups"

FOLDER_MODE = 0o700
FILE_MODE = 0o600
PRIVATE_UMASK = 0o077
"""What the process takes away from every file that it makes, SQLite's own (-wal, -shm) included."""

KEY_BYTES = 48
"""384 bits, more than the 256 that HMAC-SHA256 can use."""


def folder() -> Path:
    """The data folder, made or not: `REBOND_DATA`, else the place that this system keeps for a user's data."""
    chosen = os.environ.get("REBOND_DATA", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("rebond", appauthor=False)


def cache() -> Path:
    """Where what can be made again is kept (the merged network, no word of a candidate's): `REBOND_CACHE`, else the
    place that this system keeps for it."""
    chosen = os.environ.get("REBOND_CACHE", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_cache_path("rebond", appauthor=False)


def database() -> Path:
    """The database file, made or not."""
    return folder() / DATABASE_NAME


def prepare() -> Path:
    """Make the data folder where it is missing, close it to others, and return it.

    Raises OSError where it cannot be made or written to.
    """
    os.umask(PRIVATE_UMASK)
    place = folder()
    place.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    place.chmod(FOLDER_MODE)
    probe = place / f".probe-{secrets.token_hex(8)}"
    probe.touch(mode=FILE_MODE)
    probe.unlink()
    close_files(place)
    return place


def close_files(place: Path) -> None:
    """Take every file of the folder away from other users: a file copied back by hand may be open to all."""
    for path in place.rglob("*"):
        if not path.is_symlink():
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def secret_key() -> str:
    """`REBOND_SECRET_KEY`, else the key of this data folder, drawn once and kept in it.

    Raises OSError where the folder cannot be written to.
    """
    given = os.environ.get("REBOND_SECRET_KEY", "")
    if given:
        return given
    path = folder() / KEY_NAME
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if not path.exists() or not path.read_text(encoding="ascii").strip():
        _draw_key(path)
    return path.read_text(encoding="ascii").strip()


def _draw_key(path: Path) -> None:
    """Write a fresh key beside its place, then move it there: two first launches never see half a key."""
    fresh = path.with_name(f"{KEY_NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    fresh.replace(path)
