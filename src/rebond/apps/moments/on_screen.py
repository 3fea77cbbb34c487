"""The accounts whose reading was on a screen since this launch.

A gesture names a passage by its number: while its page may be open, the passages must keep their numbers. No page of an
earlier launch can send anything, so this need not outlive the process.
"""

import uuid

_shown: set[uuid.UUID] = set()


def note(account_id: uuid.UUID) -> None:
    """The reading of this account is about to be shown."""
    _shown.add(account_id)


def was_shown(account_id: uuid.UUID) -> bool:
    """Whether a page may still show the reading of this account."""
    return account_id in _shown
