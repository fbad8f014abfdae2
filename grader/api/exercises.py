"""What can be graded: the list, and one exercise with its statement and starter."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from grader.api.auth import caller_of
from grader.api.intake import checked_exercise_id
from grader.api.problems import Problem, documented
from grader.api.services import Parts
from grader.catalog.folder import AnyExercise, Exercise
from grader.catalog.rubric_folder import RubricExercise
from grader.errors import UnknownExercise

router = APIRouter(prefix="/v1/exercises", tags=["exercises"], dependencies=[Depends(caller_of)])


@router.get("", summary="The exercises", responses=documented(401))
async def list_exercises(parts: Parts) -> JSONResponse:
    """All exercises, in the order of the course."""
    return JSONResponse({"exercises": [_line(exercise) for exercise in parts.catalog.exercises.values()]})


@router.get("/{exercise_id}", summary="One exercise", responses=documented(400, 401, 404))
async def show_exercise(exercise_id: str, parts: Parts) -> JSONResponse:
    """The statement (Markdown) and what is checked for how many points.

    Of code also the starter file and the limits of a run; of answers the questions of its parts.
    """
    exercise = find_exercise(parts, checked_exercise_id(exercise_id, "path"), "path")
    if isinstance(exercise, RubricExercise):
        return JSONResponse({**_line(exercise), "statement": exercise.statement, "parts": _questions(exercise)})
    return JSONResponse(
        {
            **_line(exercise),
            "statement": exercise.statement,
            "starter": exercise.starter,
            "checks": [check.model_dump(mode="json") for check in exercise.spec.checks],
            "limits": asdict(exercise.limits),
        }
    )


def find_exercise(parts: Parts, exercise_id: str, where: str) -> AnyExercise:
    """The exercise of that id. Raises Problem."""
    try:
        return parts.catalog.get(exercise_id)
    except UnknownExercise as error:
        raise Problem("unknown-exercise", str(error), "GET /v1/exercises lists the ids.", where) from error


def _questions(exercise: RubricExercise) -> list[dict[str, Any]]:
    """What is asked and what it is worth; never what is accepted."""
    return [
        {
            "id": part.id,
            "question": part.question,
            "points": part.points,
            "criteria": [{"id": c.id, "title": c.title, "kind": c.kind, "points": c.points} for c in part.criteria],
        }
        for part in exercise.spec.parts
    ]


def _line(exercise: AnyExercise) -> dict[str, Any]:
    common = {
        "id": exercise.id,
        "title": exercise.title,
        "version": exercise.version,
        "points": exercise.spec.points,
    }
    if isinstance(exercise, Exercise):
        return {**common, "kind": "code", "target": exercise.spec.target.model_dump(mode="json")}
    return {**common, "kind": "answers"}
