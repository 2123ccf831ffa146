"""The command `python -m problems`."""

import argparse
import sys
from pathlib import Path

from problems import ProblemError, names
from problems.grading import grade, write
from problems.making import make


def known(name: str) -> str:
    """A set's name, for the command line."""
    if name not in names():
        raise argparse.ArgumentTypeError(f"no set {name!r}; there are {', '.join(names())}")
    return name


def main() -> int:
    """Return 0 if what was asked for could be done."""
    parser = argparse.ArgumentParser(prog="python -m problems")
    commands = parser.add_subparsers(dest="command", required=True)
    makes = commands.add_parser("make", help="student versions and autograders")
    makes.add_argument("names", nargs="*", type=known, metavar="NAME", help="all, if none is given")
    grades = commands.add_parser("grade", help="a table of marks for a folder of notebooks")
    grades.add_argument("name", type=known, metavar="NAME")
    grades.add_argument("folder", type=Path, metavar="FOLDER")
    grades.add_argument("table", type=Path, metavar="MARKS.csv")
    given = parser.parse_args()
    try:
        if given.command == "make":
            for name in given.names or names():
                print(make(name))
        else:
            write(grade(given.name, given.folder, lambda: make(given.name)), given.table)
    except ProblemError as error:
        parser.exit(1, f"{error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
