#!/usr/bin/env python3
"""How long notelint and iwes (https://iwe.md) take to know a folder of notes: language servers both, by turns in one run.

    cargo build --release
    cargo bench --bench generate -- target/vault 20000
    python3 server/benches/peers/indexing.py target/vault [--notelint target/release/notelint] [--rounds 3]

iwes is installed once from crates.io, into a folder of its own (--prefix, `target/peers` unless said). Both servers get
a copy of the folder with forty more notes strewn over it, and are asked for the titles of these again and again
(`workspace/symbol`, for which iwes lists titles of notes alone); what counts is the time from the start of the process
until all of them are found, its processor time and its memory then. Needs Linux, which tells of both.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

# A word that no note holds, and how many notes begin with it.
WORD, MARKED = "quonzo", 40
# iwes takes a folder for its own when there is such a file in it.
IWE_CONFIG = ".iwe/config.toml"


def install(prefix: Path) -> Path:
    """Where iwes is; it is installed if it is not there yet."""
    program = prefix / "bin/iwes"
    if not program.exists():
        subprocess.run(["cargo", "install", "--quiet", "--locked", "--root", prefix, "iwes"], check=True)
    return program


def marked(folder: Path, copy: Path) -> int:
    """Copies the notes and adds some: how many notes there are."""
    shutil.copytree(folder, copy)
    notes = sorted(copy.rglob("*.md"))
    for number in range(MARKED):
        beside = notes[(len(notes) - 1) * number // (MARKED - 1)]
        (beside.parent / f"{WORD}{number:02}.md").write_text(f"# {WORD}{number:02}\n\nWords.\n")
    config = copy / IWE_CONFIG
    config.parent.mkdir()
    config.write_text("")
    return len(notes) + MARKED


class Server:
    """A language server on stdio, asked one thing after the other."""

    def __init__(self, command: list, folder: Path) -> None:
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.number = 0
        root = folder.as_uri()
        self.ask("initialize", {"processId": os.getpid(), "rootUri": root, "capabilities": {},
                                "workspaceFolders": [{"uri": root, "name": "notes"}]})
        self.initialized = time.perf_counter() - self.started
        self.send({"method": "initialized", "params": {}})

    def send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: dict | None) -> object:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                raise SystemExit(f"{self.process.args[0]} ended")
            message = json.loads(self.process.stdout.read(length))
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})
            elif message.get("id") == self.number:
                return message.get("result")

    def known(self) -> tuple[float, float, float, float]:
        """Seconds until `initialize` was answered and until all is known, processor seconds and MB then."""
        # Some servers match letters that lie apart, so only names that begin with the word count.
        while len({s["name"] for s in self.ask("workspace/symbol", {"query": WORD}) or [] if WORD in s["name"]}) < MARKED:
            if time.perf_counter() - self.started > 600:
                raise SystemExit(f"{self.process.args[0]} does not find all titles within ten minutes")
            time.sleep(0.02)
        took = time.perf_counter() - self.started
        process = Path("/proc", str(self.process.pid))
        run = sum(int((task / "schedstat").read_text().split()[0]) for task in (process / "task").iterdir()) / 1e9
        status = (process / "status").read_text().splitlines()
        memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024
        self.ask("shutdown", None)
        self.send({"method": "exit"})
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return self.initialized, took, run, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of notes")
    parser.add_argument("--notelint", type=Path, default=Path("target/release/notelint"))
    parser.add_argument("--prefix", type=Path, default=Path("target/peers"), help="where iwes is installed")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder")
    if not options.notelint.is_file():
        parser.error(f"{options.notelint} is missing; `cargo build --release` makes it")
    servers = {"notelint": [options.notelint.absolute(), "server"], "iwes": [install(options.prefix.absolute())]}
    seen: dict[str, list] = {name: [] for name in servers}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder).resolve() / "notes"
        notes = marked(options.folder, copy)
        print(f"{notes} notes, {os.cpu_count()} cores, {options.rounds} rounds; the quickest of each", flush=True)
        for _ in range(options.rounds):
            for name, command in servers.items():
                seen[name].append(Server(command, copy).known())
    print(f"{'':10} {'initialize':>11} {'all known':>10} {'cpu':>8} {'memory':>9}")
    best = {name: [min(figures) for figures in zip(*rounds)] for name, rounds in seen.items()}
    for name, (initialized, took, run, memory) in best.items():
        print(f"{name:10} {initialized * 1e3:8.0f} ms {took:8.2f} s {run:6.2f} s {memory:6.0f} MB")
    print(f"notelint takes {best['notelint'][1] / best['iwes'][1]:.2f} times as long, "
          f"{best['notelint'][2] / best['iwes'][2]:.2f} times the processor time")


if __name__ == "__main__":
    main()
