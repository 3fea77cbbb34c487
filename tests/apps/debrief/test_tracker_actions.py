"""Writes of the tracker: once, by its owner's hand, with a trace; and one answer for an interview and its accounts."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief import tracker_actions as actions
from rebond.apps.debrief.actions import State, describe_state
from rebond.apps.debrief.models import Account, Interview, Opportunity, Readied
from rebond.apps.debrief.tracker_actions import Details, Meeting
from tests.apps import cast

pytestmark = pytest.mark.django_db

LATER = cast.NOON + datetime.timedelta(days=3)
TUESDAY = datetime.date(2026, 3, 17)


def opportunity(person: Any, company: str = "Ateliers Roux", **details: Any) -> Opportunity:
    given = Details(company=company, **details)
    return actions.add_opportunity(key=uuid.uuid4(), details=given, by=person, now=cast.NOON)


def interview(person: Any, of: Opportunity | None = None, **meeting: Any) -> Interview:
    of = of or opportunity(person)
    return actions.add_interview(opportunity=of, key=uuid.uuid4(), meeting=Meeting(**meeting), by=person, now=cast.NOON)


def told(person: Any, *of: Interview) -> list[Account]:
    """An account of each interview."""
    accounts = [cast.kept(person) for _ in of]
    for account, held in zip(accounts, of, strict=True):
        actions.attach_account(account=account, interview=held, by=person, now=cast.NOON)
    return accounts


def answers(model: Any) -> set[tuple[Any, ...]]:
    return set(model.objects.values_list("outcome", "answered_on"))


def last_verbs(number: int) -> list[str]:
    return list(AuditEntry.objects.values_list("verb", flat=True))[-number:]


# ----------------------------------------------------------------------------------------------------------- Adding


def test_opportunity_is_added_whole_with_a_trace(candidate: Any) -> None:
    details = Details(
        "Ateliers Roux", "Vendeuse", "Lyon", "https://example.org/a", "Mme Roux", "applied", TUESDAY, "Vu."
    )

    added = actions.add_opportunity(key=uuid.uuid4(), details=details, by=candidate, now=cast.NOON)

    assert Opportunity.objects.values().get() == {
        "id": added.pk,
        "owner_id": candidate.pk,
        "imprint": "",
        "added_at": cast.NOON,
        "changed_at": cast.NOON,
        **vars(details),
    }
    assert last_verbs(1) == ["add_opportunity"]


def test_opportunity_sent_twice_is_one(candidate: Any) -> None:
    key = uuid.uuid4()
    first = actions.add_opportunity(key=key, details=Details("Roux"), by=candidate, now=cast.NOON)
    stored = cast.everything_stored()

    again = actions.add_opportunity(key=key, details=Details("Roux"), by=candidate, now=LATER)

    assert again == first
    assert cast.everything_stored() == stored


def test_key_of_another_person_gives_an_opportunity_of_ones_own(candidate: Any) -> None:
    key = uuid.uuid4()
    theirs = actions.add_opportunity(key=key, details=Details("Leur"), by=cast.another_person(), now=cast.NOON)

    mine = actions.add_opportunity(key=key, details=Details("Mien"), by=candidate, now=cast.NOON)

    assert mine != theirs
    assert (mine.owner_id, mine.company) == (candidate.pk, "Mien")


def test_interview_sent_twice_is_one(candidate: Any) -> None:
    key, of = uuid.uuid4(), opportunity(candidate)
    sent = {"opportunity": of, "key": key, "meeting": Meeting(kind="hr"), "by": candidate}
    first = actions.add_interview(**sent, now=cast.NOON)

    again = actions.add_interview(**sent, now=LATER)

    assert (again, Interview.objects.count()) == (first, 1)
    assert Opportunity.objects.get().changed_at == cast.NOON


def test_database_refuses_an_end_before_the_start(candidate: Any) -> None:
    with pytest.raises(IntegrityError, match=r"interview_ends_after_it_starts|CHECK constraint failed"):
        interview(candidate, starts_at=LATER, ends_at=cast.NOON)


# --------------------------------------------------------------------------------------------------------- Changing


def test_change_notes_what_is_known_now_and_when(candidate: Any) -> None:
    changed = opportunity(candidate, post="Vendeuse", notes="Vu.")

    actions.change_opportunity(opportunity=changed, details=Details("Roux & Cie"), by=candidate, now=LATER)

    assert Opportunity.objects.values_list("company", "post", "notes", "added_at", "changed_at").get() == (
        "Roux & Cie",
        "",
        "",
        cast.NOON,
        LATER,
    )


def test_move_puts_it_at_another_stage(candidate: Any) -> None:
    moved = opportunity(candidate)

    actions.move_opportunity(opportunity=moved, stage="silent", by=candidate, now=LATER)

    assert Opportunity.objects.values_list("stage", "changed_at").get() == ("silent", LATER)
    assert last_verbs(1) == ["move_opportunity"]


def test_move_to_where_it_stands_changes_nothing(candidate: Any) -> None:
    moved = opportunity(candidate)
    stored = cast.everything_stored()

    actions.move_opportunity(opportunity=moved, stage="to_apply", by=candidate, now=LATER)

    assert cast.everything_stored() == stored


def test_changed_interview_keeps_its_answer_and_changes_its_opportunity(candidate: Any) -> None:
    changed = interview(candidate, kind="hr")
    actions.note_answer(of=changed, outcome="offer", answered_on=TUESDAY, by=candidate, now=cast.NOON)

    actions.change_interview(interview=changed, meeting=Meeting(kind="final"), by=candidate, now=LATER)

    assert Interview.objects.values_list("kind", "outcome", "answered_on").get() == ("final", "offer", TUESDAY)
    assert Opportunity.objects.get().changed_at == LATER


# ---------------------------------------------------------------------------------------------------------- The answer


def test_answer_is_that_of_the_interview_and_of_all_its_accounts(candidate: Any) -> None:
    held = interview(candidate)
    told(candidate, held, held)
    elsewhere = told(candidate, interview(candidate))[0]

    actions.note_answer(of=held, outcome="refused", answered_on=TUESDAY, by=candidate, now=LATER)

    assert set(held.accounts.values_list("outcome", "answered_on")) == {("refused", TUESDAY)}
    assert Interview.objects.values_list("outcome", "answered_on").get(pk=held.pk) == ("refused", TUESDAY)
    assert Account.objects.values_list("outcome", "answered_on").get(pk=elsewhere.pk) == ("", None)
    assert (held.outcome, held.answered_on) == ("refused", TUESDAY)


def test_answer_noted_on_an_account_is_that_of_its_interview(candidate: Any) -> None:
    held = interview(candidate)
    account, _ = told(candidate, held, held)

    actions.note_answer(of=account, outcome="offer", answered_on=TUESDAY, by=candidate, now=LATER)

    assert answers(Interview) == answers(Account) == {("offer", TUESDAY)}
    assert (account.outcome, account.answered_on) == ("offer", TUESDAY)


def test_account_alone_has_an_answer_of_its_own(candidate: Any) -> None:
    alone = cast.kept(candidate)
    told(candidate, interview(candidate))

    actions.note_answer(of=alone, outcome="next_stage", answered_on=TUESDAY, by=candidate, now=LATER)

    assert answers(Interview) == {("", None)}
    assert answers(Account) == {("next_stage", TUESDAY), ("", None)}
    assert last_verbs(1) == ["note_answer"]


@pytest.mark.parametrize("outcome", ["", "waiting", "unknown"])
def test_what_is_no_answer_has_no_date(candidate: Any, outcome: str) -> None:
    held = interview(candidate)
    actions.note_answer(of=held, outcome="offer", answered_on=TUESDAY, by=candidate, now=cast.NOON)

    actions.note_answer(of=held, outcome=outcome, answered_on=TUESDAY, by=candidate, now=LATER)

    assert answers(Interview) == {(outcome, None)}


def test_answer_given_with_the_state_is_that_of_the_interview(candidate: Any) -> None:
    held = interview(candidate)
    account, _ = told(candidate, held, held)

    describe_state(account=account, state=State(stress=3, outcome="refused"), by=candidate, now=LATER)

    assert answers(Interview) == answers(Account) == {("refused", None)}
    assert Account.objects.filter(stress=3).count() == 1


def test_state_that_says_the_same_answer_keeps_its_date(candidate: Any) -> None:
    held = interview(candidate)
    account = told(candidate, held)[0]
    actions.note_answer(of=account, outcome="refused", answered_on=TUESDAY, by=candidate, now=cast.NOON)

    describe_state(account=account, state=State(leaving="vidé", outcome="refused"), by=candidate, now=LATER)

    assert answers(Interview) == answers(Account) == {("refused", TUESDAY)}


def test_hearing_back_notes_the_answer_and_where_it_stands(candidate: Any) -> None:
    held = interview(candidate)

    actions.hear_back(interview=held, outcome="refused", answered_on=TUESDAY, stage="refused", by=candidate, now=LATER)

    assert answers(Interview) == {("refused", TUESDAY)}
    assert Opportunity.objects.values_list("stage", "changed_at").get() == ("refused", LATER)


# --------------------------------------------------------------------------------------------- Accounts of interviews


@pytest.mark.parametrize(
    ("of_interview", "of_account", "shared"),
    [
        ("", "", ""),
        ("", "waiting", "waiting"),
        ("waiting", "", "waiting"),
        ("waiting", "refused", "refused"),
        ("offer", "waiting", "offer"),
        ("offer", "refused", "offer"),
    ],
)
def test_attached_account_and_its_interview_share_one_answer(
    candidate: Any, of_interview: str, of_account: str, shared: str
) -> None:
    held, account = interview(candidate), cast.kept(candidate)
    for row, outcome in ((held, of_interview), (account, of_account)):
        actions.note_answer(of=row, outcome=outcome, answered_on=None, by=candidate, now=cast.NOON)

    actions.attach_account(account=account, interview=held, by=candidate, now=LATER)

    assert answers(Interview) == answers(Account) == {(shared, None)}
    assert (account.interview, account.outcome, held.outcome) == (held, shared, shared)


def test_attaching_changes_no_word_of_the_account(candidate: Any) -> None:
    account = cast.kept(candidate, cast.HOSTILE)

    actions.attach_account(account=account, interview=interview(candidate), by=candidate, now=LATER)

    assert Account.objects.values_list("text", "written_at").get() == (cast.HOSTILE, cast.NOON)


def test_account_that_leaves_keeps_its_answer_and_follows_the_interview_no_more(candidate: Any) -> None:
    held = interview(candidate)
    account = told(candidate, held)[0]
    actions.note_answer(of=held, outcome="refused", answered_on=TUESDAY, by=candidate, now=cast.NOON)
    account.refresh_from_db()

    actions.attach_account(account=account, interview=None, by=candidate, now=LATER)
    actions.note_answer(of=held, outcome="offer", answered_on=None, by=candidate, now=LATER)

    assert Account.objects.values_list("interview", "outcome", "answered_on").get() == (None, "refused", TUESDAY)


# --------------------------------------------------------------------------------------------------------- Removing


def test_removed_opportunity_takes_its_interviews_and_leaves_the_accounts(candidate: Any) -> None:
    held = interview(candidate)
    Readied.objects.create(interview=held, key="pitch", at=cast.NOON)
    account = told(candidate, held)[0]
    other = interview(candidate)

    actions.remove_opportunity(opportunity=held.opportunity, by=candidate, now=LATER)

    assert list(Interview.objects.all()) == [other]
    assert list(Opportunity.objects.all()) == [other.opportunity]
    assert Readied.objects.count() == 0
    assert Account.objects.values_list("pk", "interview", "text").get() == (account.pk, None, account.text)
    assert last_verbs(1) == ["remove_opportunity"]


def test_removed_interview_leaves_its_opportunity_and_the_accounts(candidate: Any) -> None:
    held = interview(candidate)
    account = told(candidate, held)[0]

    actions.remove_interview(interview=held, by=candidate, now=LATER)

    assert Interview.objects.count() == 0
    assert Opportunity.objects.values_list("pk", "changed_at").get() == (held.opportunity_id, LATER)
    assert Account.objects.values_list("pk", "interview").get() == (account.pk, None)
