"""What a candidate does on the screens, and what a test looks up in the database behind them."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

LANGUAGES = ("fr-FR", "en-GB")

WINDOWS = {"laptop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}

STORIES = {
    "fr-FR": (
        "Entretien à neuf heures pour un poste de magasinière. J'avais peu dormi. Le responsable m'a demandé de "
        "décrire un inventaire tournant. Trou de mémoire, plus rien ne venait. J'ai bafouillé un chiffre pour le "
        "salaire sans l'avoir préparé. Il a regardé sa montre. J'avais honte en sortant. Il doit me prendre pour "
        "une menteuse. On m'a dit que mes exemples manquaient de précision."
    ),
    "en-GB": (
        "Interview at nine for a job as a stock keeper. I had hardly slept. The manager asked me to describe a cycle "
        "count. My mind went blank, nothing came at all. I mumbled a figure for the salary that I had not prepared. "
        "He looked at his watch. I was ashamed as I left. He must take me for a liar. They told me that my examples "
        "were not precise enough."
    ),
}
HEAVY_STORIES = {
    "fr-FR": "Cela s'est mal fini, une fois de plus. Ce soir je ne veux plus vivre.",
    "en-GB": "It ended badly, once more. Tonight I want to die.",
}

SWAP_TIME_MS = 8000
"""A swap that takes longer than this fails: a part of a page comes back in less than a tenth of it."""


@contextlib.contextmanager
def swapped(page: "Page") -> Iterator[None]:
    """The block asks for a part of the page; go on once it has settled in its place."""
    page.evaluate(
        """limit => {
            window.hasSwapped = new Promise((resolve, reject) => {
                const settled = () => requestAnimationFrame(() => requestAnimationFrame(resolve));
                document.body.addEventListener("htmx:afterSettle", settled, { once: true });
                setTimeout(() => reject(new Error("nothing was swapped")), limit);
            });
        }""",
        SWAP_TIME_MS,
    )
    yield
    page.evaluate("() => window.hasSwapped")


def write(page: "Page", text: str) -> None:
    """Type an account in the field; it is not kept yet."""
    page.locator("#text").fill(text)


def arrive(page: "Page", selector: str) -> None:
    """Wait until the page that holds this element has come whole, its scripts included."""
    page.locator(selector).wait_for()
    page.wait_for_load_state()


def keep(page: "Page") -> str:
    """Keep what is in the field; returns the account's address."""
    page.locator("form[data-draft-address] button").click()
    arrive(page, "[data-kept]")
    return page.url


def have_it_read(page: "Page") -> str:
    """From the account's page (or the one that says that it is not read); returns the address of the reading."""
    page.locator("form[action$='/read/'] button").click()
    arrive(page, "#reading")
    return page.url


def read_example(page: "Page") -> str:
    """From the field: look at the example, have it read; returns the address of the reading."""
    page.locator("form[action$='/example/'] button").click()
    arrive(page, "[data-kept]")
    return have_it_read(page)


def address(page: "Page", stage: str) -> str:
    """The address of a stage of the account at hand, by the way of steps on its pages."""
    found = page.locator(f".steps a[href*='/{stage}/']").get_attribute("href")
    assert found is not None
    return found


def go_to(page: "Page", stage: str) -> None:
    """Follow the way of steps to a stage of the account at hand."""
    page.locator(f".steps a[href*='/{stage}/']").click()
    page.wait_for_url(f"**/{stage}/**")


def leave(page: "Page") -> None:
    """Go where nothing more is asked of the application, which is about to end."""
    page.goto("about:blank")


def another_nature(page: "Page") -> str:
    """A nature that the moment at hand does not have."""
    choices = page.locator("button[id^='nature-'][aria-pressed='false']")
    found = choices.first.get_attribute("id")
    assert found is not None
    return found.removeprefix("nature-")


def spoken(page: "Page") -> str:
    """What the live region says."""
    return (page.locator("#status").text_content() or "").strip()


NOTED = {"fr-FR": "C’est noté.", "en-GB": "Noted."}


def focused(page: "Page") -> str:
    """The id of the element that has the focus, its tag where it has none."""
    return str(page.evaluate("() => document.activeElement.id || document.activeElement.tagName"))


# What of an element is covered by something else, or lies outside the window: none of its own points can be seen.
IS_IN_SIGHT = """element => {
    const inside = box => [0.1, 0.5, 0.9].flatMap(x => [0.2, 0.5, 0.8].map(y =>
        [box.left + box.width * x, box.top + box.height * y]));
    return [...element.getClientRects()].flatMap(inside).some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top !== null && (element.contains(top) || top.contains(element) && top.tagName === "LABEL");
    });
}"""


def in_sight(page: "Page", selector: str) -> bool:
    """Whether any part of the element can be seen in the window, not covered by another."""
    return bool(page.locator(selector).evaluate(IS_IN_SIGHT))


def focus_in_sight(page: "Page") -> bool:
    """Whether any part of what has the focus can be seen (WCAG 2.4.11)."""
    return bool(page.evaluate(f"() => ({IS_IN_SIGHT})(document.activeElement)"))


def stored(folder: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database holds, read beside the application."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'rebond.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def stored_texts(folder: Path) -> list[str]:
    """The texts of the accounts kept, in alphabetical order."""
    return [text for (text,) in stored(folder, "SELECT text FROM debrief_account ORDER BY text")]


def stored_drafts(folder: Path) -> list[str]:
    """The drafts kept, in alphabetical order."""
    return [text for (text,) in stored(folder, "SELECT text FROM debrief_draft ORDER BY text")]


def stored_corrections(folder: Path) -> list[tuple[Any, ...]]:
    """Position of the moment, aspect, key and answer of each correction, in order."""
    return stored(
        folder,
        "SELECT m.position, c.aspect, c.key, c.holds FROM moments_correction c "
        "JOIN moments_moment m ON m.id = c.moment_id ORDER BY m.position, c.aspect, c.key",
    )
