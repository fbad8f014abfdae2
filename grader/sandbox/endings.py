"""How a run ended, in the words of `model.Ending`, from facts that no student can forge."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from typing import Any

from grader.model import Ending, Frame, Limits, Observation, printable

CPU_SPENT = 0.8  # of the limit: the kernel samples what threads use, and kills some 10 % before or after the exact sum
OUT_OF_MEMORY = 71  # exit status of a child that had no memory left to report it


def observe(
    frames: list[Frame],
    ended: Mapping[str, Any],
    output: bytes,
    limits: Limits,
    *,
    broken: str,
    killed_for_memory: bool,
) -> Observation:
    """One run's observation. `broken` says what was wrong with the bytes that came, if they were no frames."""
    ending, message, line = decide(frames, ended, limits, broken=broken, killed_for_memory=killed_for_memory)
    usage = {name: ended[name] for name in ("wall_ms", "cpu_ms", "peak_mib", "printed") if name in ended}
    shown = (
        printable(output.decode("utf-8", "replace"))
        .encode("utf-8")[: limits.stdout_kib << 10]
        .decode("utf-8", "ignore")
    )
    return Observation(tuple(frames), ending, message, line, shown, usage)


def decide(
    frames: list[Frame], ended: Mapping[str, Any], limits: Limits, *, broken: str, killed_for_memory: bool
) -> tuple[Ending, str, int | None]:
    """(ending, message, line). A whole program that came through is whole, however its process ended after that."""
    last: Mapping[str, Any] = frames[-1].head if frames else {}
    why, died_of = ended.get("why"), ended.get("signal") or 0
    if last.get("frame") == "done" and not broken:
        return Ending.OK, "", None
    if last.get("frame") == "stopped" and not broken and last.get("type") == "MemoryError":
        return Ending.MEMORY_LIMIT, f"It needed more than {limits.memory_mib} MiB of memory.", None
    if last.get("frame") == "stopped" and not broken:
        reason = Ending.SYNTAX_ERROR if last.get("reason") == "syntax_error" else Ending.EXCEPTION
        line = last.get("line")
        return reason, printable(str(last.get("message", "")))[: limits.message_bytes], line if _is_line(line) else None
    if why == "output":
        return Ending.OUTPUT_LIMIT, f"It printed more than {limits.drain_mib} MiB.", None
    if why == "results" or broken.startswith("more than"):
        return Ending.OUTPUT_LIMIT, f"It returned {broken or f'more than {limits.run_mib} MiB'}.", None
    if killed_for_memory or ended.get("exit") == OUT_OF_MEMORY:
        return Ending.MEMORY_LIMIT, f"It used more than {limits.memory_mib} MiB of memory.", None
    if why == "wall":
        return Ending.TIME_LIMIT, f"It ran for more than {limits.wall_s:g} seconds.", None
    if died_of in (signal.SIGKILL, signal.SIGXCPU) and ended.get("cpu_ms", 0) >= limits.cpu_s * 1000 * CPU_SPENT:
        return Ending.TIME_LIMIT, f"It computed for more than {limits.cpu_s} seconds.", None
    if died_of == signal.SIGSYS:
        return Ending.FORBIDDEN, "It made a system call that no exercise needs, such as ptrace, mount or bpf.", None
    if broken:
        return Ending.CRASH, f"What came back could not be read: {broken}.", None
    if died_of:
        return Ending.CRASH, f"The process was ended by {_signal_name(died_of)}.", None
    status = ended.get("exit")
    left = f" with exit status {status}" if status is not None else ""
    return Ending.CRASH, f"The process left{left} before it was done.", None


def _signal_name(number: int) -> str:
    """Real-time signals have no names, and a process may send itself one."""
    return signal.Signals(number).name if number in signal.Signals.__members__.values() else f"signal {number}"


def _is_line(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 31
