#!/usr/bin/env python3
"""Runs notelint and its peers on one folder, by turns in one run, and prints how long each takes against notelint.

    cargo build --release
    python3 server/benches/peers/speed.py FOLDER [--notelint target/release/notelint] [--rounds 7] [--only ruff,rg]

The peers are installed once, into a folder of their own (--prefix, `target/peers` unless said), from PyPI and npm; `rg`
is taken from the PATH. Whoever is missing is left out and named. Each tool runs once for the files to be in memory,
then all of them by turns; what counts is the shortest time of each, wall clock and processor, since a disturbance only
ever adds time. No tool may use a cache.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

PYPI = {"ruff": "ruff", "rumdl": "rumdl", "flake8-markdown": "flake8-markdown", "doccmd": "doccmd"}
NPM = {"markdownlint-cli2": "markdownlint-cli2"}
# The most that notelint may take, as a share of the peer's time.
TARGETS = {"ruff": 0.6, "rumdl": 0.25, "rg": 8.0}


def install(prefix: Path, wanted: set[str]) -> None:
    """Installs those of the wanted peers that are not there yet."""
    bin_folder = prefix / "bin"
    missing = [package for name, package in PYPI.items() if name in wanted and not (bin_folder / name).exists()]
    if missing:
        if not bin_folder.exists():
            venv.create(prefix, with_pip=True)
        quietly([bin_folder / "python", "-m", "pip", "install", "--quiet", *missing, "flake8"])
    missing = [
        package for name, package in NPM.items()
        if name in wanted and not (prefix / "node_modules/.bin" / name).exists()
    ]
    if missing and shutil.which("npm"):
        quietly(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", prefix, *missing])


def quietly(command: list) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(f"{' '.join(map(str, command))} failed:\n{done.stderr}", file=sys.stderr)


def commands(prefix: Path, notelint: Path, notes: list[Path]) -> dict[str, list]:
    """What each tool is asked: to look at every note below the folder, which is the working folder."""
    here, node = prefix / "bin", prefix / "node_modules/.bin"
    tools = {
        "notelint": [notelint, "check", "."],
        "ruff": [here / "ruff", "format", "--check", "--no-cache", "."],
        "rumdl": [here / "rumdl", "check", "--no-cache", "."],
        "flake8-markdown": [here / "flake8-markdown", *notes],
        "doccmd": [here / "doccmd", "--language=python", "--no-pad-file", "--command=true", "."],
        "markdownlint-cli2": [node / "markdownlint-cli2", "**/*.md"],
        "rg": ["rg", "-c", ""],
    }
    return {name: command for name, command in tools.items() if shutil.which(command[0])}


def run(command: list, folder: Path) -> tuple[float, float]:
    """Wall clock and processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    # Findings make most tools end with another status than 0, so only a crash is told apart.
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode < 0:
        raise SystemExit(f"{command[0]} was ended by signal {-done.returncode}")
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of notes")
    parser.add_argument("--notelint", type=Path, default=Path("target/release/notelint"))
    parser.add_argument("--prefix", type=Path, default=Path("target/peers"), help="where the peers are installed")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", help="peers to run, parted by commas")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder")
    if not options.notelint.is_file():
        parser.error(f"{options.notelint} is missing; `cargo build --release` makes it")
    known = {*PYPI, *NPM, "rg"}
    wanted = set(options.only.split(",")) if options.only else known
    if wanted - known:
        parser.error(f"no peer is called {', '.join(sorted(wanted - known))}")
    prefix, folder = options.prefix.absolute(), options.folder.absolute()
    install(prefix, wanted)
    notes = sorted(folder.rglob("*.md"))
    found = commands(prefix, options.notelint.absolute(), notes)
    tools = {name: command for name, command in found.items() if name == "notelint" or name in wanted}
    missing = wanted - tools.keys()
    if missing:
        print(f"left out, as not installed: {', '.join(sorted(missing))}")
    size = sum(note.stat().st_size for note in notes)
    print(f"{len(notes)} notes, {size / 1e6:.1f} MB, {os.cpu_count()} cores, {options.rounds} rounds")
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in tools}
    for command in tools.values():
        run(command, folder)
    for _ in range(options.rounds):
        for name, command in tools.items():
            # The slow ones would take the whole evening.
            if len(times[name]) < 2 or min(times[name])[0] < 2:
                times[name].append(run(command, folder))
    wall = {name: min(seconds for seconds, _ in runs) for name, runs in times.items()}
    processor = {name: min(seconds for _, seconds in runs) for name, runs in times.items()}
    print(f"{'':18} {'wall ms':>9} {'cpu ms':>9}  notelint takes")
    for name in sorted(tools, key=wall.__getitem__):
        share = wall["notelint"] / wall[name]
        target = f" (at most {TARGETS[name]} wanted)" if name in TARGETS else ""
        told = "" if name == "notelint" else f"{share:.2f} times as long{target}"
        print(f"{name:18} {wall[name] * 1e3:9.0f} {processor[name] * 1e3:9.0f}  {told}")


if __name__ == "__main__":
    main()
