"""Variants: questions drawn by a teacher's secret, the same for the same secret and student."""

from __future__ import annotations

import hashlib
import hmac
import random
from importlib import import_module
from pathlib import Path

from problems import ProblemError
from problems.bank.template import Template

HERE = Path(__file__).resolve().parent
SHORTEST = 16  # characters of a secret
QUESTIONS = [f"q{number}" for number in range(1, 8)]


def sets() -> list[str]:
    """The sets that have templates."""
    return sorted(path.parent.name for path in HERE.glob("*/q1.py"))


def templates(name: str) -> dict[str, Template]:
    """The templates of a set: question -> template."""
    return {key: import_module(f"problems.bank.{name}.{key}").TEMPLATE for key in QUESTIONS}


def read_secret(path: Path) -> bytes:
    """What draws the numbers, from a file that only the teacher has."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise ProblemError(
            f"the secret {path} cannot be read ({error.strerror}); make one, once a term, with "
            f'`python -c "import secrets; print(secrets.token_hex())" > {path}`, and keep it'
        ) from None
    if len(secret) < SHORTEST:
        raise ProblemError(
            f"the secret in {path} has {len(secret)} characters; a secret has {SHORTEST} or more, "
            "or somebody may guess it"
        )
    return secret


def digest(secret: bytes, *words: str) -> str:
    """What the secret makes of these words: without it nobody can say."""
    return hmac.new(secret, "\0".join(words).encode(), hashlib.sha256).hexdigest()


def variant(name: str, secret: bytes, student: str = "") -> dict[str, Template]:
    """The questions of one student, or of a class that shares a variant, with their numbers."""
    return {
        key: template.drawn(random.Random(digest(secret, name, key, student)))
        for key, template in templates(name).items()
    }


def stamp(name: str, secret: bytes, student: str = "") -> str:
    """The name of a variant, which says nothing about the numbers in it."""
    return digest(secret, "stamp", name, student)[:12]


def sample(name: str) -> dict[str, Template]:
    """The questions of a public set that is made from its templates."""
    found = {}
    for key, template in templates(name).items():
        if template.sample is None:
            raise ProblemError(f"the templates of {name} have no sample: its notebook is written")
        found[key] = template.filled(template.sample)
    return found


def fingerprint() -> str:
    """The state of the templates: other ones draw other questions from the same secret."""
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
