"""`grader ci`: grade what a student's repository holds, or what a pull request changed in it, in any CI."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.backends import chosen_grader
from grader.catalog.folder import Catalog, load_catalog
from grader.ci import checkout, config, publish
from grader.ci.checkout import GitFailed, Missing, NotAFile
from grader.ci.config import Config, InvalidConfig, Work
from grader.ci.grades import Grades, Server
from grader.ci.host import Host, detect
from grader.cli.contained import tell_missing
from grader.cli.grade import context, grade_one
from grader.client import AGAIN_LATER, AsyncClient, ClientError
from grader.errors import GraderError, InvalidSpec, InvalidSubmission, MissingWalls, UnknownExercise
from grader.formats import classroom50, github
from grader.formats.answers import located
from grader.formats.graded import Context, Graded
from grader.grading import Grader
from grader.model import Report
from grader.rubric.encoder import InvalidModel
from grader.rubric.threshold_file import InvalidThresholds
from grader.sandbox.local import CONTAINER, LocalSandbox
from grader.settings import Settings

OPERATORS = (InvalidConfig, InvalidSpec, InvalidModel, InvalidThresholds, UnknownExercise, GitFailed, NotAFile)
COMMANDS = ("github", "classroom50")  # hosts that read commands in what is printed
AT_ONCE = 4  # submissions handed to a service at the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for on the command line."""

    everything: bool = False
    changed_since: str | None = None
    config: str = config.NAME
    config_from: str | None = None
    server: str | None = None
    fail_under: float | None = None
    output: Path = Path("grader-results")
    seed: int | None = None
    contained: bool = False


@dataclass(frozen=True, slots=True)
class Local:
    """Grades on this machine."""

    grader: Grader
    catalog: Catalog
    seed: int | None

    async def worth(self) -> Mapping[str, float]:
        """See `Grades.worth`."""
        return {name: exercise.spec.points for name, exercise in self.catalog.exercises.items()}

    async def grade(self, work: Work, data: bytes) -> Report:
        """See `Grades.grade`."""
        name = Path(PurePosixPath(work.path).name)
        return await grade_one(self.grader, self.catalog, work.exercise, name, data, self.seed)


def ci(options: Options, settings: Settings, root: Path) -> int:
    """Grade, write the results, tell the host; returns the exit code. `root` is the student's repository."""
    host = detect(os.environ)
    with quiet(host):
        try:
            base = options.changed_since or (None if options.everything else host.base)
            chosen, notes = read_config(root, options, host)
            work = chosen.work if base is None else changed(root, chosen.work, base)
            graded = placed(asyncio.run(grade_all(root, work, options, settings)), root, host)
            now = context()
            checkout.write_files(root, options.output, publish.files(graded, now, notes))
            if host.name == "classroom50":
                dated = replace(now, variables={**now.variables, "COMMIT_DATE": checkout.commit_date(root)})
                checkout.write_files(root, Path(), {"result.json": classroom50.render(graded, dated)})
        except OPERATORS as error:
            return failed(host, str(error), publish.USAGE)
        except MissingWalls as error:
            return failed(host, f"{error}\nRun `grader doctor` for what to do.", publish.FAULT)
        except GraderError as error:
            wrong_of_operator = isinstance(error, ClientError) and not isinstance(error, AGAIN_LATER)
            return failed(host, str(error), publish.USAGE if wrong_of_operator else publish.FAULT)
        except Exception:  # whatever it is, it is ours, and exit code 1 would blame the student
            return failed(host, traceback.format_exc(), publish.FAULT)
        code = publish.exit_code(graded, mark(options, chosen, host))
        for line in publish.log(graded, notes):
            print(line)
    tell(host, graded, now, notes, code, options.output)
    return code


def read_config(root: Path, options: Options, host: Host) -> tuple[Config, list[str]]:
    """grader.toml and what to say about it. A pull request does not choose what it is graded by: its base does."""
    trusted = options.config_from or host.base
    if reason := config.bad_path(f"{options.config}.md"):
        raise InvalidConfig(f"--config {options.config}", [reason])
    try:
        if trusted is None:
            return config.parse(checkout.read_file(root, options.config, config.MAX_BYTES), options.config), []
        commit = checkout.commit_of(root, trusted)
        text = checkout.file_at(root, commit, options.config, config.MAX_BYTES)
    except Missing as error:
        raise InvalidConfig(options.config, [f"{error}; write one: docs/reference/ci.md"]) from error
    notes = []
    if checkout.changed_since(root, commit, [options.config]):
        notes.append(f"{options.config} is changed here; the one of {trusted} ({commit[:12]}) counts.")
    return config.parse(text, f"{options.config} at {commit[:12]}"), notes


def mark(options: Options, chosen: Config, host: Host) -> float:
    """The share that every exercise must reach. Classroom 50 takes any failure of ours for a fault of the runner."""
    said = options.fail_under if options.fail_under is not None else chosen.fail_under
    return said if said is not None else 0.0 if host.name == "classroom50" else 1.0


def changed(root: Path, work: Sequence[Work], base: str) -> tuple[Work, ...]:
    """The work whose file differs from the base's."""
    paths = checkout.changed_since(root, checkout.commit_of(root, base), {one.path for one in work})
    return tuple(one for one in work if one.path in paths)


async def grade_all(root: Path, work: Sequence[Work], options: Options, settings: Settings) -> list[Graded]:
    """The reports, in the order of grader.toml."""
    if not work:
        return []
    async with AsyncExitStack() as stack:
        grades: Grades
        if options.server is not None:
            token = settings.token.get_secret_value() if settings.token else ""
            grades = Server(await stack.enter_async_context(AsyncClient(options.server, token)))
            places = asyncio.Semaphore(AT_ONCE)
        else:
            catalog = load_catalog(settings.problems)
            without = CONTAINER if options.contained else frozenset()
            sandbox = LocalSandbox(cells=min(settings.cells, len(work)), allow_missing_walls=without)
            stack.push_async_callback(sandbox.aclose)
            await sandbox.start()
            tell_missing(sandbox)
            grades = Local(chosen_grader(settings, catalog, sandbox), catalog, options.seed)
            places = asyncio.Semaphore(settings.cells)
        worth = await grades.worth()
        if unknown := sorted({one.exercise for one in work} - set(worth)):
            raise UnknownExercise(f"{options.config}: no exercise {', '.join(unknown)}; there are: {', '.join(worth)}")

        async def one(job: Work) -> Graded:
            async with places:
                return Graded(job.path, await report_on(root, job, grades, worth[job.exercise]))

        return await asyncio.gather(*map(one, work))


async def report_on(root: Path, work: Work, grades: Grades, points: float) -> Report:
    """The report on one file. One that is not there, or cannot be taken, is not gradable; a fault of ours no score."""
    refused = Report(
        exercise=work.exercise, exercise_version="", status="not_gradable", score=0.0, points=0.0, max_points=points
    )
    try:
        data = checkout.read_submission(root, work.path)
        report = await grades.grade(work, data)
        return located(report, data.decode("utf-8", "replace")) if work.path.endswith(".md") else report
    except (Missing, NotAFile, InvalidSubmission) as error:
        return replace(refused, stopped={"reason": "refused", "message": str(error), "line": None})
    except AGAIN_LATER as error:
        return replace(refused, status="grader_error", score=None, points=None, notes=(str(error),))


def placed(graded: Sequence[Graded], root: Path, host: Host) -> list[Graded]:
    """The same with paths as the host knows them, where grader.toml lies in a folder of a larger repository."""
    top = Path(host.root or root).resolve()
    if top not in root.resolve().parents:
        return list(graded)
    folder = root.resolve().relative_to(top).as_posix()
    return [replace(one, path=f"{folder}/{one.path}") for one in graded]


@contextmanager
def quiet(host: Host) -> Iterator[None]:
    """Nothing that is printed in here is taken for a command of the host, whatever it is and wherever it comes from."""
    if host.name not in COMMANDS:
        yield
        return
    stop = secrets.token_hex(16)
    print(f"::stop-commands::{stop}", flush=True)
    yield  # not resumed after an exception: what it prints may hold anything
    sys.stderr.flush()
    print(f"::{stop}::", flush=True)


def failed(host: Host, message: str, code: int) -> int:
    """Say why nothing was graded; where commands are stopped, on the very stream that they are stopped on."""
    print(f"grader: {message}", file=sys.stdout if host.name in COMMANDS else sys.stderr)
    if host.summary:
        append(host.summary, publish.refusal(message))
    return code


def tell(host: Host, graded: Sequence[Graded], now: Context, notes: Sequence[str], code: int, output: Path) -> None:
    """Annotations, the summary of the job, and outputs, where the host has such things."""
    if host.name in COMMANDS:
        for command in github.workflow_commands(graded):
            print(command)
    if host.summary:
        append(host.summary, publish.summary(graded, now, notes))
    if host.outputs:
        append(host.outputs, publish.outputs(graded, code, str(output)))


def append(path: str, text: str) -> None:
    """Add to a file that the host has made for this."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)
