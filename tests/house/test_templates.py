"""The pages obey their own Content-Security-Policy, and call nobody."""

import re

from tests.house.tree import ROOT, shown, with_suffix

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)", re.IGNORECASE),
    "inline style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "script in a link": re.compile(r"javascript:", re.IGNORECASE),
    "evaluated value": re.compile(r"[\"']js:", re.IGNORECASE),
}
FETCHED = re.compile(r"(?:src|srcset|@import|url\()\s*=?\s*[\"'(]*\s*(?:https?:)?//|<link[^>]+href=[\"'](?:https?:)?//")


def ours(*suffixes: str) -> list:
    return [path for path in with_suffix(*suffixes) if ROOT / "src" in path.parents]


def test_no_template_holds_script_or_style() -> None:
    found = {
        f"{shown(path)}: {what}": pattern.findall(text)
        for path in ours(".html")
        for text in [path.read_text(encoding="utf-8")]
        for what, pattern in INLINE.items()
        if pattern.search(text)
    }

    assert found == {}


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert [
        shown(path) for path in ours(".html", ".css", ".js", ".svg") if FETCHED.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_stylesheet_shouts() -> None:
    assert [shown(path) for path in ours(".css") if "!important" in path.read_text(encoding="utf-8")] == []
