import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.text.decode import decode
from rebond.engine.text.limits import TextRefused

FRENCH = "J’ai bafouillé « euh »,\r\nà 24 k€ — nul 😭\r"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (FRENCH.encode("utf-8"), FRENCH),
        (FRENCH.encode("utf-8-sig"), FRENCH),
        (FRENCH.encode("utf-16"), FRENCH),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), FRENCH),
        ("Trac, sueur, œil noir : 24 k€".encode("cp1252"), "Trac, sueur, œil noir : 24 k€"),
        ("raté, très gêné".encode("latin-1"), "raté, très gêné"),
        (b"fin\x81 de texte \xe9", "fin\x81 de texte é"),
        (b"un\x00 accident" + b" de frappe" * 9, "un\x00 accident" + " de frappe" * 9),
    ],
)
def test_decode_keeps_every_character(raw, text):
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"%PDF-1.7\n", "binary"),
        (b"PK\x03\x04" + b"a" * 90, "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"\xff\xfea", "binary"),
    ],
)
def test_decode_refuses_what_is_no_text(raw, reason):
    with pytest.raises(TextRefused) as refused:
        decode(raw)

    assert refused.value.reason == reason


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_decode_returns_what_was_encoded_in_utf8(text):
    text = "a" + text

    assert decode(text.encode("utf-8")) == text


@given(st.binary())
def test_decode_answers_or_refuses_any_bytes(raw):
    try:
        text = decode(raw)
    except TextRefused as refused:
        assert refused.reason in {"empty", "binary"}
    else:
        assert isinstance(text, str)
