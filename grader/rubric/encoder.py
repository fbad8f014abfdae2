"""Sentence embeddings by a small BERT that the operator supplies, in plain NumPy: no torch, no code of the model's run.

The folder holds `config.json`, `tokenizer.json` and `model.safetensors` of a BERT encoder whose vectors are the mean of
its last layer (such as all-MiniLM-L6-v2). Needs the extra `grader[semantic]`.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy.special import erf

from grader.errors import GraderError
from grader.model import Array

MAX_TOKENS = 256  # of one text that are embedded; the rest is left out
FILES = ("config.json", "tokenizer.json", "model.safetensors")


class InvalidModel(GraderError):
    """The folder holds no model that can be used; says what is missing."""


class Encoder(Protocol):
    """What likeness needs of an embedding model."""

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of length 1 a text: float32 [len(texts), width]."""


@dataclass(frozen=True, slots=True)
class Bert:
    """A BERT encoder. `weights` by their names in the file, float32."""

    weights: Mapping[str, Array]
    layers: int
    heads: int
    eps: float
    tokenizer: Any

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of length 1 a text: float32 [len(texts), width]."""
        return np.stack([self._encoded(self.tokenizer.encode(text).ids[:MAX_TOKENS]) for text in texts])

    def _encoded(self, ids: Sequence[int]) -> Array:
        """The vector of one text: [width]. One at a time, so that no padding has to be masked."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for index in range(self.layers):
            at = f"encoder.layer.{index}"
            x = self._norm(x + self._attention(x, at), f"{at}.attention.output.LayerNorm")
            hidden = self._linear(x, f"{at}.intermediate.dense")
            hidden = hidden * 0.5 * (1.0 + erf(hidden / np.sqrt(2.0)))  # GELU
            x = self._norm(x + self._linear(hidden, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        mean = x.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _attention(self, x: Array, at: str) -> Array:
        length, width = x.shape
        shape = (length, self.heads, width // self.heads)
        q, k, v = (
            self._linear(x, f"{at}.attention.self.{name}").reshape(shape).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(shape[2])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = scores / scores.sum(axis=-1, keepdims=True) @ v
        return self._linear(mixed.transpose(1, 0, 2).reshape(length, width), f"{at}.attention.output.dense")

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.eps)
        return np.asarray(scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])


def open_encoder(folder: Path) -> Bert:
    """The encoder in a folder. Raises InvalidModel."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise InvalidModel(f"{folder}: no {', '.join(missing)}; an embedding model's folder holds {', '.join(FILES)}")
    try:
        safetensors, tokenizers = importlib.import_module("safetensors.numpy"), importlib.import_module("tokenizers")
    except ImportError as error:
        raise InvalidModel(f"{error.name} is not installed; install grader[semantic] to use {folder}") from error
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        raise InvalidModel(f"{folder}/config.json: only BERT with gelu is read here, not {config.get('model_type')}")
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    loaded = safetensors.load_file(str(folder / "model.safetensors"))
    weights = {name.removeprefix("bert."): np.asarray(value, dtype=np.float32) for name, value in loaded.items()}
    bert = Bert(
        weights, config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], tokenizer
    )
    try:
        bert.encode(["a"])
    except (KeyError, ValueError, IndexError) as error:
        raise InvalidModel(f"{folder}/model.safetensors: not the weights of a BERT encoder ({error})") from error
    return bert
