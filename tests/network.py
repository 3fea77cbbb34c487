"""No test speaks to another machine: what connects elsewhere than to this one fails."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES_OF_THIS_MACHINE = frozenset({"localhost", ""})


class NetworkReachedError(AssertionError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Whether a host, by name or by number, is this machine."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in NAMES_OF_THIS_MACHINE:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@contextmanager
def only_this_machine() -> Iterator[None]:
    """While it lasts, sockets connect and names resolve on this machine alone."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, _guarded_connection(getattr(socket.socket, method)))
        patch.setattr(socket.socket, "sendto", _guarded_datagram(socket.socket.sendto))
        for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, function, _guarded_lookup(getattr(socket, function)))
        yield


def _refuse(host: object) -> None:
    if not is_here(host):
        raise NetworkReachedError(f"a test reached for {host!r}")


def _guarded_connection(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse(address[0])
        return connect(self, address)

    return guarded


def _guarded_datagram(send: Any) -> Any:
    def guarded(self: socket.socket, data: Any, *rest: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse(rest[-1][0])
        return send(self, data, *rest)

    return guarded


def _guarded_lookup(look_up: Any) -> Any:
    def guarded(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse(host)
        return look_up(host, *rest, **named)

    return guarded
