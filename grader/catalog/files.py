"""Files of an exercise folder: what cannot be read becomes a line of `problems`, so that all are told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path, problems: list[str]) -> str:
    """The text of a UTF-8 file, or nothing."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: {getattr(error, 'strerror', None) or error}")
        return ""


def read_toml(path: Path, problems: list[str]) -> dict[str, Any]:
    """The table in a TOML file, or an empty one."""
    text = read_text(path, problems)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: not TOML: {error}")
        return {}


def read_model(
    model: type[Model], data: Mapping[str, Any], path: Path, problems: list[str], within: str = ""
) -> Model | None:
    """The data as a model, or None; `within` is where in the file they stand."""
    if not data:
        return None  # already reported
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for found in error.errors():
            where = ".".join(str(part) for part in ((within, *found["loc"]) if within else found["loc"]))
            problems.append(f"{path}: {where}: {found['msg']}")
        return None
