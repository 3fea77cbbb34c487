"""The real application, in a process of its own, as a person starts it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/open\?token=[\w-]+")
LONGEST_START_S = 60
LONGEST_END_S = 20

HIDDEN_VARIABLES = ("DJANGO_SETTINGS_MODULE", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "REBOND_SECRET_KEY")


@dataclass
class Served:
    """A running application.

    Attributes:
        process: its process.
        line: what it printed to say where it is.
        address: the address that opens it.
        port: where it listens.
        folder: its data folder.
        log: what it has written to standard error; whole once the process has ended.
    """

    process: subprocess.Popen[str]
    line: str
    address: str
    port: int
    folder: Path
    log: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Scheme, host and port, as browsers write them."""
        return f"http://127.0.0.1:{self.port}"

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """End the process and return its exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=LONGEST_END_S)


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process of Rebond is started with: the tests' own environment, without a screen and with its own data."""
    kept = {name: value for name, value in os.environ.items() if name not in HIDDEN_VARIABLES}
    return kept | {"REBOND_DATA": str(folder), "LC_ALL": "fr_FR.UTF-8", "PYTHONUNBUFFERED": "1"} | dict(extra or {})


def start(folder: Path, *options: str, extra: Mapping[str, str] | None = None) -> Served:
    """Start `rebond serve` on the data of `folder`, on a free port unless `options` name one; wait until it serves."""
    chosen = options if "--port" in options else ("--port", "0", *options)
    process = subprocess.Popen(
        [sys.executable, "-m", "rebond", "serve", *chosen],
        env=environment(folder, extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stderr is not None
    log: list[str] = []
    threading.Thread(target=log.extend, args=(process.stderr,), daemon=True).start()
    giving_up = threading.Timer(LONGEST_START_S, process.kill)
    giving_up.start()
    line = process.stdout.readline()
    giving_up.cancel()
    found = ADDRESS.search(line)
    if found is None:
        status = process.wait(timeout=LONGEST_END_S)
        raise AssertionError(f"no address in {line!r} (status {status}): {''.join(log)}")
    return Served(process, line, found[0], int(found[1]), folder, log)


@contextmanager
def serving(folder: Path, *options: str, extra: Mapping[str, str] | None = None) -> Iterator[Served]:
    """The application while the block lasts."""
    served = start(folder, *options, extra=extra)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.end()
        for stream in (served.process.stdout, served.process.stderr):
            if stream is not None:
                stream.close()


@dataclass
class Visitor:
    """A browser reduced to its cookies: opens the address, then asks and sends as our own pages do."""

    served: Served
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Take in the launch's cookie, then the one against forged requests."""
        self.get(self.served.address.removeprefix(self.served.origin))
        self.get("/debrief/")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        """Ask for a page; redirections are not followed."""
        return self._exchange("GET", path, None, headers or {})

    def post(self, path: str, form: Mapping[str, str]) -> http.client.HTTPResponse:
        """Send a form."""
        filled = {"csrfmiddlewaretoken": self.cookies.get("rebond_csrf", ""), **form}
        return self._exchange("POST", path, urllib.parse.urlencode(filled), {"Origin": self.served.origin})

    def send(self, path: str, content: bytes, media_type: str) -> http.client.HTTPResponse:
        """Send bytes as a script of ours does."""
        headers = {"Content-Type": media_type, "X-CSRFToken": self.cookies.get("rebond_csrf", "")}
        return self._exchange("POST", path, content, headers | {"Origin": self.served.origin})

    def _exchange(
        self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, sent | dict(headers))
            answer = connection.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined]
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.strip().split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer
