from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from grader.settings import InvalidSettings, Settings, read_settings


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GRADER_")]:
        monkeypatch.delenv(name)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()

    assert (settings.host, settings.port, settings.token) == ("127.0.0.1", 8000, None)
    assert settings.cells == os.cpu_count()
    assert settings.problems.name == "problems"


def test_the_environment_is_read_and_what_is_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_PORT", "9000")
    monkeypatch.setenv("GRADER_CELLS", "3")
    monkeypatch.setenv("GRADER_DATA", "/srv/grader")

    settings = read_settings(port=9001)

    assert (settings.port, settings.cells, settings.data) == (9001, 3, Path("/srv/grader"))


def test_an_error_names_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_PORT", "eighty")
    monkeypatch.setenv("GRADER_CELLS", "0")

    with pytest.raises(InvalidSettings) as found:
        read_settings()

    assert "GRADER_PORT" in str(found.value)
    assert "GRADER_CELLS" in str(found.value)


@pytest.mark.parametrize("token", [" ", "two words", "tökén", "line\nbreak"])
def test_a_token_that_no_header_can_carry_is_refused(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("GRADER_TOKEN", token)

    with pytest.raises(InvalidSettings, match="GRADER_TOKEN"):
        read_settings()


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "")  # what docker compose makes of an unset one

    assert read_settings().token is None


def test_the_token_is_in_no_printout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "ag_secret")

    assert "ag_secret" not in repr(read_settings())


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_setting_of_the_github_app_is_in_the_reference_with_its_default() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/github-app.md").read_text()
    rows = dict(re.findall(r"^\| `(GRADER_GITHUB_\w+)` \|[^|]*\| ([^|]*) \|", page, re.MULTILINE))
    app = {name: field for name, field in Settings.model_fields.items() if name.startswith("github_")}

    assert set(rows) == {f"GRADER_{name.upper()}" for name in app}
    for name, field in app.items():
        assert rows[f"GRADER_{name.upper()}"].strip("`") == str(field.default or "none")


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://judge.example/v1", "https"),
        ("http://10.0.0.7/v1", "https"),
        ("http://localhost.judge.example/v1", "https"),
        ("ftp://127.0.0.1/v1", "address"),
        ("file:///etc/passwd", "address"),
        ("https:///v1", "address"),
        ("https://user:word@judge.example/v1", "user"),
        ("http://127.0.0.1@judge.example/v1", "user"),
        ("https://judge.example/v1?key=1", "query"),
        ("https://judge.example:99999/v1", "[Pp]ort"),
    ],
)
def test_a_judge_is_reached_encrypted_or_on_this_machine(url: str, complaint: str) -> None:
    with pytest.raises(InvalidSettings, match=rf"GRADER_JUDGE_URL: .*{complaint}"):
        read_settings(judge_url=url, judge_model="m-1")


@pytest.mark.parametrize("url", ["https://judge.example/v1", "http://127.0.0.1:8080/v1", "http://[::1]/v1"])
def test_a_judge_needs_its_address_and_model_together(url: str) -> None:
    assert read_settings(judge_url=url, judge_model="m-1").judge_url == url
    with pytest.raises(InvalidSettings, match="GRADER_JUDGE_MODEL"):
        read_settings(judge_url=url)
    with pytest.raises(InvalidSettings, match="GRADER_JUDGE_URL"):
        read_settings(judge_model="m-1")


def test_a_judge_may_not_use_up_the_time_of_an_attempt() -> None:
    with pytest.raises(InvalidSettings, match="GRADER_JUDGE_SUBMISSION_S"):
        read_settings(judge_url="https://judge.example/v1", judge_model="m-1", judge_submission_s=61)
