"""Only the browser opened with this launch's token gets in."""

import pytest
from django.test import Client

from rebond.apps.people.models import Person
from rebond.web.security.door import Door

pytestmark = pytest.mark.django_db


def test_the_token_gives_a_cookie_and_leads_home(stranger: Client, door: Door) -> None:
    response = stranger.get("/open", {"token": door.token})

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    cookie = response.cookies["rebond_8736"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        door.cookie,
        True,
        "Strict",
        "/",
        "",
    )


def test_the_cookie_opens_the_pages(stranger: Client, door: Door, candidate: Person) -> None:
    assert stranger.get("/debrief/").status_code == 403
    stranger.get("/open", {"token": door.token})

    assert stranger.get("/debrief/").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", "é", "x" * 10_000])
def test_a_wrong_token_gives_nothing(stranger: Client, token: str) -> None:
    response = stranger.get("/open", {"token": token})

    assert (response.status_code, dict(response.cookies)) == (403, {})
    assert response.templates[0].name == "launch.html"


def test_the_cookie_of_an_earlier_launch_gives_nothing(stranger: Client, door: Door) -> None:
    stranger.cookies[door.cookie_name] = Door(port=door.port).cookie

    assert stranger.get("/debrief/").status_code == 403


def test_the_token_is_no_cookie(stranger: Client, door: Door) -> None:
    stranger.cookies[door.cookie_name] = door.token

    assert stranger.get("/debrief/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/debrief/", "/i18n/setlang/", "/nothing-here/", "/open/", "/static/", "/static/../debrief/"]
)
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "options"])
def test_a_stranger_gets_nothing_anywhere(stranger: Client, path: str, method: str) -> None:
    response = getattr(stranger, method)(path)

    assert response.status_code == 403
    assert response.templates[0].name == "launch.html"


def test_a_stranger_changes_nothing(stranger: Client, candidate: Person) -> None:
    stranger.post("/welcomed/")

    assert Person.objects.get().welcomed_at is None


def test_static_files_are_for_everyone(stranger: Client) -> None:
    response = stranger.get("/static/django_htmx/htmx-2.min.js")

    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    response.close()


def test_the_closed_page_speaks_the_readers_language(stranger: Client) -> None:
    french = stranger.get("/debrief/", headers={"accept-language": "fr"}).content.decode()
    english = stranger.get("/debrief/", headers={"accept-language": "en"}).content.decode()

    assert 'lang="fr"' in french
    assert 'lang="en"' in english


def test_the_opening_takes_no_form(stranger: Client, door: Door) -> None:
    response = stranger.post("/open", {"token": door.token})

    assert (response.status_code, dict(response.cookies)) == (403, {})
