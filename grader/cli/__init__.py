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
    json: Annotated[bool, typer.Option("--json", help="The same as --format json: one report a line.")] = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="Instead of tables: junit, gradescope, ... (a wrong name lists them)."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Repeat a run with the fresh cases of this seed.", min=0)] = None,
) -> None:
    """Grade FILES in the sandbox. Exit code: 0 full marks, 1 below, 2 usage, 3 grader fault."""
    from grader.cli.grade import grade as run
    from grader.settings import read_settings

    raise typer.Exit(run(exercise, files, "json" if json else format_, seed, read_settings()))


@app.command()
def ci(
    everything: Annotated[
        bool, typer.Option("--all", help="Everything in grader.toml, not only what changed.")
    ] = False,
    changed_since: Annotated[
        str | None, typer.Option(help="Only what changed since REF. On pull requests the CI says since when.")
    ] = None,
    config: Annotated[str, typer.Option(help="Which file answers which exercise.")] = "grader.toml",
    config_from: Annotated[
        str | None, typer.Option(help="Take it from the commit REF. On pull requests: from their base.")
    ] = None,
    server: Annotated[
        str | None, typer.Option(help="Grade at this service, with the token in GRADER_TOKEN, instead of here.")
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(help="Share of the points that every exercise must reach; else exit code 1.", min=0, max=1),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder for the results: JSON, JUnit, Markdown, HTML, GitLab.")] = Path(
        "grader-results"
    ),
    seed: Annotated[int | None, typer.Option(help="Repeat a run with the fresh cases of this seed.", min=0)] = None,
    contained: Annotated[
        bool, typer.Option(help="This container is thrown away after the job: it may stand for missing namespaces.")
    ] = False,
) -> None:
    """Grade a student's repository, the current folder, by its grader.toml.

    Exit code: 0 reached, 1 not, 2 usage, 3 grader fault.
    """
    from grader.cli.ci import Options
    from grader.cli.ci import ci as run
    from grader.settings import read_settings

    options = Options(
        everything=everything,
        changed_since=changed_since,
        config=config,
        config_from=config_from,
        server=server,
        fail_under=fail_under,
        output=output,
        seed=seed,
        contained=contained,
    )
    raise typer.Exit(run(options, read_settings(), Path.cwd()))


@app.command()
def submit(
    file: Annotated[Path, typer.Argument(help="File to hand in: .py or .ipynb.", show_default=False)],
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Id of the exercise, such as 6.7.")],
    server: Annotated[
        str, typer.Option(envvar="GRADER_SERVER", help="Address of the service. The token is in GRADER_TOKEN.")
    ],
    json: Annotated[bool, typer.Option("--json", help="The report as one line of JSON.")] = False,
    seconds: Annotated[float, typer.Option(help="How long to wait for the report.", min=1)] = 600,
) -> None:
    """Hand FILE in at a service and wait for the report.

    Exit code: 0 full marks, 1 below, 2 usage, 3 grader fault or no report in time.
    """
    from grader.cli.submit import submit as run

    raise typer.Exit(run(exercise, file, server, json, seconds))


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
    from grader.settings import read_settings

    raise typer.Exit(run_doctor(read_settings()))


@app.command()
def contained(
    platform: Annotated[str, typer.Argument(help="gradescope or prairielearn.", show_default=False)],
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Id of the exercise, such as 6.7.")],
    file: Annotated[str | None, typer.Option(help="Name of the file to grade, if there may be several.")] = None,
    root: Annotated[Path | None, typer.Option(help="Instead of /autograder or /grade.")] = None,
) -> None:
    """Grade inside another platform's container, which is thrown away afterwards; write the results it looks for."""
    from grader.cli.contained import contained as run
    from grader.settings import read_settings

    raise typer.Exit(run(platform, exercise, root, file, read_settings()))


export_app = typer.Typer(help="Take an exercise to another platform.", no_args_is_help=True)
app.add_typer(export_app, name="export")


@export_app.callback()
def export() -> None:
    """Take an exercise to another platform."""


@export_app.command()
def gradescope(
    exercise: Annotated[str, typer.Argument(help="Id of the exercise, such as 6.7.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("autograder.zip"),
    wheels: Annotated[
        Path | None, typer.Option(help="Folder of wheels to take along, so that setup.sh needs no PyPI.")
    ] = None,
) -> None:
    """An autograder.zip for Gradescope: it grades there as here, without a network."""
    from grader.cli.export import export_gradescope
    from grader.settings import read_settings

    raise typer.Exit(export_gradescope(exercise, output, wheels, read_settings()))


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


@rubric_app.command()
def calibrate(
    file: Annotated[
        Path | None, typer.Argument(help="Graded answers, as for `eval`. Or --data.", show_default=False)
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder whose reviewed answers are used.")] = None,
    target: Annotated[float, typer.Option(help="Share of wrong automatic decisions to keep under.")] = 0.05,
    out: Annotated[Path | None, typer.Option(help="Write the thresholds here; GRADER_THRESHOLDS names it.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Write the risk-coverage curves here, as SVG.")] = None,
) -> None:
    """From which confidence on may each layer decide alone? Shows risk-coverage curves, writes thresholds."""
    from grader.cli.calibrate import Source
    from grader.cli.calibrate import calibrate as run
    from grader.settings import read_settings

    if (file is None) == (data is None):
        raise typer.BadParameter("give either a file of graded answers or --data")
    if not 0 < target < 1:
        raise typer.BadParameter("--target is a share between 0 and 1, such as 0.05")
    raise typer.Exit(run(Source(file, data), target, out, picture, read_settings()))


@rubric_app.command()
def collect(data: Annotated[Path, typer.Option(help="Data folder whose reviewed answers are taken.")]) -> None:
    """Add what people decided in the review queue to the graded answers that exercises learn from."""
    from grader.cli.collect import collect as run
    from grader.settings import read_settings

    raise typer.Exit(run(data, read_settings().problems))


@rubric_app.command()
def review(
    exercise: Annotated[str | None, typer.Option("--exercise", "-e", help="Only this exercise, such as 6.1.")] = None,
    criterion: Annotated[str | None, typer.Option(help="Only this criterion, such as a/vanish.")] = None,
    server: Annotated[str | None, typer.Option(help="Address of a service; its token in GRADER_TOKEN.")] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder of a service on this machine.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what waits as JSON, for scripts.")] = False,
) -> None:
    """Go through what the engine left open: evidence, suggestion, one key a decision, all like answers at once."""
    from grader.cli.review import review as run

    raise typer.Exit(run(exercise, criterion, server, data, json))


@rubric_app.command()
def agreement(
    server: Annotated[str | None, typer.Option(help="Address of a service; its token in GRADER_TOKEN.")] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder of a service on this machine.")] = None,
    json: Annotated[bool, typer.Option("--json", help="All figures as one JSON document.")] = False,
) -> None:
    """How well machine and people agree, and how often automatic decisions are wrong, with their 95 % bound."""
    from grader.cli.review import agreement as run

    raise typer.Exit(run(server, data, json))


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
