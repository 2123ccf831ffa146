r"""The small network of a diffusion model, trained by denoising, and its sampler, in PyTorch.

A point x becomes $x_t = e^{-t}x + h\varepsilon$, $h^2 = 1 - e^{-2t}$. The network is asked for
$v = e^{-t}\varepsilon - hx$ (Salimans and Ho 2022), which is 0 in the mean where x is N(0, I): so
one that has learned nothing draws N(0, I). The score follows from v. As in networks.py all work
is done on one thread, and a seed gives the same weights everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import silu

from .networks import one_thread

LAST = 4.0  # the time at which noise is taken for N(0, I)
FEATURES = 6  # of the time, beside the two coordinates of a point


def initial(hidden: tuple[int, ...], rng: np.random.Generator) -> list[np.ndarray]:
    """Weights N(0, 2 / inputs) and biases 0, in turn, the last layer 0; float32."""
    widths = (2 + FEATURES, *hidden, 2)
    layers = []
    for k, (inputs, outputs) in enumerate(pairwise(widths)):
        scale = np.sqrt(2 / inputs) * (k < len(hidden))
        draws = scale * rng.standard_normal((inputs, outputs))
        layers += [draws.astype(np.float32), np.zeros(outputs, np.float32)]
    return layers


def noise(t: Tensor) -> Tensor:
    """h, the standard deviation of the noise at time t."""
    return torch.sqrt(-torch.expm1(-2 * t))


def velocity(layers: list[Tensor], x: Tensor, t: Tensor) -> Tensor:
    """The network's guess of v, (size, 2), at points (size, 2) and times (size, 1)."""
    level = torch.log(noise(t)) + t  # of noise to signal
    waves = [torch.sin(level * k) for k in (0.7, 1.4)] + [torch.cos(level * k) for k in (0.7, 1.4)]
    out = torch.cat([x, torch.exp(-t), level / 2, *waves], dim=1)
    for k in range(0, len(layers), 2):
        out = torch.addmm(layers[k + 1], out, layers[k])
        out = silu(out) if k < len(layers) - 2 else out
    return out


def train(
    points: np.ndarray,
    *,
    stop: float,
    hidden: tuple[int, ...],
    steps: int,
    batch_size: int,
    learning_rate: float,
    rng: np.random.Generator,
    on_step: Callable[[float], None],
) -> tuple[list[np.ndarray], float]:
    """Train a new network on points, (size, 2); its layers, and the mean loss of the last tenth.

    Times are drawn so that the logarithm of noise over signal is uniform, from `stop` on. Adam,
    at a rate that falls to 0 along a line. Raises FloatingPointError when the loss is not finite.
    """
    data = torch.tensor(points, dtype=torch.float32)
    low, high = (np.log(np.sqrt(np.expm1(2 * t))) for t in (stop, LAST))
    with one_thread():
        layers = [torch.tensor(each, requires_grad=True) for each in initial(hidden, rng)]
        generator = torch.Generator().manual_seed(int(rng.integers(2**63)))
        adam = torch.optim.Adam(layers, lr=learning_rate, fused=True)
        total, tail = torch.zeros(()), steps - steps // 10
        for step in range(steps):
            adam.param_groups[0]["lr"] = learning_rate * (1 - step / steps)
            x = data[torch.randint(len(data), (batch_size,), generator=generator)]
            level = low + (high - low) * torch.rand((batch_size, 1), generator=generator)
            t = torch.log1p(torch.exp(2 * level)) / 2
            eps = torch.randn((batch_size, 2), generator=generator)
            a, h = torch.exp(-t), noise(t)
            loss = (velocity(layers, a * x + h * eps, t) - (a * eps - h * x)).square().mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            total += loss.detach() * (step >= tail)
            if step % 100 == 99:
                on_step((step + 1) / steps)
        if not torch.isfinite(total):
            raise FloatingPointError(
                f"the loss became {total.item()} within {steps} steps, with "
                f"learning_rate={learning_rate:g}: a lower learning_rate may help"
            )
    return [each.detach().numpy() for each in layers], float(total) / max(steps - tail, 1)


def draw(
    layers: list[np.ndarray], size: int, *, stop: float, steps: int, rng: np.random.Generator
) -> np.ndarray:
    """Points (size, 2) of the reverse diffusion, from N(0, I) at the last time down to `stop`.

    Each step guesses the clean point and goes along the flow without noise, in equal steps of
    the logarithm of noise over signal. Guesses are carried on along a line through the last two
    (DPM-Solver++ 2M of Lu and others 2022): with the last alone, clouds come out too narrow.
    """
    low, high = (np.log(np.sqrt(np.expm1(2 * t))) for t in (stop, LAST))
    times = np.log1p(np.exp(2 * np.linspace(high, low, steps + 1))) / 2
    signals, noises = np.exp(-times), np.sqrt(-np.expm1(-2 * times))
    x = torch.tensor(rng.standard_normal((size, 2)), dtype=torch.float32)
    with one_thread(), torch.no_grad():
        loaded, before = [torch.tensor(each) for each in layers], None
        for now, (a, b), (h, k) in zip(
            times[:-1], pairwise(signals), pairwise(noises), strict=True
        ):
            v = velocity(loaded, x, torch.full((size, 1), float(now)))
            clean = float(a) * x - float(h) * v
            ahead = clean if before is None else 1.5 * clean - 0.5 * before
            x, before = float(k / h) * x + float(b - a * k / h) * ahead, clean
    return x.numpy().astype(float)
