import io
import json
import os
import pty
import subprocess
import wave

import pytest

from rebond.cli.main import rebond
from rebond.cli.spoken import load_words
from rebond.engine.speech import models
from rebond.engine.speech.models import PACKAGED
from rebond.engine.speech.refusal import SoundRefusal
from rebond.web import data_folder
from tests.cli.processes import COMMAND, all_of
from tests.engine.speech.sounds import RECORDED

NBSP = "\u00a0"
LONGEST_S = 120
HEARD_BY = "Entendu par le modèle base, installé avec Rebond. Le texte peut contenir des erreurs."


@pytest.fixture(autouse=True)
def _model(_environment):
    """The packaged model is in place in the cache of this machine's user, before anything is said of it."""
    models.find_model("base", data_folder.cache() / "models")


def transcribe(runner, *arguments, given=b"", **environ):
    return runner.invoke(rebond, ["transcribe", *map(str, arguments)], input=given, env=environ)


def silence(seconds):
    """A WAV file in which nobody speaks."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * int(16_000 * seconds)))
    return written.getvalue()


def in_order(stretches):
    times = [time for each in stretches for time in (each["start"], each["end"])]
    return times == sorted(times)


# -------------------------------------------------------------------------------------------------------- One recording


def test_page_is_the_text_with_its_times_then_how_it_was_said(runner):
    result = transcribe(runner, RECORDED / "fr_clip.webm")

    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0].startswith("[0:00] Je suis désolée. La connexion avec le serveur de démonstration")
    assert [line for line in lines[1 : lines.index("")] if not line.startswith("       ")] == []
    assert lines[lines.index("") + 1] == f"Durée{NBSP}: 9,5{NBSP}s"
    assert " ".join(lines[-2:]) == HEARD_BY


def test_json_is_one_object_with_every_word_in_its_time(runner):
    result = transcribe(runner, RECORDED / "en_clip.webm", "--json")

    values = json.loads(result.stdout)
    words = [word for segment in values["segments"] for word in segment["words"]]
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    assert list(values) == [
        *("lang", "duration", "incomplete", "text", "segments", "unheard", "delivery", "model"),
    ]
    assert (values["lang"], values["model"], values["unheard"], values["incomplete"]) == ("en", "base", [], False)
    assert values["text"].startswith("All of our representatives are currently busy.")
    assert " ".join(word["text"] for word in words) == values["text"]
    assert in_order(words)
    assert in_order(values["segments"])
    assert [word for word in words if not 0 <= word["confidence"] <= 1] == []
    assert values["duration"] == pytest.approx(7.8, abs=0.1)
    assert values["delivery"]["words"] == len(words) == 23
    assert values["delivery"]["fillers"] is None


def test_page_of_an_english_recording_is_english_where_the_terminal_asks_for_neither_language(runner):
    result = transcribe(runner, RECORDED / "en_clip.webm", LANG="C.UTF-8")

    assert "Heard by the model base, installed with Rebond." in result.stdout


def test_language_that_is_given_is_the_one_that_is_heard(runner):
    result = transcribe(runner, RECORDED / "en_clip.webm", "--json", "--language", "fr")

    assert json.loads(result.stdout)["lang"] == "fr"


def test_recording_on_standard_input_is_listened_to(runner):
    content = (RECORDED / "en_clip.webm").read_bytes()

    result = transcribe(runner, "-", "--json", given=content)

    assert json.loads(result.stdout)["text"].startswith("All of our representatives")


def test_hesitations_are_counted_where_they_are_asked_for(runner):
    page = transcribe(runner, RECORDED / "fr_clip.webm", "--fillers")

    assert f"Hésitations entendues{NBSP}: " in page.stdout


def test_silence_gives_no_words(runner):
    page, values = (transcribe(runner, "-", *form, given=silence(3)) for form in ([], ["--json"]))

    assert page.stdout.splitlines() == [
        "Aucune parole n’a été entendue.",
        "",
        f"Durée{NBSP}: 3,0{NBSP}s",
        *HEARD_BY.replace("des erreurs", "des\nerreurs").splitlines(),
    ]
    assert json.loads(values.stdout)["segments"] == []


def test_truncated_recording_is_heard_as_far_as_it_goes_and_said_to_be_cut(runner):
    content = (RECORDED / "fr_memo.webm").read_bytes()

    page, values = (transcribe(runner, "-", *form, given=content[:40_000]) for form in ([], ["--json"]))

    assert page.exit_code == 0
    assert f"Le fichier s’arrête au milieu{NBSP}; ce qui précède est transcrit." in page.stdout.splitlines()
    assert json.loads(values.stdout)["incomplete"] is True


# ------------------------------------------------------------------------------------------------------------- A folder


@pytest.fixture
def folder(tmp_path):
    """Two recordings, the later one without a suffix, what is none, and what nobody listens to."""
    folder = tmp_path / "memos"
    (folder / "inside").mkdir(parents=True)
    (folder / "1 matin").write_bytes((RECORDED / "en_clip.webm").read_bytes())
    (folder / "2 midi.webm").write_bytes(b"not a sound")
    (folder / "3 soir.txt").write_bytes((RECORDED / "fr_clip.webm").read_bytes())
    (folder / ".hidden").write_bytes(b"not a sound")
    return folder


def test_folder_is_listened_to_in_order_and_what_is_no_recording_is_told_beside(runner, folder):
    result = transcribe(runner, folder)

    lines = result.stdout.splitlines()
    assert result.exit_code == 2
    assert [line for line in lines if line in ("1 matin", "2 midi.webm", "3 soir.txt")] == ["1 matin", "3 soir.txt"]
    assert "[0:00] All of our representatives" in result.stdout.split("3 soir.txt")[0]
    assert result.stderr.splitlines() == [
        f"rebond: «{NBSP}{folder}/2 midi.webm{NBSP}» n’est pas un enregistrement que Rebond sait lire, quel que soit"
        " son nom. Donnez un fichier webm, ogg, mp4, m4a, wav, flac, mp3 ou aac."
    ]


def test_folder_as_json_is_one_object_a_line_with_its_file(runner, folder):
    (folder / "2 midi.webm").unlink()

    result = transcribe(runner, folder, "--json")

    values = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert [(each["file"], each["lang"]) for each in values] == [("1 matin", "en"), ("3 soir.txt", "fr")]


def test_empty_folder_is_refused(runner, tmp_path):
    result = transcribe(runner, tmp_path)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"rebond: il n’y a aucun fichier dans «{NBSP}{tmp_path}{NBSP}».")


# ------------------------------------------------------------------------------------------------- What cannot be heard


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"ID3 is what this text begins with", "n’est pas un enregistrement que Rebond sait lire"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "n’est pas un enregistrement que Rebond sait lire"),
        (b"RIFF\0\0\0\0WAVE", "commence comme un enregistrement"),
        (silence(0.1), "est trop court pour qu’on y entende un mot"),
    ],
    ids=["empty", "text", "concat", "headless", "short"],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["page", "json"])
def test_recording_that_cannot_be_heard_is_refused_in_a_sentence(runner, content, said, form):
    result = transcribe(runner, "-", *form, given=content)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"rebond: l’entrée standard {said}")


def test_no_more_is_read_than_is_taken(runner):
    result = transcribe(runner, "/dev/zero")

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"dépasse 105{NBSP}Mo" in result.stderr


@pytest.mark.parametrize("refusal", list(SoundRefusal))
def test_every_refusal_has_its_sentence(refusal):
    assert load_words()[f"transcribe.{refusal}"]


def test_file_that_is_missing_is_refused_before_a_model_is_looked_for(runner, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda _name: None)

    result = transcribe(runner, tmp_path / "memo.webm", REBOND_CACHE=str(tmp_path / "cache"))

    assert result.exit_code == 2
    assert result.stderr.startswith(f"rebond: «{NBSP}{tmp_path}/memo.webm{NBSP}» n’existe pas.")


def test_machine_without_a_model_is_told_how_to_fetch_one(runner, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda _name: None)

    result = transcribe(runner, RECORDED / "en_clip.webm", REBOND_CACHE=str(tmp_path / "cache"))

    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "rebond: aucun modèle de reconnaissance de la parole n’est sur cette machine. Pour en télécharger un"
        f" (486{NBSP}Mo, une seule fois){NBSP}: rebond models get small.\n",
    )


def test_model_that_is_asked_for_and_is_not_here_is_refused(runner):
    result = transcribe(runner, RECORDED / "en_clip.webm", REBOND_WHISPER_MODEL="large-v3-turbo")

    assert result.exit_code == 2
    assert result.stderr.startswith("rebond: REBOND_WHISPER_MODEL demande le modèle large-v3-turbo, qui n’est pas sur")


def test_model_that_is_no_model_is_refused_with_what_to_do(runner, tmp_path):
    for file in PACKAGED["base"].files:
        (tmp_path / file.name).write_bytes(b"{}")

    result = transcribe(runner, RECORDED / "en_clip.webm", REBOND_WHISPER_MODEL=str(tmp_path))

    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        f"rebond: le modèle {tmp_path.name} ne peut pas être chargé. Lancez rebond doctor{NBSP}: il vérifie ses"
        " fichiers.\n",
    )


def test_model_is_put_in_place_the_first_time_and_that_is_said(runner, tmp_path):
    first, second = (transcribe(runner, "-", given=silence(1), REBOND_CACHE=str(tmp_path / "cache")) for _ in range(2))

    assert first.stderr == "Rebond met en place son modèle, une seule fois sur cette machine (quelques secondes).\n"
    assert (first.exit_code, second.exit_code, second.stderr) == (0, 0, "")


# ------------------------------------------------------------------------------------------------------- On a terminal


def test_keyboard_is_not_waited_for():
    ours, theirs = pty.openpty()
    finished = subprocess.run(
        [*COMMAND, "transcribe", "-"],
        stdin=theirs,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST_S,
    )
    os.close(ours)
    os.close(theirs)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("rebond: l’entrée standard est un clavier.")


def test_terminal_shows_how_far_the_listening_is():
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "transcribe", "--json", str(RECORDED / "en_clip.webm")],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as process:
        os.close(theirs)
        shown = all_of(ours)
        output = process.stdout.read()
    os.close(ours)

    assert process.returncode == 0
    assert json.loads(output)["lang"] == "en"
    assert b"Transcription" in shown
