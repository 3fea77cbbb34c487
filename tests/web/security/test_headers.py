"""What every answer carries, whatever it is."""

import pytest
from django.test import Client

from rebond.web.security.door import Door

pytestmark = pytest.mark.django_db

HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/debrief/", {}, 200),
        ("/nothing-here/", {}, 404),
        ("/debrief/", {"host": "rebond.example"}, 400),
        ("/debrief/", {"sec_fetch_site": "cross-site"}, 403),
        ("/debrief/", {"cookie": ""}, 403),
        ("/static/django_htmx/htmx-2.min.js", {}, 200),
    ],
)
def test_every_answer_is_closed_to_others(client: Client, path: str, headers: dict[str, str], status: int) -> None:
    if "cookie" in headers:
        client.cookies.clear()

    response = client.get(path, headers=headers)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == DIRECTIVES
    assert "microphone=(self)" in response.headers["Permissions-Policy"]
    response.close()


def test_pages_stay_out_of_the_browsers_cache(client: Client) -> None:
    assert client.get("/debrief/").headers["Cache-Control"] == "no-store"


def test_static_files_are_asked_again_and_not_sent_again(client: Client) -> None:
    first = client.get("/static/django_htmx/htmx-2.min.js")
    first.close()
    again = client.get("/static/django_htmx/htmx-2.min.js", headers={"if-none-match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], again.status_code) == ("max-age=0, public", 304)
    assert "Access-Control-Allow-Origin" not in first.headers


def test_every_cookie_is_kept_from_scripts_and_from_other_sites(client: Client, door: Door) -> None:
    given = dict(client.get("/open", {"token": door.token}).cookies)
    given |= client.get("/debrief/").cookies
    given |= client.post("/i18n/setlang/", {"language": "en", "next": "/debrief/"}).cookies

    assert {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in given.items()} == {
        "rebond_8736": (True, "Strict"),
        "rebond_csrf": (True, "Strict"),
        "rebond_language": (True, "Strict"),
    }


def test_a_refused_form_too_large_says_so_with_400(client: Client) -> None:
    response = client.post("/debrief/", {"text": "x" * 9_000_000})

    assert (response.status_code, response.templates[0].name) == (400, "400.html")
