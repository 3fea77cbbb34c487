"""Reading again after an update: labels renewed, and whatever the candidate said where they said it."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.models import Hypothesis
from rebond.apps.debrief.models import Account
from rebond.apps.moments import on_screen, reread_actions
from rebond.apps.moments.actions import confirm_reading, correct_moment, read_account, the_reader
from rebond.apps.moments.lessons_actions import forget_lessons, use_corrections
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.apps.moments.reread_actions import read_again, to_read_again
from rebond.apps.people.models import Person
from tests.apps import cast

pytestmark = pytest.mark.django_db

LATER = cast.NOON + datetime.timedelta(days=1)
LABELS = [field for field in reread_actions.LABELS if field != "taught"]


@pytest.fixture
def account(candidate: Person) -> Account:
    """Read by hand, so by no reader of today, and cut otherwise than it would."""
    return cast.read(candidate, [cast.Passage("Elle a souri. J'ai"), cast.Passage("bafouillé un chiffre.")])


def key_of(account: Account) -> int:
    return Reading.objects.get(account=account).pk


def spans() -> list[tuple[int, int]]:
    return list(Moment.objects.values_list("start", "end"))


def labels() -> list[tuple[Any, ...]]:
    return list(Moment.objects.values_list(*LABELS))


def test_nothing_is_to_be_read_again_where_nothing_is_read(candidate: Person) -> None:
    cast.kept(candidate)

    assert to_read_again() == []


def test_what_another_version_has_read_is_to_be_read_again_the_latest_first(candidate: Person) -> None:
    older = cast.read(candidate, reader="light")
    newer = cast.read(candidate, now=LATER, reader="light")
    of_today = cast.kept(candidate, "Rien à dire.")
    read_account(account=of_today, by=candidate, now=cast.NOON)

    assert to_read_again() == [key_of(newer), key_of(older)]


def test_an_account_without_a_word_of_the_candidate_is_cut_and_read_anew(account: Account) -> None:
    assert read_again(key=key_of(account), now=LATER)

    said = the_reader().read(account.text)
    assert spans() == [(moment.start, moment.end) for moment in said.moments]
    assert list(Moment.objects.values_list("nature", "confidence", "asserted", "offered")) == [
        (moment.nature, moment.confidence, list(moment.incidents), list(moment.offered)) for moment in said.moments
    ]
    reading = Reading.objects.get()
    assert (reading.reader, reading.version, reading.read_at) == (said.reader, said.version, LATER)


def test_a_second_time_there_is_nothing_to_do(account: Account) -> None:
    read_again(key=key_of(account), now=LATER)

    assert to_read_again() == []


def test_where_the_candidate_corrected_the_cuts_and_the_corrections_stay(account: Account, candidate: Person) -> None:
    correct_moment(account=account, position=1, aspect="agency", key="them", holds=True, by=candidate, now=cast.NOON)
    before = (spans(), list(Correction.objects.values()), list(Moment.objects.values_list("pk", flat=True)))

    assert read_again(key=key_of(account), now=LATER)

    assert (spans(), list(Correction.objects.values()), list(Moment.objects.values_list("pk", flat=True))) == before
    said = the_reader().judged([(account.text, before[0])])[0]
    assert list(Moment.objects.values_list("nature", "confidence")) == [(m.nature, m.confidence) for m in said.moments]
    assert Reading.objects.get().version == said.version


def test_what_a_page_may_show_keeps_its_cuts(client: Client, account: Account) -> None:
    before = spans()
    client.get(f"/moments/{account.pk}/")

    assert read_again(key=key_of(account), now=LATER)

    assert spans() == before


def test_what_the_candidate_agreed_with_is_left_as_it_is(account: Account, candidate: Person) -> None:
    confirm_reading(account=account, agrees=True, by=candidate, now=cast.NOON)
    stored = cast.everything_stored()

    assert (to_read_again(), read_again(key=key_of(account), now=LATER)) == ([], False)
    assert cast.everything_stored() == stored


def test_the_light_reader_takes_the_place_of_no_fuller_one(
    account: Account, candidate: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_reader(), "kind", "light")
    light = cast.read(candidate, reader="light")

    assert to_read_again() == [key_of(light)]


def test_the_small_network_does_not_take_the_place_of_both(candidate: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_reader(), "kind", "e5")
    cast.read(candidate, reader="gemma")
    small, light = cast.read(candidate, reader="e5"), cast.read(candidate, reader="light")

    assert set(to_read_again()) == {key_of(small), key_of(light)}


def test_a_gesture_made_while_the_engine_reads_is_kept_in_its_place(
    account: Account, candidate: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = the_reader().read

    def meanwhile(text: str, **options: Any) -> Any:
        correct_moment(account=account, position=1, aspect="nature", key="fact", holds=True, by=candidate, now=LATER)
        return read(text, **options)

    monkeypatch.setattr(the_reader(), "read", meanwhile)
    before = (spans(), labels())

    assert not read_again(key=key_of(account), now=LATER)
    assert (spans(), labels()) == before
    assert Correction.objects.values_list("moment__position", "key").get() == (1, "fact")
    assert read_again(key=key_of(account), now=LATER)
    assert spans() == before[0]


def test_another_launch_that_read_it_meanwhile_is_not_overwritten(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, read = key_of(account), the_reader().read

    def meanwhile(text: str, **options: Any) -> Any:
        monkeypatch.undo()
        assert read_again(key=key, now=cast.NOON)
        return read(text, **options)

    monkeypatch.setattr(the_reader(), "read", meanwhile)

    assert not read_again(key=key, now=LATER)
    assert Reading.objects.get().read_at == cast.NOON


def test_a_reading_that_is_gone_is_nothing_to_renew(account: Account) -> None:
    key = key_of(account)
    account.delete()

    assert not read_again(key=key, now=LATER)


def test_the_text_is_not_touched_the_causes_follow_and_one_audit_row_says_so(account: Account) -> None:
    AuditEntry.objects.all().delete()

    read_again(key=key_of(account), now=LATER)

    assert Account.objects.get().text == account.text
    assert set(Hypothesis.objects.values_list("weighed_at", flat=True)) <= {LATER}
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_id")) == [
        (LATER, None, "read_again", str(account.pk))
    ]


# ----------------------------------------------------------------------------------------- What corrections have moved


@pytest.fixture
def moved(candidate: Person) -> Account:
    """An account whose reading was moved by what was corrected in another."""
    other = cast.read(candidate, [cast.Passage("J'ai gardé les mains sous la table.")])
    correct_moment(account=other, position=0, aspect="incident", key="stress", holds=True, by=candidate, now=cast.NOON)
    confirm_reading(account=other, agrees=True, by=candidate, now=cast.NOON)
    account = cast.kept(candidate, "Encore les mains sous la table.")
    read_account(account=account, by=candidate, now=cast.NOON)
    return account


def test_what_corrections_moved_stays_while_they_are_used(moved: Account) -> None:
    assert to_read_again() == []


@pytest.mark.parametrize("stop", ["leave", "forget"])
def test_what_corrections_moved_is_read_again_without_them_once_they_are_left(
    moved: Account, candidate: Person, stop: str
) -> None:
    if stop == "leave":
        use_corrections(used=False, by=candidate, now=LATER)
    else:
        forget_lessons(by=candidate, now=LATER)

    assert to_read_again() == [key_of(moved)]
    assert read_again(key=key_of(moved), now=LATER)
    assert (Reading.objects.get(account=moved).version, to_read_again()) == (the_reader().version, [])
    assert list(Moment.objects.filter(reading__account=moved).values_list("taught", flat=True)) == [[]]


def test_reading_again_uses_what_was_learned(moved: Account) -> None:
    before = list(Moment.objects.filter(reading__account=moved).values(*LABELS))
    Reading.objects.filter(account=moved).update(version="earlier")

    assert read_again(key=key_of(moved), now=LATER)
    assert list(Moment.objects.filter(reading__account=moved).values(*LABELS)) == before


def test_each_account_on_a_screen_is_known_by_itself(candidate: Person) -> None:
    shown, other = cast.kept(candidate), cast.kept(candidate)

    on_screen.note(shown.pk)

    assert (on_screen.was_shown(shown.pk), on_screen.was_shown(other.pk)) == (True, False)
