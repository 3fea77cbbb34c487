"""From what happened to where it happened: an incident of the grid leads to the passage where it most likely lies."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SOUGHT = "recruiter_unlawful"
"""An incident that the example does not tell: likely nowhere, so that every answer is the candidate's own."""


def _incidents(page: "Page") -> list[str]:
    ids = page.locator(".cell").evaluate_all("cells => cells.map(cell => cell.id)")
    return [cell.removeprefix("cell-") for cell in ids]


def _likeliest(folder: object, incident: str) -> list[int]:
    """Positions of the moments, those that hold the incident first, then by its likelihood, then in order."""
    rows = steps.stored(
        folder,  # type: ignore[arg-type]
        "SELECT m.position, EXISTS (SELECT 1 FROM json_each(m.asserted) WHERE value = ?), "
        "json_extract(m.likelihoods, '$.' || ?) FROM moments_moment m",
        incident,
        incident,
    )
    return [position for position, held, likelihood in sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))]


def _current(page: "Page") -> int:
    return int(str(page.locator(".moment[aria-current]").get_attribute("id")).removeprefix("m"))


def _assert_passage_and_question_in_sight(page: "Page") -> None:
    assert steps.in_sight(page, ".moment[aria-current]")
    assert steps.in_sight(page, "#here")
    assert steps.in_sight(page, "#not-here")
    assert steps.focus_in_sight(page)


def test_every_incident_leads_to_its_likeliest_passage_in_sight(reading: "Page", served: Served) -> None:
    for incident in _incidents(reading):
        with steps.swapped(reading):
            reading.locator(f"#cell-{incident}").click()

        assert _current(reading) == _likeliest(served.folder, incident)[0]
        _assert_passage_and_question_in_sight(reading)


def test_incident_chosen_by_keyboard_puts_the_focus_on_the_passage(reading: "Page") -> None:
    reading.locator("#cell-memory_blank").focus()
    with steps.swapped(reading):
        reading.keyboard.press("Enter")

    assert steps.focused(reading) == "moment-title"
    _assert_passage_and_question_in_sight(reading)


def test_no_goes_to_the_next_likeliest_passage(reading: "Page", served: Served) -> None:
    with steps.swapped(reading):
        reading.locator(f"#cell-{SOUGHT}").click()
    visited = [_current(reading)]
    for _ in range(3):
        with steps.swapped(reading):
            reading.locator("#not-here").click()
        visited.append(_current(reading))
        _assert_passage_and_question_in_sight(reading)

    assert visited == _likeliest(served.folder, SOUGHT)[:4]
    assert steps.stored_corrections(served.folder) == [
        (position, "incident", SOUGHT, 0) for position in sorted(visited[:3])
    ]


def test_no_everywhere_is_told_and_can_be_taken_back(page: "Page", served: Served) -> None:
    steps.write(page, steps.STORIES["fr-FR"])
    steps.keep(page)
    steps.have_it_read(page)
    total = page.locator(".moment").count()
    with steps.swapped(page):
        page.locator(f"#cell-{SOUGHT}").click()
    asked = page.locator("fieldset.note").inner_text()
    for _ in range(total):
        with steps.swapped(page):
            page.keyboard.press("n")
    asked_at_last = page.locator("fieldset.note").inner_text()
    position = _current(page)
    with steps.swapped(page):
        page.keyboard.press("y")

    assert asked_at_last != asked
    said = {place: holds for place, _, _, holds in steps.stored_corrections(served.folder)}
    assert said == {place: int(place == position) for place in range(total)}


def test_yes_holds_the_incident(reading: "Page", served: Served) -> None:
    with steps.swapped(reading):
        reading.locator(f"#cell-{SOUGHT}").click()
    position = _current(reading)
    with steps.swapped(reading):
        reading.locator("#here").click()

    assert steps.stored_corrections(served.folder) == [(position, "incident", SOUGHT, 1)]
    assert _current(reading) == position
    assert reading.locator(f"#incident-{SOUGHT}").get_attribute("aria-pressed") == "true"
    assert "cell-held" in str(reading.locator(f"#cell-{SOUGHT}").get_attribute("class"))
    assert reading.locator("#here").count() == 0
    assert steps.in_sight(reading, ".moment[aria-current]")


def test_incident_is_answered_by_keys(reading: "Page", served: Served) -> None:
    reading.locator(f"#cell-{SOUGHT}").focus()
    for key in ("Enter", "n", "n", "y"):
        with steps.swapped(reading):
            reading.keyboard.press(key)
        assert steps.focused(reading) != "BODY"
        assert steps.focus_in_sight(reading)

    said = {position: holds for position, _, _, holds in steps.stored_corrections(served.folder)}
    assert said == dict(zip(_likeliest(served.folder, SOUGHT)[:3], (0, 0, 1), strict=True))


def test_passage_clicked_is_in_sight_with_its_panel(reading: "Page") -> None:
    for position in range(reading.locator(".moment").count()):
        with steps.swapped(reading):
            reading.locator(f"#m{position} .sign").click()

        assert steps.in_sight(reading, f"#m{position}")
        assert steps.in_sight(reading, "#moment-title")
        assert steps.in_sight(reading, "#nature-fact")
