"""The door of one launch: its port and the two secrets drawn for it.

The server puts the door in the WSGI environment of each request, under a name that no HTTP header can take.
"""

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

ENVIRON_KEY = "rebond.door"
SECRET_BYTES = 32
"""256 bits: what cannot be guessed."""

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Door:
    """What lets a browser in during one launch.

    Attributes:
        port: where this launch is served.
        token: in the printed address; opens as often as it is used, until the launch ends.
        cookie: what an opened browser carries.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)
    _tickets: set[str] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def cookie_name(self) -> str:
        """Browsers share cookies between ports: each launch has its own name."""
        return f"rebond_{self.port}"

    @property
    def origin(self) -> str:
        """The origin that is opened."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are ours."""
        return frozenset(f"{name}:{self.port}" for name in LOOPBACK_NAMES)

    @property
    def address(self) -> str:
        """The address that opens, to show to the one who launched."""
        return f"{self.origin}/open?token={self.token}"

    def one_time_address(self) -> str:
        """An address that opens once: other users of the machine may read a browser's command line."""
        ticket = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            self._tickets.add(ticket)
        return f"{self.origin}/open?token={ticket}"

    def opens(self, given: str) -> bool:
        """Whether this token opens; a one-time token is used up by it. Compared in constant time."""
        if _same(given, self.token):
            return True
        with self._lock:
            used = next((ticket for ticket in self._tickets if _same(given, ticket)), None)
            self._tickets.discard(used or "")
        return used is not None

    def knows(self, cookie: str) -> bool:
        """Whether this cookie was given by this launch. Compared in constant time."""
        return _same(cookie, self.cookie)


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode(), secret.encode())


def door_of(request: HttpRequest) -> Door | None:
    """The door through which the request came; None where no launch of Rebond put one there."""
    found = request.META.get(ENVIRON_KEY)
    return found if isinstance(found, Door) else None


WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def behind(door: Door, application: WsgiApplication) -> WsgiApplication:
    """The same application, each request of which knows its door."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[ENVIRON_KEY] = door
        return application(environ, start_response)

    return guarded
