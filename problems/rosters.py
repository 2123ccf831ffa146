"""Lists of students, and who had which variant."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from problems import ProblemError

IDS = ("id", "ID number", "SIS User ID", "ID", "Identifier", "Username", "Email address")
ALLOWED = re.compile(r"[\w.@+-]+( [\w.@+-]+)*")
# Moodle asks which column is what; Canvas wants those of its own export, which is the list, too
PLATFORMS = {
    "plain": "",
    "moodle": "ID number={id},Grade={total},Feedback={feedback}",
    "canvas": "Student={Student},ID={ID},SIS User ID={SIS User ID},SIS Login ID={SIS Login ID},"
    "Section={Section},{set}={total}",
}


@dataclass(frozen=True, eq=False)
class Drawn:
    """What was drawn: students by id, with the columns of the list, and the names of variants."""

    name: str
    shared: bool
    state: str
    students: dict[str, dict[str, str]] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Keep it; there is no secret in it."""
        path.write_text(json.dumps(vars(self), indent=1, ensure_ascii=False), "utf8")


def read_drawn(path: Path) -> Drawn:
    """What `draw` has kept."""
    try:
        found: Any = json.loads(path.read_text("utf8"))
        return Drawn(**found)
    except (OSError, ValueError, TypeError) as error:
        raise ProblemError(f"{path} is not the drawn.json that `draw` wrote: {error}") from None


def read_roster(path: Path, column: str = "") -> dict[str, dict[str, str]]:
    """The students of a list with a heading, by the column that names them."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or []
            table = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProblemError(f"the list of students {path} cannot be read: {error}") from None
    chosen = column or next((name for name in IDS if name in names), "")
    if chosen not in names:
        known = ", ".join(names) or "nothing"
        wanted = column or " or ".join(IDS)
        raise ProblemError(f"{path} needs a column {wanted}; its heading has {known}")
    found: dict[str, dict[str, str]] = {}
    for row in table:
        name = (row[chosen] or "").strip()
        if not name:
            continue  # such as Canvas's line of the points that are possible
        if not ALLOWED.fullmatch(name):
            raise ProblemError(f"{path}: {name!r} cannot be the name of a folder; use plain ids")
        if name in found:
            raise ProblemError(f"{path} names {name} twice")
        found[name] = {key: value or "" for key, value in row.items() if isinstance(key, str)}
    if not found:
        raise ProblemError(f"{path} names no student in its column {chosen}")
    return found


def fit_for(platform: str, students: dict[str, dict[str, str]]) -> None:
    """Refuse a list that lacks what a platform asks for."""
    columns = set(next(iter(students.values()), {}))
    if platform == "canvas" and not {"Student", "ID"} <= columns:
        raise ProblemError(
            "Canvas knows students by the columns Student and ID of the table that it exports: "
            "give that table as --students, or as the list that a set is drawn for"
        )


def fitting(shown: str, students: dict[str, Any]) -> list[str]:
    """The students whose id stands in a file's name or folder, as a whole word."""
    fit = [s for s in students if re.search(rf"(?<![\w.@-]){re.escape(s)}(?![\w@-])", shown)]
    fit = fit or [s for s in students if re.search(rf"(?<![^\W_]){re.escape(s)}(?![^\W_])", shown)]
    longest = [s for s in fit if not any(s != other and s in other for other in fit)]
    return longest
