from dataclasses import asdict

from training.accounts import load_accounts
from training.scoring import boundary_f1, scores_of

ACCOUNTS = load_accounts()[:20]


def perfect(account):
    moments = [
        {**moment, "start": start, "end": end, "offered": [], "likely": moment["incidents"]}
        for moment, (start, end) in zip(account.moments, account.spans, strict=True)
    ]
    return {"moments": moments, "causes": account.record["causes"]}


def test_annotation_itself_scores_everything():
    scores = asdict(scores_of(ACCOUNTS, {account.id: perfect(account) for account in ACCOUNTS}))

    assert scores.pop("gestures") == 0
    assert scores.pop("assertions") == sum(
        len(moment["incidents"]) for account in ACCOUNTS for moment in account.moments
    )
    assert set(scores.values()) == {100.0}


def test_offered_incident_costs_one_gesture_where_none_costs_two():
    offered = {account.id: perfect(account) for account in ACCOUNTS}
    for answer in offered.values():
        for moment in answer["moments"]:
            moment["offered"], moment["incidents"] = moment["incidents"], []

    scores = scores_of(ACCOUNTS, offered)

    incidents = sum(len(moment["incidents"]) for account in ACCOUNTS for moment in account.moments)
    moments = sum(len(account.moments) for account in ACCOUNTS)
    assert scores.gestures == incidents / (moments + 2 * incidents)
    assert (scores.asserted, scores.asserted_right, scores.among_first) == (0.0, None, 100.0)


def test_boundary_f1_counts_what_stands_within_three_characters():
    account = ACCOUNTS[0]
    near = [(start + 3, end) for start, end in account.spans]
    far = [(start + 4, end) for start, end in account.spans]

    assert boundary_f1([account], {account.id: account.spans}) == 100.0
    assert boundary_f1([account], {account.id: near}) == 100.0
    assert boundary_f1([account], {account.id: far}) == 0.0
    assert boundary_f1([account], {account.id: [(0, len(account.text))]}) == 0.0
