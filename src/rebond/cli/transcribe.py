"""`rebond transcribe`: what is said in a recording, or in each one of a folder, for a person or for another program."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rebond.cli.commands import SpokenCommand
from rebond.cli.read_accounts import STANDARD_INPUT, opened
from rebond.cli.refusals import REFUSED, Refused
from rebond.cli.screen import emit, harmless, screen_of
from rebond.cli.spoken import preferred_language, say
from rebond.taxonomy.words import LANGUAGES

if TYPE_CHECKING:
    from rebond.cli.transcribe_listen import Listener, Told


@click.command(name="transcribe", cls=SpokenCommand)
@click.argument("audio")
@click.option("--json", "as_json", is_flag=True)
@click.option("--language", type=click.Choice(LANGUAGES), default=None)
@click.option("--fillers", is_flag=True)
@click.pass_context
def transcribe(ctx: click.Context, audio: str, as_json: bool, language: str | None, fillers: bool) -> None:
    """Write down what is said in one recording, or in each one of a folder."""
    if audio != STANDARD_INPUT and Path(audio).is_dir():
        files = _files_of(audio)
        if not _each_of(files, _listener(language, fillers=fillers), as_json=as_json):
            ctx.exit(REFUSED)
        return
    content = _content_of(audio)
    told = _listener(language, fillers=fillers).told(content, audio, title=say("transcribe.progress"))
    _print(told, as_json=as_json, file=None)


def _each_of(files: list[Path], listener: "Listener", *, as_json: bool) -> bool:
    """Print what is said in each file; whether all could be heard. One that cannot is told, and the others go on."""
    all_heard = True
    for number, file in enumerate(files, 1):
        title = say("transcribe.progress_of", number=number, count=len(files))
        try:
            told = listener.told(_content_of(str(file)), str(file), title=title)
        except Refused as refusal:
            click.echo(f"rebond: {refusal.message}", err=True)
            all_heard = False
            continue
        _print(told, as_json=as_json, file=file.name)
    return all_heard


def _listener(language: str | None, *, fillers: bool) -> "Listener":
    from rebond.cli.transcribe_listen import Listener, model_here  # noqa: PLC0415  # slow import

    return Listener(model_here(os.environ), language, fillers=fillers)


def _print(told: "Told", *, as_json: bool, file: str | None) -> None:
    """Print what was said, under the name of its file where it is one of many."""
    if as_json:
        from rebond.cli.read_json import as_line  # noqa: PLC0415  # slow import
        from rebond.cli.transcribe_json import told_values  # noqa: PLC0415  # slow import

        emit(as_line({**({} if file is None else {"file": file}), **told_values(told)}))
        return
    from rebond.cli.transcribe_print import laid_out  # noqa: PLC0415  # slow import

    language = preferred_language(os.environ) or told.transcript.language
    emit(laid_out(told, screen_of(sys.stdout, os.environ), language=language, title=file))


def _files_of(folder: str) -> list[Path]:
    """The files of a folder by name, but hidden ones; whether they are recordings is asked of their bytes."""
    try:
        files = sorted(path for path in Path(folder).iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise Refused(say("read.unreadable", name=harmless(folder), reason=error.strerror)) from error
    if not files:
        raise Refused(say("transcribe.empty_folder", name=harmless(folder)))
    return files


def _content_of(source: str) -> bytes:
    """The bytes of a recording, one more than is taken where there are too many. Raises Refused."""
    from rebond.engine.speech.decoding import LARGEST_BYTES  # noqa: PLC0415  # slow import

    if source == STANDARD_INPUT and sys.stdin.isatty():
        raise Refused(say("transcribe.keyboard"))
    with opened(source) as stream:
        try:
            return stream.read(LARGEST_BYTES + 1)
        except OSError as error:
            raise Refused(say("read.unreadable", name=harmless(source), reason=error.strerror)) from error
