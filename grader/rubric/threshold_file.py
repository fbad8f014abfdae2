"""`thresholds.toml`: what `grader rubric calibrate` writes and the service reads.

target = 0.05            # share of wrong automatic decisions that is not exceeded, at 95 % confidence

[versions]               # of the rubrics that the labels were judged by
"6.1" = "3b1f0c52a97d"

[least]                  # lowest confidence that decides, by group; "shadow": suggest, never decide
"number:typed:credit" = 0.8
"6.1:text:text:credit" = "shadow"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from grader.errors import GraderError
from grader.rubric.decision import DEFAULT_THRESHOLDS, Layer, Thresholds

SHADOW: Literal["shadow"] = "shadow"
LAYERS = "|".join(layer.value for layer in Layer)
Key = Annotated[str, Field(pattern=rf"^([^:\s]+:){{0,2}}({LAYERS}):(credit|zero)$")]
READS_PROSE = (Layer.TEXT, Layer.GRADED, Layer.JUDGE)  # layers whose evidence holds for one rubric, as it was


class InvalidThresholds(GraderError):
    """The file of thresholds cannot be used; says which field and why."""


class ThresholdFile(BaseModel):
    """The file, field by field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: float = Field(gt=0, lt=1)
    versions: dict[str, str] = {}
    least: dict[Key, Annotated[float, Field(ge=0, le=1)] | Literal["shadow"]] = {}

    @model_validator(mode="after")
    def _prose_has_a_version(self) -> ThresholdFile:
        for key in self.least:
            if _prose(key) and _exercise(key) not in self.versions:
                raise ValueError(
                    f"least.{key}: a layer that reads prose decides by exercise, such as 6.1:text:text:credit,"
                    " and [versions] names the version of its rubric"
                )
        return self


def parse(text: str) -> ThresholdFile:
    """The file from its text. Raises InvalidThresholds."""
    try:
        return ThresholdFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidThresholds(f"not TOML: {error}") from error
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise InvalidThresholds("; ".join(lines)) from error


def read(path: Path | None) -> ThresholdFile | None:
    """The file at `path`; None if there is no path. Raises InvalidThresholds."""
    if path is None:
        return None
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidThresholds(f"GRADER_THRESHOLDS: {path} cannot be read: {error}") from error
    except InvalidThresholds as error:
        raise InvalidThresholds(f"GRADER_THRESHOLDS: {path}: {error}") from error


def changed(file: ThresholdFile | None, versions: Mapping[str, str]) -> list[str]:
    """Exercises whose rubric is no longer the one that was calibrated."""
    return sorted(name for name, version in (file.versions if file else {}).items() if versions.get(name) != version)


def dump(file: ThresholdFile) -> str:
    """The file's text."""
    versions = [f"{json.dumps(name)} = {json.dumps(version)}" for name, version in sorted(file.versions.items())]
    least = [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in sorted(file.least.items())]
    head = "# Written by `grader rubric calibrate`. docs/explanation/thresholds.md says what it means."
    return "\n".join([head, f"target = {file.target}", "", "[versions]", *versions, "", "[least]", *least, ""])


def effective(file: ThresholdFile | None, versions: Mapping[str, str]) -> Thresholds:
    """What holds with this file for rubrics of these versions (exercise -> version); without one, what is shipped.

    Layers that read prose decide only where the file says so, and only by the rubric that was calibrated: after any
    change of it they are back in shadow mode. Other layers have their shipped thresholds where the file says nothing.
    """
    if file is None:
        return DEFAULT_THRESHOLDS
    current = set(file.versions) - set(changed(file, versions))
    least = {key: value for key, value in DEFAULT_THRESHOLDS.least.items() if not _prose(key)}
    for key, value in file.least.items():
        holds = not _prose(key) or _exercise(key) in current
        least[key] = value if holds and value != SHADOW else None
    return Thresholds(least)


def _prose(key: str) -> bool:
    return key.split(":")[-2] in READS_PROSE


def _exercise(key: str) -> str:
    return key.partition(":")[0].partition("/")[0]
