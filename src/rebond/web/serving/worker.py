"""A worker as an organisation starts it, on as many machines as it likes: it hears recordings and serves no page.

    DJANGO_SETTINGS_MODULE=… python -m rebond.web.serving.worker

It runs until SIGTERM or Ctrl-C, which let go of the recording under way. Killed outright, another one takes it over.
"""

import os
import signal
import sys

import django

from rebond.taxonomy.words import Words

SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"
NO_SETTINGS = Words(
    "La variable DJANGO_SETTINGS_MODULE ne dit pas quels réglages prendre\u00a0: donnez-lui ceux du serveur dont il"
    " faut écrire les mémos.",
    "The variable DJANGO_SETTINGS_MODULE does not say which settings to take: give it those of the server whose memos"
    " are to be written down.",
)
MISUSED = 2


def main() -> int:
    """Hear what waits until a signal says to end; returns the exit status."""
    if not os.environ.get(SETTINGS_VARIABLE):
        sys.stderr.write(f"{NO_SETTINGS.fr}\n{NO_SETTINGS.en}\n")  # the reader's language is a setting too
        return MISUSED
    django.setup()
    # slow import: it needs Django to be set up
    from rebond.web.serving.hearing import Hearing  # noqa: PLC0415

    hearing = Hearing()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: hearing.leave())
    hearing.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
