"""The whole journey with plain links and forms, where scripts do not run."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", steps.LANGUAGES)]

Open = Callable[..., "Page"]


def _click(page: "Page", selector: str) -> None:
    """Click what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_journey_goes_without_script(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language, java_script_enabled=False)
    _click(page, "[aria-labelledby='welcome-title'] button")
    steps.write(page, steps.STORIES[language])
    steps.keep(page)
    page.locator("[name=mood_given]").check()
    page.locator("#outcome").select_option("refused")
    _click(page, "form[action$='/state/'] button")
    steps.have_it_read(page)

    page.locator("#m0").click()
    nature = steps.another_nature(page)
    _click(page, f"#nature-{nature}")
    page.locator("#phase").select_option("phase:closing:yes")
    _click(page, "form:has(#phase) button")
    page.locator("#cell-recruiter_unlawful").click()
    first = page.locator(".moment[aria-current]").get_attribute("id")
    _click(page, "#not-here")
    second = page.locator(".moment[aria-current]").get_attribute("id")
    _click(page, "#here")
    steps.go_to(page, "causes")
    _click(page, "button[id$='-confirmed']")
    steps.go_to(page, "plan")
    _click(page, "button[id^='keep-']")
    _click(page, ".tick")

    said = {(f"m{position}", aspect, key): holds for position, aspect, key, holds in _corrections(served)}
    assert said == {
        ("m0", "nature", nature): 1,
        ("m0", "phase", "closing"): 1,
        (first, "incident", "recruiter_unlawful"): 0,
        (second, "incident", "recruiter_unlawful"): 1,
    }
    assert steps.stored(served.folder, "SELECT stress, mood, outcome FROM debrief_account") == [(None, 5, "refused")]
    assert steps.stored(served.folder, "SELECT choice FROM causes_verdict") == [("confirmed",)]
    assert page.locator(".tick[aria-pressed=true]").count() == 1


def _corrections(served: Served) -> list[tuple[int, str, str, int]]:
    return [tuple(row) for row in steps.stored_corrections(served.folder)]  # type: ignore[misc]


def test_plan_changes_without_script(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language, java_script_enabled=False)
    steps.read_example(page)
    steps.go_to(page, "plan")
    _click(page, "button[id^='keep-']")
    page.locator("details:has([name=due]) summary").click()
    page.locator("[name=due]").fill("2031-05-06")
    _click(page, "form[action$='/date/'] button")
    page.locator("details:has([name=words]) summary").click()
    page.locator("[name=words]").fill("Appeler ma sœur.")
    _click(page, "form[action$='/steps/'] button")
    _click(page, "button[id^='finish-']")
    _click(page, "button[id^='aside-']")

    states = dict(steps.stored(served.folder, "SELECT state, count(*) FROM plan_priority GROUP BY state"))
    assert (states["done"], states["set_aside"]) == (1, 1)
    assert steps.stored(served.folder, "SELECT due FROM plan_priority WHERE state = 'done'") == [("2031-05-06",)]
    assert steps.stored(served.folder, "SELECT own_words FROM plan_step WHERE own_words != ''") == [
        ("Appeler ma sœur.",)
    ]


def test_account_is_deleted_without_script(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language, java_script_enabled=False)
    account = steps.read_example(page).replace("/moments/", "/debrief/accounts/")
    page.goto(f"{account}remove/")
    _click(page, "form[action$='/removed/'] button")

    tables = ("debrief_account", "moments_reading", "moments_moment", "causes_hypothesis", "plan_priority")
    assert [steps.stored(served.folder, f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 5
    assert page.url.endswith("/debrief/accounts/")
