import webbrowser

import pytest

from rebond.web.serving import browser


@pytest.fixture(autouse=True)
def _a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REBOND_NO_BROWSER")
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("sys.platform", "linux")


def found(monkeypatch: pytest.MonkeyPatch, kind: webbrowser.BaseBrowser) -> bool:
    monkeypatch.setattr(webbrowser, "get", lambda: kind)
    return browser.can_open()


def test_a_browser_with_a_window_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, webbrowser.Mozilla("firefox"))


def test_a_browser_of_the_terminal_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not found(monkeypatch, webbrowser.GenericBrowser("w3m"))


def test_one_that_the_person_chose_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "w3m")

    assert found(monkeypatch, webbrowser.GenericBrowser("w3m"))


def test_none_is_opened_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")

    assert not found(monkeypatch, webbrowser.Mozilla("firefox"))


def test_none_is_opened_where_the_person_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBOND_NO_BROWSER", "1")

    assert not found(monkeypatch, webbrowser.Mozilla("firefox"))


def test_none_is_opened_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "get", none_here)

    assert not browser.can_open()
