"""Every screen of Rebond, each in the state that its name tells, behind one browser."""

import contextlib
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.apps.cast import HOSTILE
from tests.journeys import steps
from tests.journeys.gallery_over_time import OverTime, live_over_time, screens_of_a_first_run, screens_over_time
from tests.journeys.gallery_voice import speak
from tests.serving import Served, Visitor, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOWHERE = "/debrief/accounts/00000000-0000-4000-8000-000000000000/"


@dataclass
class Gallery:
    """The screens by name, each with what opens it; what the pages complained of is gathered."""

    page: "Page"
    language: str
    screens: dict[str, Callable[[], object]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def visit(self) -> Iterator[str]:
        """Open each screen in turn, and give its name."""
        for name, show in self.screens.items():
            show()
            self.page.wait_for_load_state("load")  # before its styles came a page has other sizes
            yield name


@contextlib.contextmanager
def gallery(browser: "Browser", folder: Path, language: str) -> Iterator[Gallery]:
    """All screens in one language: those of a first run, then those of somebody who has told several interviews."""
    with serving(folder / "first") as first, serving(folder / "lived") as lived:
        context = browser.new_context(locale=language, timezone_id="Europe/Paris")
        shown = Gallery(context.new_page(), language)
        context.on("console", lambda message: _gather(shown, message))
        context.on("weberror", lambda error: shown.complaints.append(str(error.error)))
        context.on("request", lambda request: _gather_foreign(shown, request.url, (first.origin, lived.origin)))
        _first_screens(shown, first)
        _lived_screens(shown, lived, _live(lived, language))
        yield shown
        context.close()


def _gather(shown: Gallery, message: object) -> None:
    text, kind = message.text, message.type  # type: ignore[attr-defined]
    refused_on_purpose = any(f"status of {status}" in text for status in (403, 404, 422))
    if kind in ("error", "warning") and not refused_on_purpose:
        shown.complaints.append(f"{kind}: {text}")


def _gather_foreign(shown: Gallery, url: str, origins: tuple[str, ...]) -> None:
    if not url.startswith((*(f"{origin}/" for origin in origins), "data:", "blob:", "about:")):
        shown.complaints.append(f"request to another origin: {url}")


def _first_screens(shown: Gallery, served: Served) -> None:
    page = shown.page

    def refused() -> None:
        page.goto(f"{served.origin}/debrief/")
        page.locator("#text").fill("   ")
        page.locator("form[data-draft-address] button").click()
        page.locator("[role=alert]").wait_for()

    shown.screens |= {
        "field, first run": lambda: page.goto(served.address),
        "field, refused": refused,
        "accounts, none": lambda: page.goto(f"{served.origin}/debrief/accounts/"),
        "my plan, none": lambda: page.goto(f"{served.origin}/plan/"),
    }
    shown.screens |= screens_of_a_first_run(page, served)


@dataclass(frozen=True)
class Lived:
    """Keys of the accounts of somebody who has told several interviews, and a passage with a thought that runs away."""

    fresh: str
    worked: str
    heavy_unread: str
    heavy_read: str
    undecided: str
    spiral: int
    over_time: OverTime
    voice: dict[str, str]


def _live(served: Served, language: str) -> Lived:
    visitor = Visitor(served)
    visitor.open()
    _send(visitor, "/i18n/setlang/", {"language": language[:2], "next": "/"})
    _send(visitor, "/welcomed/", {})
    fresh = _send(visitor, "/debrief/example/", {}).split("/")[3]
    _send(visitor, f"/moments/{fresh}/read/", {})
    worked = _keep(visitor, steps.STORIES[language], read=True)
    _work(visitor, served.folder, worked)
    undecided = _keep(visitor, f"{steps.STORIES[language]}\n", read=True)
    lived = Lived(
        fresh=fresh,
        worked=worked,
        heavy_unread=_keep(visitor, steps.HEAVY_STORIES[language], read=False),
        heavy_read=_keep(visitor, f"{steps.HEAVY_STORIES[language]} {HOSTILE}", read=True),
        undecided=undecided,
        spiral=_position_of_a_spiral(served.folder, fresh),
        over_time=live_over_time(visitor, _send, told=worked, later=undecided),
        voice=speak(visitor, served.folder),
    )
    for (cause,) in _of(served.folder, "SELECT key FROM causes_hypothesis WHERE account_id = ?", lived.undecided):
        _send(visitor, f"/causes/{lived.undecided}/verdict/", {"key": str(cause), "choice": "rejected"})
    _send(visitor, "/debrief/draft/", {"key": str(uuid.uuid4()), "text": steps.STORIES[language][:80]})
    return lived


def _send(visitor: Visitor, path: str, form: Mapping[str, str]) -> str:
    """Send a form as a page without a script does; returns where it leads."""
    answer = visitor.post(path, form)
    assert answer.status in (204, 302), f"{path}: {answer.status}"
    return answer.headers["Location"] or ""


def _keep(visitor: Visitor, text: str, *, read: bool) -> str:
    key = str(uuid.uuid4())
    _send(visitor, "/debrief/", {"key": key, "text": text})
    if read:
        _send(visitor, f"/moments/{key}/read/", {})
    return key


def _work(visitor: Visitor, folder: Path, account: str) -> None:
    """Answer, correct, confirm, keep, tick, finish, set aside: one of each."""
    state = {"leaving": "vidée", "stress": "8", "stress_given": "on", "mood": "2", "mood_given": "on"}
    _send(visitor, f"/debrief/accounts/{account}/state/", {**state, "outcome": "refused"})
    _send(visitor, f"/moments/{account}/0/", {"choice": "nature:feeling:yes"})
    for incident in ("strength", "memory_blank", "salary"):
        _send(visitor, f"/moments/{account}/1/", {"choice": f"incident:{incident}:yes"})
    for cause in ("pay_unprepared", "skills_stale", "etiquette"):
        _send(visitor, f"/causes/{account}/verdict/", {"key": cause, "choice": "confirmed"})
    _send(visitor, f"/causes/{account}/verdict/", {"key": "unknown", "choice": "unknown"})
    proposed = [number for (number,) in _of(folder, "SELECT id FROM plan_priority WHERE account_id = ?", account)]
    for number, deeds in zip(proposed, (("keep",), ("keep", "done"), ("aside",)), strict=True):
        for deed in deeds:
            _send(visitor, f"/plan/priorities/{number}/{deed}/", {})
    ((step,),) = steps.stored(folder, "SELECT min(id) FROM plan_step")
    _send(visitor, f"/plan/steps/{step}/", {"done": "on"})
    _send(visitor, f"/plan/priorities/{proposed[0]}/steps/", {"words": "Relire l'annonce à voix haute."})


def _of(folder: Path, query: str, account: str) -> list[tuple[object, ...]]:
    return steps.stored(folder, query, account.replace("-", ""))


def _position_of_a_spiral(folder: Path, account: str) -> int:
    found = _of(
        folder,
        "SELECT m.position FROM moments_moment m JOIN moments_reading r ON r.id = m.reading_id "
        "WHERE r.account_id = ? ORDER BY json_array_length(m.distortions) DESC, m.position",
        account,
    )
    return int(str(found[0][0]))


def _lived_screens(shown: Gallery, served: Served, lived: Lived) -> None:
    page, origin = shown.page, served.origin

    def forbidden() -> None:
        page.goto(f"{origin}/debrief/accounts/")
        page.context.clear_cookies(name="rebond_csrf")
        page.locator("form[action$='/setlang/'] button").click()
        page.locator("nav.ways").wait_for(state="detached")

    def closed() -> None:
        page.context.clear_cookies()
        page.goto(f"{origin}/debrief/")

    paths = {
        "account, before answers": f"/debrief/accounts/{lived.fresh}/",
        "account, after answers": f"/debrief/accounts/{lived.worked}/",
        "account, with help": f"/debrief/accounts/{lived.heavy_unread}/",
        "account, removal": f"/debrief/accounts/{lived.worked}/remove/",
        "accounts": "/debrief/accounts/",
        "unread": f"/moments/{lived.heavy_unread}/",
        "reading": f"/moments/{lived.fresh}/",
        "reading, a passage": f"/moments/{lived.fresh}/?moment=3",
        "reading, a thought that runs away": f"/moments/{lived.fresh}/?moment={lived.spiral}",
        "reading, an incident sought": f"/moments/{lived.fresh}/?incident=memory_blank",
        "reading, why": f"/moments/{lived.fresh}/3/why/?aspect=nature&key=fact",
        "reading, corrected": f"/moments/{lived.worked}/?moment=1",
        "what corrections have taught": "/moments/taught/",
        "reading, with help and strange words": f"/moments/{lived.heavy_read}/?moment=1",
        "causes": f"/causes/{lived.fresh}/",
        "causes, decided": f"/causes/{lived.worked}/",
        "causes, strange words": f"/causes/{lived.heavy_read}/",
        "plan, proposed": f"/plan/{lived.fresh}/",
        "plan, kept and done": f"/plan/{lived.worked}/",
        "plan, nothing to propose": f"/plan/{lived.undecided}/",
        "my plan": "/plan/",
        "nothing here": NOWHERE,
        **lived.voice,
    }
    shown.screens["field, a draft found"] = lambda: page.goto(served.address)
    shown.screens |= {name: lambda path=path: page.goto(f"{origin}{path}") for name, path in paths.items()}
    shown.screens |= screens_over_time(
        page, served, lived.over_time, told=lived.worked, later=lived.undecided, unread=lived.heavy_unread
    )
    shown.screens |= {"refused": forbidden, "closed": closed}
