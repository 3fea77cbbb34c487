"""The tests speak to no other machine, and this proves it."""

import socket
import urllib.request

import pytest

from tests.network import NetworkReachedError, is_here

ELSEWHERE = "192.0.2.1"  # RFC 5737: an address of documentation, nobody's


def test_a_connection_elsewhere_fails() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock, pytest.raises(NetworkReachedError):
        sock.connect((ELSEWHERE, 80))


def test_a_datagram_elsewhere_fails() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(NetworkReachedError):
        sock.sendto(b"", (ELSEWHERE, 53))


def test_a_name_elsewhere_is_not_looked_up() -> None:
    with pytest.raises(NetworkReachedError):
        urllib.request.urlopen("http://example.org/")


def test_a_connection_to_this_machine_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as sock:
        assert sock.getpeername() == listener.getsockname()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        (None, True),
        ("192.0.2.1", False),
        ("example.org", False),
    ],
)
def test_is_here_tells_this_machine_from_others(host: object, here: bool) -> None:
    assert is_here(host) is here
