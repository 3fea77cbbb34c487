"""A command for test_commands, imported by nothing else."""

import click

WORDS = "not a command"


@click.command()
def doctor() -> None:
    click.echo("called")
