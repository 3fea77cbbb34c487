from training.accounts import RETOLD, fold_of, folds_of, load_accounts

ACCOUNTS = load_accounts()


def test_accounts_quote_their_text():
    for account in ACCOUNTS:
        assert account.quotes == [moment["quote"] for moment in account.moments]


def test_no_group_stands_on_both_sides():
    held_out = {account.group for account in ACCOUNTS if account.held_out}
    known = {account.group for account in ACCOUNTS if not account.held_out}

    assert held_out & known == set()


def test_about_one_retold_account_in_five_is_held_out_and_no_invented_one():
    held_out = [account.lang for account in ACCOUNTS if account.held_out]

    assert (held_out.count("fr"), held_out.count("en")) == (226, 24)
    assert RETOLD == ("retold.jsonl", "english.jsonl")
    assert all(account.lifelike for account in ACCOUNTS if account.held_out)


def test_folds_keep_groups_together_and_are_about_equal():
    folds = folds_of(ACCOUNTS, 3)

    assert [fold_of(account.group, 3) for account in ACCOUNTS] == folds
    assert all(abs(folds.count(fold) - len(folds) / 3) < len(folds) / 15 for fold in range(3))
