"""What one goes for, from the first line to the file for another calendar, by keyboard alone and without script."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

APPLICATIONS = "/debrief/applications/"
MOST_STOPS = 60


def _days_ahead(days: int) -> str:
    return (datetime.datetime.now().astimezone() + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


def _tab_to(page: "Page", selector: str) -> None:
    """Press Tab until the element has the focus; whatever has it on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page)
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def _enter(page: "Page") -> None:
    """Press Enter on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _click(page: "Page", selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def _add_opportunity(page: "Page", company: str) -> None:
    _click(page, f"a[href='{APPLICATIONS}new/']")
    page.locator("#id_company").fill(company)
    _click(page, ".tracker-form button")


def _add_interview(page: "Page", day: str) -> None:
    _click(page, "a[href$='/interviews/new/']")
    page.locator("#id_day").fill(day)
    page.locator("#id_at").fill("09:30")
    page.locator("#id_kind").select_option("manager")
    _click(page, ".tracker-form button")


def test_application_is_added_and_moved_by_keyboard(open_page: Open, served: Served) -> None:
    page = open_page(viewport=steps.WINDOWS["laptop"])
    page.goto(f"{served.origin}{APPLICATIONS}")
    _tab_to(page, f"a[href='{APPLICATIONS}new/']")
    _enter(page)
    _tab_to(page, "#id_company")
    page.keyboard.insert_text("Ateliers Roux")
    _enter(page)
    _tab_to(page, "a[href$='/interviews/new/']")
    _enter(page)
    _tab_to(page, ".tracker-form button")
    _enter(page)
    page.goto(f"{served.origin}{APPLICATIONS}board/")
    _tab_to(page, "#board select")
    page.keyboard.press("End")
    _tab_to(page, "#board button")
    focused = steps.focused(page)
    with steps.swapped(page):
        page.keyboard.press("Enter")

    assert page.locator("[aria-labelledby='column-withdrew'] article").count() == 1
    assert steps.focused(page) == focused
    assert steps.focus_in_sight(page)
    assert steps.spoken(page) != ""
    assert steps.stored(served.folder, "SELECT company, stage FROM debrief_opportunity") == [
        ("Ateliers Roux", "withdrew")
    ]
    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_interview") == [(1,)]


@pytest.mark.parametrize("window", steps.WINDOWS)
def test_interview_goes_from_its_page_to_a_file(open_page: Open, served: Served, window: str) -> None:
    page = open_page(viewport=steps.WINDOWS[window])
    page.goto(f"{served.origin}{APPLICATIONS}")
    _add_opportunity(page, "Ateliers Roux")
    _add_interview(page, _days_ahead(5))
    page.goto(f"{served.origin}{APPLICATIONS}calendar/")
    page.locator("[name=interview]").check()
    with page.expect_download() as download:
        page.locator("form[action$='/rebond.ics'] button").click()

    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    ((key, starts_at),) = steps.stored(served.folder, "SELECT id, starts_at FROM debrief_interview")
    assert str(event["UID"]).replace("-", "") == f"{key}@rebond"
    assert event["DTSTART"].dt.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S") == starts_at
    assert event["DTSTART"].dt.strftime("%Y-%m-%d %H:%M") == f"{_days_ahead(5)} 09:30"


def test_tracker_goes_without_script(open_page: Open, served: Served) -> None:
    page = open_page(java_script_enabled=False, viewport=steps.WINDOWS["phone"])
    steps.write(page, steps.STORIES["fr-FR"])
    steps.keep(page)
    page.goto(f"{served.origin}{APPLICATIONS}")
    _add_opportunity(page, "Ateliers Roux")
    _add_interview(page, _days_ahead(-2))
    _click(page, "form:has(#attach) button")
    page.locator("#id_outcome").select_option("refused")
    page.locator("#id_stage").select_option("refused")
    _click(page, "form[action$='/answer/'] button")
    page.goto(f"{served.origin}{APPLICATIONS}board/")
    page.locator("#board select").select_option("silent")
    _click(page, "#board button")

    answered = "SELECT i.outcome, a.outcome, o.stage FROM debrief_interview i JOIN debrief_account a ON "
    answered += "a.interview_id = i.id JOIN debrief_opportunity o ON o.id = i.opportunity_id"
    assert steps.stored(served.folder, answered) == [("refused", "refused", "silent")]
    _click(page, "#board article a")
    _click(page, "a[href$='/remove/']")
    _click(page, "form[action$='/removed/'] button")
    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_opportunity") == [(0,)]
    assert steps.stored_texts(served.folder) == [steps.STORIES["fr-FR"]]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_fits_and_is_accessible(
    open_page: Open, served: Served, axe: Callable[["Page"], None], width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.goto(f"{served.origin}{APPLICATIONS}")
    axe(page)
    _add_opportunity(page, "Transports Duval et Compagnie du Grand Est")
    opportunity = page.url
    _add_interview(page, _days_ahead(5))
    interview = page.url
    shown = [f"{served.origin}{APPLICATIONS}{rest}" for rest in ("", "board/", "calendar/", "new/")]
    shown += [f"{shown[2]}?month={_days_ahead(5)[:7]}", opportunity, interview]
    shown += [f"{opportunity}change/", f"{opportunity}remove/", f"{interview}change/", f"{interview}remove/"]
    for address in shown:
        page.goto(address)
        axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address


def test_field_to_change_says_why(open_page: Open, served: Served, axe: Callable[["Page"], None]) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(f"{served.origin}{APPLICATIONS}new/")
    page.locator("#id_notes").fill("Vu sur leur site.")
    page.locator(".tracker-form button").click()
    page.locator(".problem[role=alert]").wait_for()

    company = page.locator("#id_company")
    assert company.get_attribute("aria-describedby") == "id_company_error"
    assert page.locator("#id_company_error").inner_text() != ""
    assert page.locator("#id_notes").input_value() == "Vu sur leur site."
    axe(page)
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes that the answer was 422
