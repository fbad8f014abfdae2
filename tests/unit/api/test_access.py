from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.api.auth import PREFIX, hashed, install_owner_token
from grader.api.health import Checks
from grader.errors import MissingWalls
from grader.store.sqlite import open_sqlite
from tests.unit.api.conftest import GOOD, LATE, OWNER, PEER, Api, Started

pytestmark = pytest.mark.anyio
STAFF_ONLY = [
    ("GET", "/v1/review"),
    ("POST", "/v1/review/decisions"),
    ("GET", "/v1/review/agreement"),
    ("GET", "/v1/review/audit"),
    ("GET", f"/v1/review/submissions/{'0' * 32}"),
]
ROUTES = [
    ("GET", "/v1/exercises"),
    ("GET", "/v1/exercises/6.7"),
    ("POST", "/v1/submissions"),
    ("GET", f"/v1/submissions/{'0' * 32}"),
    ("GET", f"/v1/submissions/{'0' * 32}/events"),
    ("GET", f"/v1/submissions/{'0' * 32}/reports"),
    *STAFF_ONLY,
    ("GET", "/openapi.json"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {OWNER}", f"Token {OWNER}", OWNER, f"Bearer {LATE}"],
)
async def test_without_a_valid_token_every_route_is_401(api: Api, method: str, path: str, header: str | None) -> None:
    headers = {"authorization": header} if header is not None else {}

    answer = await api.speaking_as(None).request(method, path, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), STAFF_ONLY)
async def test_a_students_token_does_not_open_the_review(api: Api, method: str, path: str) -> None:
    answer = await api.speaking_as(PEER).request(method, path)

    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:grader:problem:not-staff"


async def test_every_review_route_is_for_staff_only(api: Api) -> None:
    description = (await api.http.get("/openapi.json")).json()
    described = {(m.upper(), p) for p, methods in description["paths"].items() for m in methods if "review" in p}

    assert described == {(m, p.replace("0" * 32, "{submission_id}")) for m, p in STAFF_ONLY}


async def test_the_table_above_names_every_route(api: Api) -> None:
    description = (await api.http.get("/openapi.json")).json()
    described = {(m.upper(), p) for p, methods in description["paths"].items() for m in methods}
    named = {(m, p.replace("0" * 32, "{submission_id}").replace("6.7", "{exercise_id}")) for m, p in ROUTES}

    assert described - {("GET", "/healthz"), ("GET", "/readyz")} == named - {("GET", "/openapi.json")}


async def test_the_token_is_checked_before_the_body_is_read(api: Api) -> None:
    answer = await api.speaking_as(None).post("/v1/submissions", content=b"not even JSON")

    assert answer.status_code == 401


async def test_health_needs_no_token_and_readiness_neither(api: Api) -> None:
    stranger = api.speaking_as(None)

    assert (await stranger.get("/healthz")).json() == {"status": "ok", "checks": {"store": "ok"}}
    assert (await stranger.get("/readyz")).status_code == 200


async def test_a_missing_wall_turns_health_red_and_is_named(api: Api) -> None:
    async def walls() -> None:
        raise MissingWalls(["seccomp: not in this kernel"])

    api.services.healthy.probes = {**api.services.healthy.probes, "sandbox": walls}
    answer = await api.speaking_as(None).get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert "seccomp" in answer.json()["checks"]["sandbox"]
    assert answer.json()["checks"]["store"] == "ok"


async def test_strangers_cannot_make_the_probes_run_all_the_time() -> None:
    ran = []

    async def probe() -> None:
        ran.append(1)

    checks = Checks({"dear": probe})
    for _ in range(50):
        await checks.run()

    assert len(ran) == 1


async def test_every_answer_carries_the_security_headers_and_no_cors(api: Api) -> None:
    for path in ("/healthz", "/nowhere", "/v1/exercises"):
        headers = (await api.http.get(path, headers={"origin": "https://elsewhere.test"})).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["referrer-policy"] == "no-referrer"
        assert not [name for name in headers if name.startswith("access-control")]


async def test_the_list_names_every_exercise_in_order(api: Api) -> None:
    found = (await api.http.get("/v1/exercises")).json()["exercises"]

    assert [exercise["id"] for exercise in found] == ["6.7", "6.10"]
    assert set(found[0]) == {"id", "title", "version", "points", "kind", "target"}


async def test_an_exercise_says_what_to_do_and_what_is_checked_but_no_answer(api: Api) -> None:
    found = (await api.http.get("/v1/exercises/6.7")).json()

    assert found["statement"].startswith("# Exercise 6.7")
    assert found["starter"] == "class LayerNorm: ...\n"
    assert found["checks"] == [{"kind": "shape", "title": "Shape", "points": 10.0}]
    assert found["limits"]["wall_s"] == 10.0
    assert not {"reference", "cases", "rigs", "wrong", "samples", "supplied"} & set(found)


@pytest.mark.parametrize(
    ("exercise", "status"), [("6.99", 404), ("6", 400), ("6.7.8", 400), ("6.7%0A", 400), ("..", 404), ("%2e%2e", 400)]
)
async def test_other_ids_are_400_and_unknown_ones_404(api: Api, exercise: str, status: int) -> None:
    assert (await api.http.get(f"/v1/exercises/{exercise}")).status_code == status


async def test_the_description_has_examples_and_every_error(api: Api) -> None:
    submit: dict[str, Any] = (await api.http.get("/openapi.json")).json()["paths"]["/v1/submissions"]["post"]

    assert submit["requestBody"]["content"]["application/json"]["example"]["exercise"] == "6.7"
    assert {"200", "202", "400", "401", "404", "413", "415", "422", "429"} <= set(submit["responses"])
    assert "application/problem+json" in submit["responses"]["422"]["content"]


async def test_the_description_can_be_opened_by_a_setting(started: Started) -> None:
    async with started(docs_open=True) as api:
        assert (await api.speaking_as(None).get("/openapi.json")).status_code == 200


async def test_a_student_sees_only_their_own_work(api: Api) -> None:
    peer = api.speaking_as(PEER)
    theirs = (await peer.post("/v1/submissions", json=GOOD)).json()

    assert (await peer.get(theirs["links"]["self"])).status_code == 200
    assert (await api.http.get(theirs["links"]["self"])).status_code == 404


def kept_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def test_the_first_start_makes_a_token_that_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path / "grader.db")
    secret = await install_owner_token(store, None)
    again = await install_owner_token(store, None)
    assert secret is not None
    found = await store.token(hashed(secret))
    await store.close()

    assert secret.startswith(PREFIX)
    assert len(secret) > 40
    assert again is None
    assert found is not None
    assert not [file for file in kept_in(tmp_path) if secret.encode() in file]


async def test_a_given_token_replaces_the_first_and_keeps_what_it_owns(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path / "grader.db")
    first = await install_owner_token(store, None)
    assert first is not None
    owner = await store.owner_token()

    assert await install_owner_token(store, "given-token") is None
    replaced = await store.token(hashed("given-token"))
    old = await store.token(hashed(first))
    await store.close()

    assert owner is not None
    assert replaced is not None
    assert replaced.id == owner.id
    assert old is None
