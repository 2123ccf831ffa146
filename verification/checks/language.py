r"""Section 5.2, in laws of tokens that can be solved: a perfect model with a decoder, and a
unigram model that is refitted to its own text, which is the chain of section 4.1.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import language

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, n, recurrence
from ..toys import shares

# A bigram law of three tokens; a block follows on a prompt, which is one token.
TOY = sp.Matrix([[12, 36, 12], [30, 15, 15], [30, 10, 20]]) / 60
# A unigram law, its surprisals and their mean.
ZIPF = 1 / np.arange(1, 21) / (1 / np.arange(1, 21)).sum()
SURPRISAL = -np.log(ZIPF)
ENTROPY = float(ZIPF @ SURPRISAL)
TIMES = np.array([1, 2, 4, 8, 16, 32, 64])
THE, WORDS, RHO = 0.4, 100, 2.0  # the probability of "the", the rare words, the penalty
p = sp.symbols("p_1:4", positive=True)
b, rho, f = sp.symbols("b rho f", positive=True)


def stationary() -> list[sp.Rational]:
    """The law of a prompt."""
    (law,) = (TOY.T - sp.eye(3)).nullspace()
    return list(law / sum(law))


def best_chance(length: int) -> sp.Rational:
    """E of the probability of the most probable block, token by token from its end."""
    best = [sp.Integer(1)] * 3
    for _ in range(length):
        best = [max(TOY[i, j] * best[j] for j in range(3)) for i in range(3)]
    return sum(w * value for w, value in zip(stationary(), best, strict=True))


def decoded(prompt: int, length: int, width: int = 5) -> list[int]:
    """The block that beam search finds."""
    beams = [(1.0, [prompt])]
    for _ in range(length):
        longer = [(q * float(TOY[t[-1], k]), [*t, k]) for q, t in beams for k in range(3)]
        beams = sorted(longer, reverse=True)[:width]
    return beams[0][1][1:]


@symbolic("zero-error")
def point_mass() -> SymbolicCheck:
    """The chance that a drawn block is the decoded one, over all blocks of one to four tokens."""
    ours, derived = [], []
    for length in range(1, 5):
        written = [decoded(prompt, length) for prompt in range(3)]
        chance = sp.Integer(0)
        for prompt, *block in product(range(3), repeat=length + 1):
            if block == written[prompt]:
                steps = zip([prompt, *block], block, strict=False)
                chance += stationary()[prompt] * sp.prod([TOY[i, j] for i, j in steps])
        derived.append(chance)
        ours.append(best_chance(length))
    return SymbolicCheck(ours, derived)


@simulated("zero-error")
def blocks_come_back(rng: Rng) -> SimulatedCheck:
    """Blocks drawn from the law itself, and what a beam of width 5 makes of their prompts."""
    lengths, size = np.arange(1, 7), 30_000
    steps = np.array(TOY, dtype=float).cumsum(axis=1)
    text = [rng.choice(3, size=size, p=np.array(stationary(), dtype=float))]
    for _ in lengths:
        text.append((rng.random(size)[:, None] > steps[text[-1]]).sum(axis=1))
    drawn = np.array(text).T
    same = []
    for length in lengths:
        written = np.array([decoded(prompt, int(length)) for prompt in range(3)])
        same.append((drawn[:, 1 : length + 1] == written[drawn[:, 0]]).all(axis=1))
    ours = [float(best_chance(int(length))) for length in lengths]
    labels = ("tokens of a block", "share of blocks that come back")
    return along(lengths, same, ours, 1, labels=labels)


@symbolic("likelier-text")
def decoding_shifts() -> SymbolicCheck:
    """Mean surprisal along the exponent b of a tempered law; and what one refit does to a share."""
    Z = sum(share**b for share in p)
    law = [share**b / Z for share in p]
    mean, square = (
        sum(a * sp.log(share) ** k for a, share in zip(law, p, strict=True)) for k in (1, 2)
    )
    z = sp.Symbol("z", positive=True)
    counts = (p[0] * z + 1 - p[0]) ** M
    derived = [sp.diff(-mean, b), sp.diff(counts, z).subs(z, 1) / M]
    return SymbolicCheck([mean**2 - square, p[0]], derived)


def chains(rng: Rng) -> np.ndarray:
    """Refitted unigram models of 100 tokens, at TIMES; (times, runs, tokens)."""
    return shares(ZIPF, 100, int(TIMES[-1]), 3000, rng)[TIMES]


@simulated("likelier-text")
def drawn_stays(rng: Rng) -> SimulatedCheck:
    """The mean surprisal of drawn text under the first model."""
    labels = (GENERATION, "mean surprisal to the first model, M = 100")
    return along(TIMES, chains(rng) @ SURPRISAL, ENTROPY, labels=labels)


@symbolic("longer-tail")
def spreading() -> SymbolicCheck:
    """One fit's second moment of a mean surprisal; then the recurrence."""
    z, sigma = sp.symbols("z sigma", positive=True)
    levels, last = sp.symbols("s_1:4", real=True), {p[2]: 1 - p[0] - p[1]}
    mean, square = (
        sum(a * s**k for a, s in zip(p, levels, strict=True)).subs(last) for k in (1, 2)
    )
    moments = sum(a * sp.exp(z * s) for a, s in zip(p, levels, strict=True)).subs(last) ** M
    solved = recurrence(1 - 1 / M, sigma**2 / M, 0)
    ours = [square / M + (1 - 1 / M) * mean**2, sigma**2 * (1 - (1 - 1 / M) ** n)]
    derived = [sp.diff(moments, z, 2).subs(z, 0) / M**2, solved]
    return SymbolicCheck(ours, derived)


@simulated("longer-tail")
def longer_tails(rng: Rng) -> SimulatedCheck:
    """The variance of the mean surprisal of blocks of 16 tokens, over runs."""
    size = 16
    means = np.array([rng.multinomial(size, law) @ SURPRISAL / size for law in chains(rng)])
    spread = ZIPF @ (SURPRISAL - ENTROPY) ** 2
    ours = spread * (1 / size + (1 - 1 / size) * (1 - 0.99**TIMES))
    labels = (GENERATION, "variance of a block's surprisal, M = 100")
    return along(TIMES, (means - ENTROPY) ** 2, ours, labels=labels)


@symbolic("repetition-penalty")
def no_zero() -> SymbolicCheck:
    """The log ratio of two tokens, moved with both logits; and all tokens penalised at once."""
    x1, x2, c = sp.symbols("x_1 x_2 c", real=True)
    ratios = [(x1 + c) * factor - (x2 + c) for factor in (1 / rho, rho)]
    powers = [sp.exp(rho * sp.log(share)) for share in p]  # after log-softmax
    ours = [1 / rho - 1, rho - 1, *language.tempered(list(p), 1 / rho)]
    derived = [*(sp.diff(ratio, c) for ratio in ratios), *(power / sum(powers) for power in powers)]
    return SymbolicCheck(ours, derived)


def penalised(places: int) -> np.ndarray:
    """The mean surprisal, under the law itself, at each place of text drawn with the penalty."""
    rare, used, means = (1 - THE) / WORDS, np.arange(WORDS + 1), []
    weights = np.empty((3, 2, WORDS + 1))  # of "the", of used words and of new ones
    weights[0] = [[THE], [THE**RHO]]  # before and after the first "the"
    weights[1], weights[2] = used * rare**RHO, (WORDS - used) * rare
    chance = np.zeros((2, WORDS + 1))
    chance[0, 0] = 1
    for _ in range(places):
        moves = chance * weights / weights.sum(axis=0)
        means.append(-moves[0].sum() * np.log(THE) - moves[1:].sum() * np.log(rare))
        chance = moves[1].copy()
        chance[1] += moves[0].sum(axis=0)
        chance[:, 1:] += moves[2, :, :-1]
    return np.array(means)


@simulated("repetition-penalty")
def penalty_misleads(rng: Rng) -> SimulatedCheck:
    """A perfect model's text, drawn with a penalty of 2, as the law itself sees it."""
    runs, places = 3000, np.array([1, 2, 3, 4, 6, 8, 12, 16])
    law = np.append(THE, np.full(WORDS, (1 - THE) / WORDS))
    weights, surprisals = np.tile(law, (runs, 1)), []
    for _ in range(places[-1]):
        steps = weights.cumsum(axis=1)
        token = (rng.random(runs)[:, None] * steps[:, -1:] > steps).sum(axis=1)
        weights[np.arange(runs), token] = law[token] ** RHO
        surprisals.append(-np.log(law[token]))
    ours = penalised(int(places[-1]))
    labels = ("place in the text", "mean surprisal of a perfect model's text, ρ = 2")
    at = places - 1
    return along(places, np.array(surprisals)[at], ours[at], ours[0],
                 labels=labels, at=5)  # fmt: skip


@symbolic("tenth-of-text")
def comes_back() -> SymbolicCheck:
    """A token of c occurrences after three generations; the diversity at rest in large texts."""
    s, c, K, H, H1 = sp.symbols("s c K H H_1", positive=True)
    count, out, t = s**c, sp.Integer(0), sp.Integer(1)
    for _ in range(3):
        count = (1 - f + f * s) ** c * count.subs(s, sp.exp((1 - f) * (s - 1)))
        out, t = out + sp.log(1 - f * t), 1 - sp.exp(-(1 - f) * t)
    missing = sp.expand_log(sp.log(count.subs(s, 0)), force=True) / c
    pairs = K * (K - 1) * M / (M - 1) * H1 + 2 * K * (M - K) * H1 + (M - K) * (M - K - 1) * H
    [rest] = sp.solve(M**2 * H - pairs, H)
    loss = sp.limit(sp.factor(M * (1 - rest / H1).subs(K, f * M)), M, sp.oo)
    ours = [out + sp.log(1 - t), (1 - f**2) / (f * (2 - f))]
    gaps = [sp.simplify(sp.expand_log(ours[0] - missing, force=True)), ours[1] - loss]
    return SymbolicCheck(gaps, [0, 0])


@simulated("tenth-of-text")
def missing_tokens(rng: Rng) -> SimulatedCheck:
    """How often a token is missing after 20 fits, a tenth kept, by its expected count."""
    counts, size, fits, kept = np.array([1, 2, 3, 4, 6, 8, 12]), 5000, 20, 0.1
    law = np.append(counts, size - counts.sum()) / size
    trace = mc.run(
        mc.Categorical(law), sample_size=size, generations=fits, regime=mc.KeepOriginal(kept),
        replicates=5000, rng=rng,
    )  # fmt: skip
    r, t = 1.0, 1.0
    for _ in range(fits - 1):
        r, t = r * (1 - kept * t), -np.expm1(-(1 - kept) * t)
    ours = np.exp(-counts * (1 - r * (1 - t)))
    labels = ("expected count of a token", "share of runs without it, a tenth kept")
    return along(counts, (trace.p.values[fits] == 0).T[:-1], ours, labels=labels, at=0)
