"""A model fetched from the address that pins it: the one download that Rebond ever makes, at a person's explicit word.

Only https is spoken, through redirects too; plain http is for an address that is this machine's from the beginning.
Every file is held to its size and SHA-256 before it counts, and the model comes into its place whole or not at all. A
download that was cut goes on where it ended.
"""

import contextlib
import errno
import http.client
import ipaddress
import sqlite3
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, BinaryIO

from rebond import __version__
from rebond.engine.speech.models import ModelFile, Offered, broken_files, check_room, is_whole, put_in_place, sum_of

PATIENCE_S = 30.0
"""For a connection, and for each piece after it."""

PIECE_BYTES = 2**18
LOCK_NAME = "fetching.lock"
PARTIAL = ".part"
PARTIAL_CONTENT = 206

FAILURES = (
    "unreachable",  # nothing answers there, or there is no network
    "certificate",  # the other machine cannot show who it is
    "timed_out",
    "cut",  # it ended midway; what came is kept
    "insecure",  # the address, or one that it sends on to, is not https
    "not_found",
    "refused",  # any other status
    "wrong",  # what comes is not the file that the catalogue describes
    "disk_full",
    "cannot_write",
    "in_use",  # another fetch is under way
)
"""Why a model could not be fetched."""


class FetchFailed(Exception):  # noqa: N818
    """The model is not here, and nothing half of it stands in its place; `reason` is one of FAILURES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fetch(
    model: Offered, models_folder: Path, *, note_bytes: Callable[[int], object], patience_s: float = PATIENCE_S
) -> Path:
    """Fetch a model and put it in its place; the folder. One that is there and good is left as it is.

    `note_bytes` is told how many bytes more are here, those of an earlier attempt first. They may be taken back (a
    negative number) where a server begins again.

    Raises FetchFailed.
    """
    _check_address(model.address)
    with _disk_may_fail(), _one_at_a_time(models_folder):
        place = model.folder(models_folder)
        if is_whole(model, place) and not broken_files(model, place):
            note_bytes(model.bytes)
            return place
        made = place.with_name(f"{place.name}{PARTIAL}")
        made.mkdir(exist_ok=True)
        check_room(made, model.bytes - already_here(model, models_folder))
        server = _Server(model.address, _opener(model.address), note_bytes, patience_s)
        for file in model.files:
            server.bring(file, made / file.name)
        return put_in_place(made, model, models_folder)


def already_here(model: Offered, models_folder: Path) -> int:
    """Bytes that an earlier attempt has brought."""
    place = model.folder(models_folder)
    made = place.with_name(f"{place.name}{PARTIAL}")
    if not made.is_dir():
        return 0
    return sum(path.stat().st_size for path in made.iterdir() if path.is_file())


def _check_address(address: str) -> None:
    if not _is_allowed(address, from_here=True):
        raise FetchFailed("insecure")


def _is_allowed(address: str, *, from_here: bool) -> bool:
    scheme = urllib.parse.urlsplit(address).scheme
    return scheme == "https" or (scheme == "http" and from_here and _is_here(address))


def _is_here(address: str) -> bool:
    """Whether an address is, by its number, this machine's."""
    try:
        return ipaddress.ip_address(urllib.parse.urlsplit(address).hostname or "").is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def _one_at_a_time(models_folder: Path) -> Iterator[None]:
    """Hold an exclusive transaction on an empty database: the system drops it with the process, however that ends."""
    models_folder.mkdir(parents=True, exist_ok=True)
    lock = models_folder / LOCK_NAME
    with contextlib.closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            raise FetchFailed("in_use" if busy else "cannot_write") from error
        yield
        held.execute("ROLLBACK")


@contextlib.contextmanager
def _disk_may_fail() -> Iterator[None]:
    """What is wrong with the disk; the network has its own (`_network_may_fail`)."""
    try:
        yield
    except OSError as error:
        raise FetchFailed("disk_full" if error.errno == errno.ENOSPC else "cannot_write") from error
    except sqlite3.Error as error:
        raise FetchFailed("cannot_write") from error


@contextlib.contextmanager
def _network_may_fail(otherwise: str) -> Iterator[None]:
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchFailed(_reason_of_status(error.code)) from error
    except (OSError, http.client.HTTPException) as error:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise FetchFailed("certificate") from error
        raise FetchFailed("timed_out" if isinstance(cause, TimeoutError) else otherwise) from error


def _reason_of_status(status: int) -> str:
    # 416: nothing comes after what is here already, and that is not all of the file.
    return {404: "not_found", 410: "not_found", 416: "wrong"}.get(status, "refused")


# ------------------------------------------------------------------------------------------------------------- One file


class _SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect that leaves https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The request to send on; raises FetchFailed where it would not be secure."""
        if not _is_allowed(newurl, from_here=_is_here(req.full_url)):
            fp.close()
            raise FetchFailed("insecure")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(address: str) -> urllib.request.OpenerDirector:
    """Speaks http and https alone; through a proxy of the environment where there is one, as downloads do."""
    opener = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _SecureRedirects(),
    ]
    if not _is_here(address):
        handlers.append(urllib.request.ProxyHandler())
    for handler in handlers:
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", f"rebond/{__version__}")]
    return opener


@dataclass(frozen=True)
class _Server:
    """Where the files of one model come from.

    Attributes:
        address: of their folder.
        opener: what speaks to it.
        note_bytes: see `fetch`.
        patience_s: for a connection, and for each piece after it.
    """

    address: str
    opener: urllib.request.OpenerDirector
    note_bytes: Callable[[int], object]
    patience_s: float

    def bring(self, file: ModelFile, path: Path) -> None:
        """Bring one file to `path`, by way of a partial one beside it, and hold it to its sum."""
        if path.exists():  # it came with an earlier attempt, and was held to its sum then
            self.note_bytes(file.bytes)
            return
        partial = path.with_name(f"{path.name}{PARTIAL}")
        start = partial.stat().st_size if partial.exists() else 0
        if start > file.bytes:
            partial.unlink()
            start = 0
        self.note_bytes(start)
        try:
            if start < file.bytes:
                self._download(file, partial, start)
            if sum_of(partial) != file.sha256:
                raise FetchFailed("wrong")
        except FetchFailed as failed:
            if failed.reason == "wrong":
                partial.unlink(missing_ok=True)  # going on from it would never come to anything
            raise
        partial.replace(path)

    def _download(self, file: ModelFile, partial: Path, start: int) -> None:
        """Write what is still missing of a file, from byte `start` on."""
        request = urllib.request.Request(self.address + file.name)  # noqa: S310  # its scheme was looked at
        if start:
            request.add_header("Range", f"bytes={start}-")
        with _network_may_fail("unreachable"):
            answer = self.opener.open(request, timeout=self.patience_s)
        with answer:
            if start and not _goes_on(answer, start):
                self.note_bytes(-start)
                start = 0
            with partial.open("ab" if start else "wb") as written:
                self._write(answer, written, file.bytes - start)

    def _write(self, answer: http.client.HTTPResponse, written: BinaryIO, missing: int) -> None:
        while missing:
            with _network_may_fail("cut"):
                piece = answer.read1(min(PIECE_BYTES, missing))
            if not piece:
                raise FetchFailed("cut")
            written.write(piece)
            self.note_bytes(len(piece))
            missing -= len(piece)


def _goes_on(answer: http.client.HTTPResponse, start: int) -> bool:
    """Whether the server sends what comes from byte `start` on, or all of the file from the beginning, as many do.

    Raises FetchFailed where it sends something else still.
    """
    if answer.status != PARTIAL_CONTENT:
        return False
    if answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        return True
    raise FetchFailed("wrong")
