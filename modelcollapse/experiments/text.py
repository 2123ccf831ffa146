"""Text for language models: WikiText-2 from files or by name, or Python's own documentation."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass, fields
from pathlib import Path

from .places import named, place_of

NAMES = ("documentation", "wikitext-2")
# The splits' names, as they are found; of several the first.
FILES = {
    "train": (
        "train.txt", "wiki.train.tokens", "wiki.train.raw", "train_shuffled_articles.txt",
    ),
    "valid": ("valid.txt", "wiki.valid.tokens", "wiki.valid.raw"),
    "test": ("test.txt", "wiki.test.tokens", "wiki.test.raw"),
}  # fmt: skip
# of WikiText-2's test split, which is the same wherever it lies
WIKITEXT = "d790b833ef8cf03a90db7bf1271b7520b83c45ce07ba3c1a9699df81e239eca0"
UNKNOWN = "<unk>"
SENTENCE = re.compile(r"\S.*?(?: [.?!](?: [\"'”])*(?= |$)|$)")  # up to a full stop on its own
# What WikiText did to ordinary text, and how to undo it.
JOINED = (
    (re.compile(r" @([-,.])@ "), r"\1"),
    (re.compile(r" ([,.;:!?%)\]])"), r"\1"),
    (re.compile(r"([(\[]) "), r"\1"),
    (re.compile(r" ('s|'t|'re|'ve|'d|'ll|'m)\b"), r"\1"),
    (re.compile(r"\" ([^\"\n]*) \""), r'"\1"'),
)


@dataclass(frozen=True)
class Text:
    """A text in three parts, for training, for choosing an epoch, and for testing.

    checksum: SHA-256 over the three.
    """

    name: str
    train: str
    valid: str
    test: str

    @property
    def checksum(self) -> str:
        """SHA-256 over the three parts."""
        whole = "\0".join((self.train, self.valid, self.test))
        return hashlib.sha256(whole.encode()).hexdigest()


def load_text(source: str | os.PathLike[str] | None = None) -> Text:
    """Load text by name, "documentation" or "wikitext-2", or from a folder with three files.

    The folder holds the splits as UTF-8 text, `train.txt`, `valid.txt` and `test.txt`, or
    WikiText-2's `wiki.train.tokens` or `.raw` and so on; a folder of one of the names comes
    first, and a text is known by its folder's name. "wikitext-2" is downloaded through
    `datasets`; "documentation" comes with Python. None: WikiText-2 where it can be downloaded,
    otherwise the documentation, and standard error says so.
    Raises ValueError where the source is no such thing, or a file is missing, empty or no text.
    """
    if (place := place_of(source, NAMES)) is not None:
        return from_folder(place)
    return known(source)


def known(source: object) -> Text:
    """The text of this name; None as in `load_text`."""
    if source == "documentation":
        return documentation()
    if source == "wikitext-2":
        try:
            return downloaded()
        except (OSError, ImportError) as error:
            raise ValueError(
                f"data 'wikitext-2' cannot be downloaded ({error}); install `datasets`, or give "
                "a folder with train.txt, valid.txt and test.txt, or 'documentation'"
            ) from error
    try:
        return downloaded()
    except (OSError, ImportError) as error:
        print(
            f"WikiText-2 cannot be downloaded ({error}): taking the text of Python's own "
            "documentation. --data names a folder with WikiText-2's files.",
            file=sys.stderr,
        )
        return documentation()


def downloaded() -> Text:
    """WikiText-2 from the Hugging Face hub; raises ImportError without `datasets`."""
    from datasets import load_dataset

    splits = load_dataset("Salesforce/wikitext", "wikitext-2-v1")
    parts = {"train": "train", "valid": "validation", "test": "test"}
    return Text("wikitext-2", **{p: "".join(splits[name]["text"]) for p, name in parts.items()})


def documentation() -> Text:
    """The reference that comes with Python, a paragraph a line, cut by topics: 8, 1, 1 of ten.

    Topics quote each other: a paragraph stands where it comes first.
    """
    from pydoc_data.topics import topics

    seen: set[str] = set()
    ordered = []
    for name in sorted(topics):
        paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", topics[name])]
        new = [p for p in dict.fromkeys(paragraphs) if p and p not in seen]
        seen.update(new)
        ordered += ["\n".join(new)] * bool(new)
    valid, test = ordered[8::10], ordered[9::10]
    train = [topic for k, topic in enumerate(ordered) if k % 10 < 8]
    return Text("documentation", *("\n".join(part) for part in (train, valid, test)))


def from_folder(folder: Path) -> Text:
    """The three splits from files."""
    parts = {}
    for part, names in FILES.items():
        found = [folder / name for name in names if (folder / name).is_file()]
        if not found:
            raise ValueError(f"{folder} has no {names[0]} (nor {', '.join(names[1:])})")
        parts[part] = read(found[0])
    ours = hashlib.sha256(parts["test"].encode()).hexdigest() == WIKITEXT
    return Text("wikitext-2" if ours else named(folder), **parts)


def read(path: Path) -> str:
    """The text of a file, without the mark that some editors put first.

    Raises ValueError for an empty file and for what is no text.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no UTF-8 text: {error}") from error
    if "\0" in text:
        raise ValueError(f"{path} is no text: it has a NUL character")
    if not text.strip():
        raise ValueError(f"{path} is empty")
    return text


def prose(text: Text) -> Text:
    """The text without headings, empty lines, and sentences with a word that WikiText hides.

    Small models would otherwise write headings and `<unk>`, and little else. Raises ValueError
    where nothing else is there.
    """

    def kept(part: str) -> str:
        lines = (line.strip() for line in part.split("\n") if not line.strip().startswith("="))
        plain = (
            " ".join(each for each in SENTENCE.findall(line) if UNKNOWN not in each).strip()
            for line in lines
        )
        return "\n".join(line for line in plain if line)

    parts = {each.name: kept(getattr(text, each.name)) for each in fields(text)[1:]}
    for part, left in parts.items():
        if not left:
            raise ValueError(
                f"the {part} text of {text.name} must have sentences: without headings and "
                f"sentences with {UNKNOWN} nothing is left"
            )
    return Text(text.name, **parts)


def ordinary(text: str) -> str:
    """The text as people write it: WikiText's spaces before commas and its ` @-@ ` undone.

    A text without them stays as it is, but for spaces before punctuation.
    """
    for pattern, joined in JOINED:
        text = pattern.sub(joined, text)
    return text
