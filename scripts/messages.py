"""Gather the words of pages and forms into the translation files, and compile these (`make messages`).

Gathering needs GNU gettext's `xgettext`; where it is missing, the files are compiled as they stand, and this is said.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "rebond"
LOCALE = PACKAGE / "web" / "locale"


def gather() -> None:
    """Bring every .po file up to date with the sources; translations that are there stay."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rebond.web.settings.test"}
    languages = ("--locale", "fr")  # the English words are those of the sources
    shape = ("--no-obsolete", "--no-wrap", "--no-location")
    command = [sys.executable, "-m", "django", "makemessages", *languages, *shape]
    subprocess.run(command, cwd=PACKAGE, env=environment, check=True)


def compile_all() -> None:
    """Write a .mo file beside every .po file."""
    for path in sorted(LOCALE.rglob("*.po")):
        catalogue = polib.pofile(path)
        catalogue.save_as_mofile(path.with_suffix(".mo"))
        missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        print(f"{path.relative_to(LOCALE)}: {len(catalogue)} messages, {missing} to translate")


if __name__ == "__main__":
    if shutil.which("xgettext"):
        gather()
    else:
        print("xgettext is missing: nothing gathered (apt install gettext, or brew install gettext)")
    compile_all()
