import datetime

from rebond.apps.base.clock import now


def test_now_is_the_present_in_utc() -> None:
    before = datetime.datetime.now(datetime.UTC)

    moment = now()

    assert before <= moment <= datetime.datetime.now(datetime.UTC)
    assert moment.utcoffset() == datetime.timedelta(0)
