"""The command `rebond`: alone it opens the application, with a name it runs one command."""

import click

from rebond.cli.commands import LazyGroup, print_version

SERVE = "serve"
PLACES = {
    SERVE: "rebond.cli.serve:serve",
    "read": "rebond.cli.read:read",
    "transcribe": "rebond.cli.transcribe:transcribe",
    "models": "rebond.cli.models:models",
    "doctor": "rebond.cli.doctor:doctor",
}


@click.group(name="rebond", cls=LazyGroup, places=PLACES, invoke_without_command=True)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=print_version)
@click.pass_context
def rebond(ctx: click.Context) -> None:
    """Open the application where no command is named."""
    if ctx.invoked_subcommand is not None:
        return
    serve = rebond.get_command(ctx, SERVE)
    if serve is not None:
        with serve.make_context(ctx.info_name, [], parent=ctx.parent) as opened:
            serve.invoke(opened)


def main() -> None:
    """Entry point of the installed command."""
    rebond.main(prog_name="rebond")


if __name__ == "__main__":
    main()
