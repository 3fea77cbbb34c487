"""Which words of Rebond are of which language, so that a page that mixes them is noticed."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from rebond.journey import STAGES
from rebond.taxonomy.helplines import HELPLINES
from rebond.taxonomy.resources import load_resources
from rebond.taxonomy.words import Words
from rebond.web.templatetags.taxonomy import KINDS
from tests.apps.screen import Element

EDGES = re.compile(r"^\W+|( × \d+| · Rebond|\W)+$")
"""What the page puts around a name: a tick, a count, the name of the program, a full stop."""


def all_words(value: object) -> Iterator[Words]:
    """Every Words inside a piece of the taxonomy."""
    if isinstance(value, Words):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from all_words(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from all_words(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from all_words(item)


def pairs() -> Iterator[tuple[str, str]]:
    """All that Rebond says, in English and in French."""
    catalogue = Path(__file__).parents[2] / "src" / "rebond" / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    for entry in polib.pofile(catalogue):
        yield entry.msgid, entry.msgstr
    for stage in STAGES:
        yield stage.en, stage.fr
    for words in all_words((*KINDS.values(), HELPLINES, load_resources())):
        yield words.en, words.fr


def fragments(said: str) -> Iterator[str]:
    """What of it can be looked for: without tags and without what is put in."""
    for part in re.split(r"<[^>]+>|%\(\w+\)s", said):
        stripped = EDGES.sub("", part)
        if re.search(r"\w\w", stripped):
            yield stripped


def vocabulary() -> Mapping[str, frozenset[str]]:
    """For each language, what is said in it and never in the other."""
    both = list(pairs())
    english = {fragment for said, _ in both for fragment in fragments(said)}
    french = {fragment for _, said in both for fragment in fragments(said)}
    return {"en": frozenset(english - french), "fr": frozenset(french - english)}


def expression(fragments: frozenset[str]) -> re.Pattern[str]:
    """Finds those of several words inside a longer text, the longest first."""
    several = sorted((fragment for fragment in fragments if " " in fragment), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, several))})(?!\w)")


VOCABULARY = vocabulary()
SENTENCES = {language: expression(fragments) for language, fragments in VOCABULARY.items()}
OTHER = {"fr": "en", "en": "fr"}


def foreign(page: Element, language: str) -> list[tuple[str, str]]:
    """What a page in this language says in the other one; each with where it is said.

    A single word counts where it is all that is said in its place: "Main" is no English in « la main ».
    """
    other = OTHER[language]
    found = []
    for said in page.said():
        alone = EDGES.sub("", said)
        if alone in VOCABULARY[other]:
            found.append((alone, said))
        elif " " in said:
            found += [(match[0], said) for match in SENTENCES[other].finditer(said)]
    return found
