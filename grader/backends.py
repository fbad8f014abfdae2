"""Which backends the settings choose. Imports nothing of the service: a machine that only grades has none of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.catalog.folder import Catalog
from grader.grading import Grader, SecondOpinion
from grader.rubric import threshold_file
from grader.rubric.encoder import open_encoder
from grader.sandbox.base import Sandbox
from grader.settings import Settings

SOCKETS = Path("/run/grader")


def chosen_sandbox(settings: Settings, cells: int) -> Sandbox:
    """The backend that the settings name, not started. The other ones, and what they need, are not even imported."""
    uses: dict[str, Any] = {} if settings.max_uses is None else {"max_uses": settings.max_uses}
    match settings.sandbox:
        case "docker":
            from grader.sandbox.docker import DockerSandbox

            image, runtime, folder = settings.image, settings.runtime, settings.sockets
            return DockerSandbox(cells, image=image, runtime=runtime, spares=settings.spares, folder=folder, **uses)
        case "socket":
            from grader.sandbox.socket import SocketSandbox

            return SocketSandbox(cells, folder=settings.sockets or SOCKETS, runtime=settings.runtime, **uses)
        case "local":
            from grader.sandbox.local import LocalSandbox

            return LocalSandbox(cells, **uses)


def chosen_grader(
    settings: Settings, catalog: Catalog, sandbox: Sandbox, second: SecondOpinion | None = None
) -> Grader:
    """Whoever grades, in a service or not: with the same settings, alike. Raises InvalidThresholds, InvalidModel."""
    thresholds = threshold_file.effective(threshold_file.read(settings.thresholds), catalog.versions)
    encoder = open_encoder(settings.semantic_model) if settings.semantic_model else None
    return Grader(catalog, sandbox, thresholds, encoder, second)
