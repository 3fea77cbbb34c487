"""`rebond read`: an account, read for a person or for another program."""

import os
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import click

from rebond.cli.bar import bar
from rebond.cli.commands import SpokenCommand
from rebond.cli.read_accounts import STANDARD_INPUT, Account, opened, read_account, read_lines, size_of
from rebond.cli.refusals import Refused
from rebond.cli.screen import emit, screen_of
from rebond.cli.spoken import preferred_country, preferred_language, say
from rebond.engine.moments.read import READERS, ReaderMissing, load_reader

if TYPE_CHECKING:
    from rich.progress import Progress

    from rebond.engine.moments.read import Reader
    from rebond.engine.moments.types import Reading

PERSON, ONE_OBJECT, MANY_LINES = "person", "json", "jsonl"


@click.command(name="read", cls=SpokenCommand)
@click.argument("source")
@click.option("--json", "form", flag_value=ONE_OBJECT)
@click.option("--jsonl", "form", flag_value=MANY_LINES)
@click.option("--encoder", type=click.Choice(READERS), default="auto", envvar="REBOND_ENCODER")
@click.option("--deeper", is_flag=True)
@click.option("--send-to", "host")
def read(source: str, form: str | None, encoder: str, deeper: bool, host: str | None) -> None:
    """Print the reading of one account, or of many."""
    if deeper:
        _read_deeper(source, form, encoder, host)
        return
    if form == MANY_LINES:
        _read_many(source, encoder)
        return
    text = _account(source)
    reading = _reader(encoder).read(text)
    if form == ONE_OBJECT:
        _print_json(reading)
    else:
        _print_page(text, reading)


def _account(source: str) -> str:
    if source == STANDARD_INPUT and sys.stdin.isatty():
        click.echo(say("read.type_here"), err=True)
    return read_account(source)


def _read_deeper(source: str, form: str | None, encoder: str, host: str | None) -> None:
    from rebond.cli import read_deeper as deeper  # noqa: PLC0415  # slow import

    if form == MANY_LINES:
        raise Refused(say("read.deeper_one_account"))
    model = deeper.chosen_model()
    text = _account(source)
    reading = _reader(encoder).read(text)
    can_ask = source != STANDARD_INPUT and sys.stdin.isatty()
    asked = deeper.agreed(model, text, reading, send_to=host, can_ask=can_ask)
    if form == ONE_OBJECT:
        _print_json(reading, {"deeper": deeper.deeper_values(deeper.second_opinion(asked), model)})
        return
    _print_page(text, reading)
    language = preferred_language(os.environ) or reading.lang
    screen = screen_of(sys.stdout, os.environ)
    emit(deeper.deeper_page(deeper.second_opinion(asked), model, language=language, screen=screen))


def _reader(encoder: str) -> "Reader":
    from rebond.cli.preparing import told_on  # noqa: PLC0415  # slow import
    from rebond.web import data_folder  # noqa: PLC0415  # slow import

    try:
        return load_reader(encoder=encoder, cache=data_folder.cache(), progress=told_on(sys.stderr))
    except ReaderMissing as error:
        raise Refused(say("read.no_network", reader=encoder)) from error


def _print_json(reading: "Reading", more: Mapping[str, object] | None = None) -> None:
    from rebond.cli.read_json import as_line, reading_values  # noqa: PLC0415  # slow import
    from rebond.engine.causes.weigh import from_reading, weigh  # noqa: PLC0415  # slow import

    emit(as_line({**reading_values(reading, weigh(from_reading(reading))), **(more or {})}))


def _print_page(text: str, reading: "Reading") -> None:
    from rebond.cli.read_page import gather  # noqa: PLC0415  # slow import
    from rebond.cli.read_print import laid_out  # noqa: PLC0415  # slow import
    from rebond.engine.causes.weigh import from_reading, weigh  # noqa: PLC0415  # slow import
    from rebond.engine.debrief.distress import find_distress  # noqa: PLC0415  # slow import
    from rebond.engine.plan.choose import choose  # noqa: PLC0415  # slow import

    causes = weigh(from_reading(reading))
    language = preferred_language(os.environ) or reading.lang
    page = gather(
        reading,
        causes,
        choose(causes),
        distressed=find_distress(text) is not None,
        language=language,
        country=preferred_country(os.environ),
    )
    emit(laid_out(page, screen_of(sys.stdout, os.environ)))


def _read_many(source: str, encoder: str) -> None:
    from rebond.cli.read_json import as_line, line_values  # noqa: PLC0415  # slow import
    from rebond.engine.causes.weigh import from_reading, weigh  # noqa: PLC0415  # slow import

    with opened(source) as stream, _progress(stream) as progress:
        accounts = _UntilRefused(read_lines(stream, source, note_bytes=progress.advance))
        for reading in _reader(encoder).read_many(accounts.texts()):
            progress.print_line(as_line(line_values(accounts.next_id(), reading, weigh(from_reading(reading)))))
    if accounts.refusal is not None:
        raise accounts.refusal


class _UntilRefused:
    """Accounts on their way into the reader, which takes them by batches.

    A refused line ends the texts instead of raising inside the reader, so that what came before it is read and printed.

    Attributes:
        refusal: what was wrong with the line at which the texts ended, None where they ended by themselves.
    """

    def __init__(self, accounts: Iterator[Account]) -> None:
        self._accounts = accounts
        self._waiting: deque[object] = deque()
        self.refusal: Refused | None = None

    def texts(self) -> Iterator[str]:
        """The texts, each id kept aside until its reading comes out."""
        try:
            for account in self._accounts:
                self._waiting.append(account.id)
                yield account.text
        except Refused as refusal:
            self.refusal = refusal

    def next_id(self) -> object:
        """The id of the account whose reading comes out next."""
        return self._waiting.popleft()


class _Quiet:
    """No progress is shown: standard error is not a terminal."""

    def advance(self, count: int) -> None:
        """Pass over that many bytes read."""

    def print_line(self, line: str) -> None:
        """Print one line of the answer."""
        emit(line)


class _Bar:
    """A bar on standard error; it steps aside for each line where the answer goes to a terminal too."""

    def __init__(self, progress: "Progress", total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task(say("read.progress"), total=total)
        self._shares_the_terminal = sys.stdout.isatty()

    def advance(self, count: int) -> None:
        """Move on by that many bytes read."""
        self._progress.advance(self._task, count)

    def print_line(self, line: str) -> None:
        """Print one line of the answer, whole, between two states of the bar."""
        if not self._shares_the_terminal:
            emit(line)
            return
        self._progress.stop()
        emit(line)
        self._progress.start()


@contextmanager
def _progress(stream: BinaryIO) -> Iterator[_Quiet | _Bar]:
    """How far the reading of `stream` is, shown where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _Quiet()
        return
    with bar() as progress:
        yield _Bar(progress, size_of(stream))
