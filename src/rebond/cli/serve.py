"""`rebond` and `rebond serve`: the application, in the browser, from this machine alone."""

import sys

import click

from rebond.cli.commands import SpokenCommand
from rebond.cli.preparing import told_on
from rebond.cli.refusals import Refused
from rebond.cli.screen import emit
from rebond.cli.spoken import language_here

HIGHEST_PORT = 65535


@click.command(name="serve", cls=SpokenCommand)
@click.option("--port", type=click.IntRange(0, HIGHEST_PORT), default=None)
@click.option("--no-browser", is_flag=True)
def serve(port: int | None, no_browser: bool) -> None:
    """Open the application and serve it until Ctrl-C."""
    # slow import: Django, which no other command needs
    from rebond.web.serving import run  # noqa: PLC0415
    from rebond.web.serving.refusal import CannotServeError  # noqa: PLC0415

    language = language_here()
    try:
        run.serve(
            port=port, with_browser=not no_browser, language=language, say=_print_now, preparing=told_on(sys.stderr)
        )
    except CannotServeError as error:
        raise Refused(error.words.spoken(language)) from None
    except KeyboardInterrupt:
        return


def _print_now(line: str) -> None:
    emit(f"{line}\n")
    sys.stdout.flush()
