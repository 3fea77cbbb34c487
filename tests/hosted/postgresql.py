"""A PostgreSQL server of the tests' own, in a temporary folder, which no network reaches."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS_NAMED = "POSTGRESQL"
PROGRAMS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
USER = "rebond"
OWNER = "postgres"
"""Whose the server is where the tests are root's: it refuses to be root's."""
OPTIONS = {
    "listen_addresses": "",  # the socket in its folder, and nothing else
    "fsync": "off",  # nobody misses these data after a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class PostgreSQL:
    """A running server.

    Attributes:
        folder: its data, and the socket that leads to it.
        programs: where its programs are.
    """

    folder: Path
    programs: Path

    def environment(self, database: str) -> dict[str, str]:
        """The variables with which programs find this database."""
        return {"PGHOST": str(self.folder), "PGUSER": USER, "PGDATABASE": database}

    def start_again(self) -> None:
        """End every connection and start again, as after an update of the system."""
        self.control("restart", "--mode=fast")

    def control(self, *what: str) -> None:
        """Tell the server what to do, and wait until it is done."""
        self.run("pg_ctl", "--pgdata", str(self.folder / "data"), "--log", str(self.folder / "log"), "--wait", *what)

    def run(self, program: str, *options: str) -> None:
        """Run one of its programs, as the owner of the server. Fails with what it says."""
        as_owner = ("runuser", "-u", OWNER, "--") if os.geteuid() == 0 else ()
        said = self.folder / "said"  # a pipe would stay open for as long as the server that inherits it
        with said.open("w") as written:
            done = subprocess.run(
                [*as_owner, str(self.programs / program), *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                check=False,
            )
        assert done.returncode == 0, said.read_text()


@contextlib.contextmanager
def running() -> Iterator[PostgreSQL]:
    """A new server while the block lasts. Fails where PostgreSQL is not installed: these tests are never skipped."""
    folder = Path(tempfile.mkdtemp(prefix="rebond-"))  # not pytest's: too long for a socket, and closed to the owner
    server = PostgreSQL(folder, programs_folder())
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        new = ("--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C")
        server.run("initdb", "--pgdata", str(folder / "data"), *new)
        options = OPTIONS | {"unix_socket_directories": str(folder)}
        server.control("--options", " ".join(f"-c {name}='{value}'" for name, value in options.items()), "start")
        try:
            yield server
        finally:
            server.control("--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def programs_folder() -> Path:
    """Where the programs of a PostgreSQL server are: in POSTGRESQL, or the newest where systems put them."""
    named = os.environ.get(PROGRAMS_NAMED, "")
    on_the_way = shutil.which("initdb")
    found = [Path(on_the_way).parent] if on_the_way else []
    found += [path for places in PROGRAMS for path in Path("/").glob(places[1:])]
    found = [Path(named)] if named else found
    whole = [folder for folder in found if (folder / "initdb").exists()]
    assert whole, f"no PostgreSQL here: install its server, or name the folder of its programs in {PROGRAMS_NAMED}"
    return max(whole, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()])
