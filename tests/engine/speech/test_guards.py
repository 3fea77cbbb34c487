"""What was never said is taken out, and what was said stays."""

import numpy as np
import pytest

from rebond.engine.speech.guards import CREDITS, is_credit, plain, without_invented, without_loops
from rebond.engine.speech.transcript import Word
from rebond.engine.speech.voiced import FRAME_S, Voice


def words(text: str, *, each_s: float = 0.3, from_s: float = 0.0) -> list[Word]:
    return [
        Word(from_s + number * each_s, from_s + (number + 1) * each_s, word, 0.9)
        for number, word in enumerate(text.split())
    ]


def text_of(kept: "list[Word] | tuple[Word, ...]") -> str:
    return " ".join(word.text for word in kept)


def voice(probability: float, seconds: float = 30.0) -> Voice:
    return Voice(np.full(int(seconds / FRAME_S), probability, np.float32), seconds)


@pytest.mark.parametrize(
    "credit",
    [
        "Sous-titres réalisés par la communauté d'Amara.org",
        "Sous-titres réalisés para la communauté d'Amara.org.",
        "Sous-titrage ST' 501",
        "Sous-titrage Société Radio-Canada",
        "❤️ par SousTitreur.com",
        "Merci d'avoir regardé cette vidéo !",
        "Thanks for watching!",
        "Subtitles by the Amara.org community",
    ],
)
def test_the_credits_of_subtitles_are_taken_out(credit: str) -> None:
    said = words(f"J'ai eu un blanc. {credit}")

    assert text_of(without_invented(said, voice(0.9))) == "J'ai eu un blanc."


@pytest.mark.parametrize(
    "said",
    [
        "Merci.",
        "Au revoir et merci d'avoir pris le temps de me recevoir.",
        "On m'a demandé de faire des sous-titres en anglais.",
        "Sous-titres par ordre de date, c'est ce que j'avais mis dans mon tableau et il ne l'a pas aimé du tout.",
        "Thank you for your time.",
        "I said thanks for watching over me.",
    ],
)
def test_what_a_person_says_is_no_credit(said: str) -> None:
    assert not is_credit(words(said))
    assert text_of(without_invented(words(said), voice(0.9))) == said


def test_credits_are_written_as_words_are_compared() -> None:
    assert {plain(credit) for credit in CREDITS} == set(CREDITS)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("et puis " + "je ne sais pas " * 6 + "voilà", "et puis je ne sais pas voilà"),
        ("merci " * 12, "merci"),
        ("Il a dit non. " * 3, "Il a dit non."),
    ],
)
def test_a_phrase_in_a_loop_is_kept_once(said: str, kept: str) -> None:
    assert text_of(without_loops(words(said))) == kept


def test_words_too_hurried_to_be_said_are_a_loop_after_three_times() -> None:
    assert text_of(without_loops(words("oui oui oui", each_s=0.02))) == "oui"


@pytest.mark.parametrize(
    "said",
    ["non non non non j'ai dit", "très très bien", "je je je ne savais plus", "il a dit non il a dit non et voilà"],
)
def test_what_a_person_repeats_is_kept(said: str) -> None:
    assert text_of(without_loops(words(said))) == said


def test_words_that_no_voice_is_near_are_taken_out() -> None:
    probabilities = np.zeros(int(20 / FRAME_S), np.float32)
    probabilities[: int(2 / FRAME_S)] = 0.9
    said = [*words("j'étais là", from_s=0.5), *words("vous", from_s=10.0)]

    assert text_of(without_invented(said, Voice(probabilities, 20.0))) == "j'étais là"


def test_words_at_the_edge_of_a_voice_are_kept() -> None:
    probabilities = np.zeros(int(20 / FRAME_S), np.float32)
    probabilities[: int(2 / FRAME_S)] = 0.9

    assert text_of(without_invented(words("là", from_s=2.3), Voice(probabilities, 20.0))) == "là"
