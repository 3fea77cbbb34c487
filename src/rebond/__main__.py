"""`python -m rebond` is `rebond`."""

from rebond.cli.main import main

if __name__ == "__main__":
    main()
