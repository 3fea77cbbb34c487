"""A module of ours in a process of its own, with little of what this one knows."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO

NEEDED = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
"""What Python needs to start and find its libraries. Of all else that is set a process gets what is named: no key."""


def start(
    module: str,
    *arguments: str,
    stderr: "int | IO[bytes]",
    kept: Iterable[str] = (),
    set_to: Mapping[str, str] = MappingProxyType({}),
) -> "subprocess.Popen[bytes]":
    """Start `python -m module` with pipes to its input and from its output; whoever calls ends it.

    Args:
        stderr: where its complaints go, as subprocess takes it.
        kept: variables of our environment that it gets besides NEEDED.
        set_to: variables that it gets whatever ours say.
    """
    ours = {name: value for name in (*NEEDED, *kept) if (value := os.environ.get(name))}
    places = (str(Path(entry or ".").absolute()) for entry in sys.path)  # what this process finds, it finds too
    return subprocess.Popen(  # noqa: S603  # our own module, with our own words
        # -P: nothing is imported from the folder in which we happen to be.
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=ours | dict(set_to) | {"PYTHONPATH": os.pathsep.join(places)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a black one
        process_group=0,  # a Ctrl-C in the terminal is for us: we end it
    )
