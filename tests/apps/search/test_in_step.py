"""Whatever a stage writes is found, whatever it changes or deletes is not found any more."""

import datetime
from typing import Any

import pytest

from rebond.apps.debrief.models import Account, Exchange, Interview, Learnt, Opportunity
from rebond.apps.moments.models import Moment, SecondThought
from rebond.apps.plan.models import CardLine, Priority, Step
from rebond.apps.search import sources
from rebond.apps.search.actions import find, keep_in_step, let_go, take_up
from rebond.apps.search.models import Writing
from tests.apps import cast

pytestmark = pytest.mark.django_db


def found(person: Any, query: str) -> list[tuple[str, str]]:
    """Kind and text of what is found by words."""
    return [(hit.writing.kind, hit.writing.text) for hit in find(query=query, page=1, by=person).hits]


def opportunity(person: Any, **said: str) -> Opportunity:
    fields = {"company": "Ravel", "stage": "applied", "added_at": cast.NOON, "changed_at": cast.NOON} | said
    return Opportunity.objects.create(owner=person, **fields)


def interview(person: Any, **said: Any) -> Interview:
    return Interview.objects.create(owner=person, opportunity=opportunity(person), added_at=cast.NOON, **said)


def step(person: Any, words: str) -> Step:
    account = cast.read(person)
    priority = Priority.objects.filter(account=account).first()
    return Step.objects.create(priority=priority, position=9, own_words=words)


def thought(person: Any, **said: str) -> SecondThought:
    moment = Moment.objects.filter(reading__account=cast.read(person)).first()
    return SecondThought.objects.create(moment=moment, at=cast.NOON, **said)


def card_line(person: Any, words: str) -> CardLine:
    return CardLine.objects.create(owner=person, section="lesson", position=0, words=words, at=cast.NOON)


WRITTEN = {
    "account": lambda person: cast.kept(person, "Le mot quetzal."),
    "exchange": lambda person: Exchange.objects.create(account=cast.kept(person), position=0, said="Le mot quetzal."),
    "learnt": lambda person: Learnt.objects.create(
        account=cast.kept(person), topic="pay", words="Le mot quetzal.", at=cast.NOON
    ),
    "opportunity": lambda person: opportunity(person, notes="Le mot quetzal."),
    "interview": lambda person: interview(person, people="Le mot quetzal."),
    "thought": lambda person: thought(person, fairer="Le mot quetzal."),
    "step": lambda person: step(person, "Le mot quetzal."),
    "card": lambda person: card_line(person, "Le mot quetzal."),
}
CHANGED = {
    "exchange": ("said", Exchange),
    "learnt": ("words", Learnt),
    "opportunity": ("notes", Opportunity),
    "interview": ("people", Interview),
    "thought": ("fairer", SecondThought),
    "step": ("own_words", Step),
    "card": ("words", CardLine),
}


def test_every_kind_has_its_test() -> None:
    assert list(WRITTEN) == [source.kind for source in sources.SOURCES]


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_written_is_found(candidate: Any, kind: str) -> None:
    row = WRITTEN[kind](candidate)

    (hit,) = find(query="quetzals", page=1, by=candidate).hits

    assert hit.writing.kind == kind
    assert hit.writing.target == (row.pk if isinstance(row.pk, int) else row.pk.hex).__str__()
    assert [piece.text for piece in hit.excerpt.pieces if piece.is_found] == ["quetzal"]


@pytest.mark.parametrize("kind", CHANGED)
def test_what_is_changed_is_found_under_its_new_words_alone(candidate: Any, kind: str) -> None:
    field, model = CHANGED[kind]
    row = WRITTEN[kind](candidate)

    model.objects.filter(pk=row.pk).update(**{field: "Le mot axolotl."})

    assert found(candidate, "quetzal") == []
    assert [name for name, _ in found(candidate, "axolotl")] == [kind]


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_deleted_is_found_no_more(candidate: Any, kind: str) -> None:
    row = WRITTEN[kind](candidate)
    assert [name for name, _ in found(candidate, "quetzal")] == [kind]

    row.delete()

    assert found(candidate, "quetzal") == []
    assert not Writing.objects.filter(kind=kind).exists()


@pytest.mark.parametrize("kind", ["account", "exchange", "learnt", "thought", "step"])
def test_what_hangs_on_an_account_goes_with_it(candidate: Any, kind: str) -> None:
    WRITTEN[kind](candidate)

    Account.objects.all().delete()

    assert Writing.objects.count() == 0


def test_an_opportunity_takes_its_interviews_along(candidate: Any) -> None:
    interview(candidate, people="Le mot quetzal.", place="Salle 3")

    Opportunity.objects.all().delete()

    assert Writing.objects.count() == 0


def test_rows_written_at_once_are_found_too(candidate: Any) -> None:
    account = cast.kept(candidate)
    rows = [Exchange(account=account, position=n, asked=f"Pourquoi quetzal {n} ?") for n in range(3)]

    Exchange.objects.bulk_create(rows)

    assert sorted(text for _, text in found(candidate, "quetzal")) == [row.asked for row in rows]


def test_what_says_nothing_is_no_text(candidate: Any) -> None:
    thought(candidate, choice="leave")
    interview(candidate)

    assert set(Writing.objects.values_list("kind", flat=True)) == {"account", "opportunity"}


def test_a_text_that_did_not_change_keeps_its_row(candidate: Any) -> None:
    account = cast.kept(candidate)
    before = list(Writing.objects.values_list("pk", flat=True))

    Account.objects.filter(pk=account.pk).update(stress=3, leaving="vidé")

    assert list(Writing.objects.values_list("pk", flat=True)) == before


def test_tables_may_change_and_nothing_is_lost(candidate: Any) -> None:
    kept = cast.kept(candidate, "Le mot quetzal.")
    gone = cast.kept(candidate, "Le mot axolotl.")
    before = Writing.objects.get(target=kept.pk.hex).pk
    let_go(using="default")
    gone.delete()
    card_line(candidate, "Le mot okapi.")
    assert found(candidate, "okapi") == []

    take_up(using="default")

    assert [kind for kind, _ in found(candidate, "okapi")] == ["card"]
    assert found(candidate, "axolotl") == []
    assert Writing.objects.get(target=kept.pk.hex).pk == before
    assert keep_in_step() is False


def test_nobody_finds_what_another_wrote(candidate: Any) -> None:
    other = cast.another_person()
    cast.kept(other, "Le mot quetzal.")
    cast.kept(candidate, "Le mot okapi.", now=cast.NOON + datetime.timedelta(days=1))

    assert found(candidate, "quetzal") == []
    assert [kind for kind, _ in found(other, "quetzal")] == ["account"]
