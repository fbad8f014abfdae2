"""The command line: one function a command. Each imports what it needs when it is called, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="grader",
    help="Grades machine-learning exercises: runs submissions in a sandbox and names the mistake.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def grade(
    files: Annotated[list[Path], typer.Argument(help="Files to grade.", show_default=False)],
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Id of the exercise, such as 6.7.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON report a line instead of tables.")] = False,
    seed: Annotated[int | None, typer.Option(help="Repeat a run with the fresh cases of this seed.", min=0)] = None,
) -> None:
    """Grade FILES in the sandbox. Exit code: 0 full marks, 1 below, 2 usage, 3 grader fault."""
    from grader.cli.grade import grade as run
    from grader.settings import read_settings

    raise typer.Exit(run(exercise, files, json, seed, read_settings()))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    data: Annotated[Path, typer.Option(help="Folder for the database; made if it is not there.")] = Path("data"),
) -> None:
    """Serve the HTTP API. Prints its address and, at the first start, the owner's token."""
    from grader.cli.serve import serve as run

    raise typer.Exit(run(host, port, data))


@app.command()
def doctor() -> None:
    """Say which walls of the sandbox stand on this machine, and what to do about the others."""
    from grader.cli.doctor import run_doctor

    raise typer.Exit(run_doctor())


exercise_app = typer.Typer(help="For authors of exercises.", no_args_is_help=True)
app.add_typer(exercise_app, name="exercise")


@exercise_app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="An exercise folder, or a folder of such folders.")],
) -> None:
    """Prove an exercise: samples get their verdicts, every wrong variant is caught, the starter gets nothing."""
    from grader.cli.exercise import check as run

    raise typer.Exit(run(folder))


rubric_app = typer.Typer(help="For rubrics of conceptual answers.", no_args_is_help=True)
app.add_typer(rubric_app, name="rubric")


@rubric_app.command(name="eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="Graded answers: JSON Lines with exercise, part, answer, gold, kind.")],
    json: Annotated[bool, typer.Option("--json", help="All figures as one JSON document.")] = False,
) -> None:
    """Measure the engine on graded answers: coverage, wrong decisions with their bound, agreement of suggestions."""
    from grader.cli.rubric import evaluate as run
    from grader.settings import read_settings

    raise typer.Exit(run(file, read_settings().problems, json))


judge_app = typer.Typer(help="For operators of a language model that judges open criteria.", no_args_is_help=True)
app.add_typer(judge_app, name="judge")
JudgeData = Annotated[Path | None, typer.Option("--data", help="Data folder of the service; default: GRADER_DATA.")]


@judge_app.command(name="status")
def judge_status(data: JudgeData = None) -> None:
    """Say whether the judge is suspended, and what it cost today. Exit code: 0 trusted, 1 suspended, 2 usage."""
    from grader.cli.judge import status as run
    from grader.settings import read_settings

    raise typer.Exit(run(data or read_settings().data))


@judge_app.command(name="resume")
def judge_resume(data: JudgeData = None) -> None:
    """Trust a suspended judge again; its next canaries decide anew."""
    from grader.cli.judge import resume as run
    from grader.settings import read_settings

    raise typer.Exit(run(data or read_settings().data))


@app.command()
def bench(
    seconds: Annotated[float, typer.Option(help="How long to measure throughput.", min=1, max=120)] = 5.0,
    rounds: Annotated[int, typer.Option(help="How many submissions to measure latency with.", min=5, max=500)] = 40,
) -> None:
    """Measure latency and throughput on this machine, next to the floor: bare Python, NumPy's import, a fork."""
    from grader.cli.bench import bench as run

    raise typer.Exit(run(seconds, rounds))
