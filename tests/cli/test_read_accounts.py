import io
import json

import pytest

from rebond.cli.read_accounts import LONGEST_LINE, Account, read_account, read_lines
from rebond.cli.refusals import Refused
from rebond.engine.text.limits import LONGEST_ACCOUNT


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("J'ai séché.\r\nPuis rien.".encode(), "J'ai séché.\r\nPuis rien."),
        ("J'ai séché.".encode("utf-8-sig"), "J'ai séché."),
        ("J'ai séché.".encode("latin-1"), "J'ai séché."),
        ("J’ai séché…".encode("cp1252"), "J’ai séché…"),
        ("J'ai séché 😬".encode("utf-16"), "J'ai séché 😬"),
        (("é" * LONGEST_ACCOUNT).encode(), "é" * LONGEST_ACCOUNT),
        (("😬" * LONGEST_ACCOUNT).encode("utf-16"), "😬" * LONGEST_ACCOUNT),
    ],
    ids=["utf-8", "utf-8 with mark", "latin-1", "windows-1252", "utf-16", "longest", "longest in bytes"],
)
def test_account_is_the_text_of_the_file(tmp_path, raw, text):
    file = tmp_path / "account.txt"
    file.write_bytes(raw)

    assert read_account(str(file)) == text


EMPTY = "il n’y a rien à lire dans « {} ». Écrivez quelques phrases sur l’entretien, même en vrac, et relancez."
TOO_LONG = (
    "le texte de « {} » dépasse 200\u00a0000 caractères. Gardez un seul entretien, ou coupez-le en plusieurs fichiers."
)
BINARY = (
    "« {} » n’est pas du texte (un PDF, un document Word, un son\u00a0?). Copiez-en le texte dans un fichier .txt et"
    " relancez."
)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", EMPTY),
        (b" \r\n\t ", EMPTY),
        (b"a" * (LONGEST_ACCOUNT + 1), TOO_LONG),
        (b"mot " * 250_000, TOO_LONG),
        (bytes(range(256)) * 40, BINARY),
        (b"%PDF-1.7 ...", BINARY),
        (bytes(10_000_000), BINARY),
    ],
    ids=["empty", "spaces", "a character too many", "a megabyte", "binary", "pdf", "megabytes of zeros"],
)
def test_account_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, raw, sentence):
    file = tmp_path / "account.txt"
    file.write_bytes(raw)

    with pytest.raises(Refused) as refused:
        read_account(str(file))

    assert refused.value.message == sentence.format(file).replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def test_missing_file_is_refused_with_its_name_made_harmless(tmp_path):
    with pytest.raises(Refused) as refused:
        read_account(f"{tmp_path}/nu\x1bl.txt")

    assert refused.value.message == (
        f"«\u00a0{tmp_path}/nu␛l.txt\u00a0» n’existe pas. Vérifiez le nom du fichier et le dossier où vous êtes."
    )


@pytest.mark.parametrize("name", ["{folder}/file/inside", "{folder}/a\0b"], ids=["under a file", "with a NUL"])
def test_impossible_name_is_refused_as_missing(tmp_path, name):
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match="n’existe pas"):
        read_account(name.format(folder=tmp_path))


def test_directory_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        read_account(str(tmp_path))

    assert refused.value.message == (
        f"«\u00a0{tmp_path}\u00a0» est un dossier. Donnez le fichier texte qui contient votre récit."
    )


def _lines(raw: bytes) -> list[Account]:
    return list(read_lines(io.BytesIO(raw), "-", note_bytes=lambda count: None))


def test_lines_keep_ids_of_every_kind_and_pass_over_blank_lines():
    raw = (
        b'\xef\xbb\xbf{"id": "a", "text": "Un."}\n\n'
        b'{"text": "Deux.", "id": 2, "moments": []}\r\n'
        b'  \n{"text": "Trois."}\n'
        b'{"id": {"n": 1.5}, "text": "Quatre. \\ud83d"}'
    )

    assert _lines(raw) == [
        Account("a", "Un."),
        Account(2, "Deux."),
        Account(None, "Trois."),
        Account({"n": 1.5}, "Quatre. \ud83d"),
    ]


def test_lines_tell_how_many_bytes_were_taken():
    counts: list[int] = []

    list(read_lines(io.BytesIO(b'{"text": "a"}\n\n{"text": "b"}'), "-", note_bytes=counts.append))

    assert counts == [14, 1, 13]


GOOD = b'{"id": 1, "text": "Bien."}\n'


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"Bonjour", "la ligne 3 de l’entrée standard n’est pas du JSON."),
        (b"[" * 100_000, "la ligne 3 de l’entrée standard n’est pas du JSON."),
        (b'{"id": NaN, "text": "a"}', "la ligne 3 de l’entrée standard n’est pas du JSON."),
        (b'{"id": 1e999, "text": "a"}', "la ligne 3 de l’entrée standard n’est pas du JSON."),
        (b'{"id": 1, "text": "s\xe9ch\xe9"}', "la ligne 3 de l’entrée standard n’est pas en UTF-8."),
        (b'["text"]', "la ligne 3 de l’entrée standard n’est pas un objet JSON."),
        (b'{"id": 1}', "la ligne 3 de l’entrée standard n’a pas de champ «\u00a0text\u00a0» qui soit un texte."),
        (b'{"text": 12}', "la ligne 3 de l’entrée standard n’a pas de champ «\u00a0text\u00a0» qui soit un texte."),
        (b'{"text": " \\n"}', "le texte de la ligne 3 de l’entrée standard est vide."),
        (
            json.dumps({"text": "a" * (LONGEST_ACCOUNT + 1)}).encode(),
            "la ligne 3 de l’entrée standard est trop longue\u00a0: un récit tient en 200\u00a0000 caractères.",
        ),
        (
            b" " * (LONGEST_LINE + 1),
            "la ligne 3 de l’entrée standard est trop longue\u00a0: un récit tient en 200\u00a0000 caractères.",
        ),
    ],
    ids=[
        "prose",
        "nested",
        "nan",
        "infinite",
        "latin-1",
        "list",
        "no text",
        "number",
        "empty",
        "long text",
        "long line",
    ],
)
def test_bad_line_is_refused_by_its_number_after_the_lines_before_it(line, sentence):
    accounts = read_lines(io.BytesIO(GOOD + b"\n" + line + b"\n" + GOOD), "-", note_bytes=lambda count: None)

    assert next(accounts) == Account(1, "Bien.")
    with pytest.raises(Refused) as refused:
        next(accounts)
    assert refused.value.message.startswith(sentence)
