"""Accounts as they come in: one from a file or standard input, or many as JSON Lines."""

import json
import math
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rebond.cli.refusals import Refused
from rebond.cli.screen import harmless
from rebond.cli.spoken import grouped, say
from rebond.engine.text.decode import decode
from rebond.engine.text.limits import LONGEST_ACCOUNT, TextRefused, check_length

STANDARD_INPUT = "-"
MOST_BYTES_A_CHARACTER = 4  # UTF-8 and UTF-16 need no more
BYTE_ORDER_MARK_BYTES = 4
# A line may carry other fields beside the text, and JSON writes a character as up to twelve ASCII ones (\ud83d\ude42).
LONGEST_LINE = 16 * LONGEST_ACCOUNT
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Account:
    """One line of JSON Lines.

    Attributes:
        id: whatever JSON value the line gave as its id, None where it gave none.
        text: the account.
    """

    id: object
    text: str


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of the file `source`, or of standard input for "-".

    Raises Refused where there is no such file, it is a directory, or it may not be read.
    """
    if source == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        with _reading(source):
            stream = stack.enter_context(Path(source).open("rb"))
        yield stream


@contextmanager
def _reading(source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(_sentence_of(error, source)) from error
    except ValueError as error:  # a NUL inside the name
        raise Refused(say("read.missing", name=harmless(source))) from error


def _sentence_of(error: OSError, source: str) -> str:
    key = {
        FileNotFoundError: "read.missing",
        NotADirectoryError: "read.missing",
        IsADirectoryError: "read.directory",
        PermissionError: "read.forbidden",
    }.get(type(error), "read.unreadable")
    return say(key, name=harmless(source), reason=error.strerror)


def name_of(source: str) -> str:
    """What to call `source` in a sentence."""
    return say("read.standard_input") if source == STANDARD_INPUT else say("read.file", name=harmless(source))


def read_account(source: str) -> str:
    """The account that the file `source` (or standard input) holds.

    Raises Refused where it cannot be opened, is empty, no text, or over LONGEST_ACCOUNT characters. No more than the
    longest account is ever taken into memory.
    """
    most = LONGEST_ACCOUNT * MOST_BYTES_A_CHARACTER + BYTE_ORDER_MARK_BYTES
    with opened(source) as stream, _reading(source):
        raw = stream.read(most + 1)
    try:
        text = decode(raw)
        check_length(text)
    except TextRefused as refusal:
        raise Refused(say(f"read.{refusal.reason}", name=name_of(source), most=grouped(LONGEST_ACCOUNT))) from refusal
    return text


def read_lines(stream: BinaryIO, source: str, *, note_bytes: Callable[[int], object]) -> Iterator[Account]:
    """The accounts of the JSON Lines in `stream`, one at a time; blank lines are passed over.

    `note_bytes` is told the length of each line once it has been taken in.
    Raises Refused, naming the number of the line (from 1), where a line is not a JSON object with a text to read.
    """
    number = 0
    while raw := _next_line(stream, source):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise _line_refused("line_too_long", number, source)
        if number == 1:
            raw = raw.removeprefix(UTF8_MARK)
        if raw.strip():
            yield _account_of(raw, number, source)
        note_bytes(len(raw))


def _next_line(stream: BinaryIO, source: str) -> bytes:
    with _reading(source):
        return stream.readline(LONGEST_LINE + 1)


def _account_of(raw: bytes, number: int, source: str) -> Account:
    try:
        values = json.loads(raw.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise _line_refused("line_not_utf8", number, source) from error
    except (ValueError, RecursionError) as error:
        raise _line_refused("line_not_json", number, source) from error
    if not isinstance(values, dict):
        raise _line_refused("line_not_object", number, source)
    text = values.get("text")
    if not isinstance(text, str):
        raise _line_refused("line_without_text", number, source)
    try:
        check_length(text)
    except TextRefused as refusal:
        raise _line_refused(f"line_{refusal.reason}", number, source) from refusal
    return Account(values.get("id"), text)


def _finite(number: str) -> float:
    # Python takes NaN, Infinity and 1e999 for numbers; JSON has no such thing, and as an id they would come out again.
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _line_refused(key: str, number: int, source: str) -> Refused:
    return Refused(say(f"read.{key}", number=number, name=name_of(source), most=grouped(LONGEST_ACCOUNT)))


def size_of(stream: BinaryIO) -> int | None:
    """Bytes that `stream` holds where it is a regular file; None for a pipe, a terminal or a stream in memory."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:  # io.UnsupportedOperation, of streams that are no file, is one
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
