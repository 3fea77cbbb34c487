"""What every test stands on: no network, a data folder of its own, the doors of the application, a real browser."""

import contextlib
import datetime
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from rebond.web.security.door import ENVIRON_KEY, Door
from tests.network import only_this_machine
from tests.prepared import make_ready
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rebond.engine.text.network.states import Network

# Most tests are about something else than who reads: in processes of their own the small network answers, which takes
# less time and memory than both (in this one hashed words do: rebond.web.settings.test). Others name their reader.
os.environ.setdefault("REBOND_ENCODER", "e5")


def pytest_configure() -> None:
    """The small network is ready before any test asks for it, in whichever process."""
    make_ready("e5")


EVENING = datetime.datetime(2026, 3, 12, 19, 30, tzinfo=datetime.UTC)
"""When the tests take place."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with only_this_machine():
        yield


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that is this test's alone, not made yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("REBOND_DATA", str(folder))
    monkeypatch.setenv("REBOND_NO_BROWSER", "1")
    monkeypatch.delenv("REBOND_SECRET_KEY", raising=False)
    umask = os.umask(0o022)
    yield folder
    os.umask(umask)


@pytest.fixture
def now() -> datetime.datetime:
    """The moment at which the test takes place."""
    return EVENING


# ------------------------------------------------------------------------- The network that reads whole accounts


@pytest.fixture(scope="session")
def network_cache() -> Path:
    """The cache of this machine's user, with both networks in it."""
    return make_ready("gemma", "e5")


@pytest.fixture(scope="session")
def networks(network_cache: Path) -> "dict[str, Network]":
    """The networks by name, opened once."""
    from rebond.engine.moments.whole import WHOLES, open_network

    return {name: open_network(whole, network_cache) for name, whole in WHOLES.items()}


@pytest.fixture(scope="session")
def network(networks: "dict[str, Network]") -> "Network":
    """The large network."""
    return networks["gemma"]


# ---------------------------------------------------------------------------------------- Requests in this process


@pytest.fixture
def door() -> Door:
    """The door of a launch."""
    return Door(port=8736)


@pytest.fixture
def candidate(db: None, now: datetime.datetime) -> Any:
    """The candidate of this machine."""
    from rebond.apps.people.actions import local_candidate

    return local_candidate(now=now)


@pytest.fixture
def stranger(door: Door) -> Client:
    """A client of the right machine and origin that was not opened with the launch token."""
    return Client(headers={"host": f"127.0.0.1:{door.port}", "origin": door.origin}, **{ENVIRON_KEY: door})


@pytest.fixture
def client(stranger: Client, door: Door, candidate: Any) -> Client:
    """The candidate's browser, opened with the launch token."""
    stranger.cookies[door.cookie_name] = door.cookie
    return stranger


# ------------------------------------------------------------------------------- The application in a real browser

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PATHS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # it cannot be had by root, as in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WCAG_2_2_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def chromium_path() -> str:
    """The Chromium of this system. Fails where there is none: a browser test is never skipped."""
    given = os.environ.get("CHROMIUM", "")
    found = given or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    found = found or next((str(path) for path in CHROMIUM_PATHS if path.exists()), None)
    if not found:
        pytest.fail("no Chromium here: install it (apt install chromium), or name one in CHROMIUM")
    return found


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """A real Chromium without a window."""
    from playwright.sync_api import sync_playwright

    # Playwright leaves a loop running in this thread, and Django would take every later test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def launched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an application that was started once and closed: its tables are made, which takes a while."""
    folder = tmp_path_factory.mktemp("launched") / "data"
    with serving(folder):
        pass
    return folder


@pytest.fixture
def served(data_folder: Path, launched_once: Path) -> Iterator[Served]:
    """The application in a process of its own, on this test's data folder, new to it."""
    if not data_folder.exists():  # another fixture may have put something there
        shutil.copytree(launched_once, data_folder)
    with serving(data_folder) as application:
        yield application


@pytest.fixture
def open_page(chromium: "Browser", served: Served) -> "Iterator[Callable[..., Page]]":
    """Opens a tab with the launch token, in a browser of its own; what the page complains of fails the test.

    Options are those of Playwright's new_context: locale="en-GB", color_scheme="dark", viewport={...},
    java_script_enabled=False … A test that makes the page complain on purpose compares `open_page.complaints` with what
    it expects, then empties it.
    """
    with opening(chromium, served) as opened:
        yield opened


@contextlib.contextmanager
def opening(browser: "Browser", served: Served) -> "Iterator[Callable[..., Page]]":
    """What opens tabs of this browser on this application: see `open_page`."""
    contexts, complaints = [], []

    def opened(**options: Any) -> "Page":
        context = browser.new_context(**{"locale": "fr-FR", "timezone_id": "Europe/Paris"} | options)
        contexts.append(context)
        context.on("request", lambda request: complaints.extend(_foreign(request.url, served.origin)))
        context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
        context.on("console", lambda message: complaints.extend(_complaint(message)))
        page = context.new_page()
        page.goto(served.address)
        return page

    opened.complaints = complaints  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _foreign(url: str, origin: str) -> list[str]:
    ours = url.startswith((f"{origin}/", "data:", "blob:")) or re.match(r"about:|chrome-error:", url)
    return [] if ours else [f"request to another origin: {url}"]


def _complaint(message: Any) -> list[str]:
    return [f"console {message.type}: {message.text}"] if message.type in ("error", "warning") else []


@pytest.fixture
def page(open_page: "Callable[..., Page]") -> "Page":
    """The application open in Chromium, in French, at the size of a small laptop."""
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="session")
def axe() -> "Callable[[Page], None]":
    """Asserts that axe-core finds nothing on the page as it stands: WCAG 2.2 AA and its best practices."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page: "Page") -> None:
        results = checker.run(page, options={"runOnly": {"type": "tag", "values": list(WCAG_2_2_AA)}})
        found = {
            violation["id"]: [node["html"] for node in violation["nodes"]]
            for violation in results.response["violations"]
        }
        assert found == {}, f"{page.url}: {found}"

    return check


def pytest_report_header() -> str:
    """Which Python runs, for the reader of a report."""
    return f"rebond tests on {sys.platform}, Python {sys.version.split()[0]}"
