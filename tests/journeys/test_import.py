"""A file brought in from elsewhere: looked at, added, by mouse and by keyboard, on a laptop and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError

from tests.apps.debrief.uploads import LINKEDIN, TABLE, URL, archive, calendar, event
from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
MOST_STOPS = 40
MOST_PRESSES, PATIENCE_MS = 3, 10_000


def payload(name: str, content: bytes) -> "FilePayload":
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def look_at(page: "Page", served: Served, name: str, content: bytes) -> None:
    """Choose a file, and go on to what it would add."""
    page.goto(served.origin + URL)
    page.set_input_files("#file", payload(name, content))
    page.locator("form[enctype] button").click()
    page.wait_for_url(re.compile(f"{URL}[0-9a-f-]{{36}}/$"))


def say_yes(page: "Page", served: Served) -> None:
    page.locator("form[action$='/add/'] button.button, form[action$='/add/'] > button").first.click()
    page.wait_for_url(re.compile(r"\?opportunities="))


def opportunities(served: Served) -> list[tuple[str, str, str]]:
    return steps.stored(served.folder, "SELECT company, post, stage FROM debrief_opportunity ORDER BY company")


@pytest.mark.parametrize(("language", "window"), [("fr-FR", "laptop"), ("en-GB", "phone")])
def test_a_table_is_looked_at_corrected_and_added(
    open_page: Open, served: Served, axe: Callable[["Page"], None], language: str, window: str
) -> None:
    page = open_page(locale=language, viewport=steps.WINDOWS[window])
    page.goto(served.origin + URL)
    axe(page)
    look_at(page, served, "suivi.csv", TABLE.encode("cp1252"))
    axe(page)
    page.select_option("#id_c5", "contact")
    page.locator("form[method=get] button").click()
    page.wait_for_url(re.compile(r"\?header=yes"))
    say_yes(page, served)
    axe(page)

    assert opportunities(served) == [
        ("Générale d’Énergie", "Développeuse", "refused"),
        ("Élan", "Comptable", "applied"),
    ]
    contacts = "SELECT contact, notes FROM debrief_opportunity ORDER BY company"
    assert steps.stored(served.folder, contacts) == [("« déjà vus »", ""), ("", "")]
    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_pendingimport") == [(0,)]
    assert steps.focused(page) == "done-title"


def test_the_archive_of_linkedin_twice_adds_its_applications_once(page: "Page", served: Served) -> None:
    content = archive({"Profile.csv": "secret", "Jobs/Job Applications.csv": LINKEDIN})
    look_at(page, served, "export.zip", content)
    say_yes(page, served)
    look_at(page, served, "export.zip", content)

    assert page.locator("form[action$='/add/']").count() == 0
    assert opportunities(served) == [("Acme", "Dev, Python", "applied")]


def test_an_invitation_is_added_and_moves(open_page: Open, served: Served, axe: Callable[["Page"], None]) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    look_at(page, served, "invite.ics", calendar(event()))
    axe(page)
    say_yes(page, served)
    look_at(page, served, "invite.ics", calendar(event(starts="20260322T140000Z")))
    axe(page)
    say_yes(page, served)

    assert opportunities(served) == [("Acme", "", "interviewing")]
    assert steps.stored(served.folder, "SELECT starts_at, uid FROM debrief_interview") == [
        ("2026-03-22 14:00:00", "1@acme")
    ]


def test_it_goes_by_keyboard_alone(page: "Page", served: Served, tmp_path: Path) -> None:
    chosen = tmp_path / "suivi.csv"
    chosen.write_bytes(TABLE.encode())
    page.goto(served.origin + URL)
    _tab_to(page, "#file")
    _choose(page, chosen)
    _tab_to(page, "form[enctype] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{URL}[0-9a-f-]{{36}}/$"))
    _tab_to(page, "form[action$='/add/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?opportunities="))

    assert len(opportunities(served)) == 2


def _choose(page: "Page", path: Path) -> None:
    """Open the chooser from the keyboard: pressed again where a busy browser let the first one pass."""
    for press in range(MOST_PRESSES):
        try:
            with page.expect_file_chooser(timeout=PATIENCE_MS) as choosing:
                page.keyboard.press("Enter")
        except TimeoutError:
            if press == MOST_PRESSES - 1:
                raise
        else:
            choosing.value.set_files(path)
            return


def _tab_to(page: "Page", selector: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page)
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def test_it_works_without_scripts(open_page: Open, served: Served) -> None:
    page = open_page(java_script_enabled=False)
    look_at(page, served, "suivi.csv", TABLE.encode())
    say_yes(page, served)

    assert len(opportunities(served)) == 2


def test_too_large_a_file_does_not_travel(page: "Page", served: Served) -> None:
    page.goto(served.origin + URL)
    page.set_input_files("#file", payload("large.csv", b"a;b\n" * (2 * 2**20)))
    page.locator("form[enctype] button").click()

    said = page.locator("#file").evaluate("field => field.validationMessage")
    assert said == page.locator("#file").get_attribute("data-too-large") != ""
    assert page.url == served.origin + URL


def test_a_file_that_cannot_be_read_is_said(open_page: Open, served: Served, axe: Callable[["Page"], None]) -> None:
    page = open_page(color_scheme="dark")
    page.goto(served.origin + URL)
    page.set_input_files("#file", payload("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))
    page.locator("form[enctype] button").click()
    page.locator("#file-problem").wait_for()
    axe(page)

    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_pendingimport") == [(0,)]
    complaints = open_page.complaints  # type: ignore[attr-defined]
    assert len(complaints) == 1
    assert "422" in complaints.pop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_small_screen(open_page: Open, served: Served, scheme: str) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    wide = f"{'Société' * 12};Poste\n{'anticonstitutionnellement' * 6};{'x' * 150}\n;{'y' * 300}\n"
    widths = []
    for name, content in (("t.csv", wide.encode()), ("i.ics", calendar(event(summary="x" * 200)))):
        look_at(page, served, name, content)
        widths.append(page.evaluate("() => document.documentElement.scrollWidth"))

    assert widths == [320, 320]
