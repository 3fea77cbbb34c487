"""Page or part, tried on two templates held in memory."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django_htmx.middleware import HtmxDetails

from rebond.apps.base.fragments import ANNOUNCEMENT, is_partial, render_page_or_part

PAGE = "{% load partials %}<h1>Page</h1>{% partialdef list inline %}<p>{{ word }}</p>{% endpartialdef %}"
ENGINE = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {
        "loaders": [
            ("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])
        ],
        "libraries": {"partials": "template_partials.templatetags.partials"},
    },
}


@pytest.fixture(autouse=True)
def _templates_in_memory() -> Iterator[None]:
    with override_settings(TEMPLATES=[ENGINE]):
        yield


def request(**headers: str) -> HttpRequest:
    asked = RequestFactory().get("/", headers=headers)
    asked.htmx = HtmxDetails(asked)
    return asked


def answer(asked: HttpRequest, **more: Any) -> Any:
    return render_page_or_part(asked, "page.html", {"word": "moi"}, part="list", **more)


def test_a_plain_request_gets_the_whole_page() -> None:
    assert answer(request()).content.decode() == "<h1>Page</h1><p>moi</p>"


def test_htmx_gets_the_part() -> None:
    assert answer(request(hx_request="true")).content.decode() == "<p>moi</p>"


def test_the_part_is_what_the_page_holds_in_its_place() -> None:
    page, part = answer(request()).content.decode(), answer(request(hx_request="true")).content.decode()

    assert part in page


def test_a_return_through_history_gets_the_whole_page() -> None:
    asked = request(hx_request="true", hx_history_restore_request="true")

    assert not is_partial(asked)
    assert answer(asked).content.decode() == "<h1>Page</h1><p>moi</p>"


def test_caches_are_told_that_htmx_gets_another_answer() -> None:
    assert answer(request()).headers["Vary"] == "HX-Request"


def test_the_announcement_travels_beside_the_part_with_its_accents() -> None:
    response = answer(request(hx_request="true"), announce="Gardé à l’instant.")

    assert json.loads(response.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "Gardé à l’instant."}


def test_a_whole_page_announces_nothing() -> None:
    assert "HX-Trigger-After-Settle" not in answer(request(), announce="Gardé.").headers


def test_the_status_is_that_of_the_view() -> None:
    assert answer(request(hx_request="true"), status=422).status_code == 422
