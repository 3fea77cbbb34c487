"""The hot text never changes: the database refuses, whoever asks and however."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rebond.apps.debrief.actions import State, describe_state
from rebond.apps.debrief.models import Account
from tests.apps import cast

pytestmark = pytest.mark.django_db

TEXT = "J'ai perdu le fil."


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate, TEXT)


def change_by_save(account: Account) -> None:
    account.text = "Tout s'est bien passé."
    account.save()


def change_by_update(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(text="Tout s'est bien passé.")


def change_by_bulk_update(account: Account) -> None:
    account.text = "Tout s'est bien passé."
    Account.objects.bulk_update([account], ["text"])


def change_by_upsert(account: Account) -> None:
    account.text = "Tout s'est bien passé."
    Account.objects.bulk_create([account], update_conflicts=True, unique_fields=["id"], update_fields=["text"])


def change_by_sql(account: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE debrief_account SET text = %s WHERE id = %s", ["Tout s'est bien passé.", account.pk.hex])


def change_of_nothing_else_than_a_space(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(text=f"{TEXT} ")


def emptied(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(text="")


@pytest.mark.parametrize(
    "change",
    [
        change_by_save,
        change_by_update,
        change_by_bulk_update,
        change_by_upsert,
        change_by_sql,
        change_of_nothing_else_than_a_space,
        emptied,
    ],
)
def test_the_text_of_an_account_is_frozen(account: Account, change: Any) -> None:
    with pytest.raises(IntegrityError, match="the text of an account is frozen"), transaction.atomic():
        change(account)

    assert Account.objects.get().text == TEXT


def test_what_lies_beside_the_text_may_change(account: Account, candidate: Any, now: datetime.datetime) -> None:
    describe_state(account=account, state=State(leaving="vidé", stress=8), by=candidate, now=now)

    assert Account.objects.values_list("text", "leaving", "stress").get() == (TEXT, "vidé", 8)


def test_saving_the_whole_row_with_its_own_text_is_no_change(account: Account) -> None:
    account.leaving = "vidé"
    account.save()

    assert Account.objects.values_list("text", "leaving").get() == (TEXT, "vidé")


def test_an_account_may_be_deleted(account: Account) -> None:
    account.delete()

    assert list(Account.objects.all()) == []


def test_the_trigger_is_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'account%'")

        assert cursor.fetchall() == [("account_text_is_frozen", "debrief_account")]
