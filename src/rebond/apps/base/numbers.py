"""Numbers as addresses and fields give them: text from outside, which may be anything."""

A_POSITION = 7
"""Digits that no position of a passage reaches."""


def number_in(text: str, *, digits: int) -> int | None:
    """The whole number that `text` says; None where it says none, or has `digits` digits or more: it leads nowhere."""
    return int(text) if text.isdecimal() and len(text) < digits else None
