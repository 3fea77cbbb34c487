"""What an organisation starts on each machine that hears; tests/hosted shows it at work."""

import subprocess
import sys
from pathlib import Path

from tests.serving import environment


def test_without_settings_it_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rebond.web.serving.worker"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("DJANGO_SETTINGS_MODULE") == 2  # in French and in English
