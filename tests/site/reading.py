"""What is wrong with a page in a browser, each fault in words."""

from tests.site.browsers import PAGE, Driver

SECONDS = 10.0  # within which a page that has loaded must stand
MOVES = ("Home", "ArrowRight", "End")


def answers(driver: Driver) -> tuple[list[list[str]], list[str]]:
    """Move each slider of each explorer with the keyboard; gives what is read there, and faults."""
    words: list[list[str]] = []
    faults: list[str] = []
    for explorer in range(driver.ask("explorers()")["all"]):
        name = f"explorer {explorer + 1}"
        if not driver.wait(f"({PAGE}).arrive({explorer})", SECONDS):
            faults.append(f"{name} does not come to life")
            continue
        for slider in range(driver.ask(f"sliders({explorer})")):
            place, drawings = f"{explorer}, {slider}", []
            if not driver.ask(f"focus({place})"):
                faults.append(f"slider {slider + 1} of {name} cannot be reached")
            for key in MOVES:
                driver.press(key)
                said = driver.ask(f"said({place})")
                words.append([f"{name}, slider {slider + 1}, {key}", *said["words"]])
                drawings.append(said["drawing"])
            if drawings[0] == drawings[-1]:
                faults.append(f"slider {slider + 1} of {name} does not move its drawing")
    return words, faults


def faults(driver: Driver, width: int, expected: list[list[str]] | None = None) -> list[str]:
    """All that is wrong: `expected` is what the explorers say in another browser."""
    if not driver.wait("document.readyState === 'complete'"):
        return ["the page does not load"]
    driver.wait(f"({PAGE}).formulas().faults.length === 0", SECONDS)
    found = driver.ask("formulas()")["faults"]
    found += driver.ask("images()")
    words, dead = answers(driver)
    found += dead
    if expected is not None:
        if len(words) != len(expected):
            found.append(f"explorers gave {len(words)} answers, not {len(expected)}")
        pairs = zip(words, expected, strict=False)
        found += [
            f"{ours} where Chromium says {theirs}" for ours, theirs in pairs if ours != theirs
        ]
    wide = driver.ask("width()")
    if wide > width:
        found.append(f"the page is {wide} px wide in a window of {width}")
    return found + [f"script error: {error}" for error in driver.errors]
