"""The engine and the taxonomy work without Django, wherever they are taken."""

import subprocess
import sys

PROGRAM = """
import sys
for name in ("django", "django_htmx", "csp", "waitress", "whitenoise", "socket", "http", "urllib.request"):
    sys.modules[name] = None
import importlib, pkgutil
import rebond.engine, rebond.journey, rebond.taxonomy
count = 0
for package in (rebond.engine, rebond.taxonomy):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
        count += 1
print(count)
"""


def test_engine_and_taxonomy_are_imported_without_django_and_without_a_network() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, encoding="utf-8", check=False, timeout=120
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert int(ended.stdout) > 20
