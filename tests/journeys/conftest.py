"""What the journeys start from, beside an empty application: an example that has been read."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import CHROMIUM_OPTIONS, chromium_path, opening
from tests.engine.speech.sounds import write_microphone
from tests.journeys import steps
from tests.serving import Served, Visitor, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def speaking(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    """A Chromium whose microphone plays a voice that was recorded, from its beginning at each new recording."""
    voice = write_microphone(tmp_path_factory.mktemp("voice") / "microphone.wav")
    options = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={voice}")
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=[*CHROMIUM_OPTIONS, *options])
    yield browser
    browser.close()


@pytest.fixture
def open_voice(speaking: "Browser", served: Served) -> "Iterator[Callable[..., Page]]":
    """Opens a tab as `open_page` does, on the page where one speaks; it may use the microphone."""
    with opening(speaking, served) as opened:

        def spoken(**options: object) -> "Page":
            page = opened(**{"permissions": ["microphone"]} | options)
            page.goto(f"{served.origin}/debrief/voice/")
            return page

        spoken.complaints = opened.complaints  # type: ignore[attr-defined]
        yield spoken


@pytest.fixture(scope="session")
def folder_with_an_example_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the French example has been read; read once, then copied for each test."""
    folder = tmp_path_factory.mktemp("example") / "data"
    with serving(folder) as served:
        visitor = Visitor(served)
        visitor.open()
        kept = visitor.post("/debrief/example/", {}).headers["Location"]
        visitor.post(f"/moments/{kept.split('/')[3]}/read/", {})
    return folder


@pytest.fixture
def example_read(data_folder: Path, folder_with_an_example_read: Path) -> str:
    """Puts that example into this test's data folder, before it is served; returns the path of its reading."""
    shutil.copytree(folder_with_an_example_read, data_folder)
    ((key,),) = steps.stored(data_folder, "SELECT id FROM debrief_account")
    return f"/moments/{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}/"


@pytest.fixture
def open_reading(example_read: str, served: Served, open_page: "Callable[..., Page]") -> "Callable[..., Page]":
    """Opens a tab as `open_page` does, on the reading of the example."""

    def opened(**options: object) -> "Page":
        page = open_page(**options)
        page.goto(f"{served.origin}{example_read}")
        return page

    return opened


@pytest.fixture(params=steps.WINDOWS)
def reading(request: pytest.FixtureRequest, open_reading: "Callable[..., Page]") -> "Page":
    """The reading of the example, in French, on a laptop and on a phone."""
    return open_reading(viewport=steps.WINDOWS[request.param])


@pytest.fixture
def reading_on_laptop(open_reading: "Callable[..., Page]") -> "Page":
    """The reading of the example, in French, on a laptop."""
    return open_reading(viewport=steps.WINDOWS["laptop"])
