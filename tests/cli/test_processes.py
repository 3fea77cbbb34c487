"""What only a real process shows: memory, terminals, pipes that close, locales."""

import json
import os
import pty
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from rebond.taxonomy.examples import EXAMPLES
from tests.cli.processes import COMMAND, GIBIBYTE, run

INSTALLED = (str(Path(sys.executable).with_name("rebond")),)
BASE = "J'ai eu un trou de mémoire. Elle a regardé sa montre 😬. "
REPEATED_WORDS = "a " * 100_000
COMBINING = "e\u0301\u0302\u0303te\u0301 👩\u200d👩\u200d👧 🇫🇷 " * 2_000


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "il n’y a rien à lire"),
        (b" \n\t\r\n", "il n’y a rien à lire"),
        (os.urandom(65_536), "n’est pas du texte"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "n’est pas du texte"),
        ((BASE * 20_000).encode()[:1_000_000], "dépasse 200\u00a0000 caractères"),
        (b"mot " * 100_000, "dépasse 200\u00a0000 caractères"),
        (b"a" * 1_000_000, "dépasse 200\u00a0000 caractères"),
    ],
    ids=["empty", "spaces", "binary", "png", "a megabyte", "100,000 words", "a word of a megabyte"],
)
def test_file_that_cannot_be_read_exits_2_with_a_sentence_in_little_memory(tmp_path, form, raw, reason):
    file = tmp_path / "account.txt"
    file.write_bytes(raw)

    finished = run("read", *form, str(file))

    assert (finished.status, finished.output, finished.errors.count("\n")) == (2, b"", 1)
    assert finished.errors.startswith("rebond: ")
    assert reason in finished.errors
    assert finished.peak_bytes < GIBIBYTE


@pytest.mark.parametrize("encoder", ["light", "e5"])
@pytest.mark.parametrize(
    "text",
    [REPEATED_WORDS, COMBINING, "a" * 200_000, (BASE * 4_000)[:60_000], "\u200b", "?!…"],
    ids=["100,000 words", "combining", "one long word", "long account", "invisible", "punctuation"],
)
def test_strange_text_is_read_with_right_offsets_in_little_memory(tmp_path, text, encoder):
    file = tmp_path / "account.txt"
    file.write_text(text, "utf-8")

    finished = run("read", "--json", "--encoder", encoder, str(file))

    assert (finished.status, finished.errors) == (0, "")
    moments = finished.value["moments"]
    assert [text[moment["start"] : moment["end"]] for moment in moments] == [moment["quote"] for moment in moments]
    assert finished.peak_bytes < GIBIBYTE


@pytest.mark.parametrize("text", [COMBINING[:6_000], (BASE * 600)[:9_000], "\u200b"], ids=["combining", "long", "none"])
def test_the_network_reads_strange_text_with_right_offsets_in_little_memory(tmp_path, network_cache, text):
    file = tmp_path / "account.txt"
    file.write_text(text, "utf-8")

    finished = run("read", "--json", "--encoder", "gemma", str(file))

    assert (finished.status, finished.errors) == (0, "")
    moments = finished.value["moments"]
    assert [text[moment["start"] : moment["end"]] for moment in moments] == [moment["quote"] for moment in moments]
    assert finished.peak_bytes < GIBIBYTE


@pytest.mark.parametrize("text", [REPEATED_WORDS, COMBINING], ids=["100,000 words", "combining"])
def test_strange_text_is_printed_for_a_person_in_little_memory(tmp_path, text):
    file = tmp_path / "account.txt"
    file.write_text(text, "utf-8")

    finished = run("read", "--encoder", "light", str(file))

    assert (finished.status, finished.errors) == (0, "")
    assert finished.output.decode("utf-8").startswith("Votre récit, relu")
    assert finished.peak_bytes < GIBIBYTE


@pytest.mark.parametrize("name", ["none.txt", ".", "sub"])
def test_missing_file_and_folder_exit_2_without_a_traceback(tmp_path, name):
    (tmp_path / "sub").mkdir()

    finished = run("read", str(tmp_path / name))

    assert (finished.status, finished.output, finished.errors.count("\n")) == (2, b"", 1)
    assert re.search("n’existe pas|est un dossier", finished.errors)


@pytest.mark.parametrize("locale", ["C", "POSIX", "fr_FR.ISO-8859-1", "en_US.UTF-8"])
def test_output_is_utf8_whatever_the_locale(locale):
    account = "J'ai séché 😬 sur l'été. Elle a regardé sa montre."

    finished = run(
        "read", "--json", "-", given=account.encode(), environ={"LC_ALL": locale, "PYTHONIOENCODING": "ascii"}
    )

    assert finished.output.endswith(b"\n")
    assert "séché 😬 sur l'été" in "".join(moment["quote"] for moment in finished.value["moments"])


def test_installed_command_reads_the_example():
    finished = run("read", "-", given=EXAMPLES["fr"].encode(), command=INSTALLED)

    assert (finished.status, finished.errors) == (0, "")
    assert finished.output.decode("utf-8").startswith("Votre récit, relu")


def _on_a_terminal(arguments, given, *, output, errors, environ=None) -> tuple[bytes, bytes]:
    """What the command writes to a terminal, and what it writes to pipes; each output goes to one or the other."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=theirs if output else subprocess.PIPE,
        stderr=theirs if errors else subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color", **(environ or {})},
    )
    os.close(theirs)
    process.stdin.write(given)
    process.stdin.close()
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # Linux says so when the last process has left the terminal
            break
        if not piece:
            break
        shown += piece
    piped = b"".join(stream.read() for stream in (process.stdout, process.stderr) if stream)
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
    assert process.wait() == 0
    os.close(ours)
    return shown, piped


def test_terminal_gets_colour_and_its_own_escapes_only():
    account = "J'avais peur. Il a dit \x1b[2Jnon. J'ai eu un trou de mémoire."

    shown, _ = _on_a_terminal(["read", "--encoder", "light", "-"], account.encode(), output=True, errors=False)

    assert set(re.findall(rb"\x1b\[([0-9;]*)([A-Za-z])", shown)) >= {(b"1", b"m"), (b"0", b"m")}
    assert {kind for _, kind in re.findall(rb"\x1b\[([0-9;]*)([A-Za-z])", shown)} == {b"m"}
    assert "␛[2Jnon".encode() in shown


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_terminal_that_wants_no_colour_gets_plain_text(environ):
    given = EXAMPLES["fr"].encode()

    shown, _ = _on_a_terminal(["read", "--encoder", "light", "-"], given, output=True, errors=False, environ=environ)

    assert b"Ce que vous avez ressenti" in shown
    assert b"\x1b" not in shown


LINES = "".join(json.dumps({"id": number, "text": BASE}) + "\n" for number in range(30)).encode()


def test_progress_bar_shows_on_a_terminal_and_leaves_the_output_alone():
    shown, piped = _on_a_terminal(["read", "--jsonl", "--encoder", "light", "-"], LINES, output=False, errors=True)

    assert b"Lecture" in shown
    assert [json.loads(line)["id"] for line in piped.splitlines()] == list(range(30))


def test_progress_bar_steps_aside_for_the_lines_where_both_go_to_the_terminal():
    shown, _ = _on_a_terminal(["read", "--jsonl", "--encoder", "light", "-"], LINES, output=True, errors=True)

    assert b"Lecture" in shown
    whole = re.findall(rb'\{"id": .*\}', re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown))
    assert [json.loads(line)["id"] for line in whole] == list(range(30))


def test_no_progress_bar_without_a_terminal():
    finished = run("read", "--jsonl", "--encoder", "light", "-", given=LINES)

    assert finished.errors == ""
    assert [value["id"] for value in finished.values] == list(range(30))


def test_reader_of_the_pipe_may_leave_early(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_bytes(LINES * 100)

    with subprocess.Popen(
        [*COMMAND, "read", "--jsonl", "--encoder", "light", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        first = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        status = process.wait()

    assert (json.loads(first)["id"], status, errors) == (0, 141, b"")


def test_full_disk_is_said_in_a_sentence(tmp_path):
    # Whoever measures coverage would write to the full disk too, and complain.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    with (tmp_path / "output").open("wb") as output:
        finished = subprocess.run(
            [*COMMAND, "read", "--encoder", "light", "-"],
            input=EXAMPLES["fr"].encode(),
            stdout=output,
            stderr=subprocess.PIPE,
            env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        )

    assert finished.returncode == 74
    assert finished.stderr.decode("utf-8").startswith("rebond: la lecture ne peut pas être écrite (")
    assert finished.stderr.count(b"\n") == 1


def test_lines_come_out_in_constant_memory(tmp_path):
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    line = json.dumps({"id": 1, "text": BASE * 20}) + "\n"
    few.write_text(line * 100)
    many.write_text(line * 1_000)  # some 10 MB of readings

    peaks = [run("read", "--jsonl", "--encoder", "light", str(file)).peak_bytes for file in (few, many)]

    assert peaks[1] - peaks[0] < 8 * 1024**2
