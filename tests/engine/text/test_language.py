import pytest

from rebond.engine.text.language import language_of

SENTENCES = [
    ("fr", "Entretien ce matin, j'ai complètement perdu mes moyens quand elle m'a demandé pourquoi j'étais parti."),
    ("fr", "rdv 14h, drh + n+1. trac ++. question salaire : pas su quoi dire"),
    ("fr", "c mort jai rien su dire le mec ma regarde bizarre"),
    ("fr", "- test technique raté\n- refus par mail, aucune raison\n- à retravailler : anglais"),
    ("fr", "jetais pas pret et le plus beau cest que meme en bossant jaurais pas ete pret"),
    ("fr", "Ils m'ont dit « we'll get back to you », puis plus rien."),
    ("fr", "12/20"),
    ("fr", "Nul."),
    ("en", "The interview went badly: I froze when she asked me why I had left my last job."),
    ("en", "phone screen 10am. blanked on the sql question. they never called back"),
    ("en", "- late train\n- forgot my portfolio\n- no questions at the end"),
    ("en", "dont think i got it, was shaking the whole time lol"),
    ("other", "La entrevista fue muy mal, me quedé en blanco cuando me preguntaron por mi último trabajo."),
    ("other", "Il colloquio è andato male, mi sono bloccata quando mi hanno chiesto perché me ne sono andata."),
    ("other", "A entrevista correu mal, fiquei sem saber o que dizer quando me perguntaram pelo salário."),
    ("other", "L'entrevista ha anat molt malament, em vaig quedar en blanc quan em van preguntar per la feina."),
    ("other", "Das Gespräch lief schlecht, ich wusste nicht, was ich auf die Frage nach dem Gehalt sagen sollte."),
    ("other", "Het gesprek ging slecht, ik wist niet wat ik moest zeggen toen ze naar mijn salaris vroeg."),
    ("other", "Interviul a mers prost, nu am știut ce să spun când m-au întrebat de ce am plecat."),
    ("other", "Rozmowa poszła źle, nie wiedziałem, co powiedzieć, kiedy zapytali o pensję."),
    ("other", "Intervjun gick dåligt, jag visste inte vad jag skulle säga när hon frågade om lönen."),
    ("other", "Haastattelu meni huonosti, en tiennyt mitä sanoa kun hän kysyi palkasta."),
    ("other", "Görüşme kötü geçti, maaş sorusuna ne diyeceğimi bilemedim."),
    ("other", "Wawancara kemarin tidak berjalan baik, saya tidak bisa menjawab pertanyaan tentang gaji."),
    ("other", "Собеседование прошло плохо, я не знал, что ответить на вопрос о зарплате."),
    ("other", "كانت المقابلة سيئة ولم أعرف ماذا أقول عندما سألوني عن الراتب."),
    ("other", "面接はうまくいかなかった。何も答えられなかった。"),
    ("other", "Η συνέντευξη πήγε άσχημα, δεν ήξερα τι να πω για τον μισθό."),
]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_language_of_tells_french_english_and_the_rest(language, sentence):
    assert language_of(sentence) == language


def test_language_of_a_french_account_with_english_words_is_french():
    assert language_of("Le process : phone screen, case study, puis culture fit. J'ai raté le case study.") == "fr"


def test_language_of_looks_no_further_than_it_must():
    assert (
        language_of("Je suis sortie de là en pleurant. " * 1000 + "Das war nicht gut und ich bin weg. " * 1000) == "fr"
    )
