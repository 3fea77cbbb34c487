"""What must be found, and what must not. Every sentence is invented."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.debrief.distress import PACKAGED, Distress, find_distress, load_patterns
from rebond.taxonomy.files import TaxonomyError

SAID = [
    # suicidal words
    "Ce soir j’ai envie de mourir.",
    "je veux mourir",
    "JE VEUX MOURIR",
    "jai envie de mourir et personne le sait",
    "j'ai trop envie de crever là",
    "Je voudrais être morte, tout simplement.",
    "Je pense à me suicider depuis la lettre de refus.",
    "j'ai envie de me suicider",
    "J’ai des idées suicidaires depuis une semaine.",
    "Depuis le licenciement j'ai des idées noires.",
    "Je pense sérieusement au suicide.",
    "J'ai déjà pensé à me tuer cet été.",
    "Je vais me tuer.",
    "j'vais me foutre en l'air",
    "Je veux me jeter sous un train.",
    "Je songe à me jeter d’un pont.",
    "Je veux en finir.",
    "J'ai envie d'en finir, ce soir plus que d'habitude.",
    "Je veux en finir avec la vie.",
    "Je pense à mettre fin à mes jours.",
    "J'ai peur de faire une bêtise cette nuit.",
    "j’ai peur de ce que je pourrais me faire",
    "J'ai envie de me faire du mal.",
    # no reason to live, wanting to be gone
    "Je n’ai plus envie de vivre.",
    "j'ai plus envie de vivre",
    "Je ne veux plus vivre.",
    "Je ne veux plus être là.",
    "Je n’ai plus aucune raison de vivre.",
    "J'ai envie de disparaître.",
    "Je voudrais disparaitre",
    "je voudrais ne jamais être né",
    "Je voudrais m'endormir et ne plus me réveiller.",
    "Je voudrais que tout s’arrête.",
    "À quoi bon vivre si c'est pour ça.",
    "Ma vie ne vaut plus rien.",
    "Ma vie n'a plus de sens.",
    "Je suis fatigué de vivre.",
    "Mes enfants seraient mieux sans moi.",
    "Tout le monde vivrait mieux sans moi.",
    "J'ai plus goût à la vie.",
    "J'en peux plus de vivre comme ça.",
    "Je pense souvent à mourir.",
    "Je pense à la mort tout le temps.",
    "En sortant j'ai eu envie de me jeter sous le métro.",
    "Je sers à rien, je devrais mourir.",
    # denied, and said all the same
    "Je n'ai pas envie de mourir, juste de ne plus être là.",
    "Je ne dis pas ça pour inquiéter, mais je ne veux plus exister.",
    # English
    "I don’t want to be here anymore.",
    "i dont want to be here anymore",
    "I want to die.",
    "I just want to disappear.",
    "I feel like ending it all tonight.",
    "I keep thinking about killing myself.",
    "I'm going to kill myself.",
    "I have no reason to live.",
    "There is nothing left to live for.",
    "I'm tired of living.",
    "My family would be better off without me.",
    "I've been having suicidal thoughts since March.",
    "I feel suicidal.",
    "I wish I was dead.",
    "I wish I had never been born.",
    "I want to go to sleep and never wake up.",
    "I don't want to live like this anymore.",
    "Nobody would notice if I disappeared.",
    "I want to hurt myself.",
    "I just don't want to be alive.",
    "I can't go on living like this.",
    "I should just kill myself.",
    "I nearly jumped in front of the train.",
    "I don't want to die, I just can't keep going.",
]

EVERYDAY = [
    "J’étais mort de trouille.",
    "C’est mort pour ce poste.",
    "Je me suis tué à la tâche pour préparer cet entretien.",
    "Je vais me tuer à la tâche pour rien.",
    "J'ai cru mourir de honte.",
    "J’avais envie de mourir quand il a lu mon mail à voix haute.",
    "javais envie de mourir derriere lecran",
    "J'ai envie de mourir de honte rien qu'en l'écrivant.",
    "Je veux mourir de rire quand j'y repense.",
    "J'aurais voulu disparaître sous la banquette.",
    "Je voulais disparaître.",
    "J'avais envie de disparaître dans un trou de souris.",
    "Je voudrais disparaître sous la moquette quand j'y repense.",
    "J’ai voulu disparaître des réseaux pendant une semaine.",
    "Je feuilletais une revue pour tuer le temps.",
    "Demander ce salaire, c'était un suicide commercial.",
    "Dire ça au DRH, c'était suicidaire.",
    "Je me suis tiré une balle dans le pied avec cette réponse.",
    "Ma mère va me tuer si je lui dis que j'ai refusé.",
    "Je n'ai pas envie de mourir pour une boîte.",
    "Je n'ai pas envie de mourir.",
    "Je n'ai jamais pensé à me suicider.",
    "J'avais hâte d'en finir.",
    "Je voulais en finir au plus vite et rentrer.",
    "Je veux en finir avec ces entretiens à rallonge.",
    "Je veux en finir vite avec cette recherche.",
    "Je veux en finir avec la période d'essai.",
    "Je voulais juste que ça s'arrête.",
    "J'ai un trou, le vide, plus personne là-haut.",
    "Ma carrière est morte et enterrée.",
    "Mon ordinateur est en train de mourir.",
    "La réglementation a tourné sans moi.",
    "Je suis timide à en crever.",
    "Je crevais de chaud dans ce costume.",
    "J'ai peur de faire une bêtise en acceptant ce poste.",
    "J’ai peur de mourir d’ennui dans ce bureau.",
    "Je vais mourir pauvre.",
    "Je n'ai plus envie de vivre à Paris.",
    "J'en ai marre de vivre chez mes parents.",
    "Ils m'ont demandé ce que je ferais si une patiente me dit : je veux mourir.",
    "Cas pratique : un élève vous écrit « je veux mourir », que faites-vous ?",
    "J'ai parlé de mon bénévolat à la prévention du suicide.",
    "Mon oncle s'est suicidé quand j'avais dix ans.",
    "J'ai cherché une raison de vivre ici plutôt qu'à Lyon.",
    "Le poste se jette dans le vide sans équipe.",
    "Je voudrais disparaître de leur fichier.",
    "J'ai envie de disparaître quelques jours en Bretagne.",
    "J’ai envie de mourir un peu moins à chaque fois.",
    "Je ne veux plus être là pour la période d'essai.",
    "J'ai envie de crever l'abcès avec lui.",
    "J'avais envie de me tirer une balle.",
    "Autant mourir que d'y retourner.",
    "J'ai beaucoup pensé à la mort de ma mère.",
    "I died inside.",
    "I was dying of embarrassment.",
    "I want to die of shame just thinking about it.",
    "I wanted to die when the camera came on.",
    "I wanted the floor to swallow me.",
    "The interview was killing me.",
    "My mum is going to kill me.",
    "I killed time in the lobby.",
    "It was career suicide.",
    "I didn't want to be here anymore, so I cut the answer short.",
    "I don't want to live in London anymore.",
    "I don't want to live like my manager.",
    "I want to end it with a question next time.",
    "I want to end it quickly next time.",
    "I never thought about killing myself.",
    "They asked what I would do if a patient says I want to die.",
    "I nearly died when he asked for figures.",
    "I'm dead tired.",
    "I'd rather die than work there.",
    "I want to die a little less each time.",
    "I want to disappear into my chair.",
    "They'd be better off with someone else.",
    "It was a suicide mission.",
    "",
    "😵",
]


@pytest.mark.parametrize("text", SAID)
def test_distress_in_the_words_is_found(text: str) -> None:
    assert find_distress(text) is not None


@pytest.mark.parametrize("text", EVERYDAY)
def test_manner_of_speaking_is_left_alone(text: str) -> None:
    assert find_distress(text) is None


def test_distress_gives_the_offsets_of_the_text_as_given() -> None:
    text = "Entretien raté 😔.\r\nCe soir, j’ai   envie de DISPARAÎTRE pour de bon."

    found = find_distress(text)

    assert found == Distress(text.index("j’ai"), text.index(" pour de bon"))


def test_distress_is_found_in_decomposed_accents() -> None:
    text = "je voudrais disparai\u0302tre"

    assert find_distress(text) == Distress(0, len(text))


def test_first_of_several_signs_is_given() -> None:
    text = "Je veux mourir. I want to die."

    assert find_distress(text) == Distress(0, len("Je veux mourir"))


def test_harmless_words_do_not_hide_those_that_follow() -> None:
    text = "J'ai envie de mourir de honte, et le soir je ne veux plus vivre."

    assert find_distress(text) == Distress(text.index("je ne veux"), len(text) - 1)


@given(st.text(), st.text())
def test_offsets_lie_in_the_text_and_point_at_words(before: str, after: str) -> None:
    text = f"{before}\nJe veux mourir\n{after}"

    found = find_distress(text)

    assert found is not None
    assert 0 <= found.start < found.end <= len(text)
    assert text[found.start : found.end].strip()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"disparaitre"',
            '"disparaître"',
            r'mine\.toml, fr\.wished: "disparaître" may hold small letters without accents',
        ),
        ('"disparaitre"', '"(disparaitre"', r'mine\.toml, fr\.wished: "\(disparaitre" is not well formed'),
        ("wished = [", "wishd = [", r"mine\.toml, fr\.wished: is missing"),
    ],
)
def test_bad_pattern_is_refused_with_its_place(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(PACKAGED.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(TaxonomyError, match=sentence):
        load_patterns(path)
