import re

import pytest
from rich.cells import cell_len

from rebond.cli.screen import Screen
from rebond.cli.transcribe_listen import Told
from rebond.cli.transcribe_print import clock, laid_out
from rebond.engine.speech.delivery import Delivery, Fillers, Pauses, Repetition
from rebond.engine.speech.sound import Stretch
from rebond.engine.speech.transcript import Segment, Transcript, Word

NBSP = "\u00a0"
PLAIN = Screen(coloured=False, width=60)


def segment(start_s, end_s, text):
    return Segment(start_s, end_s, text, (Word(start_s, end_s, text, 0.9),))


def told(**changes):
    transcript = {
        "language": "fr",
        "duration_s": 125.4,
        "segments": (
            segment(0.4, 4.0, "Bonjour, je sors de l’entretien et je préfère le raconter tout de suite."),
            segment(4.1, 6.0, "Il a mal commencé."),
            segment(62.0, 65.0, "Puis elle a souri \x1b[31m."),
        ),
        "unheard": (Stretch(72.0, 81.4),),
        "model": "base",
        "is_incomplete": True,
    }
    delivery = {
        "duration_s": 125.4,
        "speech_s": 60.0,
        "words": 20,
        "words_a_minute": 143.2,
        "pauses": Pauses(4, 56.0, 0.5),
        "long_silences": (Stretch(6.0, 62.0), Stretch(65.0, 69.04)),
        "fillers": Fillers({"euh": 3, "hum": 1}, is_at_least=True),
        "repetitions": (Repetition("je", 2, Stretch(1.0, 1.4)),),
    }
    for name, value in changes.items():
        (transcript if name in transcript and name != "duration_s" else delivery)[name] = value
    return Told(Transcript(**transcript), Delivery(**delivery), "packaged")


PAGE = f"""\
[0:00] Bonjour, je sors de l’entretien et je préfère le
       raconter tout de suite. Il a mal commencé.
[1:02] Puis elle a souri ␛[31m.

Environ 9{NBSP}s non transcrites, à 1:12{NBSP}: réécoutez ce passage.
Le fichier s’arrête au milieu{NBSP}; ce qui précède est
transcrit.
Durée{NBSP}: 2{NBSP}min 05{NBSP}s
Débit{NBSP}: environ 145 mots par minute, pauses comprises
Pauses d’une demi-seconde ou plus{NBSP}: 4{NBSP}; la plus longue dure
56,0{NBSP}s
Longs silences{NBSP}: 56,0{NBSP}s à 0:06{NBSP}; 4,0{NBSP}s à 1:05
Dit plusieurs fois de suite{NBSP}: «{NBSP}je{NBSP}» 2 fois à 0:01
Hésitations entendues{NBSP}: au moins 4 («{NBSP}euh{NBSP}» 3{NBSP}; «{NBSP}hum{NBSP}» 1)
Entendu par le modèle base, installé avec Rebond. Le texte
peut contenir des erreurs.
"""


def test_page_in_french():
    assert laid_out(told(), PLAIN, language="fr", title=None) == PAGE


def test_page_in_english():
    page = laid_out(told(), Screen(coloured=False, width=100), language="en", title=None)

    assert page.splitlines()[2:] == [
        "",
        f"About 9{NBSP}s not transcribed, at 1:12: listen to that passage again.",
        "The file ends in the middle; what comes before is transcribed.",
        f"Duration: 2{NBSP}min 05{NBSP}s",
        "Rate: about 145 words a minute, pauses included",
        f"Pauses of half a second or more: 4; the longest lasts 56.0{NBSP}s",
        f"Long silences: 56.0{NBSP}s at 0:06; 4.0{NBSP}s at 1:05",
        "Said several times in a row: “je” 2 times at 0:01",
        "Hesitations heard: at least 4 (“euh” 3; “hum” 1)",
        "Heard by the model base, installed with Rebond. The text may contain mistakes.",
    ]


def test_title_opens_a_page_and_an_empty_line_closes_it():
    page = laid_out(told(), PLAIN, language="fr", title="mémo\n\x1b[2J.webm")

    assert page == f"mémo ␛[2J.webm\n{PAGE}\n"


def test_english_hesitations_are_about_so_many():
    page = laid_out(told(fillers=Fillers({"um": 2}, is_at_least=False)), PLAIN, language="en", title=None)

    assert "Hesitations heard: about 2 (“um” 2)\n" in page


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"fillers": Fillers({}, is_at_least=True)}, "aucune, ce qui ne veut pas dire"),
        ({"pauses": Pauses(1, 0.7, 0.01)}, f"Une seule pause d’une demi-seconde ou plus, de 0,7{NBSP}s"),
        ({"pauses": Pauses(0, 0.0, 0.0)}, "Aucune pause d’une demi-seconde ou plus"),
        ({"segments": ()}, "Aucune parole n’a été entendue."),
    ],
)
def test_what_is_told_in_other_words(changes, line):
    assert line in laid_out(told(**changes), PLAIN, language="fr", title=None)


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"fillers": None}, "Hésitations"),
        ({"words_a_minute": None}, "Débit"),
        ({"long_silences": ()}, "Longs silences"),
        ({"repetitions": ()}, "Dit plusieurs fois"),
        ({"unheard": ()}, "non transcrites"),
        ({"is_incomplete": False}, "s’arrête au milieu"),
        ({"pauses": Pauses(0, 0.0, 0.0), "words": 0}, "pause"),
    ],
)
def test_what_is_not_known_or_not_there_is_not_told(changes, absent):
    assert absent not in laid_out(told(**changes), PLAIN, language="fr", title=None).replace("pauses comprises", "")


@pytest.mark.parametrize(("rate", "told_rate"), [(142.4, 140), (142.6, 145), (1.0, 5)])
def test_rate_is_rounded_to_five(rate, told_rate):
    page = laid_out(told(words_a_minute=rate), PLAIN, language="fr", title=None)

    assert f"environ {told_rate} mots par minute" in page


@pytest.mark.parametrize(("seconds", "shown"), [(0.0, "0:00"), (59.99, "0:59"), (60.0, "1:00"), (1799.0, "29:59")])
def test_moments_are_minutes_and_seconds(seconds, shown):
    assert clock(seconds) == shown


def test_coloured_page_says_the_same_with_escape_sequences_around(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")

    coloured = laid_out(told(), Screen(coloured=True, width=60), language="fr", title=None)

    assert coloured != PAGE
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == PAGE


@pytest.mark.parametrize("width", [30, 60, 100])
def test_no_line_is_wider_than_the_screen(width):
    page = laid_out(told(fillers=None), Screen(coloured=False, width=width), language="fr", title="mémo.webm")

    assert [line for line in page.splitlines() if cell_len(line) > width and " " in line.strip()] == []
