"""Every word of the pages is there in both languages, and what is compiled is what is written.

The sources speak English: its catalogue is needed only where a word differs from its source.
"""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from tests.house.tree import ROOT, with_suffix

LOCALE = ROOT / "src" / "rebond" / "web" / "locale"
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALL = re.compile(r"\b(\w*gettext)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+)")


LANGUAGES = sorted({path.parents[1].name for path in LOCALE.rglob("*.po")})


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def messages_of_template(path: Path) -> set[str]:
    source = templatize(path.read_text(encoding="utf-8"))
    found = set()
    for name, arguments in CALL.findall(source):
        values = ast.literal_eval(f"[{arguments}]")
        found.add(values[1] if name.startswith(("p", "np")) else values[0])
    return found


def messages_of_module(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            place = 1 if node.func.id.startswith("pgettext") else 0
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found.add(node.args[place].value)
    return found


def messages() -> set[str]:
    ours = ROOT / "src" / "rebond"
    found = set()
    for path in with_suffix(".html"):
        found |= messages_of_template(path) if ours in path.parents else set()
    for path in with_suffix(".py"):
        found |= messages_of_module(path) if ours in path.parents else set()
    return found


def test_the_pages_have_words() -> None:
    assert len(messages()) > 20


def test_words_are_marked_under_names_that_are_gathered() -> None:
    """Under another name, neither xgettext nor the tests here would see them."""
    ours = ROOT / "src" / "rebond"
    aliases = re.compile(r"gettext\w* as (?!_$)\w+", re.MULTILINE)
    found = {str(path): aliases.findall(path.read_text("utf-8")) for path in with_suffix(".py") if ours in path.parents}

    assert {path: names for path, names in found.items() if names} == {}


def test_every_word_of_the_pages_is_there_in_french() -> None:
    translated = {entry.msgid for entry in catalogue("fr").translated_entries()}

    assert sorted(messages() - translated) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_translate_or_to_check(language: str) -> None:
    entries = catalogue(language)

    assert [entry.msgid for entry in [*entries.untranslated_entries(), *entries.fuzzy_entries()]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    written = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): (entry.msgstr, entry.msgstr_plural)
        for entry in catalogue(language).translated_entries()
    }
    compiled = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))
    }

    assert compiled == written


def test_placeholders_are_the_same_in_both_languages() -> None:
    places = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    torn = [
        entry.msgid
        for language in LANGUAGES
        for entry in catalogue(language).translated_entries()
        if entry.msgstr and set(places.findall(entry.msgid)) != set(places.findall(entry.msgstr))
    ]

    assert torn == []


def test_french_on_screen_keeps_its_typography() -> None:
    wrong = re.compile(r"(?<![\u00a0\u202f\d:/])[;?!»](?!\w)|(?<=\w):(?=\s)| [:;?!»]|«(?![\u00a0\u202f])|\w'\w")
    # A colon or a quotation mark of English stands there only inside a placeholder or an address.
    found = [entry.msgstr for entry in catalogue("fr").translated_entries() if wrong.search(entry.msgstr)]

    assert found == []
