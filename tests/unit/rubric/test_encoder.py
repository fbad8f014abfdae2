"""The optional embedding model: plain NumPy, one vector a text, and a clear word if the folder is not one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from grader.rubric.encoder import InvalidModel, open_encoder
from grader.rubric.prepared import prepare
from grader.rubric.similarity import Likeness
from tests.unit.rubric.conftest import loaded

WIDTH, HIDDEN, LAYERS, HEADS = 8, 16, 2, 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny BERT of random weights."""
    draw = np.random.default_rng(3).standard_normal
    weights = {
        "embeddings.word_embeddings.weight": draw((6, WIDTH)),
        "embeddings.position_embeddings.weight": draw((300, WIDTH)),
        "embeddings.token_type_embeddings.weight": draw((2, WIDTH)),
        **norm("embeddings.LayerNorm"),
    }
    for index in range(LAYERS):
        at = f"encoder.layer.{index}"
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            weights |= {f"{at}.{name}.weight": draw((WIDTH, WIDTH)), f"{at}.{name}.bias": draw(WIDTH)}
        weights |= {
            f"{at}.intermediate.dense.weight": draw((HIDDEN, WIDTH)),
            f"{at}.intermediate.dense.bias": draw(HIDDEN),
        }
        weights |= {f"{at}.output.dense.weight": draw((WIDTH, HIDDEN)), f"{at}.output.dense.bias": draw(WIDTH)}
        weights |= norm(f"{at}.attention.output.LayerNorm") | norm(f"{at}.output.LayerNorm")
    safetensors.numpy.save_file(
        {k: np.asarray(v, np.float32) for k, v in weights.items()}, tmp_path / "model.safetensors"
    )
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "gradients": 1, "vanish": 2, "explode": 3, "the": 4, "a": 5}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    config = {"model_type": "bert", "hidden_act": "gelu", "num_hidden_layers": LAYERS, "num_attention_heads": HEADS}
    (tmp_path / "config.json").write_text(json.dumps({**config, "layer_norm_eps": 1e-12}))
    return tmp_path


def norm(name: str) -> dict[str, np.ndarray]:
    return {f"{name}.weight": np.ones(WIDTH), f"{name}.bias": np.zeros(WIDTH)}


def test_each_text_gets_a_vector_of_length_one_that_does_not_depend_on_the_others(folder: Path) -> None:
    encoder = open_encoder(folder)
    texts = ["the gradients vanish", "a", "gradients explode " * 300]
    together = encoder.encode(texts)
    assert together.shape == (3, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert np.array_equal(together, np.concatenate([encoder.encode([text]) for text in texts]))


def test_without_layers_the_vector_is_the_mean_of_the_normalised_embeddings(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 0}))
    weights = safetensors.numpy.load_file(str(folder / "model.safetensors"))
    rows = weights["embeddings.word_embeddings.weight"][[1, 2]] + weights["embeddings.position_embeddings.weight"][:2]
    rows = rows + weights["embeddings.token_type_embeddings.weight"][0]
    rows = (rows - rows.mean(1, keepdims=True)) / rows.std(1, keepdims=True)
    expected = rows.mean(0) / np.linalg.norm(rows.mean(0))
    assert np.allclose(open_encoder(folder).encode(["gradients vanish"])[0], expected, atol=1e-5)


def test_likeness_takes_the_meaning_into_account_and_stays_within_its_range(folder: Path) -> None:
    encoder = open_encoder(folder)
    by_words, by_meaning = Likeness(), Likeness(encoder)
    one = by_words.of("the gradients vanish", ["a gradients explode"], "")
    other = by_meaning.of("the gradients vanish", ["a gradients explode"], "")
    assert 0 <= other <= 1
    assert one != other
    assert by_meaning.of("", ["a"], "") == by_words.of("", ["a"], "") == 0.0


def test_a_rubric_can_be_prepared_with_a_model(folder: Path) -> None:
    exercise, _ = loaded("6.1")
    assert prepare(exercise.spec, encoder=open_encoder(folder)).likeness.encoder is not None


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_lacks_a_file_is_refused_by_its_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InvalidModel, match=name):
        open_encoder(folder)


def test_a_model_of_another_kind_is_refused(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"model_type": "llama"}))
    with pytest.raises(InvalidModel, match="only BERT"):
        open_encoder(folder)


def test_weights_that_are_not_a_berts_are_refused(folder: Path) -> None:
    safetensors.numpy.save_file({"x": np.zeros(3, np.float32)}, folder / "model.safetensors")
    with pytest.raises(InvalidModel, match="not the weights"):
        open_encoder(folder)
