"""A foreign name that resolves to this machine (DNS rebinding) gets nothing."""

import pytest
from django.test import Client

from rebond.web.security.door import ENVIRON_KEY

pytestmark = pytest.mark.django_db

STATIC = "/static/django_htmx/htmx-2.min.js"


@pytest.mark.parametrize("host", ["127.0.0.1:8736", "localhost:8736", "LOCALHOST:8736", "[::1]:8736"])
def test_names_of_this_machine_are_served(client: Client, host: str) -> None:
    assert client.get("/debrief/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "rebond.example:8736",
        "127.0.0.1.example:8736",
        "127.0.0.1",
        "127.0.0.1:8737",
        "localhost",
        "192.168.1.5:8736",
        "0.0.0.0:8736",
        "127.0.0.1:8736, rebond.example",
        "user@127.0.0.1:8736",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/debrief/", "/open", STATIC])
def test_any_other_name_is_refused_wherever_it_asks(client: Client, host: str, path: str) -> None:
    response = client.get(path, headers={"host": host})

    assert response.status_code == 400


def test_another_name_is_refused_even_with_the_token(client: Client) -> None:
    door = client.defaults[ENVIRON_KEY]

    response = client.get("/open", {"token": door.token}, headers={"host": "rebond.example:8736"})

    assert (response.status_code, dict(response.cookies)) == (400, {})


def test_a_server_that_puts_no_door_serves_nothing(client: Client) -> None:
    del client.defaults[ENVIRON_KEY]

    assert client.get("/debrief/").status_code == 400
