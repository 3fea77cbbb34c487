"""Nothing of what is being written is lost: not with the tab, not with the application, not between two tabs."""

import re
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

FOUND = {"fr-FR": "Votre brouillon a été retrouvé.", "en-GB": "Your draft was found again."}
STORED = {"fr-FR": "Brouillon gardé.", "en-GB": "Draft kept."}
REFUSED = re.compile(r"console error: Failed to load resource: net::ERR_CONNECTION_REFUSED")


def _status(page: "Page", words: str) -> None:
    """Wait until the line under the field says this."""
    expect(page.locator("#draft-status")).to_have_text(words)


def _another_tab(page: "Page", served: Served) -> "Page":
    """A second tab of the same browser, on the field."""
    tab = page.context.new_page()
    tab.goto(f"{served.origin}/debrief/")
    return tab


@pytest.mark.parametrize("language", steps.LANGUAGES)
def test_tab_lost_while_typing_loses_nothing(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    page.locator("#text").press_sequentially(steps.STORIES[language][:60])
    _status(page, STORED[language])
    page.locator("#text").press_sequentially(steps.STORIES[language][60:90])
    page.close()  # before the pause after which the store gets the draft

    tab = _another_tab(page, served)

    _status(tab, FOUND[language])
    assert tab.locator("#text").input_value() == steps.STORIES[language][:90]
    steps.keep(tab)
    assert steps.stored_texts(served.folder) == [steps.STORIES[language][:90]]
    assert steps.stored_drafts(served.folder) == []


@pytest.mark.parametrize("language", steps.LANGUAGES)
def test_draft_found_again_in_another_browser(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    _status(page, STORED[language])

    other = open_page(locale=language)

    _status(other, FOUND[language])
    assert other.locator("#text").input_value() == steps.STORIES[language]


@pytest.mark.parametrize("language", steps.LANGUAGES)
def test_application_killed_while_typing_loses_nothing(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    page.locator("#text").press_sequentially("Avant. ")
    _status(page, STORED[language])
    served.end(signal.SIGKILL)
    page.locator("#text").press_sequentially("Après.")
    page.wait_for_timeout(700)  # the store was asked, and did not answer
    assert page.locator("#text").input_value() == "Avant. Après."

    with serving(served.folder, "--port", str(served.port)) as again:
        page.goto(again.address)
        _status(page, FOUND[language])
        assert page.locator("#text").input_value() == "Avant. Après."
        steps.keep(page)
        steps.leave(page)

    assert steps.stored_texts(served.folder) == ["Avant. Après."]
    assert all(REFUSED.match(complaint) for complaint in open_page.complaints)  # type: ignore[attr-defined]
    open_page.complaints.clear()  # type: ignore[attr-defined]


def test_keeping_forgets_the_copy_on_the_device(page: "Page", served: Served) -> None:
    steps.write(page, steps.STORIES["fr-FR"])
    steps.keep(page)
    page.goto(f"{served.origin}/debrief/")

    assert page.evaluate("() => localStorage.getItem('rebond.draft')") is None
    assert page.locator("#text").input_value() == ""


def test_field_emptied_by_hand_stays_empty(page: "Page", served: Served) -> None:
    steps.write(page, steps.STORIES["fr-FR"])
    _status(page, STORED["fr-FR"])
    with page.expect_response("**/debrief/draft/"):
        steps.write(page, "")
    _status(page, STORED["fr-FR"])
    page.goto(f"{served.origin}/debrief/")

    assert page.locator("#text").input_value() == ""
    assert steps.stored_drafts(served.folder) == []


def test_draft_of_one_tab_leaves_what_another_kept(page: "Page", served: Served) -> None:
    other = _another_tab(page, served)
    steps.write(other, "Le récit de l'autre onglet.")
    steps.write(page, "Le récit de cet onglet.")
    _status(other, STORED["fr-FR"])

    steps.keep(page)
    steps.keep(other)

    assert steps.stored_texts(served.folder) == ["Le récit de cet onglet.", "Le récit de l'autre onglet."]


def test_draft_open_in_two_tabs_is_kept_by_both(page: "Page", served: Served) -> None:
    steps.write(page, "Le début.")
    _status(page, STORED["fr-FR"])
    other = _another_tab(page, served)
    steps.write(other, "Le début. Une suite.")
    _status(other, STORED["fr-FR"])

    steps.keep(page)
    steps.keep(other)

    assert steps.stored_texts(served.folder) == ["Le début.", "Le début. Une suite."]


def test_typing_on_after_another_tab_kept_the_draft_loses_nothing(
    open_page: Open, page: "Page", served: Served
) -> None:
    steps.write(page, "Le début.")
    _status(page, STORED["fr-FR"])
    other = _another_tab(page, served)
    account = steps.keep(page)

    steps.write(other, "Le début. Une suite.")
    _status(other, STORED["fr-FR"])
    page.goto(account)  # forgets the copy of what it kept, and no other
    other.close()
    page.goto(f"{served.origin}/debrief/")

    assert page.locator("#text").input_value() == "Le début. Une suite."
    assert steps.stored_texts(served.folder) == ["Le début."]
    open_page.complaints.clear()  # type: ignore[attr-defined]


def test_submitting_twice_keeps_one_account(page: "Page", served: Served) -> None:
    steps.write(page, steps.STORIES["fr-FR"])
    page.locator("form[data-draft-address] button").dblclick()
    page.locator("[data-kept]").wait_for()

    assert steps.stored_texts(served.folder) == [steps.STORIES["fr-FR"]]


def test_text_refused_is_still_in_the_field(open_page: Open, page: "Page", served: Served) -> None:
    long = "Une phrase de plus. " * 10_001
    page.locator("#text").evaluate("(field, text) => { field.value = text }", long)
    page.locator("form[data-draft-address] button").click()
    page.locator("[role=alert]").wait_for()

    assert page.locator("#text").input_value() == long
    assert steps.stored_texts(served.folder) == []
    assert len(open_page.complaints) == 1  # type: ignore[attr-defined]
    open_page.complaints.clear()  # type: ignore[attr-defined]
