import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.cli.main import rebond
from rebond.engine.causes.weigh import from_reading, weigh
from rebond.engine.text.decode import decode
from rebond.engine.text.limits import TextRefused, check_length
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.examples import EXAMPLES
from rebond.taxonomy.remedies import REMEDIES
from tests.readers import LIGHT


def read(runner, *arguments, given=b"", **settings_):
    return runner.invoke(rebond, ["read", *arguments], input=given, **settings_)


def moments_of(reading):
    return [
        {
            "start": moment.start,
            "end": moment.end,
            "quote": moment.quote,
            "nature": moment.nature,
            "incidents": list(moment.incidents),
            "offered": list(moment.offered),
            "distortions": list(dict.fromkeys(distortion.key for distortion in moment.distortions)),
            "phase": moment.phase,
            "confidence": round(moment.confidence, 4),
        }
        for moment in reading.moments
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_json_is_the_engine_s_reading_with_remedies_in_the_account_s_language(runner, language):
    reading = LIGHT.read(EXAMPLES[language])
    causes = weigh(from_reading(reading))

    result = read(runner, "--json", "--encoder", "light", "-", given=EXAMPLES[language].encode())

    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    assert json.loads(result.stdout) == {
        "lang": language,
        "moments": moments_of(reading),
        "causes": [
            {
                "key": cause.key,
                "weight": round(cause.weight, 4),
                "evidence": list(cause.evidence),
                "remedy": REMEDIES[CAUSES[cause.key].remedy].name.spoken(language),
            }
            for cause in causes
        ],
    }


def test_json_speaks_the_account_s_language_whatever_the_terminal_s(runner):
    french, english = (
        read(runner, "--json", "-", given=EXAMPLES["fr"].encode(), env={"LANG": lang}) for lang in ("fr_FR", "en_US")
    )

    assert json.loads(french.stdout)["lang"] == "fr"
    assert french.stdout == english.stdout


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", EXAMPLES["fr"]),
        ("utf-8-sig", EXAMPLES["fr"]),
        ("utf-16", EXAMPLES["fr"]),
        ("cp1252", "J’ai eu un trou de mémoire… Elle a regardé sa montre. « Et là ? », m’a-t-elle demandé."),
        ("latin-1", "J'ai eu un trou de mémoire à côté.\r\nElle a regardé sa montre.\r\n"),
        ("utf-8", "🎉🎉 J'ai eu 👩\u200d💻 un blanc 👍🏽. Elle a dit\u00a0: « e\u0301te\u0301 ». C'est mort 😭😭😭"),
        ("utf-8", "stress stress stress " * 300),
    ],
)
def test_offsets_are_those_of_the_text_as_given(runner, tmp_path, encoding, text):
    file = tmp_path / "account.txt"
    file.write_bytes(text.encode(encoding))

    result = read(runner, "--json", "--encoder", "light", str(file))

    moments = json.loads(result.stdout)["moments"]
    assert [text[moment["start"] : moment["end"]] for moment in moments] == [moment["quote"] for moment in moments]
    assert "".join(moment["quote"] for moment in moments).split() != []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8")) | st.text(" .!?,;\n\r\tabé’«»😬\u0301\u200d\ufeff\u2028", min_size=1))
def test_any_text_is_read_with_right_offsets_or_refused_with_a_sentence(runner, text):
    raw = text.encode()

    result = read(runner, "--json", "--encoder", "light", "-", given=raw)

    try:
        given_text = decode(raw)
        check_length(given_text)
    except TextRefused:
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("rebond: ")
        return
    moments = json.loads(result.stdout)["moments"]
    assert [given_text[m["start"] : m["end"]] for m in moments] == [m["quote"] for m in moments]
    assert all(first["end"] <= second["start"] for first, second in pairwise(moments))


def test_page_holds_every_part_in_the_order_in_which_it_is_read(runner):
    result = read(runner, "-", given=EXAMPLES["fr"].encode())

    titles = (
        "Votre récit, relu",
        "Ce que vous avez ressenti",
        "Ce qui s’est passé",
        "Ce que vous en concluez",
        "Le contexte",
        "Ce qui a pu jouer",
        "Par où commencer",
        "Premier petit pas",
    )
    places = [result.stdout.find(title) for title in titles]
    assert (result.exit_code, result.stderr) == (0, "")
    assert -1 not in places
    assert places == sorted(places)


def test_page_of_an_english_account_is_english_where_the_terminal_asks_for_neither_language(runner):
    result = read(runner, "-", given=EXAMPLES["en"].encode(), env={"LANG": "C.UTF-8"})

    assert result.stdout.startswith("Your account, read again: ")


def test_page_of_an_english_account_is_french_on_a_french_terminal(runner):
    result = read(runner, "-", given=EXAMPLES["en"].encode())

    assert result.stdout.startswith("Votre récit, relu\u00a0: ")


def test_piped_page_holds_no_control_character_and_no_box(runner):
    hostile = "Il a dit \x1b[31mnon\x1b[0m.\nJ'ai eu\x07 un blanc \u202eet\x9b2J voilà.\n"

    result = read(runner, "--encoder", "light", "-", given=hostile.encode())

    assert "␛[31mnon␛[0m" in result.stdout
    assert [c for c in result.stdout if (c < " " and c != "\n") or "\x7f" <= c < "\xa0" or "─" <= c <= "╿"] == []
    assert "\u202e" not in result.stdout


def test_light_reader_says_that_it_answered(runner):
    said = "Lecture légère\u00a0: aucun réseau n’a été utilisé"

    light = read(runner, "--encoder", "light", "-", given=EXAMPLES["fr"].encode())
    full = read(runner, "--encoder", "e5", "-", given=EXAMPLES["fr"].encode())

    assert (said in light.stdout, said in full.stdout) == (True, False)


def test_reader_that_is_asked_for_and_missing_is_refused(runner, monkeypatch, tmp_path):
    monkeypatch.setattr("rebond.engine.text.network.prepared.find_spec", lambda name: None)
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))

    result = read(runner, "--encoder", "e5", "-", given=b"J'ai eu un blanc.")

    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "rebond: le lecteur e5 ne peut pas répondre ici (rebond doctor dit pourquoi). Installez ce qui lui manque, ou"
        " demandez --encoder auto.\n",
    )


def test_encoder_can_be_chosen_by_the_environment(runner):
    result = read(runner, "-", given=EXAMPLES["fr"].encode(), env={"REBOND_ENCODER": "light"})

    assert "Lecture légère" in result.stdout


def test_text_in_another_language_is_read_and_said_to_be_one(runner):
    german = (
        "Das Gespräch war furchtbar. Ich hatte einen Blackout und konnte die Frage nicht beantworten. "
        "Die Personalerin hat ständig auf ihre Uhr geschaut, und ich habe gezittert."
    ).encode()

    page = read(runner, "-", given=german)
    values = json.loads(read(runner, "--json", "-", given=german).stdout)

    assert page.stdout.splitlines()[1].startswith("Ce texte ne semble ni en français ni en anglais")
    assert values["lang"] == "other"
    assert len(values["moments"]) >= 2


def test_distress_is_met_at_the_end_with_help_lines(runner):
    result = read(runner, "-", given=b"Encore un refus. J'ai envie de mourir.")

    said = result.stdout.split("Certains de vos mots disent que c’est très dur en ce moment.")
    assert len(said) == 2
    assert "3114" in said[1]


def test_ordinary_sadness_calls_no_help_line(runner):
    result = read(runner, "-", given="Encore un refus. Je suis triste et fatigué.".encode())

    assert "3114" not in result.stdout


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            b"",
            "rebond: il n’y a rien à lire dans l’entrée standard. Écrivez quelques phrases sur l’entretien, même en"
            " vrac, et relancez.\n",
        ),
        (
            b"\x00\x01\x02" * 100,
            "rebond: l’entrée standard n’est pas du texte (un PDF, un document Word, un son\u00a0?). Copiez-en le texte"
            " dans un fichier .txt et relancez.\n",
        ),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_refused_input_is_one_sentence_on_standard_error(runner, form, given, sentence):
    result = read(runner, *form, "-", given=given)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)
