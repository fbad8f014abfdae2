"""The Docker engine, as far as cells need it. Every call waits, so each has a thread; none waits for ever."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import docker
import docker.errors
import requests.exceptions
from docker.types import LogConfig, Mount, Ulimit

from grader.model import Limits
from grader.sandbox import profile

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT = "unix:///var/run/docker.sock"
CALL_S = 30  # the longest that the engine may take to answer
GONE_S = 20.0  # and to remove a container
THREADS = 8
LABEL = "grader.worker"
INSIDE = "/run/grader"  # where a cell finds the folder of its socket
SOCKET = "cell"
ZYGOTE_MIB = 96  # of a container's memory: the zygote and what it has read
ZYGOTE_TASKS = 2
TEMPORARY = "/tmp"  # noqa: S108 - the container's own
TMPFS = "rw,noexec,nosuid,nodev,size=32m,nr_inodes=4096,mode=1777"
FILE_BYTES = 32 << 20  # as much as fits into /tmp; a submission's own limit is lower
OPEN_FILES = 1024  # of the zygote; a submission's own limit is lower


class EngineFault(Exception):
    """The engine does not answer, or refuses; says what and what was asked."""


class Absent(EngineFault):
    """It has nothing of that name."""


@dataclass(frozen=True, slots=True)
class Order:
    """One container to be made."""

    name: str
    image: str
    runtime: str | None
    worker: str  # the label by which it is found again
    user: int
    folder: Path  # with the socket on which it is to call
    limits: Limits


class Engine:
    """One engine, at `base_url` or where DOCKER_HOST says. Connects at the first call, and again after a fault."""

    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url
        self._threads = ThreadPoolExecutor(THREADS, "engine")
        self._api: docker.APIClient | None = None

    async def do(self, call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """A call of this class, in a thread. Whoever is cancelled still waits for it: it may have made something."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads, lambda: call(*arguments, **named))
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise

    def close(self) -> None:
        """Hang up."""
        self._threads.shutdown(wait=False)
        if self._api is not None:
            self._api.close()
            self._api = None

    def _client(self) -> docker.APIClient:
        if self._api is None:
            reach(self.base_url)
            with _asked("to connect"):
                if self.base_url is None:
                    self._api = docker.from_env(timeout=CALL_S, max_pool_size=THREADS).api
                else:
                    self._api = docker.APIClient(self.base_url, "auto", CALL_S, max_pool_size=THREADS)
        return self._api

    def facts(self) -> Mapping[str, Any]:
        """What the engine says about itself (`docker info`). Raises EngineFault."""
        api = self._client()
        with _asked("about itself"):
            found: Mapping[str, Any] = api.info()
        return found

    def image(self, name: str) -> str:
        """The content id of an image. Raises EngineFault."""
        api = self._client()
        try:
            with _asked(f"for the image {name}"):
                return str(api.inspect_image(name)["Id"])
        except Absent as error:
            raise EngineFault(f"it has no image {name}: build it (docker build --target cell -t {name} .)") from error

    def start(self, order: Order) -> None:
        """Make a container and start it. Raises EngineFault; then there may be one by that name."""
        api = self._client()
        host = api.create_host_config(
            network_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges", f"seccomp={json.dumps(profile.profile())}"],
            ipc_mode="none",
            init=False,
            auto_remove=True,
            log_config=LogConfig(type=LogConfig.types.NONE),
            mounts=[Mount(INSIDE, str(order.folder), type="bind", read_only=True)],
            tmpfs={TEMPORARY: TMPFS},
            ulimits=[
                Ulimit(name="core", soft=0, hard=0),
                Ulimit(name="nofile", soft=OPEN_FILES, hard=OPEN_FILES),
                Ulimit(name="fsize", soft=FILE_BYTES, hard=FILE_BYTES),
            ],
            nano_cpus=1_000_000_000,
            runtime=order.runtime,
            **_sizes(order.limits.memory_mib),
            pids_limit=order.limits.processes + ZYGOTE_TASKS,
        )
        with _asked(f"to make a container of {order.image}"):
            made = api.create_container(
                order.image,
                [f"{INSIDE}/{SOCKET}"],
                name=order.name,
                hostname="cell",
                user=f"{order.user}:{order.user}",
                labels={LABEL: order.worker},
                host_config=host,
                healthcheck={"test": ["NONE"]},
                use_config_proxy=False,
            )
        with _asked(f"to start a container of {order.image}"):
            api.start(made["Id"])

    def running(self, name: str) -> Mapping[str, Any] | None:
        """What the engine says of a container; None if it has ended. Raises EngineFault."""
        api = self._client()
        try:
            with _asked(f"about container {name}"):
                found: Mapping[str, Any] = api.inspect_container(name)
        except Absent:
            return None
        return found if found["State"]["Running"] else None

    def limit(self, name: str, memory_mib: int, processes: int) -> None:
        """Set other limits. Raises EngineFault."""
        api = self._client()
        sizes = _sizes(memory_mib)
        body = {
            "Memory": sizes["mem_limit"],
            "MemorySwap": sizes["memswap_limit"],
            "PidsLimit": processes + ZYGOTE_TASKS,
        }
        with _asked(f"to set the limits of container {name}"):  # update_container of the SDK knows no PidsLimit
            answer = api.post(f"{api.base_url}/v{api.api_version}/containers/{name}/update", json=body, timeout=CALL_S)
            answer.raise_for_status()

    def remove(self, name: str) -> None:
        """Kill a container and wait until it is no more. Raises EngineFault."""
        api = self._client()
        end = time.monotonic() + GONE_S
        while True:
            try:
                with _asked(f"to remove container {name}"):
                    api.remove_container(name, force=True, v=True)
            except Absent:
                return
            except EngineFault as fault:
                if "in progress" not in str(fault) or time.monotonic() > end:
                    raise
                time.sleep(0.02)  # it removes itself just now; the next answer is that it is not there

    def of(self, worker: str) -> list[str]:
        """Names of the containers with that label. Raises EngineFault."""
        api = self._client()
        with _asked("for its containers"):
            found = api.containers(all=True, filters={"label": f"{LABEL}={worker}"})
        return [name.removeprefix("/") for container in found for name in container["Names"]]


def unlike_ordered(found: Mapping[str, Any], runtime: str | None) -> dict[str, str]:
    """What the engine says of a container that is not as `Engine.start` asked: wall -> what is wrong."""
    host = found["HostConfig"]
    options = [str(option) for option in host["SecurityOpt"] or ()]
    holds = {
        "network": host["NetworkMode"] == "none",
        "root": host["ReadonlyRootfs"] and not host["Privileged"],
        "capabilities": bool(host["CapDrop"]) and not host["CapAdd"],
        "no_new_privs": any(option.startswith("no-new-privileges") for option in options),
        "seccomp": any(option.startswith("seccomp=") and "unconfined" not in option for option in options),
        "ipc": host["IpcMode"] == "none",
        "pid": not host["PidMode"],
        "tmpfs": host["Tmpfs"] == {TEMPORARY: TMPFS},
        "memory group": host["Memory"] > 0,
        "pids group": (host["PidsLimit"] or 0) > 0,
        "cpu group": host["NanoCpus"] > 0,
        "container": runtime in (None, host["Runtime"])
        and all(mount["Destination"] == INSIDE and not mount["RW"] for mount in found["Mounts"]),
    }
    return {wall: "the engine says that it is not as it was asked to be" for wall, kept in holds.items() if not kept}


def _sizes(memory_mib: int) -> dict[str, int]:
    size = (memory_mib + ZYGOTE_MIB) << 20
    return {"mem_limit": size, "memswap_limit": size}  # equal: no swap


def reach(base_url: str | None) -> None:
    """Knock at the engine's socket first: the SDK would leave its own open where nobody answers. Raises EngineFault."""
    address = base_url or os.environ.get("DOCKER_HOST") or DEFAULT
    if address.startswith("unix://"):
        with _asked("to connect"), socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(CALL_S)
            knock.connect(address.removeprefix("unix://"))


@contextlib.contextmanager
def _asked(what: str) -> Iterator[None]:
    """Turns what the SDK raises into EngineFault."""
    try:
        yield
    except docker.errors.NotFound as error:
        raise Absent(f"asked {what}, it says: {error.explanation}") from error
    except docker.errors.APIError as error:
        raise EngineFault(f"asked {what}, it says: {error.explanation or error}") from error
    except requests.exceptions.HTTPError as error:
        text = error.response.text[:500] if error.response is not None else error
        raise EngineFault(f"asked {what}, it says: {text}") from error
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        raise EngineFault(f"asked {what}, it gave no answer: {error}") from error
