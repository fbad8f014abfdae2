"""A stand-in for GitHub's API on loopback: repositories in memory, real HTTP, real tokens, and faults as told.

Every request is checked against GitHub's published description, and so is every answer of the stand-in itself. What
is wrong about a request is kept in `complaints`, as a server's thread cannot fail a test.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.github.published import check_answer, check_request

APP_ID = 29310
INSTALLATION = 2311213
_KEY = rsa.generate_private_key(65537, 2048)
PRIVATE_KEY = _KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
).decode()
PUBLIC_KEY = _KEY.public_key()


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class File:
    data: bytes
    mode: str = "100644"

    @property
    def sha(self) -> str:
        return hashlib.sha1(b"blob %d\0" % len(self.data) + self.data).hexdigest()


@dataclass
class Fault:
    """What `times` requests of this method whose path holds this get instead of an answer, after `skip` of them."""

    method: str
    path_holds: str
    status: int = 0  # 0: the connection is closed without an answer
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"message": "told to"}'
    times: int = 1
    skip: int = 0
    after: bool = False  # the request is done, and only its answer is lost
    before: Callable[[], None] | None = None


@dataclass
class Repository:
    """One repository, as the stand-in keeps it."""

    id: int
    name: str
    default_branch: str = "main"
    commits: dict[str, dict[str, File]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    check_runs: dict[int, dict[str, Any]] = field(default_factory=dict)
    truncated: bool = False

    def commit(self, files: dict[str, bytes | File], parent: str | None = None, branch: str | None = None) -> str:
        """A commit with these files beside its parent's; its id."""
        tree = dict(self.commits[parent]) if parent else {}
        tree |= {path: one if isinstance(one, File) else File(one) for path, one in files.items()}
        sha = hashlib.sha1(repr((parent, sorted((p, f.sha, f.mode) for p, f in tree.items()))).encode()).hexdigest()
        self.commits[sha], self.parents[sha] = tree, parent
        if branch:
            self.branches[branch] = sha
        return sha

    def history(self, sha: str | None) -> Iterator[str]:
        while sha is not None:
            yield sha
            sha = self.parents[sha]


@dataclass
class Seen:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float


class StandIn:
    """The server's state; `url` is where it listens."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.complaints: list[str] = []
        self.token_lasts = timedelta(hours=1)
        self.url = ""
        self.lock = threading.RLock()
        self.completed = threading.Condition(self.lock)

    def repository(self, name: str = "course/ada", number: int = 186853002) -> Repository:
        made = Repository(number, name)
        self.repositories[name] = made
        return made

    def requests(self, method: str, holds: str) -> list[Seen]:
        with self.lock:
            return [seen for seen in self.seen if seen.method == method and holds in seen.path]

    def completed_runs(self, repository: Repository, count: int = 1, seconds: float = 60) -> list[dict[str, Any]]:
        """The check runs, once so many are completed."""

        def done() -> list[dict[str, Any]]:
            return [run for run in repository.check_runs.values() if run["status"] == "completed"]

        with self.completed:
            assert self.completed.wait_for(lambda: len(done()) >= count, seconds), "no check run was completed"
            return done()

    def fault_for(self, method: str, path: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.method == method and fault.path_holds in path:
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def answer(self, method: str, address: str, headers: Any, body: Any) -> tuple[int, Any]:
        template, parts, query = check_request(method, address, body)
        assert headers["user-agent"]
        assert headers["accept"] == "application/vnd.github+json"
        with self.lock:
            self.seen.append(Seen(method, address.partition("?")[0], query, body, time.monotonic()))
            bearer = headers.get("authorization", "").removeprefix("Bearer ")
            if template.startswith("/app/"):
                status, said = self._token(bearer, int(parts["installation_id"]), body)
            else:
                status, said = self._below(bearer, method, template, parts, query, body)
        if status < 300:
            check_answer(method, template, status, said)
        return status, said

    def _token(self, bearer: str, installation: int, body: Any) -> tuple[int, Any]:
        try:
            claims = jwt.decode(bearer, PUBLIC_KEY, algorithms=["RS256"], issuer=str(APP_ID))
        except jwt.PyJWTError as error:
            return 401, {"message": f"A JSON web token could not be decoded: {error}"}
        assert claims["exp"] - time.time() <= 600, "GitHub takes no token of an app that lasts longer"
        if installation != INSTALLATION:
            return 404, {"message": "Not Found"}
        token = "ghs_" + secrets.token_hex(18)
        expires = datetime.now(UTC) + self.token_lasts
        self.tokens[token] = {"expires": expires, **body}
        return 201, {"token": token, "expires_at": iso(expires), "permissions": body["permissions"]}

    def _below(
        self, bearer: str, method: str, template: str, parts: dict[str, str], query: dict[str, str], body: Any
    ) -> tuple[int, Any]:
        token = self.tokens.get(bearer)
        if token is None or token["expires"] < datetime.now(UTC):
            return 401, {"message": "Bad credentials"}
        repository = self.repositories.get(f"{parts['owner']}/{parts['repo']}")
        if repository is None or repository.id not in token["repository_ids"]:
            return 404, {"message": "Not Found"}
        needed = ("checks", "write") if "check-runs" in template else ("contents", "read")
        if token["permissions"].get(needed[0]) not in (needed[1], "write"):
            return 403, {"message": "Resource not accessible by integration"}
        kind = template.removeprefix("/repos/{owner}/{repo}")
        routes: dict[str, Callable[..., tuple[int, Any]]] = {
            "GET /git/ref/{ref}": lambda: self._ref(repository, parts["ref"]),
            "GET /git/trees/{tree_sha}": lambda: self._tree(repository, parts["tree_sha"]),
            "GET /git/blobs/{file_sha}": lambda: self._blob(repository, parts["file_sha"]),
            "GET /compare/{basehead}": lambda: self._compare(repository, parts["basehead"]),
            "POST /check-runs": lambda: self._create(repository, body),
            "PATCH /check-runs/{check_run_id}": lambda: self._update(repository, int(parts["check_run_id"]), body),
            "GET /check-runs/{check_run_id}": lambda: self._run(repository, int(parts["check_run_id"])),
            "GET /commits/{ref}/check-runs": lambda: self._runs(repository, parts["ref"], query),
        }
        return routes[f"{method} {kind}"]()

    def _ref(self, repository: Repository, ref: str) -> tuple[int, Any]:
        sha = repository.branches.get(ref.removeprefix("heads/"))
        if sha is None or not ref.startswith("heads/"):
            return 404, {"message": "Not Found"}
        target = {"type": "commit", "sha": sha, "url": f"{self.url}/git/commits/{sha}"}
        return 200, {"ref": f"refs/{ref}", "node_id": "R", "url": f"{self.url}/git/{ref}", "object": target}

    def _tree(self, repository: Repository, sha: str) -> tuple[int, Any]:
        if sha not in repository.commits:
            return 404, {"message": "Not Found"}
        entries = [
            {
                "path": path,
                "mode": file.mode,
                "type": "commit" if file.mode == "160000" else "blob",
                "sha": file.sha,
                **({} if file.mode == "160000" else {"size": len(file.data)}),
                "url": f"{self.url}/git/blobs/{file.sha}",
            }
            for path, file in repository.commits[sha].items()
        ]
        folders = {path.rpartition("/")[0] for path in repository.commits[sha]} - {""}
        entries += [{"path": f, "mode": "040000", "type": "tree", "sha": "f" * 40, "url": self.url} for f in folders]
        return 200, {"sha": sha, "url": self.url, "tree": entries, "truncated": repository.truncated}

    def _blob(self, repository: Repository, sha: str) -> tuple[int, Any]:
        for tree in repository.commits.values():
            for file in tree.values():
                if file.sha == sha:
                    content = base64.encodebytes(file.data).decode()
                    size = len(file.data)
                    url = f"{self.url}/git/blobs/{sha}"
                    return 200, {
                        "content": content, "encoding": "base64", "sha": sha, "size": size, "url": url, "node_id": "B"
                    }  # fmt: skip
        return 404, {"message": "Not Found"}

    def _compare(self, repository: Repository, basehead: str) -> tuple[int, Any]:
        base, head = basehead.split("...")
        if base not in repository.commits or head not in repository.commits:
            return 404, {"message": "Not Found"}
        before = set(repository.history(base))
        shared = next((sha for sha in repository.history(head) if sha in before), None)
        if shared is None:
            return 404, {"message": "No common ancestor"}
        urls = dict.fromkeys(("url", "html_url", "permalink_url", "diff_url", "patch_url"), self.url)
        counts = {"status": "diverged", "ahead_by": 1, "behind_by": 1, "total_commits": 1, "commits": []}
        return 200, {**urls, **counts, "base_commit": self._commit(base), "merge_base_commit": self._commit(shared)}

    def _commit(self, sha: str) -> dict[str, Any]:
        tree = {"sha": sha, "url": self.url}
        inner = {"author": None, "committer": None, "message": "", "comment_count": 0, "tree": tree, "url": self.url}
        urls = dict.fromkeys(("url", "html_url", "comments_url"), self.url)
        return {**urls, "sha": sha, "node_id": "C", "commit": inner, "author": None, "committer": None, "parents": []}

    def _create(self, repository: Repository, body: Any) -> tuple[int, Any]:
        if body["head_sha"] not in repository.commits:
            return 422, {"message": f"No commit found for SHA: {body['head_sha']}"}
        number = len(repository.check_runs) + 1
        output = {"title": None, "summary": None, "text": None, "annotations": []}
        run = {"id": number, "conclusion": None, "completed_at": None, "external_id": None, "history": [], **body}
        repository.check_runs[number] = {**run, "output": output}
        self._changed(repository, number, body)
        return 201, self._shown(repository.check_runs[number])

    def _update(self, repository: Repository, number: int, body: Any) -> tuple[int, Any]:
        if number not in repository.check_runs:
            return 404, {"message": "Not Found"}
        return self._changed(repository, number, body)

    def _changed(self, repository: Repository, number: int, body: Any) -> tuple[int, Any]:
        run = repository.check_runs[number]
        output = dict(body.get("output", {}))
        added = output.pop("annotations", [])
        run["output"] |= output
        run["output"]["annotations"] = run["output"]["annotations"] + added
        run |= {name: value for name, value in body.items() if name != "output"}
        run["history"].append(run["status"])
        self.completed.notify_all()
        return 200, self._shown(run)

    def _run(self, repository: Repository, number: int) -> tuple[int, Any]:
        run = repository.check_runs.get(number)
        return (200, self._shown(run)) if run else (404, {"message": "Not Found"})

    def _runs(self, repository: Repository, ref: str, query: dict[str, str]) -> tuple[int, Any]:
        runs = [
            self._shown(run)
            for run in repository.check_runs.values()
            if run["head_sha"] == ref and run["name"] == query.get("check_name", run["name"])
        ]
        assert query.get("app_id") == str(APP_ID)
        return 200, {"total_count": len(runs), "check_runs": runs}

    def _shown(self, run: dict[str, Any]) -> dict[str, Any]:
        output = {name: run["output"].get(name) for name in ("title", "summary", "text")}
        output |= {"annotations_count": len(run["output"]["annotations"]), "annotations_url": self.url}
        fields = ("id", "head_sha", "external_id", "status", "conclusion", "started_at", "completed_at", "name")
        urls = dict.fromkeys(("url", "html_url", "details_url"), self.url)
        shown = {**{name: run[name] for name in fields}, **urls, "node_id": "N", "output": output}
        return {**shown, "check_suite": None, "app": None, "pull_requests": []}


class _Handler(BaseHTTPRequestHandler):
    standin: StandIn
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length)) if length else None
        fault = self.standin.fault_for(self.command, self.path)
        if fault is not None:
            if fault.before is not None:
                fault.before()
            if fault.after:
                self._checked(body)
            if fault.status == 0:
                self.close_connection = True
                return
            self.close_connection = "Content-Length" in fault.headers  # of more than there is
            self._send(fault.status, fault.body, fault.headers)
            return
        status, said = self._checked(body)
        self._send(status, json.dumps(said).encode(), {})

    def _checked(self, body: Any) -> tuple[int, Any]:
        try:
            return self.standin.answer(self.command, self.path, self.headers, body)
        except Exception as error:
            self.standin.complaints.append(f"{self.command} {self.path}: {error!r}"[:2000])
            return 422, {"message": "Validation Failed"}

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # who asked has given up
            self.wfile.write(data)

    do_GET = do_POST = do_PATCH = _serve

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that is killed is what some tests are about; what a handler finds wrong is a complaint."""


@contextmanager
def running() -> Iterator[StandIn]:
    """A stand-in that listens; at the end nobody may have complained."""
    standin = StandIn()
    handler = type("Handler", (_Handler,), {"standin": standin})
    server = _Server(("127.0.0.1", 0), handler)
    standin.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert standin.complaints == []
