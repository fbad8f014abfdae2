"""What a submission looks like from outside, and examples of it for the API's description."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.api.body import JSON, MULTIPART
from grader.store.base import Stored


def submission_json(stored: Stored) -> bytes:
    """The document of one submission. The report is put in as the text it is kept as: it is the largest part by far."""
    head = {
        "id": stored.id,
        "status": stored.status.value,
        "exercise": stored.exercise,
        "exercise_version": stored.exercise_version,
        "filename": stored.filename,
        "source_sha256": stored.sha256,
        "created_at": stored.created_at.isoformat(timespec="milliseconds"),
        "finished_at": stored.finished_at.isoformat(timespec="milliseconds") if stored.finished_at else None,
        "links": {"self": location(stored.id), "events": f"{location(stored.id)}/events"},
    }
    return f'{json.dumps(head)[:-1]}, "report": {stored.report or "null"}}}'.encode()


def location(submission_id: str) -> str:
    """The address of a submission."""
    return f"/v1/submissions/{submission_id}"


EXAMPLE_SOURCE = "import numpy as np\n\nclass LayerNorm:\n    ...\n"
EXAMPLE: Mapping[str, Any] = {
    "id": "5f0c6a3d9b7e4c21a8d0f3b6c9e2d571",
    "status": "done",
    "exercise": "6.7",
    "exercise_version": "3b1f0c52a97d",
    "filename": "layernorm.py",
    "source_sha256": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "created_at": "2026-11-24T10:00:00.000+00:00",
    "finished_at": "2026-11-24T10:00:00.012+00:00",
    "links": {
        "self": "/v1/submissions/5f0c6a3d9b7e4c21a8d0f3b6c9e2d571",
        "events": "/v1/submissions/5f0c6a3d9b7e4c21a8d0f3b6c9e2d571/events",
    },
    "report": {"schema": "grader/report/v1", "status": "graded", "score": 1.0, "points": 10.0, "max_points": 10.0},
}
SUBMISSION_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "status", "exercise", "report"],
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "status": {"type": "string", "enum": ["queued", "running", "done", "cancelled"]},
        "exercise": {"type": "string"},
        "exercise_version": {"type": "string"},
        "filename": {"type": "string"},
        "source_sha256": {"type": "string"},
        "created_at": {"type": "string", "format": "date-time"},
        "finished_at": {"type": ["string", "null"], "format": "date-time"},
        "links": {"type": "object"},
        "report": {"type": ["object", "null"], "description": "grader/report/v1; null until status is done."},
    },
    "example": EXAMPLE,
}
SUBMISSION_CONTENT: Mapping[str, Any] = {JSON: {"schema": SUBMISSION_SCHEMA}}
REQUEST_BODY: Mapping[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["exercise"],
                "oneOf": [{"required": ["source"]}, {"required": ["answers"]}],
                "properties": {
                    "exercise": {"type": "string", "pattern": r"^[0-9]{1,2}\.[0-9]{1,2}$"},
                    "source": {"type": "string", "description": "The Python file, or the notebook (.ipynb), as text."},
                    "answers": {
                        "type": "object",
                        "additionalProperties": {"type": ["string", "number", "null"]},
                        "description": "Instead of a source, where an exercise takes answers: one text a part.",
                        "example": {"a": "50,000 x 768 = 38.4M", "b": "4 * 768^2"},
                    },
                    "filename": {"type": "string", "default": "submission.py"},
                },
            },
            "example": {"exercise": "6.7", "source": EXAMPLE_SOURCE, "filename": "layernorm.py"},
        },
        MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["exercise", "file"],
                "properties": {
                    "exercise": {"type": "string"},
                    "file": {
                        "type": "string",
                        "format": "binary",
                        "description": "One .py or .ipynb file; .json or .md for answers.",
                    },
                },
            }
        },
    },
}
