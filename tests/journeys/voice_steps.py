"""What a candidate does on the pages of the voice, and what a test looks up behind them."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONGEST_HEARING_MS = 120_000
"""From the end of a recording of some seconds to its text, on a machine that does other things beside."""
LONGEST_RETURN_MS = 20_000
"""From an answer that is possible again to the one that is asked for: tries come at most ten seconds apart."""
HEARD = re.compile("désactiv", re.IGNORECASE)
"""A word of the first seconds of what the microphone plays, which the packaged model hears; how it ends may differ."""

LINES = {
    "away": re.compile("Rebond ne répond plus"),
    "outside": re.compile("Rebond a été relancé"),
    "reached": re.compile("Rebond répond de nouveau"),
}

# The pieces of sound on this device: their places, and the SHA-256 of each.
ON_DEVICE = """async () => {
    const opening = indexedDB.open("rebond.voice", 1);
    const database = await new Promise((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    const pieces = database.transaction("pieces").objectStore("pieces");
    const all = request => new Promise(resolve => { request.onsuccess = () => resolve(request.result); });
    const [places, contents] = await Promise.all([all(pieces.getAllKeys()), all(pieces.getAll())]);
    database.close();
    const digest = async bytes => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
        .map(byte => byte.toString(16).padStart(2, "0")).join("");
    return Promise.all(places.map(async ([, take, number], at) => [take, number, await digest(contents[at])]));
}"""

Pieces = dict[tuple[int, int], str]


def begin(page: "Page") -> None:
    """Press the button, and go on once the voice is being recorded."""
    page.locator("#voice-main").click()
    expect(page.locator("#voice-desk")).to_have_attribute("data-phase", "recording")


def speak_until(page: "Page", seconds: int) -> None:
    """Let the microphone hear the voice until the page has recorded as many seconds in all (under a minute)."""
    page.wait_for_function(
        "seconds => Number(document.getElementById('voice-time').textContent.split(':')[1]) >= seconds", arg=seconds
    )


def finish(page: "Page") -> None:
    """End the recording, and go on once its text is there."""
    page.locator("#voice-main").click()
    page.wait_for_url(re.compile(r"/debrief/voice/[0-9a-f-]{36}/$"), timeout=LONGEST_RETURN_MS)
    await_text(page)


def await_text(page: "Page") -> None:
    """Wait until the recording of this page is written down."""
    page.locator("#voice-text").wait_for(timeout=LONGEST_HEARING_MS)
    page.wait_for_load_state()


def text(page: "Page") -> str:
    """All passages, as they stand in their fields."""
    return " ".join(page.locator("[name^=passage-]").evaluate_all("fields => fields.map(field => field.value)"))


def keep(page: "Page") -> str:
    """Keep the text as an account; returns its address."""
    page.locator("form[action$='/keep/'] button.button").click()
    steps.arrive(page, "[data-kept]")
    return page.url


def line(page: "Page", name: str) -> None:
    """Wait until the page says how it stands with the server: a key of LINES."""
    expect(page.locator("#voice-line")).to_have_text(LINES[name], timeout=LONGEST_RETURN_MS)


def on_device(page: "Page") -> Pieces:
    """The digest of each piece that the browser keeps, by take and number."""
    return {(take, number): digest for take, number, digest in page.evaluate(ON_DEVICE)}


def on_server(folder: Path) -> Pieces:
    """The digest of each piece that the application keeps, by take and number."""
    rows = steps.stored(folder, "SELECT take, number, content FROM debrief_piece ORDER BY take, number")
    return {(take, number): hashlib.sha256(content).hexdigest() for take, number, content in rows}


def sounds(served: Served) -> tuple[int, int]:
    """How many pieces and how many sounds to listen to the application keeps."""
    ((pieces, listenings),) = steps.stored(
        served.folder, "SELECT (SELECT count(*) FROM debrief_piece), (SELECT count(*) FROM debrief_listening)"
    )
    return pieces, listenings
