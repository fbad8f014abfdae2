"""Cells that somebody else runs: containers that the engine starts anew when they end, as docker compose has them."""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException

from grader.errors import MissingWalls
from grader.sandbox import profile
from grader.sandbox.docker import IMAGE
from grader.sandbox.socket import SocketSandbox
from tests import engines

TEST_IMAGE = os.environ.get("GRADER_TEST_IMAGE", IMAGE)


class WithCells(SocketSandbox):
    """A socket sandbox and the containers that call on it; both end together."""

    def __init__(self, cells: int, **options: Any) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="grader-cells-")
        super().__init__(cells, folder=Path(self._home.name), **options)
        Path(self._home.name).chmod(0o755)
        self._mark = uuid.uuid4().hex
        self._users = range(58_000, 58_000 + cells)
        self._engine: docker.DockerClient | None = None

    async def _open(self) -> None:
        await super()._open()
        try:
            self._engine = engines.client()
            for user in self._users:
                self._start_container(self._engine, user)
        except DockerException as error:
            raise MissingWalls([f"an engine to run the test's cells on: {error}"]) from error

    def _start_container(self, engine: docker.DockerClient, user: int) -> None:
        engine.containers.run(
            TEST_IMAGE,
            detach=True,
            restart_policy={"Name": "always"},
            labels={"grader.test": self._mark},
            user=f"{user}:{user}",
            network_mode="none",
            ipc_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges", f"seccomp={profile.text()}"],
            tmpfs={"/tmp": "rw,noexec,nosuid,nodev,size=32m,nr_inodes=4096,mode=1777"},
            volumes={str(self.folder): {"bind": "/run/grader", "mode": "ro"}},
            mem_limit="1152m",
            memswap_limit="1152m",
            pids_limit=66,
            nano_cpus=1_000_000_000,
            log_config={"Type": "none"},
        )

    async def _shut(self) -> None:
        if self._engine is not None:
            for container in self.containers():
                container.remove(force=True)
            self._engine.close()
            self._engine = None
        await super()._shut()
        self._home.cleanup()

    def containers(self) -> list[Any]:
        """The ones that run its cells."""
        assert self._engine is not None
        return list(
            self._engine.containers.list(all=True, ignore_removed=True, filters={"label": f"grader.test={self._mark}"})
        )
