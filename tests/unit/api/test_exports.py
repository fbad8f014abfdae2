"""A report over HTTP in any format, for its owner alone."""

from __future__ import annotations

import pytest

from grader.errors import SandboxFault
from grader.formats.table import FORMATS
from tests.unit.api.conftest import GOOD, PEER, Api
from tests.unit.formats import judges

pytestmark = pytest.mark.anyio
WAIT = {"prefer": "wait=20"}


async def handed_in(api: Api) -> str:
    return str((await api.http.post("/v1/submissions", json=GOOD, headers=WAIT)).json()["links"]["self"])


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "classroom50"])
async def test_a_report_comes_in_the_format_asked_for(api: Api, name: str) -> None:
    answer = await api.http.get(await handed_in(api), params={"format": name})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[name].media_type.partition(";")[0]
    assert answer.headers["x-content-type-options"] == "nosniff"
    if name == "junit":
        judges.junit(answer.text)


async def test_the_page_may_style_itself_and_do_nothing_else(api: Api) -> None:
    policy = (await api.http.get(await handed_in(api), params={"format": "html"})).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "style-src 'sha256-" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "script-src" not in policy


@pytest.mark.parametrize("name", ["", "xml", "../json", "JSON"])
async def test_an_unknown_format_is_refused_with_the_list(api: Api, name: str) -> None:
    answer = await api.http.get(await handed_in(api), params={"format": name})
    assert answer.status_code == 400 and answer.json()["type"].endswith("unknown-format")
    assert "junit" in answer.json()["mend"]


async def test_before_it_is_graded_there_is_no_report_in_any_format(api: Api) -> None:
    api.grader.gate.clear()
    where = (await api.http.post("/v1/submissions", json=GOOD)).json()["links"]["self"]
    answer = await api.http.get(where, params={"format": "junit"})
    assert answer.status_code == 409 and answer.json()["type"].endswith("no-report-yet")


async def test_a_fault_of_ours_is_no_score_at_gradescope(api: Api) -> None:
    api.grader.faults += [SandboxFault("lost")] * 10
    where = await handed_in(api)
    assert (await api.http.get(where)).json()["report"]["status"] == "grader_error"
    answer = await api.http.get(where, params={"format": "gradescope"})
    assert answer.status_code == 409 and answer.json()["type"].endswith("nothing-scored")
    assert "error" in (await api.http.get(where, params={"format": "junit"})).text


async def test_somebody_elses_report_is_unknown_in_every_format(api: Api) -> None:
    where = await handed_in(api)
    async with api.speaking_as(PEER) as peer:
        for name in FORMATS:
            assert (await peer.get(where, params={"format": name})).status_code == 404
