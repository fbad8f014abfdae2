"""Work for exercises that take answers: `answers` in JSON, or a .json or .md file, kept as one canonical JSON text."""

from __future__ import annotations

from dataclasses import replace

from grader.api.intake import Work, unsupported
from grader.api.problems import Problem
from grader.catalog.folder import AnyExercise
from grader.catalog.rubric_folder import RubricExercise
from grader.errors import InvalidSubmission
from grader.rubric import answers

MEND_ANSWERS = 'Send "answers": {"a": "...", "b": "..."}, or a .json or .md file (headings "## a") with them.'
MEND_CODE = "Hand in one .py file with your implementation."


def fitting(work: Work, exercise: AnyExercise, where: str) -> Work:
    """The work as the exercise takes it: code as it is, answers in their canonical form. Raises Problem."""
    if not isinstance(exercise, RubricExercise):
        if work.answers is not None:
            raise Problem("invalid-fields", f"{exercise.id} takes code, not answers.", MEND_CODE, "/answers")
        return work
    try:
        if work.answers is not None:
            given = answers.checked(work.answers, exercise.parts)
        elif work.filename.lower().endswith(".md"):
            given = answers.from_markdown(work.source, exercise.parts)
        elif work.filename.lower().endswith(".json"):
            given = answers.from_json(work.source, exercise.parts)
        else:
            raise unsupported(f"{exercise.id} takes answers, not code.", where, MEND_ANSWERS)
    except InvalidSubmission as error:
        raise Problem("unusable-source", str(error), MEND_ANSWERS, where) from error
    return replace(work, source=answers.canonical(given), answers=None)
