"""The command as its users meet it: a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COMMAND = (sys.executable, "-m", "rebond.cli.main")
KIBIBYTE = 1024  # ru_maxrss counts kibibytes on Linux
MAXRSS_UNIT = 1 if sys.platform == "darwin" else KIBIBYTE
GIBIBYTE = 1024**3


@dataclass(frozen=True)
class Finished:
    """A process that ended.

    Attributes:
        peak_bytes: the most memory that it held at one time.
    """

    status: int
    output: bytes
    errors: str
    peak_bytes: int

    @property
    def value(self):
        return json.loads(self.output)

    @property
    def values(self) -> list:
        return [json.loads(line) for line in self.output.decode("utf-8").splitlines()]


def run(
    *arguments: str, given: bytes = b"", environ: Mapping[str, str] | None = None, command: Sequence[str] = COMMAND
):
    """Run the command to its end with `given` on standard input."""
    with tempfile.TemporaryFile() as entering, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        entering.write(given)
        entering.seek(0)
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=entering,
            stdout=output,
            stderr=errors,
            env={**os.environ, **(environ or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Finished(process.returncode, output.read(), errors.read().decode("utf-8"), usage.ru_maxrss * MAXRSS_UNIT)


def all_of(terminal: int) -> bytes:
    """What is written to a terminal until the last process has left it."""
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # how Linux says it
            return shown
        if not piece:
            return shown
        shown += piece
