"""Commands that speak the person's language, and a group that imports a command only when it is called.

A command keeps no sentence of its own: its help is looked up in words.toml by its name ("help.read", "help.read_json"
for its option --json) when it is shown, so that the same process can speak French and then English.
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import click

from rebond import __version__
from rebond.cli.refusals import Refused
from rebond.cli.screen import emit, harmless, speak_utf8
from rebond.cli.spoken import load_words, say

INTERRUPTED = 130  # 128 + SIGINT, the convention of shells


class SpokenCommand(click.Command):
    """A command whose help and errors come from words.toml."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help page."""
        usage = say("usage.options") if self.params else ""
        pieces = [usage, *(say(f"usage.{p.name}") for p in self.params if isinstance(p, click.Argument))]
        if isinstance(self, click.Group):
            pieces.append(say("usage.command"))
        formatter.write_usage(ctx.command_path, " ".join(filter(None, pieces)), f"{say('usage.title')} ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"help.{self.name}"))
        rows = [row for parameter in self.get_params(ctx) if (row := self._help_row(parameter))]
        with formatter.section(say("usage.options_heading")):
            formatter.write_dl(rows)

    def _help_row(self, parameter: click.Parameter) -> tuple[str, str] | None:
        if not isinstance(parameter, click.Option) or parameter.hidden:
            return None
        names = ", ".join(sorted(parameter.opts, key=len))
        if isinstance(parameter.type, click.Choice):
            names = f"{names} [{'|'.join(parameter.type.choices)}]"
        elif not parameter.is_flag:
            names = f"{names} {str(parameter.name).upper()}"
        long = max(parameter.opts, key=len).lstrip("-").replace("-", "_")
        key = f"help.{self.name}_{long}"
        return names, say(key if key in load_words() else f"help.any_{long}")

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command and leave with its status; errors are said in the person's language on standard error."""
        speak_utf8()
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.exceptions.Abort:
            click.echo(say("usage.interrupted"), err=True)
            raise SystemExit(INTERRUPTED) from None
        except click.ClickException as error:
            click.echo(f"rebond: {_sentence(error)}", err=True)
            raise SystemExit(error.exit_code) from None
        raise SystemExit(status if isinstance(status, int) else 0)


def _sentence(error: click.ClickException) -> str:
    if isinstance(error, Refused) or not isinstance(error, click.UsageError):
        return error.message
    path = error.ctx.command_path if error.ctx else "rebond"
    if isinstance(error, click.NoSuchOption):
        return say("usage.no_such_option", option=harmless(error.option_name), command=path)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument):
        return say(f"usage.missing_{error.param.name}", command=path)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error.param, path)
    return say("usage.not_understood", command=path)


def _bad_value(parameter: click.Parameter, path: str) -> str:
    name = max(parameter.opts, key=len)
    if isinstance(parameter.type, click.Choice):
        return say("usage.bad_choice", option=name, choices=", ".join(map(str, parameter.type.choices)), command=path)
    return say("usage.bad_value", option=name, command=path)


class LazyGroup(SpokenCommand, click.Group):
    """A group that knows its commands by name and place, and imports one only when it is called.

    Attributes:
        places: "module:attribute" of each command by its name, in the order of the help page.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help page."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, attribute = place.split(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is not a click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begins with; raises Refused where no command has that name."""
        if args[0] not in self.places and not args[0].startswith("-"):
            known = ", ".join(self.places)
            raise Refused(say("usage.no_such_command", command=harmless(args[0]), known=known))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help page, without importing any command."""
        super().format_help(ctx, formatter)
        with formatter.section(say("usage.commands_heading")):
            formatter.write_dl([(name, say(f"help.{name}_short")) for name in self.places])


def print_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print the version of Rebond and leave."""
    if asked and not ctx.resilient_parsing:
        emit(f"rebond {__version__}\n")
        ctx.exit()
