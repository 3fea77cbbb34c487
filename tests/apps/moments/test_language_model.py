"""The one connection that Rebond opens: to the candidate's own model, in the protocol it speaks, and nowhere else."""

import socket

import pytest

from rebond.apps.moments.language_model import (
    FAILURES,
    PROBLEMS,
    LanguageModel,
    ModelFailed,
    UnusableSettings,
    ask,
    language_model,
)
from rebond.engine.moments.deeper_request import request_about
from tests.language_model_server import TalkingModel, talking_model

TEXT = "J'ai eu un trou de mémoire."
REQUEST = request_about(TEXT, [(0, len(TEXT))], lang="fr")
PATIENCE_S = 30.0
WORDS = '{"moments": []}'
AWAY = "https://models.example.org/v1"


def model_at(url: str, *, key: str = "") -> LanguageModel:
    model = language_model(url=url, name="petit", key=key)
    assert model is not None
    return model


def failure(url: str, *, patience_s: float = PATIENCE_S) -> str:
    with pytest.raises(ModelFailed) as failed:
        ask(model_at(url), REQUEST, patience_s=patience_s)
    return failed.value.reason


def wanted(talking: TalkingModel) -> list[str]:
    return [asked["body"]["response_format"]["type"] for asked in talking.asked()]


# ------------------------------------------------------------------------------------------------------- The settings


def test_without_an_address_there_is_no_model() -> None:
    assert language_model(url="", name="petit", key="secret") is None


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
        ("http://127.8.9.1/v1/", "http://127.8.9.1/v1/chat/completions"),
        ("http://LOCALHOST:8080", "http://localhost:8080/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
        ("https://localhost/v1", "https://localhost/v1/chat/completions"),
    ],
)
def test_this_machine_is_told_by_its_address(url: str, address: str) -> None:
    model = model_at(url)

    assert (model.is_local, model.address) == (True, address)


@pytest.mark.parametrize(
    "host", ["models.example.org", "localhost.example.org", "10.0.0.7", "[2001:db8::1]", "1.2.3.4"]
)
def test_another_machine_is_another_machine_and_no_name_is_looked_up(host: str) -> None:
    model = model_at(f"https://{host}:8443/v1")

    assert (model.is_local, model.address) == (False, f"https://{host}:8443/v1/chat/completions")


@pytest.mark.parametrize("host", ["models.example.org", "127.0.0.1.example.org", "0.0.0.0", "192.168.1.4", "127.1"])
def test_another_machine_needs_https(host: str) -> None:
    with pytest.raises(UnusableSettings) as unusable:
        language_model(url=f"http://{host}/v1", name="petit")

    assert unusable.value.problem == "not_secure"


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:11434/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "http:///v1",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:0/v1",
        "http://127.0.0.1:port/v1",
        "http://me:password@127.0.0.1/v1",
        "http://127.0.0.1@models.example.org/v1",
        "http://127.0.0.1/v1?key=1",
        "http://127.0.0.1/v1#here",
        "http://127.0.0.1/v 1",
        "http://127.0.0.1/v1\r\nHost: elsewhere",
        "http://exämple.org/v1",
        "http://[::1/v1",
        "http://[fe80::1%25eth0]/v1",
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(UnusableSettings) as unusable:
        language_model(url=url, name="petit")

    assert unusable.value.problem == "address"


@pytest.mark.parametrize(
    ("name", "key", "problem"),
    [
        ("", "", "no_name"),
        ("a\nb", "", "name"),
        ("x" * 201, "", "name"),
        ("petit", "a b", "key"),
        ("petit", "é", "key"),
    ],
)
def test_a_name_or_a_key_that_cannot_be_used_is_refused(name: str, key: str, problem: str) -> None:
    with pytest.raises(UnusableSettings) as unusable:
        language_model(url="http://127.0.0.1/v1", name=name, key=key)

    assert unusable.value.problem == problem
    assert problem in PROBLEMS


def test_the_key_is_not_shown_with_the_model() -> None:
    assert "secret" not in repr(model_at(AWAY, key="secret"))


# --------------------------------------------------------------------------------------------------------- An exchange


def test_it_works() -> None:
    with talking_model("good", WORDS) as talking:
        said = ask(model_at(talking.url), REQUEST)
        (asked,) = talking.asked()

    assert said == WORDS
    assert asked["path"] == "/v1/chat/completions"
    assert asked["body"] == {
        "model": "petit",
        "messages": [{"role": message.role, "content": message.content} for message in REQUEST.messages],
        "temperature": 0,
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "moments", "strict": True, "schema": REQUEST.schema},
        },
    }


def test_no_more_than_is_needed_is_told_in_the_headers() -> None:
    with talking_model("good", WORDS) as talking:
        ask(model_at(talking.url), REQUEST)
        (asked,) = talking.asked()

    assert asked["headers"].pop("Content-Length").isdecimal()
    assert asked["headers"] == {
        "Host": f"127.0.0.1:{talking.port}",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Connection": "close",
    }


def test_the_key_goes_with_the_request() -> None:
    with talking_model("good", WORDS) as talking:
        ask(model_at(talking.url, key="secret"), REQUEST)
        (asked,) = talking.asked()

    assert asked["headers"]["Authorization"] == "Bearer secret"


def test_localhost_is_reached_at_an_address_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda to, *rest: (reached.append(to[0]), connect(to, *rest))[1])

    with talking_model("good", WORDS) as talking:
        said = ask(model_at(talking.url.replace("127.0.0.1", "localhost")), REQUEST)
        (asked,) = talking.asked()

    assert said == WORDS
    assert asked["headers"]["Host"] == f"localhost:{talking.port}"
    assert {*reached} <= {"127.0.0.1", "::1"}


def test_localhost_that_leads_elsewhere_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.9", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: elsewhere)

    assert failure("http://localhost/v1") == "elsewhere"


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://203.0.113.9:3128")

    with talking_model("good", WORDS) as talking:
        assert ask(model_at(talking.url), REQUEST) == WORDS


def test_a_server_that_knows_no_schema_is_asked_for_any_object() -> None:
    with talking_model("old", WORDS) as talking:
        said = ask(model_at(talking.url), REQUEST)
        asked = wanted(talking)

    assert (said, asked) == (WORDS, ["json_schema", "json_object"])


def test_a_redirection_is_not_followed() -> None:
    with talking_model("redirecting") as talking:
        why = failure(talking.url)
        asked = [asked["path"] for asked in talking.asked()]

    assert (why, asked) == ("redirected", ["/v1/chat/completions"])


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("stubborn", "refused"),
        ("broken", "refused"),
        ("locked", "needs_key"),
        ("unknown", "no_such_model"),
        ("garbage", "nonsense"),
        ("misshapen", "nonsense"),
        ("no_http", "nonsense"),
        ("mute", "unreachable"),
        ("huge", "too_large"),
    ],
)
def test_what_goes_wrong_is_told_apart(manner: str, reason: str) -> None:
    with talking_model(manner, WORDS) as talking:
        assert failure(talking.url) == reason
    assert reason in FAILURES


@pytest.mark.parametrize("manner", ["slow", "dripping"])
def test_patience_has_an_end(manner: str) -> None:
    with talking_model(manner) as talking:
        assert failure(talking.url, patience_s=0.3) == "timed_out"


def test_where_nobody_listens_it_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert failure(f"http://127.0.0.1:{port}/v1") == "unreachable"


def test_a_machine_that_cannot_show_who_it_is_is_told_nothing() -> None:
    with talking_model("good", WORDS) as talking:
        why = failure(talking.url.replace("http://", "https://"))

        assert (why, talking.asked()) == ("certificate", [])
