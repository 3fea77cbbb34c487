"""`rebond models`: which models of speech are here and which can be fetched; `rebond models get` fetches one."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from rebond.cli.bar import bar
from rebond.cli.commands import LazyGroup, SpokenCommand
from rebond.cli.refusals import Refused
from rebond.cli.screen import emit, harmless
from rebond.cli.spoken import language_here, say

if TYPE_CHECKING:
    from rebond.engine.speech.models import FoundModel, Offered, UnusableModel

VARIABLE = "REBOND_WHISPER_MODEL"
GET = "get"
MEGABYTE, GIGABYTE = 10**6, 10**9
AGREES = ("o", "oui", "y", "yes")


@click.group(name="models", cls=LazyGroup, places={GET: "rebond.cli.models:get"}, invoke_without_command=True)
@click.pass_context
def models(ctx: click.Context) -> None:
    """Say which models are here, and which can be fetched."""
    if ctx.invoked_subcommand is None:
        emit("".join(f"{line}\n" for line in _lines()))


@click.command(name=GET, cls=SpokenCommand)
@click.argument("model")
@click.option("--yes", is_flag=True)
def get(model: str, yes: bool) -> None:
    """Fetch one model, once its size, licence and address have been shown and agreed to."""
    from rebond.cli.fetching import FetchFailed, fetch  # noqa: PLC0415  # slow import
    from rebond.engine.speech.models import CATALOGUE, broken_files, is_whole  # noqa: PLC0415  # slow import

    offered = CATALOGUE.get(model)
    if offered is None:
        raise Refused(say("models.unknown", name=harmless(model), known=", ".join(CATALOGUE)))
    folder = offered.folder(models_folder())
    if is_whole(offered, folder) and not broken_files(offered, folder):
        emit(say("models.already_here", name=offered.name, folder=harmless(str(folder))) + "\n")
        return
    _agree(offered, yes=yes)
    try:
        with _bar(offered) as note_bytes:
            place = fetch(offered, models_folder(), note_bytes=note_bytes)
    except FetchFailed as failed:
        raise Refused(_failure_in_words(failed.reason, offered)) from failed
    except KeyboardInterrupt:
        raise Refused(say("models.interrupted", name=offered.name)) from None
    emit(say("models.ready", name=offered.name, folder=harmless(str(place))) + "\n")


def models_folder() -> Path:
    """Where the models lie that Rebond has put on this machine, made or not."""
    from rebond.engine.speech.models import FOLDER_NAME  # noqa: PLC0415  # slow import
    from rebond.web import data_folder  # noqa: PLC0415  # slow import

    return data_folder.cache() / FOLDER_NAME


def size_in_words(size: int) -> str:
    """A size in bytes as a person reads it: whole megabytes, or gigabytes with one decimal."""
    if size < GIGABYTE:
        return say("models.megabytes", number=max(1, round(size / MEGABYTE)))
    number = f"{size / GIGABYTE:.1f}"
    return say("models.gigabytes", number=number if language_here() == "en" else number.replace(".", ","))


# -------------------------------------------------------------------------------------------------- What is here or not


def _lines() -> Iterator[str]:
    from rebond.engine.speech.models import (  # noqa: PLC0415  # slow import
        CATALOGUE,
        UnusableModel,
        here,
        look_for_model,
    )

    place, unusable, hears = models_folder(), None, None
    try:
        hears = look_for_model(os.environ.get(VARIABLE, ""), place)
    except UnusableModel as error:
        unusable = error
    found = list(dict.fromkeys([*([hears] if hears else []), *here(place)]))
    yield say("models.here" if found else "models.none_here")
    for model in found:
        yield from _found_lines(model, hears=model == hears)
    if unusable is not None:
        yield unusable_in_words(unusable)
    names = {model.name for model in found}
    offered = [each for each in CATALOGUE.values() if each.name not in names]
    yield from ["", say("models.offered")] if offered else []
    for each in offered:
        size = size_in_words(each.bytes)
        yield say("models.one_offered", name=each.name, size=size, licence=each.licence)
        yield say("models.where", place=each.address)
    yield ""
    yield say("models.note")


def _found_lines(model: "FoundModel", *, hears: bool) -> Iterator[str]:
    from rebond.engine.speech.models import is_here  # noqa: PLC0415  # slow import

    key = "models.one_that_hears" if hears else "models.one_here"
    size = size_in_words(_bytes_of(model))
    yield say(key, name=harmless(model.name), size=size, origin=say(f"models.origin_{model.origin}"))
    yield say("models.where", place=harmless(str(model.folder)))
    if not is_here(model):
        yield say("models.to_join")


def _bytes_of(model: "FoundModel") -> int:
    from rebond.engine.speech.models import described  # noqa: PLC0415  # slow import

    known = described(model)
    if known is not None:
        return known.bytes
    return sum(path.stat().st_size for path in model.folder.iterdir() if path.is_file())


def unusable_in_words(error: "UnusableModel") -> str:
    """What is wrong with the model that was asked for, and what to do."""
    from rebond.engine.speech.models import CATALOGUE  # noqa: PLC0415  # slow import

    folder = harmless(str(models_folder()))
    return say(f"models.unusable_{error.why}", name=harmless(error.chosen), known=", ".join(CATALOGUE), folder=folder)


# ------------------------------------------------------------------------------------------------------------- Fetching


def _agree(offered: "Offered", *, yes: bool) -> None:
    """Show what would be fetched; raises Refused where nobody agrees."""
    from rebond.cli.fetching import already_here  # noqa: PLC0415  # slow import

    said = say("models.terms", name=offered.name, size=size_in_words(offered.bytes), licence=offered.licence)
    click.echo(said, err=True)
    click.echo(say("models.where", place=offered.address), err=True)
    click.echo(say("models.only_moment"), err=True)
    if begun := already_here(offered, models_folder()):
        click.echo(say("models.goes_on", size=size_in_words(begun)), err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused(say("models.must_agree", name=offered.name))
    click.echo(say("models.agree"), err=True, nl=False)
    if sys.stdin.readline().strip().casefold() not in AGREES:
        raise Refused(say("models.not_fetched"))


@contextmanager
def _bar(offered: "Offered") -> "Iterator[Callable[[int], None]]":
    """What is told how many bytes more are here: a bar where standard error is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.progress import TextColumn  # noqa: PLC0415  # slow import

    with bar(TextColumn("{task.fields[size]}")) as progress:
        task = progress.add_task(offered.name, total=offered.bytes, size="")

        def note_bytes(count: int) -> None:
            done = progress.tasks[task].completed + count
            progress.update(task, completed=done, size=size_in_words(round(done)))

        yield note_bytes


def _failure_in_words(reason: str, offered: "Offered") -> str:
    return say(
        f"models.failed_{reason}",
        name=offered.name,
        size=size_in_words(offered.bytes),
        address=offered.address,
        host=urlsplit(offered.address).hostname,
        folder=harmless(str(models_folder())),
    )
