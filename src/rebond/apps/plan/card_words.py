"""What the card says of itself, in the reader's language: titles, prompts, why a line is there, the appointment."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rebond.apps.base.language import page_language
from rebond.apps.debrief.models import Account, Interview
from rebond.apps.plan.models import CardLine
from rebond.taxonomy.tracker import INTERVIEW_KINDS, SETTINGS
from rebond.taxonomy.words import Words

Key = CardLine.Section

TITLES: Mapping[str, str] = {
    Key.LESSON: gettext_lazy("What I keep from my interviews"),
    Key.SENTENCE: gettext_lazy("My sentences"),
    Key.STORY: gettext_lazy("My stories"),
    Key.QUESTION: gettext_lazy("My questions for them"),
    Key.STRESS: gettext_lazy("Before going in, and if it turns"),
    Key.LOGISTICS: gettext_lazy("Them, and the practical side"),
}
PROMPTS: Mapping[str, str] = {
    Key.LESSON: gettext_lazy("One thing that I want to remember this time:"),
    Key.SENTENCE: gettext_lazy("A sentence that I am sure of, when words fail me:"),
    Key.STORY: gettext_lazy("Something that I did, and what came of it:"),
    Key.QUESTION: gettext_lazy("What I truly want to know of this post:"),
    Key.STRESS: gettext_lazy("What does me good just before, and what I do if my mind goes blank:"),
    Key.LOGISTICS: gettext_lazy("The way there, the floor, a name, what I know of them:"),
}
ORIGINS: Mapping[str, str] = {
    "own": "",
    "fairer": gettext_lazy("my fairer sentence"),
    "to_work_on": gettext_lazy("to work on"),
    "priority": gettext_lazy("in my plan"),
    "strength": gettext_lazy("it went well"),
    "strength_deduced": gettext_lazy("perhaps it went well (deduced)"),
    "turning": "",
    "helped": gettext_lazy("my strongest moment"),
    "step": gettext_lazy("a step of my plan"),
    "learnt": gettext_lazy("learnt from them"),
}
FRENCH_HOUR = "G\u00a0\\h\u00a0i"
ENGLISH_HOUR = "P"


def in_the_readers_language(words: Words) -> str:
    """Words of the taxonomy as the reader speaks."""
    return words.spoken(get_language() or "fr")


def origin_of(origin: str, about: str) -> str:
    """Why a line is there and which interview it comes from, in a few words; "" for one's own line."""
    return " · ".join(part for part in (str(ORIGINS[origin]), about) if part)


def name_of(account: Account) -> str:
    """An account in a few words: whom one met, where that is known, and the day."""
    day = date_format(localtime(account.written_at), "j F Y")
    if account.interview is None:
        return day
    met_on = account.interview.starts_at
    return f"{account.interview.opportunity.company}, {date_format(localtime(met_on), 'j F Y') if met_on else day}"


def day_of(interview: Interview) -> str:
    """Day and hour of the interview with the day of the week, or "" where it has no date yet."""
    if interview.starts_at is None:
        return ""
    starts = localtime(interview.starts_at)
    hour = FRENCH_HOUR if page_language() == "fr" else ENGLISH_HOUR
    return f"{date_format(starts, 'l j F Y')}, {date_format(starts, hour)}"


def facts_of(interview: Interview) -> tuple[tuple[str, str, str], ...]:
    """The appointment: name, value and address (or "") of each thing that is known of it."""
    opportunity = interview.opportunity
    kind = INTERVIEW_KINDS.get(interview.kind)
    setting = SETTINGS.get(interview.setting)
    how = " · ".join(in_the_readers_language(label.name) for label in (kind, setting) if label)
    where = interview.place or opportunity.place
    place_is_address = where.startswith(("https://", "http://"))
    link = opportunity.link if opportunity.link.startswith(("https://", "http://")) else ""
    given = (
        (_("With"), _on_one_line(interview.people) or _on_one_line(opportunity.contact), ""),
        (_("How"), how, ""),
        (_("Where"), _bare(where) if place_is_address else where, where if place_is_address else ""),
        (_("Advert"), _bare(link), link),
    )
    return tuple(fact for fact in given if fact[1])


def _on_one_line(text: str) -> str:
    return ", ".join(part.strip() for part in text.splitlines() if part.strip())


def _bare(address: str) -> str:
    """An address as it is shown on paper: without its scheme."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
