"""The networks, made ready once on this machine (some twenty seconds), found afterwards."""

import subprocess
import sys
from pathlib import Path

from rebond.web import data_folder

PROGRAM = (
    "import pathlib, sys; from rebond.engine.moments.whole import WHOLES, make_ready\n"
    "for name in sys.argv[2:]: make_ready(WHOLES[name], pathlib.Path(sys.argv[1]))"
)


def make_ready(*names: str) -> Path:
    """The cache of this machine's user, with these networks in it.

    Merged in a process of its own: what is measured of later ones would else begin at the memory that merging takes.
    """
    cache = data_folder.cache()
    subprocess.run([sys.executable, "-c", PROGRAM, str(cache), *names], check=True)
    return cache
