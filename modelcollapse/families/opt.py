"""OPT networks from `transformers`: built, trained, continued, in PyTorch.

Weights are a dict from PyTorch's name to a float32 array. On the CPU all work is done on one
thread, so that a seed gives the same weights on every number of cores; on a GPU matrix products
run in bfloat16.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import log_softmax
from transformers import OPTConfig, OPTForCausalLM, PretrainedConfig
from transformers.utils import logging

from .networks import one_thread
from .weights import some

BLOCKS_AT_ONCE = 64  # without training: so many blocks are passed through the network together
TIED = "lm_head.weight"  # the same numbers as the embedding's

Weights = dict[str, np.ndarray]


class Misfit(OSError):
    """A trained network that is there, and is no OPT network."""


@contextmanager
def working(device: str, seed: int | None = None) -> Iterator[None]:
    """One thread, matrix products in bfloat16 on a GPU; with a seed, random numbers of our own."""
    kind = device.partition(":")[0]
    mixed = torch.autocast(kind, torch.bfloat16, enabled=kind == "cuda")
    gpus = [torch.device(device)] if kind == "cuda" else []
    with one_thread(), mixed, torch.random.fork_rng(gpus, enabled=seed is not None):
        if seed is not None:
            torch.manual_seed(seed)
        yield


@cache
def empty(config: str) -> Any:
    """A network of this architecture, whose weights are still to be put in."""
    logging.set_verbosity_error()
    with working("cpu", 0):  # its random weights are nobody's, and leave the caller's alone
        return OPTForCausalLM(OPTConfig.from_dict(json.loads(config))).eval()


@cache
def shapes(config: str) -> dict[str, tuple[int, ...]]:
    """The shapes of the weights of this architecture, by name."""
    return {name: value.shape for name, value in arrays(empty(config)).items()}


def load(name: str | Path) -> Any:
    """A trained network from a folder or the hub; OSError unless all its weights are an OPT's."""
    settings = PretrainedConfig.get_config_dict(name)[0]
    found_type = settings.get("model_type")
    if found_type is None:
        raise OSError("no config.json that names a model_type")
    if found_type != "opt":
        raise Misfit(
            f"the model in {str(name)!r} must be an OPT network, got model_type {found_type!r}"
        )
    before = logging.get_verbosity()
    logging.set_verbosity_error()  # what it would say of missing weights is said below
    try:
        both: Any = OPTForCausalLM.from_pretrained(name, output_loading_info=True)
        found, info = both
    except RuntimeError as error:
        raise Misfit(f"the weights in {str(name)!r} do not fit its config.json") from error
    finally:
        logging.set_verbosity(before)
    tied = {TIED} if found.config.tie_word_embeddings else set()
    missing = sorted(set(info["missing_keys"]) - tied)
    unknown = sorted(set(info["unexpected_keys"]) - tied)
    other = sorted(str(key) for key in info.get("mismatched_keys", ()))
    if missing or unknown or other:
        said = [
            f"{len(names)} {word} ({some(names)})"
            for names, word in (
                (missing, "missing"), (unknown, "unknown"), (other, "of another shape"),
            )
            if names
        ]  # fmt: skip
        raise Misfit(f"the weights in {str(name)!r} must be OPT's, got {' and '.join(said)}")
    return found


def network(config: str, weights: Weights, device: str) -> Any:
    """The network with these weights; the next call puts others into the same network.

    So it is used within `one_thread`, which keeps other threads out.
    """
    if device != "cpu" and not torch.cuda.is_available():
        raise ValueError(f"device must be 'cpu' where PyTorch finds no GPU, got {device!r}")
    found = empty(config).to(device)
    found.load_state_dict(tensors(weights), strict=False)
    found.tie_weights()
    return found.eval()


def tensors(weights: Weights) -> dict[str, torch.Tensor]:
    """The weights as PyTorch wants them."""
    return {name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in weights.items()}


def arrays(found: Any) -> Weights:
    """Copies of the network's weights, the tied ones once."""
    state = found.state_dict()
    tied = found.config.tie_word_embeddings
    return {
        name: value.detach().float().cpu().numpy().copy()
        for name, value in state.items()
        if not (tied and name == TIED)
    }


def flat(weights: Weights) -> np.ndarray:
    """All weights in one row, in the order of their names."""
    return np.concatenate([weights[name].ravel() for name in sorted(weights)])


def shaped(config: str, row: np.ndarray) -> Weights:
    """The weights of this architecture from the row that `flat` made."""
    like = arrays(empty(config))
    whole = sum(value.size for value in like.values())
    if row.shape != (whole,):
        raise ValueError(f"the row of weights must have the shape ({whole},), got {row.shape}")
    ends = np.cumsum([like[name].size for name in sorted(like)], dtype=np.int64)[:-1]
    parts = zip(sorted(like), np.split(row.astype(np.float32), ends), strict=True)
    return {name: part.reshape(like[name].shape) for name, part in parts}


def initial(config: str, seed: int) -> Weights:
    """Random weights, as `transformers` starts an OPT network."""
    with working("cpu", seed):
        return arrays(OPTForCausalLM(OPTConfig.from_dict(json.loads(config))))


def losses(found: Any, blocks: np.ndarray, device: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean over a block, but for its first token, of -log p(token | before), and of its mean.

    The second is the entropy of the network's law of the next token. Both (size,), in nats.
    """
    out = []
    with torch.no_grad(), working(device):
        for k in range(0, len(blocks), BLOCKS_AT_ONCE):
            ids = torch.from_numpy(blocks[k : k + BLOCKS_AT_ONCE]).to(device)
            logs = log_softmax(found(input_ids=ids).logits[:, :-1].float(), dim=2)
            each = -logs.gather(2, ids[:, 1:, None])[..., 0]
            entropy = -(logs.exp() * logs).sum(2)
            out.append(torch.stack([each.mean(1), entropy.mean(1)]).cpu().numpy())
    loss, entropy = np.concatenate(out, axis=1)
    return loss, entropy


def train(
    config: str,
    start: Weights,
    blocks: np.ndarray,
    *,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    final_rate: float,
    seed: int,
    device: str,
    tell: Callable[[float], None],
    after: Callable[[int, Any], None],
) -> None:
    """Minimise the mean loss by AdamW, at a rate that falls along a line, from `start`.

    The rate ends at `final_rate` times `learning_rate`. Blocks that do not fill a last minibatch
    wait for the next epoch's order. tell: told how many epochs are done, with a fraction;
    after(k, network) is called after epoch k = 1, 2, ….
    Raises FloatingPointError when the loss is no longer finite.
    """
    found = network(config, start, device)
    adam = torch.optim.AdamW(found.parameters(), lr=learning_rate, fused=True)
    size = min(batch_size, len(blocks))
    batches = len(blocks) // size
    data = torch.from_numpy(blocks).to(device)
    order = np.random.default_rng(seed)
    for epoch in range(epochs):
        found.train()
        total = torch.zeros((), device=device)
        with working(device, int(order.integers(2**63))):  # dropout
            rows = torch.from_numpy(order.permutation(len(blocks))).to(device)
            for k in range(batches):
                done = (epoch + k / batches) / epochs
                adam.param_groups[0]["lr"] = learning_rate * (1 - (1 - final_rate) * done)
                batch = data[rows[k * size : (k + 1) * size]]
                loss = found(input_ids=batch, labels=batch).loss
                adam.zero_grad()
                loss.backward()
                adam.step()
                total += loss.detach()
                tell(epoch + (k + 1) / batches)
        if not torch.isfinite(total):
            raise FloatingPointError(
                f"the loss is not finite after epoch {epoch + 1}: lower learning_rate, which "
                f"is {learning_rate}"
            )
        found.eval()
        after(epoch + 1, found)


def continued(
    found: Any,
    prompts: np.ndarray,
    length: int,
    *,
    beams: int,
    seed: int | None,
    penalty: float,
    temperature: float,
    top_p: float,
    batch_size: int,
    device: str,
    tell: Callable[[float], None],
) -> np.ndarray:
    """The next `length` tokens after each prompt, by beam search, or drawn; (size, length).

    seed: of the draws, None for beam search; temperature, top_p: of the draws. tell: told which
    share of the prompts is done.
    """
    out = []
    seeds = np.random.default_rng(seed)
    for k in range(0, len(prompts), batch_size):
        ids = torch.from_numpy(prompts[k : k + batch_size]).to(device)
        own = None if seed is None else int(seeds.integers(2**63))
        with torch.no_grad(), working(device, own):
            longer = found.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                num_beams=beams,
                do_sample=seed is not None,
                top_k=0,  # all tokens: the law itself
                temperature=temperature,
                top_p=top_p,  # of the law at that temperature
                max_new_tokens=length,
                repetition_penalty=penalty,
                use_cache=True,
                pad_token_id=0,  # all are of one length: never used
                eos_token_id=None,  # a continuation does not end before it is full
            )
        out.append(longer[:, ids.shape[1] :].cpu().numpy())
        tell(min(1.0, (k + batch_size) / len(prompts)))
    return np.concatenate(out)
