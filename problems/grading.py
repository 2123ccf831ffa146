"""Marks for a class: a folder of submissions, several at once, into a table that can be resumed."""

from __future__ import annotations

import csv
import hashlib
import json
import multiprocessing
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from problems import SECONDS, SOURCES, ProblemError
from problems.bank import drawing, sheets
from problems.marking import judge
from problems.marking.paper import Paper, read
from problems.marking.student import sandbox
from problems.rosters import PLATFORMS, Drawn, fitting

Row = dict[str, Any]
FORKED: list[Exam] = []


@dataclass
class Exam:
    """What is marked: a public set or one drawn with a secret, and whose, if that is known."""

    name: str
    students: dict[str, dict[str, str]] = field(default_factory=dict)
    drawn: Drawn | None = None
    secret: bytes = b""
    papers: dict[str, Paper] = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        """Whether all have the same questions."""
        return self.drawn is None or self.drawn.shared

    def paper(self, student: str) -> Paper:
        """The tests for a student, read once."""
        whose = "" if self.shared else student
        if whose not in self.papers:
            if self.drawn is None:
                source = nbformat.read(SOURCES / f"{self.name}.ipynb", as_version=4)
            else:
                source = sheets.notebook(self.name, drawing.variant(self.name, self.secret, whose))
            self.papers[whose] = read(source)
        return self.papers[whose]


def submissions(folder: Path) -> list[Path]:
    """The files that were handed in, in the folder or, as Moodle packs them, in folders in it."""
    if not folder.is_dir():
        raise ProblemError(f"{folder} is not a folder; name one that holds the submitted notebooks")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )
    if not paths:
        raise ProblemError(f"{folder} is empty; it should hold the submitted notebooks")
    return paths


def owner(shown: str, notebook: Any, exam: Exam) -> tuple[str, list[str]]:
    """Whose submission it is, and what is strange about that."""
    if not exam.students:
        return Path(shown).stem, []
    found = fitting(shown, exam.students)
    authors = [] if exam.shared or notebook is None else written_for(notebook, exam)
    if len(found) == 1:
        others = [] if found[0] in authors else authors
        return found[0], [f"the questions are those of {other}" for other in others]
    if len(authors) == 1:
        return authors[0], ["the file's name names no student; known by its questions"]
    return Path(shown).stem, ["no student of the list could be told from the file's name"]


def written_for(notebook: Any, exam: Exam) -> list[str]:
    """The students whose variant a notebook says it is."""
    text = "\n".join(str(cell.get("source", ""))[:400] for cell in notebook.cells[:6])
    seen = {*re.findall(r"\(variant ([0-9a-f]{12})\)", text), notebook.metadata.get("variant")}
    assert exam.drawn is not None
    return [student for student, stamp in exam.drawn.stamps.items() if stamp in seen]


def work(exam: Exam, path: Path, shown: str, seconds: float) -> Row:
    """The row of one submission; whatever is wrong with it is a note in it."""
    row: Row = {"submission": shown, "id": Path(shown).stem}
    try:
        notebook = nbformat.read(path, as_version=4) if path.suffix == ".ipynb" else None
        said = [] if notebook else ["not a notebook"]
    except Exception as error:  # nbformat raises many kinds
        notebook, said = None, [f"cannot be read as a notebook: {error}"[:200]]
    row["id"], strange = owner(shown, notebook, exam)
    if not exam.shared and row["id"] not in exam.students:
        return {**row, "said": [*strange, *said]}
    asked = exam.paper(row["id"])
    marks = {key: 0 for key, question in asked.questions.items() if question.tests}
    if notebook is not None:
        found = judge.mark(asked, notebook, seconds)
        marks, said = found.marks, found.said
        named = notebook.metadata.get("otter", {})
        if isinstance(named, dict) and named.get("assignment_name", exam.name) != exam.name:
            said = [f"it calls itself the set {named['assignment_name']!r}"[:80], *said]
    return {**row, **marks, "total": sum(marks.values()), "of": asked.of, "said": strange + said}


def key(exam: Exam, path: Path, shown: str, seconds: float) -> str:
    """What a row depends on: the file, its name, the tests and the code of the marker."""
    state = exam.drawn.state if exam.drawn else exam.paper("").state
    code = hashlib.sha256(path.read_bytes())
    code.update(f"{shown}\0{state}\0{exam.name}\0{seconds}".encode())
    code.update(hashlib.sha256(exam.secret).digest())
    return code.hexdigest()


def kept(journal: Path) -> dict[str, Row]:
    """The rows of an earlier run; a line that was cut off is no row."""
    found: dict[str, Row] = {}
    if journal.exists():
        for line in journal.read_text("utf8").splitlines():
            try:
                entry = json.loads(line)
                found[entry["key"]] = entry["row"]
            except (ValueError, KeyError, TypeError):
                continue
    return found


def one(task: tuple[str, Path, str, float], exam: Exam | None = None) -> tuple[str, Row]:
    """A row with its key. A worker has its exam from before it was forked."""
    name, path, shown, seconds = task
    try:
        return name, work(exam or FORKED[-1], path, shown, seconds)
    except Exception as error:  # one submission must not stop the others
        said = [f"could not be marked: {type(error).__name__}: {error}"[:200]]
        return name, {"submission": shown, "id": Path(shown).stem, "said": said}


def rows(todo: Sequence[Any], exam: Exam, jobs: int) -> Iterator[tuple[str, Row]]:
    """Rows as they are finished."""
    if exam.shared:
        exam.paper("").space  # noqa: B018  # once, for all workers
    if jobs == 1:
        for task in todo:
            yield one(task, exam)
        return
    FORKED.append(exam)
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(one, todo)
    FORKED.pop()


def grade(
    exam: Exam, folder: Path, journal: Path, jobs: int = 1, seconds: float = SECONDS
) -> list[Row]:
    """One row a submission, in the order of ids. Rows of an earlier, interrupted run are kept."""
    paths = submissions(folder)
    if sandbox() is None:
        print("bubblewrap (bwrap) is not here: students' code runs with your rights.", flush=True)
    shown = {path: path.relative_to(folder).as_posix() for path in paths}
    keys = {path: key(exam, path, shown[path], seconds) for path in paths}
    done = kept(journal)
    todo = [(keys[p], p, shown[p], seconds) for p in paths if keys[p] not in done]
    if len(todo) < len(paths):
        print(f"{len(paths) - len(todo)} of {len(paths)} were marked before", flush=True)
    began = time.monotonic()
    with journal.open("a", encoding="utf8") as file:
        for count, (name, row) in enumerate(rows(todo, exam, jobs), start=1):
            done[name] = row
            file.write(json.dumps({"key": name, "row": row}) + "\n")
            file.flush()
            os.fsync(file.fileno())
            left = (time.monotonic() - began) / count * (len(todo) - count) / 60
            marks = f"{row['total']} of {row['of']}" if "total" in row else "not marked"
            print(f"[{count}/{len(todo)}] {row['id']}: {marks}; {left:.0f} min left", flush=True)
    found = [dict(done[keys[path]]) for path in paths]
    return sorted(twice(missing(found, exam)), key=lambda row: (row["id"], row["submission"]))


def twice(found: list[Row]) -> list[Row]:
    """The rows, with a note where a student has two."""
    ids = [row["id"] for row in found]
    for row in found:
        if ids.count(row["id"]) > 1:
            row["said"] = ["more than one file of this student", *row["said"]]
    return found


def missing(found: list[Row], exam: Exam) -> list[Row]:
    """The rows, and those of students who handed in nothing."""
    there = {row["id"] for row in found}
    return found + [
        {"submission": "", "id": student, "said": ["nothing was handed in"]}
        for student in exam.students
        if student not in there
    ]


def of_the_list(found: list[Row], exam: Exam) -> list[Row]:
    """The rows of students of the list: a platform refuses a table, or part of it, with others."""
    strangers = [row["submission"] for row in found if row["id"] not in exam.students]
    if not exam.students or not strangers:
        return found
    print(f"not in the table, since they are nobody's of the list: {', '.join(strangers)}")
    return [row for row in found if row["id"] in exam.students]


def write(found: list[Row], table: Path, columns: str, exam: Exam) -> None:
    """The rows as a table of comma-separated values, with the columns of a platform."""
    questions = list(dict.fromkeys(key for row in found for key in row if re.match(r"q\d$", key)))
    if not columns:
        each = ["submission", "id", *questions, "total", "of", "feedback"]
        columns = ",".join(f"{name}={{{name}}}" for name in each)
    pairs = [pair.partition("=")[::2] for pair in columns.split(",")]
    with table.open("w", newline="", encoding="utf8") as file:
        writer = csv.writer(file)
        writer.writerow([name.format_map({"set": exam.name}) for name, _ in pairs])
        if columns == PLATFORMS["canvas"]:  # what a new assignment of Canvas is worth
            worth = next((row["of"] for row in found if "of" in row), "")
            fields = Fields({"Student": "Points Possible", "total": str(worth)})
            writer.writerow([form.format_map(fields) for _, form in pairs])
        for row in found:
            listed = exam.students.get(row["id"], {})
            told = {key: harmless(str(value)) for key, value in row.items() if key != "said"}
            fields = Fields({**listed, "set": exam.name, **told, "feedback": feedback(row)})
            writer.writerow([form.format_map(fields) for _, form in pairs])


class Fields(dict[str, str]):
    """What a column may name; a name that a row lacks is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def feedback(row: Row) -> str:
    """What a student is told: the marks of each question, and what was lost."""
    marks = " ".join(f"{k}: {v}" for k, v in row.items() if re.match(r"q\d$", k))
    return harmless(". ".join(part for part in (marks, *row["said"]) if part))


def harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula, in one line."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
