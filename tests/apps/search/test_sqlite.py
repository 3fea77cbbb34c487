"""The index of words in SQLite: whole, and without the words of what was deleted."""

from typing import Any

import pytest
from django.db import connection

from rebond.apps.debrief.models import Account
from rebond.apps.search.actions import erase_some, find
from rebond.apps.search.models import Erasure
from tests.apps import cast
from tests.apps.search.test_in_step import WRITTEN

pytestmark = pytest.mark.django_db


def test_the_database_is_whole_afterwards(candidate: Any) -> None:
    for write in WRITTEN.values():
        write(candidate)
    Account.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)")
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []


def test_the_words_of_what_was_deleted_leave_the_index(candidate: Any) -> None:
    cast.kept(candidate, "Le salaire.")
    gone = cast.kept(candidate, "Le mot quetzal.")
    gone.delete()
    assert Erasure.objects.count() == 1
    rounds = 0
    while erase_some():
        rounds += 1
        assert rounds < 50

    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_words_data")
        blocks = b"".join(bytes(block) for (block,) in cursor.fetchall())
    assert b"alaire" in blocks
    assert b"quetzal" not in blocks
    assert Erasure.objects.count() == 0
    assert [hit.writing.kind for hit in find(query="salaire", page=1, by=candidate).hits] == ["account"]
