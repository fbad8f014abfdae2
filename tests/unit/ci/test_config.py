"""grader.toml is read as hostile text, and every mistake in it is told at once."""

from __future__ import annotations

import pytest

from grader.ci import config
from grader.ci.config import InvalidConfig, Work, parse


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidConfig) as error:
        parse(text.encode())
    return error.value.problems


def test_files_answer_exercises_in_the_order_of_the_file() -> None:
    text = 'fail_under = 0.8\n[files]\n"transformer.py" = ["6.5", "6.7"]\n"answers/6.1.md" = "6.1"\n'
    found = parse(text.encode())
    assert found.work == (Work("transformer.py", "6.5"), Work("transformer.py", "6.7"), Work("answers/6.1.md", "6.1"))
    assert found.fail_under == 0.8


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd.py",
        "../other.py",
        "a/../../b.py",
        "./a.py",
        "a//b.py",
        ".git/config.py",
        "a/.GIT/hooks.py",
        "a\\\\..\\\\b.py",
        "C:/a.py",
        "a.py/",
        "a.sh",
        "",
        "a\\nb.py",
        "\\u202Eyp.a.py",
        "x" * 300 + ".py",
    ],
)
def test_a_path_lies_in_the_repository_or_is_refused(path: str) -> None:
    (problem,) = problems(f'[files]\n"{path}" = "6.7"\n')
    assert problem.startswith("files.")


def test_all_mistakes_are_told_at_once_by_field() -> None:
    files = ('"a.py" = 6.7', '"b.py" = []', '"../c.py" = "6.7"', '"d.py" = ["6.7", "6.7"]')
    text = 'fail_under = 80\nserver = "https://evil.example"\n[files]\n' + "\n".join(files)
    found = problems(text)
    fields = [problem.partition(":")[0] for problem in found]
    assert fields == [
        "'server'",
        "files.'a.py'",
        "files.'b.py'",
        "files.'../c.py'",
        "files.'d.py'",
        "files.'d.py'",
        "fail_under",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"files = 3",
        b"[files]\n",
        b"\xff\xfe",
        b"[files\n",
        b"a = " + b"[" * 60_000,
        b"x" * (config.MAX_BYTES + 1),
        b"[files]\n" + b"".join(b'"%d.py" = "6.7"\n' % n for n in range(config.MAX_WORK + 1)),
        b'[files]\n"a.py" = "6.7"\nb = nan\n',
        b'fail_under = true\n[files]\n"a.py" = "6.7"\n',
        b'[files]\n"a.py" = "6.7; rm -rf /"\n',
        b'[files]\n"a.py" = "../6.7"\n',
    ],
    ids=lambda data: repr(data[:20]),
)
def test_whatever_the_file_holds_it_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidConfig) as error:
        parse(data)
    assert error.value.problems and "grader.toml" in str(error.value)
