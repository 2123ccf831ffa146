"""The multilayer perceptrons of the variational autoencoder, and how they are trained, in PyTorch.

Weights are a dict from name to array: `encoder_weight_0`, `encoder_bias_0`, …, `decoder_weight_0`,
…; a weight has the shape (inputs, outputs). All work is done on one thread, whatever PyTorch is
set to, so that a seed gives the same weights on every number of cores; the setting is put back.
Threads of Python take turns: PyTorch's setting and random numbers are one for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from threading import RLock

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import softplus

Tensors = dict[str, Tensor]
IMAGES_AT_ONCE = 4096  # without training: so many are passed through the networks together
TURN = RLock()


@contextmanager
def one_thread() -> Iterator[None]:
    """Run PyTorch on one thread, alone, and put its setting back."""
    with TURN:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def initial(
    encoder: Sequence[int], decoder: Sequence[int], output: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Random weights N(0, 1 / inputs) for two networks of the given widths, biases 0.

    The decoder's last bias alone is `output`, (outputs,): what it says before it has learned.
    """
    weights = {}
    for part, widths in (("encoder", encoder), ("decoder", decoder)):
        for k, (inputs, outputs) in enumerate(pairwise(widths)):
            scale = np.float32(1 / np.sqrt(inputs))
            draws = rng.standard_normal((inputs, outputs), dtype=np.float32)
            weights[f"{part}_weight_{k}"] = scale * draws
            weights[f"{part}_bias_{k}"] = np.zeros(outputs, np.float32)
    return weights | {f"decoder_bias_{len(decoder) - 2}": output.astype(np.float32)}


def forward(weights: Tensors, part: str, x: Tensor) -> Tensor:
    """The output (size, outputs) of the encoder or the decoder: tanh between the layers."""
    layers = sum(name.startswith(f"{part}_weight") for name in weights)
    for k in range(layers):
        x = torch.addmm(weights[f"{part}_bias_{k}"], x, weights[f"{part}_weight_{k}"])
        if k < layers - 1:
            x = torch.tanh(x)
    return x


def elbo(weights: Tensors, x: Tensor, eps: Tensor, noise: float | None) -> tuple[Tensor, Tensor]:
    r"""The two parts of the evidence lower bound of each image, both (size,), in nats.

    With $z = \mu(x) + \sigma(x)\,\varepsilon$: the reconstruction $\log p(x \mid z)$, and
    $\mathrm{KL} = \tfrac12 \sum_k (\mu_k^2 + \sigma_k^2 - 1 - \log \sigma_k^2)$; the bound is
    their difference. x: (size, dimension); eps: N(0, 1), (size, latent); noise: the variance of
    the Gaussian likelihood, None for the Bernoulli one. Kingma and Welling (2014), equation 10.
    """
    mean, log_variance = forward(weights, "encoder", x).chunk(2, dim=1)
    output = forward(weights, "decoder", mean + torch.exp(log_variance / 2) * eps)
    if noise is None:
        reconstruction = (x * output - softplus(output)).sum(1)
    else:
        constant = x.shape[1] * np.log(2 * np.pi * noise)
        reconstruction = -0.5 * (((x - output) ** 2).sum(1) / noise + constant)
    kl = 0.5 * (mean**2 + torch.exp(log_variance) - 1 - log_variance).sum(1)
    return reconstruction, kl


def tensors(weights: dict[str, np.ndarray], device: str) -> Tensors:
    """Copies of the weights as tensors on the device."""
    if device == "cuda" and not torch.cuda.is_available():
        raise ValueError("device must be 'cpu' where PyTorch finds no GPU, got 'cuda'")
    return {name: torch.tensor(value, device=device) for name, value in weights.items()}


def apply(weights: dict[str, np.ndarray], part: str, x: np.ndarray, device: str) -> np.ndarray:
    """The output of the encoder or the decoder for arrays."""
    with one_thread(), torch.no_grad():
        return forward(tensors(weights, device), part, torch.tensor(x, device=device)).cpu().numpy()


def bounds(
    weights: dict[str, np.ndarray], x: np.ndarray, eps: np.ndarray, noise: float | None, device: str
) -> tuple[np.ndarray, np.ndarray]:
    """`elbo` for arrays."""
    loaded = tensors(weights, device)
    blocks = []
    with one_thread(), torch.no_grad():
        for k in range(0, len(x), IMAGES_AT_ONCE):
            images, draws = (
                torch.tensor(a[k : k + IMAGES_AT_ONCE], device=device) for a in (x, eps)
            )
            blocks.append([part.cpu().numpy() for part in elbo(loaded, images, draws, noise)])
    reconstruction, kl = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return reconstruction, kl


def train(
    start: dict[str, np.ndarray],
    data: np.ndarray,
    *,
    noise: float | None,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    seed: int,
    device: str,
    on_epoch: Callable[[int], None] | None,
) -> dict[str, np.ndarray]:
    """Maximise the mean ELBO by Adam on minibatches, at a rate that falls to 0 along a line.

    Images that do not fill a last minibatch wait for the next epoch's new order. Random numbers
    come from a generator of its own, seeded with `seed`. Raises FloatingPointError when the
    loss is no longer finite.
    """
    weights = tensors(start, device)
    for parameter in weights.values():
        parameter.requires_grad_(True)
    x = torch.tensor(data, device=device)
    generator = torch.Generator(device).manual_seed(seed)
    adam = torch.optim.Adam(list(weights.values()), lr=learning_rate, fused=True)
    size = min(batch_size, len(x))
    batches = len(x) // size
    latent = len(start["decoder_weight_0"])
    with one_thread():
        for epoch in range(epochs):
            order = torch.randperm(len(x), generator=generator, device=device)
            total = torch.zeros((), device=device)
            for k in range(batches):
                adam.param_groups[0]["lr"] = learning_rate * (1 - (epoch + k / batches) / epochs)
                batch = x[order[k * size : (k + 1) * size]]
                eps = torch.randn((size, latent), generator=generator, device=device)
                reconstruction, kl = elbo(weights, batch, eps, noise)
                loss = (kl - reconstruction).mean()
                adam.zero_grad()
                loss.backward()
                adam.step()
                total += loss.detach()
            if not torch.isfinite(total):
                raise FloatingPointError(
                    f"the loss became {total.item()} in epoch {epoch + 1} of {epochs}, on data of "
                    f"the shape {data.shape}, with learning_rate={learning_rate:g} and "
                    f"batch_size={batch_size}: a lower learning_rate may help"
                )
            if on_epoch is not None:
                on_epoch(epoch + 1)
    return {name: parameter.detach().cpu().numpy() for name, parameter in weights.items()}
