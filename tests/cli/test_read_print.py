import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rebond.cli.read_page import Page, Part, ShownCause, ShownMoment, ShownRemedy
from rebond.cli.read_print import laid_out, wrapped
from rebond.cli.screen import Screen

PAGE = Page(
    language="fr",
    title="Votre récit, relu\u00a0: 2 moments",
    notes=("Lecture légère.",),
    parts=(
        Part(
            "feeling",
            "Ce que vous avez ressenti",
            (
                ShownMoment(
                    "feeling",
                    "J'avais les mains moites.",
                    ("Stress", "Gaffe"),
                    ("Corps, santé", "Salaire"),
                    ("Étiquetage",),
                ),
            ),
        ),
        Part("fact", "Ce qui s’est passé", (ShownMoment("fact", "Elle a demandé [bold]pourquoi[/bold] moi :smile:."),)),
        Part(None, "Ce qui s’est bien passé", (ShownMoment("fact", "Elle a souri."),)),
    ),
    causes=(ShownCause("Stress à apprivoiser", "C’est peu.", (ShownMoment("feeling", "J'avais les mains moites."),)),),
    apart=(ShownCause("Hors de votre portée", "Peu appuyé.", ()),),
    remedies=(ShownRemedy("Respirer", "Stress à apprivoiser", "Cela aide.", "Inspirer.", "Le pouls ralentit."),),
    help_lines=("C’est dur.", "3114 (France)"),
)
PRINTED = """\
Votre récit, relu\u00a0: 2 moments
Lecture légère.

~ Ce que vous avez ressenti
~ J'avais les mains moites.
  → Stress\u00a0; Gaffe
    peut-être\u00a0: Corps, santé\u00a0; Salaire
    une pensée qui va peut-être plus loin que ce que l’on sait\u00a0: Étiquetage

= Ce qui s’est passé
= Elle a demandé [bold]pourquoi[/bold] moi :smile:.

+ Ce qui s’est bien passé
+ Elle a souri.

Ce qui a pu jouer
Ce sont des déductions, tirées de vos mots. C’est à vous de dire si elles sont
justes.

• Stress à apprivoiser
  C’est peu.
  ~ J'avais les mains moites.

Ce qui ne dépendait pas de vous
Là aussi, ce sont des déductions. Si elles sont justes, vous n’avez rien à y
corriger.

• Hors de votre portée
  Peu appuyé.

Par où commencer

1. Respirer
   pour\u00a0: Stress à apprivoiser
   Cela aide.
   Premier petit pas\u00a0: Inspirer.
   C’est fait quand\u00a0: Le pouls ralentit.

C’est dur.
3114 (France)
"""
PLAIN = Screen(coloured=False, width=80)
COLOURED = Screen(coloured=True, width=80)


def test_plain_page_is_words_and_marks():
    assert laid_out(PAGE, PLAIN) == PRINTED


def test_coloured_page_says_the_same_with_escape_sequences_around(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")

    coloured = laid_out(PAGE, COLOURED)

    assert coloured != PRINTED
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == PRINTED


def test_natures_differ_in_colour_on_a_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")

    lines = laid_out(PAGE, COLOURED).splitlines()

    assert lines[3] == "\x1b[1;35m~ Ce que vous avez ressenti\x1b[0m"
    assert lines[9] == "\x1b[1;36m= Ce qui s’est passé\x1b[0m"


def test_page_without_cause_says_so():
    nothing = Page("en", "Title", (), (), (), (), (), ())

    assert laid_out(nothing, PLAIN) == (
        "Title\n\nWhat may have played a part\n"
        "This account does not say enough to point to a cause, and that is an honest\nanswer.\n"
    )


def test_page_where_nothing_depended_on_the_candidate_says_that_alone():
    outside = Page("en", "Title", (), (), (), (ShownCause("Out of your hands", "Little.", ()),), (), ())

    assert laid_out(outside, PLAIN) == (
        "Title\n\nWhat did not depend on you\n"
        "These too are deductions. If they are right, there is nothing for you to\ncorrect.\n"
        "\n• Out of your hands\n  Little.\n"
    )


@pytest.mark.parametrize("screen", [PLAIN, Screen(coloured=False, width=30)])
def test_no_line_is_wider_than_the_screen(screen):
    assert [line for line in laid_out(PAGE, screen).splitlines() if cell_len(line) > screen.width] == []


def test_wrapped_never_parts_what_a_non_breaking_space_joins():
    assert list(wrapped("Il a dit «\u00a0non\u00a0» et", 12)) == ["Il a dit", "«\u00a0non\u00a0» et"]


def test_wrapped_keeps_a_word_wider_than_the_line_whole():
    assert list(wrapped("un motbeaucouptroplong ici", 8)) == ["un", "motbeaucouptroplong", "ici"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(1, 60))
def test_wrapped_loses_no_character(text, width):
    assert " ".join(wrapped(text, width)) == text
