"""A language model's server in a process of its own: it speaks the protocol, well or badly, and keeps what it hears.

Its manners stand for what servers do: those that answer, those that are older, slow, or not what they should be.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/v1/chat/completions"
ASKED, SPEAK = "/asked", "/speak"
STATUSES = {"locked": 401, "unknown": 404, "broken": 500, "stubborn": 400}
LONGEST_END_S = 20
FOREVER_S = 3600
TOO_MUCH = 3 * 2**20


class Handler(BaseHTTPRequestHandler):
    """One request. The manner and the words are the server's."""

    server: "Server"

    def do_GET(self) -> None:
        """What was asked so far; and leave to speak, for one that is held."""
        if self.path == SPEAK:
            self.server.may_speak.set()
        self.answer(200, json.dumps(self.server.asked).encode() if self.path == ASKED else b"{}")

    def do_POST(self) -> None:
        """An answer in the server's manner."""
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(sent)})
        with suppress(OSError):  # who asked may be gone
            getattr(self, f"in_{self.server.manner}", self.in_status)()

    def in_good(self) -> None:
        """The words, as the protocol has them."""
        self.say(self.server.words)

    def in_old(self) -> None:
        """Knows no JSON schema."""
        wanted = self.server.asked[-1]["body"]["response_format"]["type"]
        if wanted == "json_schema":
            self.answer(400, b'{"error": {"message": "response_format is not supported"}}')
        else:
            self.say(self.server.words)

    def in_held(self) -> None:
        """Answers once the test lets it."""
        self.server.may_speak.wait()
        self.say(self.server.words)

    def in_status(self) -> None:
        """A status that refuses."""
        self.answer(STATUSES[self.server.manner], b'{"error": {"message": "no"}}')

    def in_redirecting(self) -> None:
        """Sends on to another address of its own."""
        self.send_response(307)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def in_garbage(self) -> None:
        """Not the protocol."""
        self.answer(200, b"<html>\xff\x00 Welcome!</html>")

    def in_misshapen(self) -> None:
        """JSON, but of another kind."""
        self.answer(200, b'{"choices": [{"message": {"content": null}}]}')

    def in_mute(self) -> None:
        """Hangs up."""
        self.close_connection = True

    def in_no_http(self) -> None:
        """Another protocol altogether."""
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        self.close_connection = True

    def in_slow(self) -> None:
        """Never comes to an answer."""
        time.sleep(FOREVER_S)

    def in_dripping(self) -> None:
        """Comes to an answer, a byte now and then, without end."""
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.01)

    def in_huge(self) -> None:
        """Says far too much."""
        self.say(self.server.words + " " * TOO_MUCH)

    def say(self, words: str) -> None:
        """Answer with these words as a model's."""
        message = {"role": "assistant", "content": words}
        self.answer(
            200, json.dumps({"object": "chat.completion", "choices": [{"index": 0, "message": message}]}).encode()
        )

    def answer(self, status: int, body: bytes) -> None:
        """Answer with this status and body."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing is logged."""


class Server(ThreadingHTTPServer):
    """Listens on this machine alone."""

    daemon_threads = True

    def __init__(self, manner: str, words: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.manner = manner
        self.words = words
        self.may_speak = threading.Event()
        self.asked: list[dict[str, Any]] = []


# ---------------------------------------------------------------------------------------------------- For the tests


@dataclass(frozen=True)
class TalkingModel:
    """A server that runs.

    Attributes:
        port: where it listens on 127.0.0.1.
    """

    port: int

    @property
    def url(self) -> str:
        """The address as one puts it into the settings."""
        return f"http://127.0.0.1:{self.port}/v1"

    def asked(self) -> list[dict[str, Any]]:
        """Path, headers and body of each request so far."""
        return self._get(ASKED)

    def speak(self) -> None:
        """Let a server that is held answer."""
        self._get(SPEAK)

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=LONGEST_END_S) as answer:
            return json.load(answer)


@contextmanager
def talking_model(manner: str = "good", words: str = "") -> Iterator[TalkingModel]:
    """A server of this manner whose model says these words, while the block lasts."""
    command = (sys.executable, "-m", "tests.language_model_server", "--manner", manner, "--words", words)
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield TalkingModel(int(process.stdout.readline()))
        finally:
            process.kill()


def labels(*items: tuple[str, str, Sequence[str], Sequence[str]]) -> str:
    """What a model says: quote, nature, incidents and distortions of each passage."""
    names = ("quote", "nature", "incidents", "distortions")
    return json.dumps({"moments": [dict(zip(names, item, strict=True)) for item in items]}, ensure_ascii=False)


def main() -> None:
    """Serve until killed; the port is the one line printed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--manner", required=True)
    parser.add_argument("--words", required=True)
    given = parser.parse_args()
    server = Server(given.manner, given.words)
    print(server.server_port, flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
