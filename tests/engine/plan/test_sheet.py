"""The card as one page of PDF: its text in order, in both languages, whatever people wrote, however much."""

import dataclasses
import datetime
import io
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from rebond.engine.plan.sheet import Block, Fact, Sheet, SheetError, SheetLine, Tick, pdf_of, picture_of
from tests.engine.plan.test_card import NOON

HOSTILE = '#let x = 1; $ y^2 $ *gras* _penché_ `brut` \\ <étiquette> @appel "cité" [crochet] {accolade} // = + /* fin'
A4_POINTS = (595.28, 841.89)

FRENCH = Sheet(
    lang="fr",
    kind="Ma fiche d’entretien",
    title="Halle Vauban",
    subtitle="Magasinière cariste",
    when="mardi 17 mars 2026, 9 h 30",
    facts=(Fact("Avec", "Nadia"), Fact("Annonce", "exemple.test/12", "https://exemple.test/12")),
    main=(
        Block("lesson", "Ce que je garde", "À retenir :", (SheetLine("Répondre court.", "Deux phrases", "mon plan"),)),
        Block("sentence", "Mes phrases", "Une phrase :"),
    ),
    side=(Block("stress", "Avant", "Ce qui aide :", (SheetLine("Respirer.", prompt="Cette fois :"),)),),
    ticks_title="Prêt ?",
    ticks=(Tick("Relire l’annonce", True), Tick("Choisir une tenue", False)),
    notes_title="Sur le moment",
    foot="Fait avec Rebond",
)
ENGLISH = dataclasses.replace(
    FRENCH,
    lang="en",
    kind="My card",
    subtitle="Warehouse operator",
    main=(Block("lesson", "What I keep", "To remember:", (SheetLine("Answer in two sentences."),)),),
    side=(Block("question", "My questions", "What I want to know:"),),
)
EMPTY = Sheet("fr", "", "", "", "", (), (), (), "", (), "", "")


def filled(words: str, lines: int = 5) -> Sheet:
    """A sheet with the same words everywhere."""
    line = SheetLine(words, words, words, words)
    blocks = tuple(Block(f"part{n}", words, words, (line,) * lines) for n in range(6))
    facts = (Fact(words, words, words),) * 12
    ticks = (Tick(words, True),) * 20
    return Sheet("fr", words, words, words, words, facts, blocks[:3], blocks[3:], words, ticks, words, words)


def pages(sheet: Sheet) -> list[str]:
    """The text of each page, on one line."""
    read = PdfReader(io.BytesIO(pdf_of(sheet, at=NOON)))
    return [re.sub(r"\s+", " ", page.extract_text()).strip() for page in read.pages]


def in_order(text: str, *words: str) -> list[str]:
    """Those of `words` that stand in the text, in the order of their first place; capitals do not count."""
    plain = text.casefold()
    found = [(plain.find(word.casefold()), word) for word in words]
    return [word for place, word in sorted(found) if place >= 0]


def test_sheet_is_one_a4_page_with_its_text_in_order() -> None:
    (text,) = pages(FRENCH)

    told = (
        "Ma fiche d’entretien",
        "Halle Vauban",
        "Magasinière cariste",
        "mardi 17 mars 2026, 9 h 30",
        "Avec",
        "Nadia",
        "exemple.test/12",
        "Ce que je garde",
        "Répondre court.",
        "Deux phrases · mon plan",
        "Mes phrases",
        "Une phrase :",
        "Respirer.",
        "Cette fois :",
        "Prêt ?",
        "Relire l’annonce",
        "Choisir une tenue",
        "Sur le moment",
        "Fait avec Rebond",
    )
    assert in_order(text.replace("\u00a0", " "), *told) == list(told)


def test_english_sheet_is_one_page_too() -> None:
    (text,) = pages(ENGLISH)

    told = ("My card", "Halle Vauban", "What I keep", "Answer in two sentences.", "What I want to know:")
    assert in_order(text, *told) == list(told)


@pytest.mark.parametrize("sheet", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_pdf_is_accessible_and_says_its_language_and_title(sheet: Sheet) -> None:
    read = PdfReader(io.BytesIO(pdf_of(sheet, at=NOON)))
    page = read.pages[0]

    catalogue = read.trailer["/Root"]
    assert tuple(round(float(side), 2) for side in page.mediabox[2:]) == A4_POINTS
    assert catalogue["/Lang"] == sheet.lang
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in read.xmp_metadata.stream.get_data().decode()
    assert (read.metadata.title, read.metadata.creation_date) == ("Halle Vauban", NOON)
    assert {font["/BaseFont"].split("+")[-1].split("-")[0] for font in page["/Resources"]["/Font"].values()} <= {
        "LibertinusSerif",
        "NewCMMath",
    }


def test_link_opens_what_it_names() -> None:
    (page,) = PdfReader(io.BytesIO(pdf_of(FRENCH, at=NOON))).pages

    links = [mark.get_object() for mark in page["/Annots"]]
    assert [link["/A"]["/URI"] for link in links] == ["https://exemple.test/12"]


def test_same_sheet_and_time_give_the_same_bytes() -> None:
    later = NOON + datetime.timedelta(hours=1)

    assert pdf_of(FRENCH, at=NOON) == pdf_of(FRENCH, at=NOON.replace(microsecond=7)) != pdf_of(FRENCH, at=later)


def test_hostile_text_is_set_as_it_stands() -> None:
    (text,) = pages(dataclasses.replace(FRENCH, main=(Block("a", "T", "P", (SheetLine(HOSTILE),)),)))

    assert HOSTILE.replace(" ", "") in text.replace(" ", "").replace("\u00ad", "")


def test_hostile_text_everywhere_is_one_page() -> None:
    assert len(pages(filled(HOSTILE))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "",
        "long " * 900,
        "a" * 5000,
        "https://exemple.test/" + "chemin/" * 300,
        "ligne\n" * 50,
        "😀 漢字 \u202eעברית\u202c \x00",
    ],
    ids=["nothing", "long", "one word", "address", "many lines", "signs without a picture"],
)
def test_whatever_is_written_it_is_one_page(words: str) -> None:
    assert len(pages(filled(words))) == 1


def test_empty_sheet_is_one_page() -> None:
    assert len(pages(EMPTY)) == 1


def test_too_many_lines_go_from_the_longest_section_and_leave_an_ellipsis() -> None:
    long = tuple(SheetLine(f"Ligne {n}. " + "Des mots qui prennent de la place. " * 9) for n in range(20))
    sheet = dataclasses.replace(
        FRENCH, main=(Block("many", "Beaucoup", "", long), Block("few", "Peu", "", (SheetLine("Une seule."),)))
    )

    (text,) = pages(sheet)

    shown = [n for n in range(20) if f"Ligne {n}." in text]
    assert shown == list(range(len(shown)))
    assert 5 < len(shown) < 20
    assert "…" in text
    assert "Une seule." in text
    assert "Sur le moment" in text.replace("\u00a0", " ").replace("sur le moment", "Sur le moment")


def test_fewer_words_are_set_larger() -> None:
    def largest(sheet: Sheet) -> float:
        sizes = []
        (page,) = PdfReader(io.BytesIO(pdf_of(sheet, at=NOON))).pages
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size) if "Répondre" in text else None
        )
        return max(sizes)

    crowded = (*FRENCH.main, Block("more", "Plus", "", (SheetLine("Des mots de plus. " * 9),) * 12))

    assert largest(FRENCH) > largest(dataclasses.replace(FRENCH, main=crowded))


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=200), st.integers(0, 6))
def test_any_text_gives_one_page(words: str, lines: int) -> None:
    assert len(pages(filled(words, lines))) == 1


def test_picture_is_a_png() -> None:
    assert picture_of(FRENCH, at=NOON).startswith(b"\x89PNG")


def test_without_typst_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(SheetError, match="typst cannot be loaded"):
        pdf_of(FRENCH, at=NOON)


def test_refusal_of_typst_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rebond.engine.plan.sheet.TEMPLATE", b"#panic(sys.inputs.sheet.len())")

    with pytest.raises(SheetError, match="panicked"):
        pdf_of(FRENCH, at=NOON)


def test_typst_is_not_loaded_before_a_page_is_asked_for() -> None:
    program = "import sys, rebond.engine.plan.sheet; print('typst' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == (
        "False\n"
    )
