"""A server of models on this machine: it sends files well or badly, and keeps what it is asked."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rebond.engine.speech.models import ModelFile, Offered

FILES = {
    "config.json": b'{"lang_ids": []}',
    "tokenizer.json": b"{}",
    "vocabulary.txt": b"un\ndeux\n",
    "model.bin": bytes(range(256)) * 4_000,
}
"""A tiny model, of a megabyte."""

SHORT = 300_000
"""Bytes after which a server that cuts hangs up: inside model.bin."""


def offered(address: str, files: Mapping[str, bytes] = FILES, *, name: str = "tiny") -> Offered:
    """The catalogue's word on files at an address."""
    return Offered(
        name=name,
        licence="MIT",
        address=address,
        files=tuple(ModelFile(key, len(data), hashlib.sha256(data).hexdigest()) for key, data in files.items()),
    )


class Handler(BaseHTTPRequestHandler):
    """One request, answered in the server's manner."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        with suppress(OSError):  # who asked may be gone
            getattr(self, f"in_{self.server.manner}")(self.server.files.get(self.path.rsplit("/", 1)[-1], b""))

    def in_good(self, data: bytes) -> None:
        """The file, or what comes after the byte that is asked for."""
        start = int((self.headers.get("Range") or "bytes=0-")[len("bytes=") : -1])
        if start and start >= len(data):
            self.answer(416, b"")
        elif start:
            self.answer(206, data[start:], {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"})
        else:
            self.answer(200, data)

    def in_whole(self, data: bytes) -> None:
        """Knows no ranges: always the whole file."""
        self.answer(200, data)

    def in_elsewhere(self, data: bytes) -> None:
        """Answers a range with another one."""
        self.answer(206, data[-10:], {"Content-Range": f"bytes {len(data) - 10}-{len(data) - 1}/{len(data)}"})

    def in_missing_rest(self, data: bytes) -> None:
        """Has no byte after the ones that are asked for."""
        self.answer(416, b"") if self.headers.get("Range") else self.answer(200, data)

    def in_cutting(self, data: bytes) -> None:
        """Hangs up in the middle of a large file."""
        self.answer(200, data[:SHORT], {"Content-Length": str(len(data))})
        self.close_connection = True

    def in_stalling(self, data: bytes) -> None:
        """Says nothing more in the middle of a large file."""
        self.answer(200, data[:SHORT], {"Content-Length": str(len(data))})
        if len(data) > SHORT:
            self.server.over.wait()

    def in_false(self, data: bytes) -> None:
        """Files of the right size that say something else."""
        self.answer(200, bytes(len(data)))

    def in_endless(self, data: bytes) -> None:
        """More than was announced anywhere."""
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(data or b"\0")

    def in_missing(self, _data: bytes) -> None:
        self.answer(404, b"no such file")

    def in_busy(self, _data: bytes) -> None:
        self.answer(503, b"come back later")

    def in_sending_on(self, data: bytes) -> None:
        """Sends on once, to another address of its own."""
        if self.path.startswith("/again/"):
            self.in_good(data)
        else:
            self.answer(302, b"", {"Location": f"/again{self.path}"})

    def in_circling(self, _data: bytes) -> None:
        self.answer(302, b"", {"Location": f"{self.path}"})

    def in_insecure(self, _data: bytes) -> None:
        """Sends on to another machine without https."""
        self.answer(302, b"", {"Location": "http://models.example.org/model.bin"})

    def in_reading_files(self, _data: bytes) -> None:
        """Sends on to a file of whoever asks."""
        self.answer(302, b"", {"Location": "file:///etc/hostname"})

    def in_garbage(self, _data: bytes) -> None:
        """Another protocol altogether."""
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        self.close_connection = True

    def answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Answer with this status, these headers and this body."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing is logged."""


class Server(ThreadingHTTPServer):
    """Listens on this machine alone.

    Attributes:
        manner: how it answers; may be changed while it runs.
        asked: path and Range of each request so far.
        over: set once the test is over.
    """

    daemon_threads = True

    def __init__(self, manner: str, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.manner = manner
        self.files = files
        self.asked: list[tuple[str, str | None]] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        """The folder of its files."""
        return f"http://127.0.0.1:{self.server_port}/tiny/"


@contextmanager
def model_server(manner: str = "good", files: Mapping[str, bytes] = FILES) -> Iterator[Server]:
    """A server of this manner, while the block lasts."""
    with Server(manner, files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
