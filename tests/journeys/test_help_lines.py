"""Words of great distress bring up help lines: once, quietly, and never again once they were seen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", steps.LANGUAGES)]

Open = Callable[..., "Page"]

HELP = "[aria-labelledby='help-title']"


def test_heavy_words_bring_up_help_lines_that_can_be_called(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.HEAVY_STORIES[language])
    steps.keep(page)

    assert page.locator(HELP).count() == 1
    assert page.locator(f"{HELP} a[href^='tel:']").count() >= 1
    assert page.locator(f"{HELP} a[href='tel:3114']").count() == 1


def test_help_lines_do_not_stand_in_the_way(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.HEAVY_STORIES[language])
    steps.keep(page)
    steps.have_it_read(page)

    assert page.locator(HELP).count() == 1
    assert page.locator(".moment").count() >= 1


def test_help_lines_are_gone_once_seen(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.HEAVY_STORIES[language])
    account = steps.keep(page)
    with page.expect_navigation():
        page.locator(f"{HELP} button").click()
    seen = [page.locator(HELP).count()]
    steps.have_it_read(page)
    seen.append(page.locator(HELP).count())
    page.goto(account)
    seen.append(page.locator(HELP).count())

    assert seen == [0, 0, 0]
    assert steps.stored(served.folder, "SELECT help_offered, help_dismissed_at IS NOT NULL FROM debrief_account") == [
        (1, 1)
    ]


def test_help_lines_stay_away_from_other_accounts(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    steps.keep(page)

    assert page.locator(HELP).count() == 0
