"""The chains that the book's pages compute, run in a browser, beside the package's own runs.

A chain is taken from what its page carries, and goes through all that the page's script does with
it: menus, shares, what is read of a run, what is derived.
"""

from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page
from scipy import stats

import modelcollapse as mc
from tests.chance import z_score
from tests.live_shown import Shown
from tests.site.page_data import explorers

BATCH = 10_000  # runs of the package: where points are kept, more would not fit
READ = """([chain, position, count, n, states]) => {
  const law = live.LAWS[chain.law]({ ...chain, generations: n }, position, { expected_states: 1 });
  const store = law.room(1), K = chain.p?.length, read = {}, found = {};
  for (const name in law.read) {
    read[name] = law.read[name](store);
    found[name] = [];
  }
  for (const k of states) found[`state ${k}`] = [];
  for (let r = 0; r < count; r++) {
    law.run(store, 5, r, 0, 1);
    for (const name in read) found[name].push(read[name](n));
    for (const k of states) found[`state ${k}`].push(law.whole.p(store)[n * K + k]);
  }
  const curves = law.derived();
  return [found, Object.fromEntries(Object.keys(curves).map((name) => [name, curves[name][n]]))];
}"""
SQUARE, LOG = np.square, np.log
# which mean is derived: of a function of a quantity, which is then a function of the curve
MEANS: dict[str, tuple[str, Any]] = {
    "expected_variance": ("variance", np.positive),
    "mu_high": ("mu", SQUARE),
    "risk": ("distance", np.positive),
    "expected_sigma": ("sigma", np.positive),
    "typical_variance": ("variance", LOG),
    "typical_sigma": ("sigma", LOG),
    "expected_diversity": ("diversity", np.positive),
    "expected_states": ("states", np.positive),
}


def chain(site: Path, page: str) -> dict[str, Any]:
    """What the page carries."""
    [found] = [one["chain"] for one in explorers(site, f"{page}.html") if "chain" in one]
    return found


def theirs(
    page: Page, chain: dict[str, Any], shown: Shown, count: int
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Each quantity of so many runs in the browser, and what is derived."""
    position = {"sample_size": shown.M, **dict(shown.menus)}
    runs, curves = page.evaluate(READ, [chain, position, count, shown.n, [*shown.states]])
    return {name: np.array(values) for name, values in runs.items()}, curves


def ours(chain: dict[str, Any], shown: Shown, count: int) -> dict[str, np.ndarray]:
    """The same quantities from the package."""
    made = []
    bias = dict(shown.menus).get("bias", 1)
    law = mc.Categorical(chain["p"]) if shown.states else mc.Gaussian(ddof=shown.ddof)
    model = law if shown.states else mc.Gaussian(ddof=shown.ddof, bias=bias)
    for batch in range(count // BATCH):
        trace = mc.run(
            law,
            model=model,
            regime=shown.regime or mc.Replace(),
            sample_size=shown.M,
            generations=shown.n,
            replicates=BATCH,
            rng=np.random.default_rng([11, batch]),
        ).isel(generation=-1)
        if shown.states:
            p = trace.p.transpose("replicate", "state").values
            made.append({"states": (p > 0).sum(1), "diversity": 1 - (p**2).sum(1)})
        else:
            mu, sigma = trace.mu.values, trace.sigma.values
            distance = mu**2 + (sigma - 1) ** 2
            made.append({"mu": mu, "sigma": sigma, "variance": sigma**2, "distance": distance})
    return {name: np.concatenate([one[name] for one in made]) for name in made[0]}


def counted(p: float, M: int, n: int, counts: np.ndarray) -> float:
    """The p value of a state's counts after n fits: its own number is a Wright-Fisher chain."""
    j = np.arange(M + 1)
    law = stats.binom.pmf(j, M, p)
    for _ in range(n - 1):
        law = law @ stats.binom.pmf(j[None], M, j[:, None] / M)
    seen = np.bincount(counts, minlength=M + 1)
    levels = [*np.arange(0, 1, 0.05), 0.98, 0.995]  # of classes, or fewer where counts are small
    cuts = np.unique(np.searchsorted(np.cumsum(law), levels))
    law, seen = np.add.reduceat(law, cuts), np.add.reduceat(seen, cuts)
    assert len(law) > 1
    assert counts.size * law.min() > 20
    return float(stats.chisquare(seen, law / law.sum() * seen.sum()).pvalue)


def compared(page: Page, chain: dict[str, Any], shown: Shown, count: int) -> dict[str, float]:
    """Of every comparison: Kolmogorov and Smirnov's, the exact one of states, and of means."""
    seen, curves = theirs(page, chain, shown, count)
    found = {
        name: float(stats.ks_2samp(seen[name], known, method="asymp").pvalue)
        for name, known in ours(chain, shown, count).items()
    }
    for k in shown.states:
        counts = np.rint(shown.M * seen[f"state {k}"]).astype(int)
        found[f"state {k}"] = counted(chain["p"][k], shown.M, shown.n, counts)
    for name in shown.means:
        quantity, function = MEANS[name]
        z = z_score(function(seen[quantity]), float(function(curves[name])))
        found[name] = float(2 * stats.norm.sf(abs(z)))
    assert list(found) == shown.held
    return found
