import socket
from collections.abc import Iterator

import pytest

from rebond.web.serving import listening
from rebond.web.serving.refusal import CannotServeError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program holds."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_it_listens_on_this_machine_alone() -> None:
    with listening.listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_the_port_asked_for_is_the_one_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    with listening.listen(port) as listener:
        assert listener.getsockname()[1] == port


def test_the_preferred_port_is_taken_where_it_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    monkeypatch.setattr(listening, "PREFERRED_PORT", port)

    with listening.listen(None) as listener:
        assert listener.getsockname()[1] == port


def test_another_is_found_where_the_preferred_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PREFERRED_PORT", taken)

    with listening.listen(None) as listener:
        assert listener.getsockname()[1] not in (0, taken)


def test_a_port_asked_for_and_taken_is_said_in_both_languages(taken: int) -> None:
    with pytest.raises(CannotServeError) as refused:
        listening.listen(taken)

    assert f"Le port {taken} est déjà pris" in refused.value.words.fr
    assert f"Port {taken} is already taken" in refused.value.words.en
