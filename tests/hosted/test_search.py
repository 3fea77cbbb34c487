"""The search over PostgreSQL: it passes the tests that it passes over SQLite, and some of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosted.postgresql import PostgreSQL
from tests.house.tree import ROOT
from tests.serving import environment

pytestmark = pytest.mark.xdist_group("hosted")  # one server for all of them

SEARCH = "tests/apps/search"
ONLY_SQLITE = f"{SEARCH}/test_sqlite.py"
ONLY_POSTGRESQL = "tests/hosted/search_over_postgresql.py"  # by its name it is not collected where SQLite answers
LONGEST_S = 300.0


def passed(server: PostgreSQL, folder: Path, *options: str) -> tuple[int, str]:
    """The exit status and the words of pytest on these files, in a process whose pages are kept by this server."""
    told = {"PYTEST_ADDOPTS": "", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        env=environment(folder, told | server.environment("searched")),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "tests", [(SEARCH, f"--ignore={ONLY_SQLITE}"), (ONLY_POSTGRESQL,)], ids=["the same", "its own"]
)
def test_its_tests_pass_over_postgresql(postgresql: PostgreSQL, data_folder: Path, tests: tuple[str, ...]) -> None:
    # A database of pytest's own, made by all migrations; the second process takes it as the first has left it.
    status, said = passed(postgresql, data_folder, "--ds=tests.hosted.settings_whole", "--reuse-db", *tests)

    assert status == 0, said
