"""A stored result of the language experiment, to be read: its texts, and its base model."""

from __future__ import annotations

from dataclasses import replace

import xarray as xr

from ..families.language import LanguageModel


def decoded(result: xr.Dataset, name: str = "samples") -> xr.DataArray:
    """The texts that a variable's tokens stand for: strings, with its dims but the last.

    name: a variable of token numbers, "samples" or "prompts". Raises KeyError for another.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(result.tokenizer.values.tobytes().decode())
    return xr.apply_ufunc(
        lambda ids: tokenizer.decode(ids.tolist()),
        result[name],
        input_core_dims=[result[name].dims[-1:]],
        vectorize=True,
        output_dtypes=[object],
    )


def base_model(result: xr.Dataset) -> LanguageModel:
    """The model that every fit of the experiment started from, as `fit` and `losses` want it.

    Raises KeyError for a result of the paper's preset, which does not hold OPT's weights.
    """
    from .language import stored_base
    from .settings import PRESETS

    base = PRESETS[result.attrs["preset"]].base
    if base is None:
        raise KeyError("the paper's preset starts from OPT-125m, which the result does not hold")
    model = base.network(result.sizes["token"])
    return replace(model, start=stored_base(model.config, result.base.values))
