"""The application was closed while its page stayed open: the page says so, and what was kept is still there."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

EXPECTED = re.compile(r"net::ERR_CONNECTION_REFUSED|htmx:(afterRequest|sendError)")


def test_correction_that_does_not_arrive_is_told(reading_on_laptop: "Page", served: Served, open_page: Any) -> None:
    page = reading_on_laptop
    with steps.swapped(page):
        page.locator("#m0").click()
    served.end()
    page.locator(f"#nature-{steps.another_nature(page)}").click()
    page.locator("#out-of-reach").wait_for()

    expect(page.locator("#status")).to_have_text(str(page.locator("body").get_attribute("data-failed")))
    assert steps.in_sight(page, "#out-of-reach")
    assert steps.stored_corrections(served.folder) == []
    assert all(EXPECTED.search(complaint) for complaint in open_page.complaints)
    open_page.complaints.clear()
