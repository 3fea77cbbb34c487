"""What a person can get wrong, said in one sentence that tells what to do."""

import click

REFUSED = 2  # exit status of every error that a person can cause


class Refused(click.ClickException):
    """A command that cannot be done as asked.

    Attributes:
        message: one sentence for the person, in their language, without control characters.
    """

    exit_code = REFUSED
