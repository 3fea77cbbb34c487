import io

import pytest

from rebond.cli.preparing import told_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, *steps: int) -> str:
    tell = told_on(stream)
    for done in steps:
        tell(done, 12)
    return stream.getvalue()


def test_a_terminal_sees_one_line_written_over_itself() -> None:
    line = "Rebond prépare son lecteur, une seule fois sur cette machine (une vingtaine de secondes)\u00a0: {}/12"

    assert told(Terminal(), 0, 1, 12) == f"\r{line.format(0)}\r{line.format(1)}\r{line.format(12)}\n"


def test_a_file_gets_the_beginning_and_the_end_alone() -> None:
    assert told(io.StringIO(), 0, 1, 2, 11, 12).count("\n") == 2


def test_it_speaks_english_where_the_terminal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    assert told(io.StringIO(), 0) == "Rebond prepares its reader, once on this machine (some twenty seconds): 0/12\n"


def test_nothing_is_written_where_nothing_is_prepared() -> None:
    assert told(Terminal()) == ""
