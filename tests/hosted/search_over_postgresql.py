"""What only PostgreSQL can do to the search: run by tests.hosted.test_search, in a process with its settings."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.apps.debrief.models import Account
from rebond.apps.search import actions
from rebond.apps.search.actions import KNOWN, find, keep_in_step, let_go
from rebond.apps.search.models import Meaning, Writing
from rebond.engine.text.search import terms_of
from tests.apps import cast

SOME_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
LATIN = st.text(st.characters(max_codepoint=0x24F, exclude_characters="\x00"))
LONGEST_TEXT = 200_000


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    KNOWN.forget()
    yield
    KNOWN.forget()


def lexemes(text: str) -> set[str]:
    """The words of a text as PostgreSQL keeps them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(search_lexemes(%s))", [text])
        return set(cursor.fetchone()[0])


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[None]:
    """Another connection does this, and commits only after the block."""
    done, go_on = threading.Event(), threading.Event()

    def acting() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                go_on.wait(30)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        promised: Future[None] = pool.submit(acting)
        done.wait(30)
        try:
            yield
        finally:
            go_on.set()
        promised.result()


@pytest.mark.django_db
@given(LATIN)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_of_latin_letters_are_cut_and_folded_as_those_of_a_query(text: str) -> None:
    assert lexemes(text) == terms_of(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Œuvre d'Éloïse, 12,5 % de m²…", {"l", "oeuvre", "d", "eloise", "12", "5", "de", "m²"}),
        ("a/b/c.txt http://exemple.fr/page?x=1", {"a", "b", "c", "txt", "http", "exemple", "fr", "page", "x", "1"}),
        ("peut-être j_ai 1e5 3h30", {"peut", "etre", "j", "ai", "1e5", "3h30"}),
        ("e\u0301cole ÉCOLE", {"ecole"}),
        ("Собеседование ΛΟΓΟΣ", {"собеседование", "λογος"}),
        ("' \\ : * & | ! ( ) <-> \t\r\n🙂", set()),
        ("", set()),
    ],
)
def test_words_are_cut_as_those_of_a_query(text: str, words: set[str]) -> None:
    assert lexemes(text) == words == terms_of(text)


@pytest.mark.django_db
@given(SOME_TEXT)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_indexed_and_any_query_answered(candidate: Any, text: str) -> None:
    with transaction.atomic():
        Account.objects.all().delete()
        cast.kept(candidate, f"Le mot quetzal. {text}")
        assert find(query="quetzal", page=1, by=candidate).by_words == 1
        find(query=text[:300], page=1, by=candidate)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        " ".join(chr(0x20000 + number % 40_000) for number in range(LONGEST_TEXT // 2)),
        " ".join(chr(0x20000 + number) * 7 for number in range(LONGEST_TEXT // 8)),
        "é" * LONGEST_TEXT,
        ("je " * LONGEST_TEXT)[:LONGEST_TEXT],
    ],
    ids=["short words", "many words", "one word", "the same word"],
)
def test_the_longest_text_is_kept(candidate: Any, text: str) -> None:
    assert len(text) <= LONGEST_TEXT
    cast.kept(candidate, text)

    assert find(query=text[:20].split()[0], page=1, by=candidate).by_words == 1


@pytest.mark.django_db
def test_a_slip_is_taken_for_ones_own_words_alone(candidate: Any) -> None:
    cast.kept(cast.another_person(), "Le mot quetzol.")
    cast.kept(candidate, "Le mot quetzal.")

    assert find(query="quetzel", page=1, by=candidate).meant == (("quetzel", ("quetzal",)),)


@pytest.mark.django_db
def test_the_oftener_in_the_shorter_text_the_earlier(candidate: Any) -> None:
    long = cast.kept(candidate, "Le salaire. " + "Une autre phrase de mon récit, sur autre chose. " * 20)
    often = cast.kept(candidate, "Salaire, salaire, salaire.")
    once = cast.kept(candidate, "Le salaire, et voilà, rien de plus.")

    hits = find(query="salaire", page=1, by=candidate).hits

    assert [hit.writing.account_id for hit in hits] == [often.pk, once.pk, long.pk]


@pytest.mark.django_db(transaction=True)
def test_a_text_with_an_earlier_key_that_is_committed_later_is_known(candidate: Any) -> None:
    with beside(lambda: cast.kept(candidate, "Le mot quetzal.")):
        cast.kept(candidate, "Le mot okapi.")
        assert find(query="quetzel", page=1, by=candidate).hits == ()
        assert [hit.writing.text for hit in find(query="okapy", page=1, by=candidate).hits] == ["Le mot okapi."]

    assert [hit.writing.text for hit in find(query="quetzel", page=1, by=candidate).hits] == ["Le mot quetzal."]


@pytest.mark.django_db(transaction=True)
def test_a_vector_with_an_earlier_key_that_is_committed_later_is_known(candidate: Any) -> None:
    for text in ("Un.", "Deux."):
        cast.kept(candidate, text)
    first, second = Writing.objects.order_by("pk")

    def mean(writing: Writing) -> None:
        vector = np.ones(384, "<f2").tobytes()
        Meaning.objects.create(owner=candidate, writing=writing, start=0, end=2, vector=vector)

    with beside(lambda: mean(first)):
        mean(second)
        assert KNOWN.pieces(candidate).places[:, 0].tolist() == [second.pk]

    assert KNOWN.pieces(candidate).places[:, 0].tolist() == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_vectors_wait_for_no_deletion_and_leave_nothing_behind(candidate: Any, settings: Any) -> None:
    settings.ENCODER = "e5"
    gone = cast.kept(candidate, "Le mot quetzal.")
    kept = cast.kept(candidate, "Le mot okapi.")

    with beside(gone.delete):
        assert actions.mean_some(now=cast.NOON) == 2

    assert [meaning.writing.account_id for meaning in Meaning.objects.all()] == [kept.pk]
    assert Writing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_writes_while_triggers_are_put_there_is_not_lost(candidate: Any) -> None:
    let_go(using="default")

    def in_step() -> bool:
        try:
            return keep_in_step()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with beside(lambda: cast.kept(candidate, "Le mot quetzal.")):
            both = [pool.submit(in_step) for _ in range(2)]
        assert True in [promised.result(30) for promised in both]

    assert keep_in_step() is False
    assert Writing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_index_is_taken_away_and_made_again(candidate: Any) -> None:
    cast.kept(candidate, "Le mot quetzal.")

    call_command("migrate", "search", "zero", verbosity=0)
    cast.kept(candidate, "Le mot okapi.")
    call_command("migrate", "search", verbosity=0)

    assert [find(query=word, page=1, by=candidate).by_words for word in ("quetzal", "okapi")] == [1, 1]
