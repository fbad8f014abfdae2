"""When to try an endpoint again."""

from __future__ import annotations

from grader.llm.endpoint import backoff, retry_after


def test_how_long_to_wait_is_read_as_seconds_or_a_date() -> None:
    assert retry_after("7", 0.0) == 7.0
    assert retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 45.0) == 15.0
    assert retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 99.0) == 0.0
    assert [retry_after(odd, 0.0) for odd in ("", "soon", "-5", "٣", "Thu, 99 Jan 1970 00:01:00 GMT")] == [0.0] * 5
    assert all(0.5 * 2**n <= backoff(n) <= 2**n for n in range(5))
