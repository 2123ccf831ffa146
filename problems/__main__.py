"""The command `python -m problems`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from problems import SECONDS, ProblemError, names
from problems.making import make


def known(name: str) -> str:
    """A set's name, for the command line."""
    if name not in names():
        raise argparse.ArgumentTypeError(f"no set {name!r}; there are {', '.join(names())}")
    return name


def arguments() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="python -m problems")
    commands = parser.add_subparsers(dest="command", required=True)
    makes = commands.add_parser("make", help="student versions and autograders of the public sets")
    makes.add_argument("names", nargs="*", type=known, metavar="NAME", help="all, if none is given")
    draws = commands.add_parser("draw", help="private variants of a set, drawn by a secret")
    draws.add_argument("name", type=known, metavar="NAME")
    draws.add_argument("--secret", type=Path, required=True, metavar="FILE")
    draws.add_argument("--students", type=Path, required=True, metavar="ROSTER.csv")
    draws.add_argument("--id", default="", metavar="COLUMN", help="the column that names a student")
    draws.add_argument("--shared", action="store_true", help="one variant for the whole class")
    draws.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    grades = commands.add_parser("grade", help="a table of marks for a folder of notebooks")
    grades.add_argument("name", type=known, metavar="NAME")
    grades.add_argument("folder", type=Path, metavar="FOLDER")
    grades.add_argument("table", type=Path, metavar="MARKS.csv")
    grades.add_argument("--drawn", type=Path, metavar="drawn.json", help="for a set that was drawn")
    grades.add_argument("--secret", type=Path, metavar="FILE", help="the one it was drawn with")
    grades.add_argument("--students", type=Path, metavar="ROSTER.csv", help="for a public set")
    grades.add_argument("--id", default="", metavar="COLUMN")
    grades.add_argument("--platform", default="plain", choices=["plain", "moodle", "canvas"])
    grades.add_argument("--columns", default="", metavar='"Name={field},…"')
    grades.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    limit = f"that a cell, or a call in a test, may compute; {SECONDS} if not given"
    grades.add_argument("--seconds", type=float, default=SECONDS, help=limit)
    samples = commands.add_parser("sample", help="write a public set anew from its templates")
    samples.add_argument("name", metavar="NAME")
    return parser


def marked(given: argparse.Namespace) -> None:
    """Mark a class, and write its table."""
    from problems.bank import drawing  # these import SymPy, which takes a second
    from problems.grading import Exam, grade, of_the_list, write
    from problems.rosters import PLATFORMS, fit_for, read_drawn, read_roster

    drawn, secret = None, b""
    if given.drawn or given.secret:
        if not (given.drawn and given.secret):
            raise ProblemError("a drawn set needs both --drawn drawn.json and --secret FILE")
        drawn, secret = read_drawn(given.drawn), drawing.read_secret(given.secret)
        if drawn.name != given.name:
            raise ProblemError(f"{given.drawn} is of the set {drawn.name}, not of {given.name}")
        if drawn.state != drawing.fingerprint():
            raise ProblemError(
                "the templates have changed since this set was drawn, and would draw other "
                "questions; mark with the version of the book that drew it"
            )
        whose = next(iter(drawn.stamps))
        if drawn.stamps[whose] != drawing.stamp(given.name, secret, "" if drawn.shared else whose):
            raise ProblemError(f"{given.secret} is not the secret that this set was drawn with")
    students = drawn.students if drawn else {}
    if given.students and drawn is None:
        students = read_roster(given.students, given.id)
    fit_for(given.platform, students)
    exam = Exam(given.name, students, drawn, secret)
    journal = given.table.with_name(given.table.name + ".rows")
    found = grade(exam, given.folder, journal, max(1, given.jobs), given.seconds)
    if given.platform != "plain":
        found = of_the_list(found, exam)
    write(found, given.table, given.columns or PLATFORMS[given.platform], exam)


def main() -> int:
    """Return 0 if what was asked for could be done."""
    parser = arguments()
    given = parser.parse_args()
    try:
        if given.command == "make":
            for name in given.names or names():
                print(make(name))
        elif given.command == "draw":
            from problems.bank import drawing
            from problems.drawn import draw
            from problems.rosters import read_roster

            if given.name not in drawing.sets():
                raise ProblemError(f"{given.name} has no templates; {', '.join(drawing.sets())} do")
            secret = drawing.read_secret(given.secret)
            draw(given.name, secret, read_roster(given.students, given.id), given.out, given.shared)
        elif given.command == "sample":
            from problems.bank.samples import write_sample

            print(write_sample(given.name))
        else:
            marked(given)
    except ProblemError as error:
        parser.exit(1, f"{error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
