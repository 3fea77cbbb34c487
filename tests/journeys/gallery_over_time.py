"""The screens of the interview over time: applications, evening, cold reading, rewind, card, progress, search."""

import datetime
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.apps.cast import HOSTILE
from tests.apps.debrief.uploads import LINKEDIN, TABLE, archive
from tests.serving import Served, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

Send = Callable[[Visitor, str, Mapping[str, str]], str]
APPLICATIONS = "/debrief/applications/"


@dataclass(frozen=True)
class OverTime:
    """Keys of what somebody goes for: two opportunities, an interview gone by and one to come."""

    opportunity: str
    strange: str
    gone: str
    coming: str


def live_over_time(visitor: Visitor, send: Send, *, told: str, later: str) -> OverTime:
    """Go for two posts; `told` is the account of the interview gone by, `later` one written since. One of each deed."""
    opportunity = _go_for(visitor, send, company="Halles de Mer", post="Magasinière", stage="interviewing")
    strange = _go_for(visitor, send, company=HOSTILE[:160], post=HOSTILE[:200], stage="silent")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    gone = _meet(visitor, send, opportunity, today - datetime.timedelta(days=2), setting="on_site")
    coming = _meet(visitor, send, opportunity, today + datetime.timedelta(days=3), people=HOSTILE[:400])
    send(visitor, f"{APPLICATIONS}interviews/{gone}/attach/", {"account": told})
    send(visitor, f"{APPLICATIONS}interviews/{gone}/answer/", {"outcome": "refused", "stage": "refused"})
    _tell(visitor, send, told, later)
    _look_back(visitor, send, told, later)
    card = f"/plan/cards/{coming}/"
    send(visitor, f"{card}add/", {"section": "question", "words": "Qui travaille dans l'équipe ?"})
    send(visitor, f"{card}add/", {"section": "logistics", "words": HOSTILE[:400]})
    send(visitor, f"{card}ready/", {"key": "advert", "ready": "on"})
    return OverTime(opportunity, strange, gone, coming)


def _go_for(visitor: Visitor, send: Send, **details: str) -> str:
    return _key(send(visitor, f"{APPLICATIONS}new/", {"key": str(uuid.uuid4()), **details}))


def _meet(visitor: Visitor, send: Send, opportunity: str, day: datetime.date, **details: str) -> str:
    times = {"day": day.isoformat(), "at": "09:30", "until": "10:15"}
    path = f"{APPLICATIONS}{opportunity}/interviews/new/"
    return _key(send(visitor, path, {"key": str(uuid.uuid4()), **times, **details}))


def _key(address: str) -> str:
    found = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", address)
    assert found, address
    return str(found[-1])


def _tell(visitor: Visitor, send: Send, told: str, later: str) -> None:
    account = f"/debrief/accounts/{told}/"
    question = {"asked": "Décrivez un inventaire tournant.", "said": "Rien ne venait.", "reaction": HOSTILE[:200]}
    send(visitor, f"{account}questions/", {**question, "sureness": "2", "sureness_given": "on"})
    send(visitor, f"{account}questions/", {"asked": "Combien voulez-vous gagner ?"})
    send(visitor, f"{account}learnt/", {"team": "Deux équipes, trois quais.", "other": HOSTILE[:200]})
    send(visitor, f"/debrief/accounts/{later}/answer/expected/", {"expected": "refused"})


def _look_back(visitor: Visitor, send: Send, told: str, later: str) -> None:
    cold = f"/moments/{told}/cold/"
    slid = {"stress": "3", "stress_given": "on", "mood": "6", "mood_given": "on"}
    send(visitor, f"{cold}state/", {"leaving": "calme", **slid})
    send(visitor, f"/moments/{later}/cold/ask/", {"when": "tomorrow"})
    for phase, value in (("welcome", "7"), ("technical", "2"), ("salary", "3")):
        send(visitor, f"/moments/{told}/rewind/sure/", {"phase": phase, "value": value})
    send(visitor, f"/moments/{told}/rewind/turning/", {"place": "technical:"})
    for key, choice in (("advert", "served"), ("pay", "missed")):
        send(visitor, f"/causes/{told}/prepared/", {"key": key, "choice": choice})


def screens_of_a_first_run(page: "Page", served: Served) -> dict[str, Callable[[], object]]:
    """What these pages say while there is nothing yet."""
    paths = {
        "applications, none": APPLICATIONS,
        "board, none": f"{APPLICATIONS}board/",
        "calendar, none": f"{APPLICATIONS}calendar/",
        "next card, none": "/plan/cards/next/",
        "plan, calendar, none": "/plan/calendar/",
        "progress, none": "/progress/",
        "search": "/search/",
    }
    return _visits(page, served, paths)


def screens_over_time(
    page: "Page", served: Served, known: OverTime, *, told: str, later: str, unread: str
) -> dict[str, Callable[[], object]]:
    """These pages once somebody has gone for two posts."""
    opportunity, interview = f"{APPLICATIONS}{known.opportunity}/", f"{APPLICATIONS}interviews/{known.gone}/"
    month = datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m")
    paths = {
        "applications": APPLICATIONS,
        "applications, none of these": f"{APPLICATIONS}?words=zzz",
        "board": f"{APPLICATIONS}board/",
        "calendar": f"{APPLICATIONS}calendar/",
        "calendar, a month": f"{APPLICATIONS}calendar/?month={month}",
        "application": opportunity,
        "application, strange words": f"{APPLICATIONS}{known.strange}/",
        "application, new": f"{APPLICATIONS}new/",
        "application, changed": f"{opportunity}change/",
        "application, removal": f"{opportunity}remove/",
        "interview": interview,
        "interview, to come": f"{APPLICATIONS}interviews/{known.coming}/",
        "interview, new": f"{opportunity}interviews/new/",
        "interview, changed": f"{interview}change/",
        "interview, removal": f"{interview}remove/",
        "field, of an interview": f"/debrief/?interview={known.coming}",
        "import": f"{APPLICATIONS}import/",
        "questions of the interview": f"/debrief/accounts/{told}/questions/",
        "what was learnt": f"/debrief/accounts/{told}/learnt/",
        "answer, known": f"/debrief/accounts/{told}/answer/",
        "answer, expected": f"/debrief/accounts/{later}/answer/",
        "which interview": f"/debrief/accounts/{later}/interview/",
        "cold reading, asked for": f"/moments/{later}/cold/asking/",
        "cold reading": f"/moments/{later}/cold/",
        "cold reading, begun": f"/moments/{told}/cold/?all",
        "rewind, deduced": f"/moments/{later}/rewind/",
        "rewind, corrected": f"/moments/{told}/rewind/",
        "done": "/plan/done/",
        "plan, calendar": "/plan/calendar/",
        "plan, looked at again": f"/plan/{later}/",
        "card": f"/plan/cards/{known.coming}/",
        "card, gone by": f"/plan/cards/{known.gone}/",
        "progress": "/progress/",
        "progress, all": "/progress/?range=all",
        "several sides": f"/progress/{told}/",
        "several sides, unread": f"/progress/{unread}/",
        "search, found": "/search/?q=inventaire",
        "search, a slip": "/search/?q=inventtaire",
        "search, nothing": "/search/?q=zzyzzyx",
        "search, strange words": "/search/?q=anticonstitutionnellement",
    }
    return _visits(page, served, paths) | _imports(page, served)


def _visits(page: "Page", served: Served, paths: Mapping[str, str]) -> dict[str, Callable[[], object]]:
    return {name: lambda path=path: page.goto(f"{served.origin}{path}") for name, path in paths.items()}


def _imports(page: "Page", served: Served) -> dict[str, Callable[[], object]]:
    def look_at(name: str, content: bytes) -> None:
        page.goto(f"{served.origin}{APPLICATIONS}import/")
        page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
        page.locator("form[enctype] button").click()
        page.wait_for_load_state()

    files: Sequence[tuple[str, str, bytes]] = (
        ("import, a table", "suivi.csv", TABLE.encode("cp1252")),
        ("import, an archive", "Export.zip", archive({"Job Applications.csv": LINKEDIN})),
        ("import, refused", "photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
    )
    return {title: lambda name=name, content=content: look_at(name, content) for title, name, content in files}
