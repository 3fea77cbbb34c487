"""What only a real browser can show: the policy holds, the cookie lets in, a neighbour on this machine stays out."""

import contextlib
import http.server
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


class Neighbour(http.server.BaseHTTPRequestHandler):
    """Another program of this machine that serves pages on its own port; its page is told by the test."""

    page = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def neighbour() -> Iterator[Callable[[str], str]]:
    """Serves the page it is given and returns its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(page: str) -> str:
        Neighbour.page = page
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    server.shutdown()
    server.server_close()


def accounts(folder: Path) -> list[tuple[str]]:
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3")) as database:
        return database.execute("SELECT text FROM debrief_account").fetchall()


def test_the_address_opens_the_field_to_write_in(page: "Page", served: Served) -> None:
    assert page.url == f"{served.origin}/debrief/"
    assert page.locator("textarea[name=text]").is_visible()


def test_the_address_leaves_no_token_in_the_page(page: "Page", served: Served) -> None:
    assert served.address.partition("token=")[2] not in page.content() + page.url


def test_a_browser_that_was_not_opened_is_told_what_to_do(open_page: "Callable[..., Page]", served: Served) -> None:
    page = open_page()
    page.context.clear_cookies()
    answer = page.goto(f"{served.origin}/debrief/")

    assert answer is not None
    assert (answer.status, page.locator("h1").count()) == (403, 1)
    assert open_page.complaints == [
        f"console error: Failed to load resource: {'the server responded with a status of 403 (Forbidden)'}"
    ]
    open_page.complaints.clear()


def test_an_inline_script_does_not_run(page: "Page", open_page: "Callable[..., Page]") -> None:
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
        }"""
    )

    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in open_page.complaints[0]
    open_page.complaints.clear()


def test_a_page_can_send_nothing_elsewhere(
    page: "Page", open_page: "Callable[..., Page]", neighbour: Callable[[str], str]
) -> None:
    elsewhere = neighbour("")

    failed = page.evaluate("address => fetch(address, {mode: 'no-cors'}).then(() => false, () => true)", elsewhere)

    assert failed
    assert any("Content Security Policy" in complaint for complaint in open_page.complaints)
    open_page.complaints.clear()


def test_a_neighbours_form_keeps_nothing_here(
    page: "Page", open_page: "Callable[..., Page]", served: Served, neighbour: Callable[[str], str], data_folder: Path
) -> None:
    page.goto(
        neighbour(
            f"<form method=post action='{served.origin}/debrief/'><input name=text value='Ceci n’est pas de moi.'>"
            "<button>Gagner</button></form>"
        )
    )
    with page.expect_navigation() as navigation:
        page.get_by_role("button").click()

    assert navigation.value.status == 403
    assert accounts(data_folder) == []
    open_page.complaints.clear()


def test_a_neighbours_frame_shows_nothing_of_ours(
    page: "Page", open_page: "Callable[..., Page]", served: Served, neighbour: Callable[[str], str]
) -> None:
    page.goto(neighbour(f"<iframe src='{served.origin}/debrief/'></iframe>"))
    frame = page.frames[1]

    assert frame.locator("textarea").count() == 0
    open_page.complaints.clear()


def test_the_field_to_write_in_is_accessible(page: "Page", axe: "Callable[[Page], None]") -> None:
    axe(page)


@pytest.mark.parametrize(
    "complain", ["console.error('x')", "console.warn('x')", "setTimeout(() => { throw Error('x') })"]
)
def test_what_a_page_complains_of_is_noticed(page: "Page", open_page: "Callable[..., Page]", complain: str) -> None:
    page.evaluate(f"() => {{ {complain} }}")
    page.wait_for_timeout(100)

    assert len(open_page.complaints) == 1
    open_page.complaints.clear()


def test_what_is_not_accessible_is_noticed(page: "Page", axe: "Callable[[Page], None]") -> None:
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")

    with pytest.raises(AssertionError, match="button-name"):
        axe(page)
