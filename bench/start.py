"""How long a newcomer waits and how much memory the server takes, over the five seed articles.

    python -m bench.start

Prints the medians of several runs; a busy machine makes them longer.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUNS = 5
QUESTION = "Toàn tỉnh Quảng Ninh có bao nhiêu điển hình dân vận khéo?"
SEEDS = Path(__file__).parent.parent / "seeds"


def run(index: Path, *arguments: str) -> float:
    """Seconds of one command as a process of its own."""
    started = time.perf_counter()
    environment = os.environ | {"QA_INDEX_DIR": str(index)}
    command = [sys.executable, "-m", "qa", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int, float]]:
    """A running server: its address, its process and the seconds until /readyz said yes."""
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--port", "0"],
        env=os.environ | {"QA_INDEX_DIR": str(index), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    address = server.stdout.readline().split()[1].rstrip("/")
    with urllib.request.urlopen(f"{address}/readyz", timeout=30):
        ready = time.perf_counter() - started
    try:
        yield address, server.pid, ready
    finally:
        server.terminate()
        server.communicate(timeout=20)


def resident_mb(process: int) -> float:
    """Memory that a process holds, in MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def ask(address: str) -> float:
    """Milliseconds inside the server of one answered question."""
    request = urllib.request.Request(
        f"{address}/v1/ask",
        json.dumps({"question": QUESTION}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return sum(json.load(response)["timing_ms"].values())


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        print(f"first ingest of five articles   {run(index, 'ingest', str(SEEDS)):6.2f} s")
        asked = statistics.median(run(index, "ask", QUESTION) for _ in range(RUNS))
        print(f"qa ask as a process             {asked:6.2f} s")
        ready = []
        for _ in range(RUNS):
            with served(index) as (_, _, seconds):
                ready.append(seconds)
        print(f"server ready                    {statistics.median(ready):6.2f} s")
        with served(index) as (address, process, _):
            inside = statistics.median(ask(address) for _ in range(200))
            print(f"/v1/ask inside the server       {inside:6.2f} ms")
            print(f"server memory after 200 asks    {resident_mb(process):6.0f} MB")


if __name__ == "__main__":
    main()
