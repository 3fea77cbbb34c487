"""Numbers to call: a wrong one is worse than none."""

from rebond.taxonomy.helplines import HELPLINES


def test_helplines_are_those_that_were_checked() -> None:
    assert [(helpline.country, helpline.dial) for helpline in HELPLINES] == [
        ("FR", "3114"),
        ("FR", "0972394050"),
        ("BE", "080032123"),
        ("CH", "143"),
        ("LU", "454545"),
        ("CA", "988"),
        ("GB", "116123"),
        ("IE", "116123"),
        ("US", "988"),
        ("EU", "112"),
    ]


def test_each_helpline_says_what_it_rests_on() -> None:
    assert all(helpline.source.startswith("https://") for helpline in HELPLINES)
