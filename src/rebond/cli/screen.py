"""What leaves the program: in UTF-8, fit for the terminal or the pipe that receives it, and harmless to both."""

import io
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from rebond.cli.spoken import say

WIDTH_PIPED = 80  # columns; the oldest convention there is
WIDTH_MOST = 100  # columns; longer lines are tiring to read (our judgement)
WIDTH_LEAST = 30  # columns; below, a hanging indent leaves no room for words
STOPPED_BY_PIPE = 141  # 128 + SIGPIPE: how shells report a program whose reader went away
DISK_FULL = 74  # EX_IOERR of sysexits.h

# Characters that turn the direction of the text around them: they could make an account hide or disguise what it says.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REPLACEMENT = "\ufffd"
_CONTROL_PICTURES = 0x2400  # U+2400 to U+241F picture the control characters 0 to 31
_DELETE_PICTURE = "\u2421"


@dataclass(frozen=True)
class Screen:
    """What standard output can show.

    Attributes:
        coloured: whether escape sequences may be written.
        width: columns to fill, WIDTH_LEAST to WIDTH_MOST.
    """

    coloured: bool
    width: int


def screen_of(stream: TextIO, environ: Mapping[str, str]) -> Screen:
    """What `stream` can show: colour on a terminal that wants it (NO_COLOR of no-color.org, TERM), else plain text."""
    terminal = stream.isatty()
    coloured = terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    columns = shutil.get_terminal_size((WIDTH_PIPED, 24)).columns if terminal else WIDTH_PIPED
    return Screen(coloured, max(WIDTH_LEAST, min(columns, WIDTH_MOST)))


def harmless(text: str) -> str:
    """`text` on one line, without anything that a terminal obeys.

    Runs of white space become one space; control characters become their pictures (␛ for escape); lone surrogates and
    characters that turn the direction of writing become U+FFFD. Letters, marks and emoji stay as they are.
    """
    return "".join(_harmless(character) for character in _one_line(text))


def _one_line(text: str) -> str:
    # Not str.split(): it takes the non-breaking space of French typography, and U+001C to U+001F, for white space.
    spaced = text.translate(dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " "))
    return " ".join(part for part in spaced.split(" ") if part)


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        code = ord(character)
        if code < ord(" "):
            return chr(_CONTROL_PICTURES + code)
        return _DELETE_PICTURE if code == 0x7F else _REPLACEMENT
    return _REPLACEMENT if category == "Cs" or character in _DIRECTION else character


def speak_utf8() -> None:
    """Make both outputs write UTF-8 and line feeds, whatever the locale.

    A lone surrogate, which UTF-8 cannot carry, is written as its escape: inside a JSON string that is what JSON wants.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def emit(text: str) -> None:
    """Write `text` to standard output at once, or end the program quietly where nobody reads it any more.

    Raises SystemExit: 141 where the reader of the pipe went away, 74 (with a line on standard error) where the disk
    is full or the like.
    """
    with _output_may_fail():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _output_may_fail() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _silence_output()
        raise SystemExit(STOPPED_BY_PIPE) from None
    except OSError as error:
        _silence_output()
        sys.stderr.write(f"rebond: {say('usage.unwritable', reason=error.strerror)}\n")
        raise SystemExit(DISK_FULL) from None


def _silence_output() -> None:
    # What is still in the buffer would fail again, loudly, when the interpreter closes.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
