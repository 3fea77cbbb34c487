"""Which accounts a network learns from, and where what it learned is kept until it ships."""

import zlib
from pathlib import Path

from training.accounts import HELD_OUT_PART, PARTS, Annotated

FOLDER = Path(__file__).parents[2] / ".cache" / "networks"
# The part of the retold groups that calibration reads; that which evaluation reads is training.accounts.HELD_OUT_PART.
CALIBRATING_PART = 3
# What each run leaves out: "tried" is calibrated and judged on what it leaves out, "all" ships.
LEFT_OUT = {"tried": frozenset({CALIBRATING_PART, HELD_OUT_PART}), "all": frozenset()}


def part_of(account: Annotated) -> int | None:
    """Of a retold account, its part of the groups; None of an invented one."""
    return zlib.crc32(account.group.encode()) % PARTS if account.lifelike else None


def learned_from(run: str, account: Annotated) -> bool:
    """Whether a run reads this account."""
    return part_of(account) not in LEFT_OUT[run]
