"""The taxonomy's words in the reader's language, for templates."""

import functools
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rebond.apps.base.language import page_language
from rebond.journey import Stage
from rebond.taxonomy import causes, labels, remedies, tracker
from rebond.taxonomy.helplines import HELPLINES, Helpline
from rebond.taxonomy.resources import load_resources
from rebond.taxonomy.words import Words

register = template.Library()

KINDS: Mapping[str, Mapping[str, Any]] = {
    "nature": labels.NATURES,
    "incident": labels.INCIDENTS,
    "family": labels.FAMILIES,
    "distortion": labels.DISTORTIONS,
    "phase": labels.PHASES,
    "agency": labels.AGENCIES,
    "outcome": labels.OUTCOMES,
    "cause": causes.CAUSES,
    "remedy": remedies.REMEDIES,
}

STAGE_PAGES = {"debrief": "debrief:account", "moments": "moments:reading", "causes": "causes:flat", "plan": "plan:plan"}
"""For each stage of the journey, its page for one account."""


@register.filter
def spoken(words: Words | Stage) -> str:
    """Words, or the name of a stage, in the reader's language."""
    return words.en if page_language() == "en" else words.fr


@register.filter
def called(key: str, kind: str) -> str:
    """The name of a label: {{ "fact"|called:"nature" }}. A retired key shows as it is stored."""
    label = KINDS[kind].get(key)
    return spoken(label.name) if label else key


@register.filter
def meaning(key: str, kind: str) -> str:
    """The line that explains a label; nothing for a retired key."""
    label = KINDS[kind].get(key)
    return spoken(label.means) if label else ""


@register.simple_tag
def stage_address(stage_key: str, account_id: object) -> str:
    """Address of a stage's page for one account."""
    return reverse(STAGE_PAGES[stage_key], args=[account_id])


@register.filter
def excerpt(text: str, start_end: Any) -> str:
    """The words of `text` that a label points to (an object with start and end)."""
    return text[start_end.start : start_end.end]


@register.simple_tag
def stage_options(chosen: str) -> SafeString:
    """The stages of an opportunity as options of a field, the one where it stands chosen."""
    return _stage_options(chosen, get_language() or "fr")


@functools.lru_cache
def _stage_options(chosen: str, language: str) -> SafeString:
    plain, selected = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
    names = ((key, stage.name.spoken(language)) for key, stage in tracker.OPPORTUNITY_STAGES.items())
    options = (format_html(selected if key == chosen else plain, key, name) for key, name in names)
    return format_html_join("", "{}", ((option,) for option in options))


@register.simple_tag
def helplines() -> tuple[Helpline, ...]:
    """Numbers to call, in the order of the file."""
    return HELPLINES


@register.simple_tag
def resources_of(remedy_key: str) -> list[dict[str, str]]:
    """Where a remedy can be learnt or practised, in services of the reader's language first, free ones before paid.

    The file is the operator's where REBOND_RESOURCES names one.
    """
    remedy = remedies.REMEDIES.get(remedy_key)
    if remedy is None:
        return []
    language = page_language()
    known = load_resources(settings.RESOURCES_FILE)
    found = [known[key] for key in remedy.resources if key in known]
    found.sort(key=lambda resource: (language not in resource.languages, resource.cost != "free"))
    return [
        {
            "name": resource.name.spoken(language),
            "what": resource.what.spoken(language),
            "address": resource.address(language),
            "is_free": resource.cost == "free",
        }
        for resource in found
    ]


@register.filter
def step_words(step: Any) -> str:
    """A step of the plan in the reader's language: the taxonomy's words, or the candidate's own."""
    if step.own_words:
        return str(step.own_words)
    remedy = remedies.REMEDIES.get(step.priority.remedy)
    known = {s.key: s.words for s in remedy.steps} if remedy else {}
    return spoken(known[step.key]) if step.key in known else step.key


@register.filter
def remedy_of(priority: Any) -> Any:
    """The remedy of a priority of the plan."""
    return remedies.REMEDIES.get(priority.remedy)


SIGNS: Mapping[str, str] = {"fact": "●", "feeling": "♥", "interpretation": "?", "feedback": "”", "context": "…"}
"""A sign for each nature, so that colour is never alone to tell them apart (WCAG 2.2, 1.4.1)."""


@register.filter
def sign(nature: str) -> str:
    """The sign of a nature."""
    return SIGNS.get(nature, "")


@register.filter
def among(key: str, keys: Any) -> bool:
    """Whether `key` is one of `keys`."""
    return key in keys


@register.filter
def keyed(items: Any, keys: str) -> list[tuple[str, Any]]:
    """Each item with the keyboard key that stands for it: {{ offered|keyed:"abcde" }}; "" once the keys run out."""
    return list(zip_longest(keys[: len(items)], items, fillvalue=""))


LONGEST_FIRST_WORD = 20
"""Characters: a longer one may break from its sign, else a narrow screen would scroll sideways."""


@register.filter
def first_word_apart(text: str) -> tuple[str, str]:
    """A text as its first word and the rest, so that the word can be held beside its sign at the end of a line."""
    first = text.split(maxsplit=1)[0] if text[:1].strip() else ""
    return (first, text[len(first) :]) if len(first) <= LONGEST_FIRST_WORD else ("", text)
