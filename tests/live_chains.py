"""The samplers of live explorers in a browser, beside the package's: the same laws."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import Page
from scipy import stats

import modelcollapse as mc
from modelcollapse.explorer import rules
from modelcollapse.explorer.script import LIVE, body

GIVEN = ("stream", "uniform", "normal", "gamma", "binomial", "gaussian", "categorical")
GIVEN += ("derive", "survivors", "LAWS")
LAST = """([one, seed, count, n]) => {
  const mu = new Float64Array(n + 1), sigma = new Float64Array(n + 1), last = [[], []];
  for (let r = 0; r < count; r++) {
    live.gaussian(one, seed, r, n, mu, sigma, 0, 1);
    last[0].push(mu[n]);
    last[1].push(sigma[n]);
  }
  return last;
}"""
LAST_SHARES = """([law, M, seed, count, n]) => {
  const p = new Float64Array((n + 1) * law.length), last = [];
  for (let r = 0; r < count; r++) {
    live.categorical(law, M, seed, r, n, p, 0, 1);
    last.push([...p.slice(n * law.length)]);
  }
  return last;
}"""
FLAWS = {
    "the divisor M for M - 1": ("size - one.ddof", "size"),
    "gamma without its boost": ("if (shape < 1)", "if (shape < 0)"),
}
FLAWS_OF_STATES = {"a rest that stays whole": ("rest -= share;", "")}


@dataclass(frozen=True)
class Setting:
    """A chain: a regime with M points a generation, n fits, a divisor and a sampling bias."""

    name: str
    regime: Any
    M: int
    n: int
    ddof: int
    bias: float = 1

    def one(self) -> dict[str, Any]:
        """The chain as the scripts take it."""
        found = rules.rules(self.regime, self.M, self.M)
        return rules.settled(found, self.M, self.M, self.ddof, self.bias)


SETTINGS = (
    Setting("replace, two points", mc.Replace(), 2, 5, 1),
    Setting("replace, likelihood", mc.Replace(), 20, 30, 0),
    Setting("accumulate", mc.Accumulate(), 4, 10, 1),
    Setting("augment", mc.Augment(real=2, fresh=True), 5, 12, 1),
    Setting("mixing with real data", mc.Mixing(0.7, 0, 0.3), 6, 10, 0),
    Setting("mixing without real data", mc.Mixing(0.2, 0.8, 0), 8, 10, 1),
    Setting("mixing of all three", mc.Mixing(0.5, 0.2, 0.3), 60, 6, 1),
    Setting("keep original", mc.KeepOriginal(0.3), 10, 8, 1),
    Setting("subsample", mc.Subsample(), 5, 8, 0),
    Setting("sampling bias", mc.Replace(), 12, 6, 1, 1.2),
)


def load(page: Page, right: str = "", wrong: str = "") -> None:
    """Put the samplers into a page as `live`, all right or with a wrong line for a right one."""
    source = body(LIVE)
    if right:
        assert source.count(right) == 1
        source = source.replace(right, wrong)
    page.evaluate(f"() => {{ {source}\nwindow.live = {{ {', '.join(GIVEN)} }}; }}")


def theirs(page: Page, setting: Setting, count: int, seed: int = 5) -> np.ndarray:
    """mu_n and sigma_n of so many runs in the page, (2, count)."""
    return np.array(page.evaluate(LAST, [setting.one(), seed, count, setting.n]))


def ours(setting: Setting, count: int) -> np.ndarray:
    """The same from the package."""
    trace = mc.run(
        mc.Gaussian(ddof=setting.ddof),
        model=mc.Gaussian(ddof=setting.ddof, bias=setting.bias),
        sample_size=setting.M,
        generations=setting.n,
        regime=setting.regime,
        replicates=count,
        rng=11,
    )
    last = trace.isel(generation=-1)
    return np.array([last.mu.values, last.sigma.values])


def p_values(page: Page, setting: Setting, count: int) -> list[float]:
    """Of Kolmogorov and Smirnov's test of two samples, for mu_n and for sigma_n."""
    pairs = zip(theirs(page, setting, count), ours(setting, count), strict=True)
    return [float(stats.ks_2samp(a, b, method="asymp").pvalue) for a, b in pairs]
