"""The candidate's own language model, behind the protocol of OpenAI that Ollama and its like speak too.

Nothing else in Rebond sends words of a candidate. They go to the address in the settings and nowhere else: no
redirect is followed, no proxy of the environment is used, a name of this machine is held to an address of this machine,
and any other machine is reached over https only. Whether the account may leave this machine is not decided here.
"""

import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rebond.engine.moments.deeper_request import LONGEST_FOR_A_MODEL, DeeperRequest

LOCAL_NAME = "localhost"
PORTS = {"http": 80, "https": 443}
PATIENCE_S = 300.0
"""For the whole exchange. A model of some billion weights without a graphics card needs one to three minutes."""

CONNECTION_S = 10.0
LONGEST_TEXT = LONGEST_FOR_A_MODEL
"""Characters of an account."""

LARGEST_ANSWER_BYTES = 2**20
"""Fifty times a good answer; what is larger is not kept."""

FAILURES = (
    "unreachable",  # nothing answers there
    "elsewhere",  # localhost leads to another machine
    "certificate",  # the other machine cannot show who it is
    "timed_out",
    "redirected",
    "needs_key",
    "no_such_model",
    "refused",  # any other status
    "too_large",
    "nonsense",  # not the protocol, or no labels in what the model says
)
"""Why nothing came of an exchange."""

PROBLEMS = ("address", "not_secure", "no_name", "name", "key")
"""What can be wrong with the settings."""

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


class ModelFailed(Exception):  # noqa: N818
    """Nothing came of an exchange; `reason` is one of FAILURES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnusableSettings(ValueError):  # noqa: N818
    """The settings name no model that can be asked; `problem` is one of PROBLEMS."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class LanguageModel:
    """Where the model answers.

    Attributes:
        scheme: "http" or "https".
        host: name or number, in lower case, without brackets.
        port: 1 to 65535.
        path: of the address in the settings, without a stroke at its end.
        name: of the model.
        key: sent with each request, "" for none.
    """

    scheme: str
    host: str
    port: int
    path: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether the address says by itself that it is this machine: 127.0.0.0/8, ::1 or localhost."""
        return self.host == LOCAL_NAME or _is_loopback(self.host)

    @property
    def address(self) -> str:
        """Where requests go, as one writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}/chat/completions"


def language_model(*, url: str, name: str, key: str = "") -> LanguageModel | None:
    """The model that the settings name, None where they name none (`url` is empty).

    Raises UnusableSettings where they cannot be used; another machine needs https.
    """
    if not url:
        return None
    scheme, host, port, path = _parts(url)
    if not name:
        raise UnusableSettings("no_name")
    if not _NAME.fullmatch(name):
        raise UnusableSettings("name")
    if key and not _VISIBLE.fullmatch(key):
        raise UnusableSettings("key")
    model = LanguageModel(scheme, host, port, path, name, key)
    if scheme != "https" and not model.is_local:
        raise UnusableSettings("not_secure")
    return model


def language_model_of(environ: Mapping[str, str]) -> LanguageModel | None:
    """The model that the environment names, None where it names none. Raises UnusableSettings."""
    return language_model(
        url=environ.get("REBOND_LANGUAGE_MODEL_URL", ""),
        name=environ.get("REBOND_LANGUAGE_MODEL", ""),
        key=environ.get("REBOND_LANGUAGE_MODEL_KEY", ""),
    )


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnusableSettings("address") from error
    known = parts.scheme in PORTS and parts.hostname and _VISIBLE.fullmatch(url) and port != 0
    if not known or "@" in parts.netloc or "%" in parts.netloc or parts.query or parts.fragment:
        raise UnusableSettings("address")
    return parts.scheme, str(parts.hostname), port or PORTS[parts.scheme], parts.path.rstrip("/")


def _is_loopback(number: str) -> bool:
    try:
        return ipaddress.ip_address(number).is_loopback
    except ValueError:
        return False


# ----------------------------------------------------------------------------------------------------- One exchange


def ask(model: LanguageModel, request: DeeperRequest, *, patience_s: float = PATIENCE_S) -> str:
    """What the model says to `request`, as it says it.

    A server that does not know JSON schemas (400, 422) is asked again for any JSON object.
    Raises ModelFailed, at the latest after twice `patience_s` seconds.
    """
    status, answer = _exchange(model, _body(model, request, _schema_wanted(request)), patience_s)
    if status in (400, 422):
        status, answer = _exchange(model, _body(model, request, {"type": "json_object"}), patience_s)
    if status != 200:
        raise ModelFailed(_failure_of(status))
    return _content_of(answer)


def _schema_wanted(request: DeeperRequest) -> Mapping[str, object]:
    named = {"name": "moments", "strict": True, "schema": request.schema}
    return {"type": "json_schema", "json_schema": named}


def _body(model: LanguageModel, request: DeeperRequest, wanted: Mapping[str, object]) -> bytes:
    values = {
        "model": model.name,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "temperature": 0,
        "stream": False,
        "response_format": wanted,
    }
    return json.dumps(values).encode("ascii")


def _failure_of(status: int) -> str:
    if 300 <= status < 400:
        return "redirected"
    return {401: "needs_key", 403: "needs_key", 404: "no_such_model"}.get(status, "refused")


def _content_of(answer: bytes) -> str:
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise ModelFailed("nonsense") from error
    if not isinstance(content, str):
        raise ModelFailed("nonsense")
    return content


def _exchange(model: LanguageModel, body: bytes, patience_s: float) -> tuple[int, bytes]:
    """Status and body of one request."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    with _connected(model, min(CONNECTION_S, patience_s)) as sock, _hung_up_after(sock, patience_s) as late:
        connection = http.client.HTTPConnection(model.host, model.port)
        connection.sock = sock
        connection.auto_open = 0  # a connection that is lost is lost: it would be opened anew to any address
        try:
            connection.request("POST", f"{model.path}/chat/completions", body, headers)
            with connection.getresponse() as response:
                answer = response.read(LARGEST_ANSWER_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise ModelFailed(_reason_of(error, late=late.is_set())) from error
    if late.is_set():
        raise ModelFailed("timed_out")
    if len(answer) > LARGEST_ANSWER_BYTES:
        raise ModelFailed("too_large")
    return response.status, answer


def _reason_of(error: Exception, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return "timed_out"
    if isinstance(error, http.client.HTTPException) and not isinstance(error, http.client.RemoteDisconnected):
        return "nonsense"
    return "unreachable"


@contextmanager
def _hung_up_after(sock: socket.socket, patience_s: float) -> Iterator[threading.Event]:
    """Ends the connection once patience is, however slowly bytes still come; the event then tells so."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):  # it may be over already
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(patience_s, hang_up)
    timer.daemon = True
    sock.settimeout(patience_s)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


@contextmanager
def _connected(model: LanguageModel, patience_s: float) -> Iterator[socket.socket]:
    """A connection to the model: to one of this machine's own addresses where it is said to be here."""
    try:
        with _first_that_answers(_numbers_of(model), model.port, patience_s) as plain:
            if model.scheme == "http":
                yield plain
                return
            with ssl.create_default_context().wrap_socket(plain, server_hostname=model.host) as secured:
                yield secured
    except ssl.SSLError as error:
        raise ModelFailed("certificate") from error
    except TimeoutError as error:
        raise ModelFailed("timed_out") from error
    except OSError as error:
        raise ModelFailed("unreachable") from error


def _numbers_of(model: LanguageModel) -> Sequence[str]:
    """The numeric addresses of the model's host; of localhost, those of this machine alone."""
    try:
        found = socket.getaddrinfo(model.host, model.port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name is empty or too long
        raise ModelFailed("unreachable") from error
    numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if not model.is_local:
        return numbers
    here = [number for number in numbers if _is_loopback(number)]
    if not here:
        raise ModelFailed("elsewhere")
    return here


def _first_that_answers(numbers: Sequence[str], port: int, patience_s: float) -> socket.socket:
    """Raises OSError where none answers."""
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), patience_s)
    return socket.create_connection((numbers[-1], port), patience_s)
