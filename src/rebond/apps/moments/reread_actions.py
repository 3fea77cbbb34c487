"""Reading again what an earlier reader has read. Whatever the candidate said of it stays, and stays where it is."""

import datetime

from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.moments.actions import labels_changed, learned_from, moment_row, the_reader
from rebond.apps.moments.models import Moment, Reading
from rebond.apps.moments.reread_queries import keeps_its_cuts, outdated_readings
from rebond.engine.moments import types
from rebond.engine.moments.read import PERSONAL

LABELS = ("nature", "confidence", "natures", "asserted", "offered", "likelihoods", "distortions", "phase", "taught")
"""What the engine says of a moment, its place apart."""


def to_read_again() -> list[int]:
    """The keys of the readings that today's reader would make otherwise. The reader is loaded where there are any."""
    if not Reading.objects.exists():
        return []
    reader = the_reader()
    return outdated_readings(reader=reader.kind, version=reader.version, personal=PERSONAL)


def read_again(*, key: int, now: datetime.datetime) -> bool:
    """Renew one reading; False where there was nothing to renew, or something changed while the engine read.

    The engine works before the transaction opens. Where something hangs on the moments they keep their place, and their
    labels alone are renewed; elsewhere the account is cut anew. The text is not touched.
    """
    reading = Reading.objects.select_related("account__owner").filter(pk=key, agreed_at=None).first()
    if reading is None:
        return False
    account = reading.account
    learned = learned_from(account.owner)
    if keeps_its_cuts(reading):
        spans = list(reading.moments.values_list("start", "end"))
        read = the_reader().judged([(account.text, spans)], learned=learned)[0]
    else:
        read = the_reader().read(account.text, learned=learned)
    rows = [moment_row(reading, position, moment, learned) for position, moment in enumerate(read.moments)]
    return _renew(reading, read, rows, now=now)


@transaction.atomic
def _renew(reading: Reading, read: types.Reading, rows: list[Moment], *, now: datetime.datetime) -> bool:
    stored = list(reading.moments.all())
    same_cuts = [(row.start, row.end) for row in rows] == [(moment.start, moment.end) for moment in stored]
    if not same_cuts and keeps_its_cuts(reading):
        return False  # said, or shown, while the engine read: the next time it is read with its cuts
    as_it_was = Reading.objects.filter(pk=reading.pk, version=reading.version, read_at=reading.read_at, agreed_at=None)
    if not as_it_was.update(read_at=now, lang=read.lang, reader=read.reader, version=read.version):
        return False
    if same_cuts:
        for row, moment in zip(rows, stored, strict=True):
            row.pk = moment.pk
        Moment.objects.bulk_update(rows, LABELS)
    else:
        reading.moments.all().delete()
        Moment.objects.bulk_create(rows)
    record(by=None, verb="read_again", target=reading.account, now=now)
    labels_changed.send(sender=Reading, account=reading.account, now=now)
    return True
