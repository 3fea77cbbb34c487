"""While a voice is recorded and written down, no process of Rebond speaks to another machine."""

import re
from pathlib import Path

from tests.engine.speech.sounds import recorded
from tests.serving import Visitor, serving
from tests.spoken import memo, wait_for

# Begins with each Python process that finds it on its path. Python tells such a hook of every socket before the system
# is asked (PEP 578); file {log} is named in the text, as processes of the voice are given no environment.
WATCHER = """
import os, sys

def note(event, arguments):
    quiet = event in ("socket.__new__", "socket.gethostname")
    if event == "rebond.watched" or (event.startswith("socket.") and not quiet):
        with open({log!r}, "a", encoding="utf-8") as log:
            log.write(f"{{os.getpid()}} {{event}} {{arguments}}\\n")

sys.addaudithook(note)
sys.audit("rebond.watched", sys.argv, sys.orig_argv)
"""
# This machine by its number: nobody has to be asked for it.
HERE = re.compile(r"socket\.(?:bind|connect|getaddrinfo|getnameinfo) .*\('(?:127\.0\.0\.1|::1|0\.0\.0\.0)'")


def test_no_socket_leads_elsewhere_while_a_memo_is_written_down(tmp_path: Path) -> None:
    log = tmp_path / "network.log"
    (tmp_path / "sitecustomize.py").write_text(WATCHER.format(log=str(log)), encoding="utf-8")

    with serving(tmp_path / "data", extra={"PYTHONPATH": str(tmp_path)}) as served:
        visitor = Visitor(served)
        visitor.open()
        wait_for(tmp_path / "data", memo(visitor, recorded("fr_clip.webm")), "done")

    noted = log.read_text(encoding="utf-8").splitlines()
    watched = [line for line in noted if "rebond.watched" in line]
    assert any("serve" in line for line in watched)
    assert any("speech" in line for line in watched)  # what hears is a process of its own, and was watched too
    elsewhere = [line for line in noted if line not in watched and not HERE.search(line)]
    assert not elsewhere, elsewhere
