"""`python -m loket`: hand over to the command line."""

from loket.cli import main

if __name__ == "__main__":
    main()
