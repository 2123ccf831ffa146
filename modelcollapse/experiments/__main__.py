"""The command `python -m modelcollapse.experiments NAME --preset smoke|book|paper`."""

from __future__ import annotations

import argparse
import sys
import time

from .runner import EXPERIMENTS, PRESETS, run_experiment


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m modelcollapse.experiments",
        description="Run a long experiment, or what is missing of it. Every finished generation "
        "is stored: after a stop at any moment the same command goes on.",
    )
    parser.add_argument("name", choices=EXPERIMENTS)
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        default="smoke",
        help="smoke: seconds; book: what the chapter shows; paper: the paper's own setting",
    )
    parser.add_argument("--store", default="runs", help="folder for the result (default: runs)")
    parser.add_argument(
        "--data", help="folder with the data, or the name of a data set (default: downloaded)"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    return parser


def main() -> int:
    """Run; 2: the arguments, the data or the store do not fit; 1: a fit failed; 130: a stop."""
    given = vars(arguments().parse_args())
    start = time.perf_counter()
    try:
        path = run_experiment(given.pop("name"), **given)
    except (ValueError, OSError, FloatingPointError) as error:
        words = "; ".join([str(error), *getattr(error, "__notes__", ())])
        print(f"error: {words}", file=sys.stderr)
        return 1 if isinstance(error, FloatingPointError) else 2
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    print(f"{path} holds the result ({time.perf_counter() - start:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
