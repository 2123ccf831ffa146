"""An explorer keeps up with the reader."""

from statistics import median

from playwright.sync_api import Page

from tools.measure import EVENTS, frame_times

MEDIAN, WORST = 8.0, 33.0  # milliseconds
TRIES = 3  # other work on the machine can hold up a frame; it does not hold up all of them


def test_frames_follow_the_slider(page: Page, served: str, explorer_page: str) -> None:
    seen = []
    for _ in range(TRIES):
        times = frame_times(page, served + explorer_page)
        assert len(times) > 0.8 * EVENTS, "the explorer did not move at each key"
        seen.append((round(median(times), 1), round(max(times), 1)))
        if seen[-1] < (MEDIAN, WORST) and seen[-1][1] < WORST:
            return
    raise AssertionError(f"median and worst of {EVENTS} frames, in ms, each time: {seen}")
