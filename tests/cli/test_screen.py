import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cli.screen import Screen, harmless, screen_of


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def _wide(monkeypatch):
    monkeypatch.setattr("shutil.get_terminal_size", lambda fallback: os.terminal_size((140, 40)))


@pytest.mark.usefixtures("_wide")
@pytest.mark.parametrize(
    ("stream", "environ", "screen"),
    [
        (Terminal(), {"TERM": "xterm-256color"}, Screen(coloured=True, width=100)),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, Screen(coloured=True, width=100)),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, Screen(coloured=False, width=100)),
        (Terminal(), {"TERM": "dumb"}, Screen(coloured=False, width=100)),
        (io.StringIO(), {"TERM": "xterm-256color"}, Screen(coloured=False, width=80)),
    ],
)
def test_screen_is_coloured_only_on_a_terminal_that_wants_it(stream, environ, screen):
    assert screen_of(stream, environ) == screen


def test_screen_of_a_tiny_terminal_keeps_room_for_words(monkeypatch):
    monkeypatch.setattr("shutil.get_terminal_size", lambda fallback: os.terminal_size((3, 2)))

    assert screen_of(Terminal(), {"TERM": "xterm"}) == Screen(coloured=True, width=30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Il m'a dit « non ».\r\nEt puis\t rien.\n", "Il m'a dit « non ». Et puis rien."),
        ("\x1b[31mrouge\x1b[0m", "␛[31mrouge␛[0m"),
        ("\x1b]0;titre\x07", "␛]0;titre␇"),
        ("nul\x00 et \x7f et \x9b1m", "nul␀ et ␡ et \ufffd1m"),
        ("\u202etxet", "\ufffdtxet"),
        ("seul \ud83d", "seul \ufffd"),
        ("non\u00a0!", "non\u00a0!"),
        ("e\u0301te\u0301 👩\u200d💻 👍🏽", "e\u0301te\u0301 👩\u200d💻 👍🏽"),
    ],
)
def test_harmless_pictures_what_a_terminal_would_obey(text, said):
    assert harmless(text) == said


@given(st.text())
def test_harmless_leaves_nothing_that_a_terminal_obeys(text):
    said = harmless(text)

    assert [c for c in said if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000] == []
