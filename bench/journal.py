"""What receipts cost: /v1/ask over the five seed articles, with and without the journal.

    python -m bench.journal

Two servers stand side by side and are asked in turns, so that a busy machine slows both alike.
Prints medians of the time inside the server and of the whole request, and CPU time per question.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from pathlib import Path

from bench.start import SEEDS, ask, run, served

ROUNDS = 400
KEPT = {"without": "0", "with": "10000"}


def cpu_seconds(process: int) -> float:
    """CPU time that a process has used, user and system (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        servers = {}
        for name, keep in KEPT.items():
            index = Path(folder) / name
            run(index, "ingest", str(SEEDS))
            os.environ["QA_KEEP_REPLIES"] = keep
            servers[name] = stack.enter_context(served(index))
        inside = {name: [] for name in KEPT}
        whole = {name: [] for name in KEPT}
        started = {name: cpu_seconds(process) for name, (_, process, _) in servers.items()}
        for _ in range(ROUNDS):
            for name, (address, _, _) in servers.items():
                begun = time.perf_counter()
                inside[name].append(ask(address))
                whole[name].append(1000 * (time.perf_counter() - begun))
        for name, (_, process, _) in servers.items():
            cpu = 1000 * (cpu_seconds(process) - started[name]) / ROUNDS
            print(
                f"{name:<8} inside {statistics.median(inside[name]):6.2f} ms   "
                f"whole {statistics.median(whole[name]):6.2f} ms   CPU {cpu:6.2f} ms"
            )


if __name__ == "__main__":
    main()
