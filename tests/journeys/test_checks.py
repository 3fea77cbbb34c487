"""The interview after: what was prepared, whether what was worked on came back, and the calendar of what is planned."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import icalendar
import pytest

from tests.journeys import steps
from tests.serving import Served, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
Axe = Callable[["Page"], None]

MOST_STOPS = 120


def _told(visitor: Visitor, text: str) -> str:
    key = str(uuid.uuid4())
    visitor.post("/debrief/", {"key": key, "text": text})
    visitor.post(f"/moments/{key}/read/", {})
    return key


@pytest.fixture
def two_interviews(served: Served) -> tuple[str, str]:
    """Keys of two accounts that were read; a priority of the first one is kept."""
    visitor = Visitor(served)
    visitor.open()
    visitor.post("/welcomed/", {})
    first = _told(visitor, steps.STORIES["fr-FR"])
    visitor.post(f"/causes/{first}/verdict/", {"key": "pay_unprepared", "choice": "confirmed"})
    ((priority,),) = steps.stored(served.folder, "SELECT id FROM plan_priority WHERE state = 'proposed'")
    visitor.post(f"/plan/priorities/{priority}/keep/", {})
    return first, _told(visitor, f"Deuxième entretien. {steps.STORIES['fr-FR']}")


def _tab_to(page: "Page", selector: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page), page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def _press(page: "Page", key: str) -> None:
    with steps.swapped(page):
        page.keyboard.press(key)


def test_whether_it_came_back_is_answered_by_keyboard(
    two_interviews: tuple[str, str], served: Served, open_page: Open, axe: Axe
) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(f"{served.origin}/plan/")
    _tab_to(page, ".looks-again")
    page.keyboard.press("Enter")
    steps.arrive(page, "#checks")
    axe(page)

    _tab_to(page, "button[id$='-came_back']")
    _press(page, "Enter")
    kept_focus = steps.focused(page)
    _tab_to(page, "button[id$='-did_not']")
    _press(page, "Enter")

    assert kept_focus.endswith("-came_back")
    assert steps.focused(page).endswith("-did_not")
    assert steps.spoken(page) == steps.NOTED["fr-FR"]
    assert steps.stored(served.folder, "SELECT choice FROM plan_check") == [("did_not",)]
    axe(page)


def test_what_was_prepared_is_said_by_keyboard_and_the_sheet_stays_open(
    two_interviews: tuple[str, str], served: Served, open_page: Open, axe: Axe
) -> None:
    page = open_page(viewport=steps.WINDOWS["laptop"])
    page.goto(f"{served.origin}/causes/{two_interviews[1]}/")
    _tab_to(page, "#prepared summary")
    page.keyboard.press("Enter")
    axe(page)

    _tab_to(page, "#item-pay-missed")
    _press(page, "Enter")

    assert (steps.focused(page), steps.spoken(page)) == ("item-pay-missed", steps.NOTED["fr-FR"])
    assert page.locator("#item-pay-missed").is_visible()
    assert steps.stored(served.folder, "SELECT key, choice FROM causes_prepared") == [("pay", "missed")]
    axe(page)


def test_both_work_without_a_script(two_interviews: tuple[str, str], served: Served, open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{served.origin}/causes/{two_interviews[1]}/")
    page.locator("#prepared summary").click()
    page.locator("#item-pay-served").click()
    page.locator("#item-pay-served[aria-pressed=true]").wait_for()
    page.goto(f"{served.origin}/plan/{two_interviews[1]}/")
    page.locator("button[id$='-no_occasion']").click()
    page.locator("button[id$='-no_occasion'][aria-pressed=true]").wait_for()

    assert steps.stored(served.folder, "SELECT choice FROM causes_prepared") == [("served",)]
    assert steps.stored(served.folder, "SELECT choice FROM plan_check") == [("no_occasion",)]


def test_the_calendar_file_holds_the_two_lines_that_were_chosen(
    two_interviews: tuple[str, str], served: Served, open_page: Open, axe: Axe
) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(f"{served.origin}/plan/")
    page.locator("a[href='/plan/calendar/']").click()
    steps.arrive(page, "form[method=get]")
    axe(page)
    boxes = page.locator("input[name=chosen]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("input[name^=day-]").nth(1).fill("2031-03-12")

    with page.expect_download() as saved:
        page.locator("form[method=get] button").click()

    calendar = icalendar.Calendar.from_ical(saved.value.path().read_bytes())
    events = calendar.walk("VEVENT")
    assert saved.value.suggested_filename == "rebond.ics"
    assert len(events) == 2
    assert events[1].decoded("dtstart").date().isoformat() == "2031-03-12"


def test_at_320_pixels_nothing_scrolls_sideways(
    two_interviews: tuple[str, str], served: Served, open_page: Open
) -> None:
    page = open_page(viewport={"width": 320, "height": 700}, color_scheme="dark")
    paths = (f"/causes/{two_interviews[1]}/?sheet=open", f"/plan/{two_interviews[1]}/", "/plan/", "/plan/calendar/")

    wide = []
    for path in paths:
        page.goto(f"{served.origin}{path}")
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []
