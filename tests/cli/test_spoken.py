import re
import string

import pytest

from rebond.cli.spoken import grouped, load_words, preferred_country, preferred_language, say


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, None),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({"LANG": "fr_FR", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "fr_FR", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LC_ALL": "fr_FR", "REBOND_LANG": "en"}, "en"),
        ({"REBOND_LANG": "FR-ca"}, "fr"),
    ],
)
def test_preferred_language_follows_the_environment(environ, language):
    assert preferred_language(environ) == language


@pytest.mark.parametrize(
    ("environ", "country"),
    [
        ({}, None),
        ({"LANG": "fr"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "fr_BE.UTF-8"}, "BE"),
        ({"LANG": "fr_FR@euro"}, "FR"),
        ({"REBOND_LANG": "en", "LANG": "fr_CH"}, "CH"),
        ({"REBOND_LANG": "en-GB", "LANG": "fr_CH"}, "GB"),
    ],
)
def test_preferred_country_is_the_locale_s(environ, country):
    assert preferred_country(environ) == country


def test_say_speaks_french_where_the_environment_asks_for_neither_language(monkeypatch):
    monkeypatch.setenv("LANG", "C")

    assert say("read.progress") == "Lecture"


def test_say_fills_the_places_of_the_sentence_without_reading_the_values():
    assert say("read.file", "en", name="{name}") == "“{name}”"


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", list(load_words()))
def test_words_have_the_same_places_in_both_languages(key):
    words = load_words()[key]

    assert _places(words.fr) == _places(words.en)


@pytest.mark.parametrize("key", list(load_words()))
def test_french_words_keep_french_typography(key):
    french = load_words()[key].fr.replace("--json", "").replace('{{"id": 1, "text": "…"}}', "")

    assert re.findall(r"(?<!\u00a0)[;?!»]|(?<![\u00a0\w])[:]|«(?!\u00a0)|'", french) == []


@pytest.mark.parametrize("key", list(load_words()))
def test_english_words_keep_english_typography(key):
    assert re.findall(r"\s[:;?!]|[«»]|'", load_words()[key].en) == []


@pytest.mark.parametrize(("locale", "written"), [("fr_FR.UTF-8", "200\u00a0000"), ("en_GB.UTF-8", "200,000")])
def test_thousands_stand_apart_as_the_language_writes_them(monkeypatch, locale, written):
    monkeypatch.delenv("REBOND_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)

    assert grouped(200_000) == written
