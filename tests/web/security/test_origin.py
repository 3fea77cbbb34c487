"""Another site, or a neighbour on another port of this machine, can neither send nor embed."""

import pytest
from django.test import Client

from rebond.apps.people.models import Person

pytestmark = pytest.mark.django_db

OURS = "http://127.0.0.1:8736"


def welcomed(client: Client, **headers: str) -> int:
    return client.post("/welcomed/", headers=headers).status_code


def test_what_our_own_pages_send_is_taken(client: Client) -> None:
    assert welcomed(client, origin=OURS, sec_fetch_site="same-origin") == 302


def test_a_form_sent_again_by_the_person_is_taken(client: Client) -> None:
    assert welcomed(client, origin=OURS, sec_fetch_site="none") == 302


def test_our_other_name_is_taken_where_it_is_the_one_asked(client: Client) -> None:
    assert welcomed(client, host="localhost:8736", origin="http://localhost:8736") == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://rebond.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8736"},
        {"origin": "http://localhost:8736"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": OURS, "sec_fetch_site": "same-site"},
        {"origin": OURS, "sec_fetch_site": "cross-site"},
    ],
)
def test_what_comes_from_elsewhere_is_refused_and_changes_nothing(client: Client, headers: dict[str, str]) -> None:
    assert welcomed(client, **headers) == 403
    assert Person.objects.get().welcomed_at is None


def test_what_names_no_origin_is_refused(client: Client) -> None:
    del client.defaults["HTTP_ORIGIN"]

    assert welcomed(client) == 403


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
@pytest.mark.parametrize("kind", [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")])
def test_a_page_cannot_be_embedded_elsewhere(client: Client, site: str, kind: tuple[str, str]) -> None:
    mode, destination = kind

    response = client.get(
        "/debrief/", headers={"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": destination}
    )

    assert response.status_code == 403


def test_a_link_from_elsewhere_may_be_followed(client: Client) -> None:
    headers = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}

    assert client.get("/debrief/", headers=headers).status_code == 200


def test_a_form_without_the_token_against_forgery_is_refused_in_words(client: Client, stranger: Client) -> None:
    stranger.handler.enforce_csrf_checks = True

    response = client.post("/welcomed/")

    assert (response.status_code, response.templates[0].name) == (403, "403.html")
