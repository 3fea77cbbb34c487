"""Short pieces of accounts: a candidate may write one line, and the corpus holds whole accounts only.

The second look at accounts of as few moments (rebond.engine.moments.judge.SHORT) is learned on them.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from training.accounts import Annotated

# Moments of each piece taken from an account (our judgement: lines, and notes of two or three).
LENGTHS = (1, 1, 2, 3)


def excerpts_of(accounts: Sequence[Annotated], slices: Sequence[slice]) -> list[slice]:
    """The rows of each piece; where it begins depends on the account's id alone. Accounts too short give none."""
    found = []
    for account, rows in zip(accounts, slices, strict=True):
        count = rows.stop - rows.start
        for number, length in enumerate(LENGTHS):
            if length < count:
                start = rows.start + zlib.crc32(f"excerpt {number} {account.id}".encode()) % (count - length + 1)
                found.append(slice(start, start + length))
    return found


def end_to_end(pieces: Sequence[slice]) -> list[slice]:
    """Where each piece stands once their rows are put one after the other."""
    found, start = [], 0
    for piece in pieces:
        found.append(slice(start, start + piece.stop - piece.start))
        start = found[-1].stop
    return found


def as_accounts(accounts: Sequence[Annotated]) -> list[Annotated]:
    """The same pieces as accounts of their own, for the scorer."""
    found = []
    for account in accounts:
        for number, piece in enumerate(excerpts_of([account], [slice(0, len(account.spans))])):
            spans, moments = account.spans[piece], account.moments[piece]
            start, end = spans[0][0], spans[-1][1]
            shifted = tuple((low - start, high - start) for low, high in spans)
            record = account.record | {
                "id": f"{account.id}/{number}",
                "text": account.text[start:end],
                "moments": list(moments),
                "causes": [],
            }
            found.append(
                replace(account, id=record["id"], text=record["text"], spans=shifted, moments=moments, record=record)
            )
    return found
