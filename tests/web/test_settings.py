"""What the settings promise, asked of the parts that keep it."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from rebond.apps.debrief.forms import LONGEST_TEXT
from rebond.apps.debrief.models import Account
from rebond.engine.text.limits import LONGEST_ACCOUNT
from tests.serving import environment

ASK_THE_DATABASE = """
import django, json
django.setup()
from django.conf import settings
from django.db import connection
names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "temp_store")
with connection.cursor() as cursor:
    values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
print(json.dumps(values | {"transactions": connection.transaction_mode, "debug": settings.DEBUG}))
"""
FULL, MEMORY = 2, 2  # sqlite.org/pragma.html


def test_the_database_keeps_what_it_acknowledges_and_leaves_nothing_behind(data_folder: Path) -> None:
    data_folder.mkdir()
    answered = subprocess.run(
        [sys.executable, "-c", ASK_THE_DATABASE],
        env=environment(data_folder, {"DJANGO_SETTINGS_MODULE": "rebond.web.settings.local"}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert json.loads(answered.stdout) == {
        "journal_mode": "wal",
        "synchronous": FULL,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
        "secure_delete": 1,
        "temp_store": MEMORY,
        "transactions": "IMMEDIATE",
        "debug": False,
    }


def test_engine_form_and_server_agree_on_the_longest_account() -> None:
    assert {LONGEST_TEXT, LONGEST_ACCOUNT} == {200_000}


@pytest.mark.django_db
@pytest.mark.parametrize("character", ["a", "é", "\n\n\nx", "🙃"])
def test_the_longest_account_is_kept_whatever_it_is_made_of(client: Client, character: str) -> None:
    text = (character * LONGEST_ACCOUNT)[:LONGEST_ACCOUNT]

    response = client.post(
        "/debrief/", urlencode({"text": text.replace("\n", "\r\n")}), content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 302
    assert Account.objects.get().text == text
