#!/usr/bin/env python3
"""What notelint, ruff and pylint find of the planted mistakes in tests/planted.

    cargo build --release
    python3 server/benches/peers/known_mistakes.py [--notelint target/release/notelint] [--list]

Installs ruff and pylint from PyPI into a virtual environment of its own, below the build folder. Each `##` section of a
planted file is a note; its one snippet goes to the peers as a file, as `notelint snippets` reads it: prompts and
outputs of sessions are left out, so that the peers see what notelint sees. Notes without a snippet (inline code, prose)
are notelint's alone.

A mistake counts as found by notelint where the right rule reports the marked characters. A peer needs only to report
something of the kinds named below on one of the marked lines: whatever it calls the mistake, at whatever severity. Style
and missing documentation are no finding. So the peers are counted generously.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parents[3]
PLANTED = ROOT / "tests" / "planted"

# Of ruff: pyflakes, bugbear, comprehension, async, upgrade, simplification that says the code is wrong; not style.
RUFF = ("F", "B", "E7", "E9", "PLE", "PLW", "ASYNC", "RUF", "UP", "PYI", "NPY", "TRY", "S", "invalid-syntax")
# Ruff's remarks on notes as such: unused imports and names, prints, asserts, missing annotations.
RUFF_STYLE = ("F401", "F841", "F403", "E701", "E702", "E703", "E741", "E731", "S101", "S311", "RUF001", "RUF002", "RUF003",
              "RUF100", "B018", "UP006", "UP035", "UP007", "UP045", "TRY003", "PLW0603", "PLW1514", "S603", "S607")
# Of pylint: errors and warnings, but for what notes are full of.
PYLINT_STYLE = ("unused-import", "unused-variable", "unused-argument", "pointless-statement", "expression-not-assigned",
                "redefined-outer-name", "unspecified-encoding", "missing-timeout", "wildcard-import",
                "unused-wildcard-import", "global-statement", "import-error-third-party", "no-name-in-module-third-party")


def notes():
    """(rule, number, text without marks, [(start, end)]) of every planted note."""
    numbers = collections.Counter()
    for path in sorted(PLANTED.glob("*.md")):
        if path.name.endswith(".traps.md"):
            continue
        sections = ("\n" + path.read_text(encoding="utf8")).split("\n## ")[1:]
        rule = path.name.split(".")[0]  # `missing-import.more.md` plants that mistake, too.
        for section in sections:
            numbers[rule] += 1
            marked = section.split("\n", 1)[1]
            text, spans, start = "", [], 0
            for part in re.split("([«»])", marked):
                if part == "«":
                    start = len(text)
                elif part == "»":
                    spans.append((start, len(text)))
                else:
                    text += part
            yield rule, numbers[rule], text, spans


def place(text, offset):
    """1-based line and column of an offset."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def run(command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options).stdout


def install(folder):
    """Ruff and pylint in a virtual environment."""
    if not (folder / "bin" / "pylint").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", "ruff", "pylint"], check=True)
    return folder / "bin" / "ruff", folder / "bin" / "pylint"


def by_notelint(program, folder):
    """{file name: [(rule, start place, end place)]}, and {file name: its snippets}."""
    command = [program, "check", "--no-config", "--exit-zero", "--output-format", "json", "."]
    found = collections.defaultdict(list)
    for one in json.loads(run(command, cwd=folder)):
        ends = [(one[key]["row"], one[key]["column"]) for key in ("location", "end_location")]
        found[pathlib.Path(one["filename"]).name].append((one["code"], *ends))
    snippets = collections.defaultdict(list)
    for one in json.loads(run([program, "snippets", "--no-config", "--output-format", "json", "."], cwd=folder)):
        snippets[pathlib.Path(one["filename"]).name].append(one)
    return found, snippets


PROMPT = re.compile(r"^\s*(?:>>> ?|\.\.\. ?|In \[\d+\]: ?|\.{3,}: ?)")


def code_of(text, snippet):
    """The lines of a snippet, each at its own place in a file: what is not code is blank."""
    lines = text.split("\n")
    body = lines[snippet["line"] : snippet["end_line"] - 1]
    body = [line[re.match(r"\s*(?:> ?)*", line).end() :] if line.lstrip().startswith(">") and not line.lstrip().startswith(">>>") else line for line in body]
    if any(PROMPT.match(line) for line in body):
        body = [PROMPT.sub("", line) if PROMPT.match(line) else "" for line in body]
    indents = [len(line) - len(line.lstrip()) for line in body if line.strip()]
    indent = min(indents, default=0)
    return "\n".join([""] * snippet["line"] + [line[indent:] for line in body]) + "\n"


def by_ruff(ruff, folder):
    found = collections.defaultdict(list)
    command = [ruff, "check", "--isolated", "--preview", "--select", "ALL", "--target-version", "py314", "--output-format", "json", "--exit-zero", "."]
    for one in json.loads(run(command, cwd=folder)):
        code = one["code"] or "invalid-syntax"
        if code.startswith(RUFF) and code not in RUFF_STYLE:
            found[pathlib.Path(one["filename"]).stem].append((code, one["location"]["row"], one["end_location"]["row"]))
    return found


def by_pylint(pylint, folder):
    found = collections.defaultdict(list)
    command = [pylint, "--disable=all", "--enable=E,F,W", "--output-format=json", *sorted(path.name for path in folder.glob("*.py"))]
    for one in json.loads(run(command, cwd=folder) or "[]"):
        if one["symbol"] not in PYLINT_STYLE:
            found[pathlib.Path(one["path"]).stem].append((one["symbol"], one["line"], one["endLine"] or one["line"]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--notelint", type=pathlib.Path, default=ROOT / "target" / "release" / "notelint")
    parser.add_argument("--venv", type=pathlib.Path, default=ROOT / "target" / "peers", help="where the peers are installed")
    parser.add_argument("--list", action="store_true", help="also print what each tool says of each note")
    options = parser.parse_args()
    if not options.notelint.exists():
        sys.exit(f"no {options.notelint}: build it first, or name it with --notelint")
    ruff, pylint = install(options.venv.resolve())
    versions = [run([tool, "--version"]).split("\n")[0] for tool in (options.notelint, ruff, pylint)]

    with tempfile.TemporaryDirectory() as top:
        as_notes, as_code = pathlib.Path(top, "notes"), pathlib.Path(top, "code")
        as_notes.mkdir()
        as_code.mkdir()
        planted = {}
        for rule, number, text, spans in notes():
            name = f"{rule.replace('-', '_')}_{number}"
            planted[name] = (rule, text, spans)
            (as_notes / f"{name}.md").write_text(text, encoding="utf8")
        ours, snippets = by_notelint(options.notelint.resolve(), as_notes)
        for name, (_, text, _) in planted.items():
            code = [code_of(text, one) for one in snippets[f"{name}.md"] if one["kind"] != "other"]
            if len(code) == 1:
                (as_code / f"{name}.py").write_text(code[0], encoding="utf8")
        theirs = [by_ruff(ruff, as_code), by_pylint(pylint, as_code)]

        rows = collections.defaultdict(lambda: [0, 0, 0, 0])
        for name, (rule, text, spans) in planted.items():
            for start, end in spans:
                first, last = place(text, start), place(text, end)
                hits = [(rule, first, last) in ours[f"{name}.md"]]
                hits += [any(a <= first[0] <= b for _, a, b in peer[name]) for peer in theirs]
                row = rows[rule]
                row[0] += 1
                for column, hit in enumerate(hits, 1):
                    row[column] += hit
            if options.list:
                print(name, [code for code, *_ in ours[f"{name}.md"]], *[sorted({code for code, *_ in peer[name]}) for peer in theirs])

    print("notelint:", versions[0], "| ruff:", versions[1], "| pylint:", versions[2], "\n")
    print(f"| {'rule':26} | planted | notelint | ruff | pylint |")
    print(f"|{'-' * 28}|--------:|---------:|-----:|-------:|")
    total = [0, 0, 0, 0]
    for rule, row in sorted(rows.items()):
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"| {rule:26} | {row[0]:7} | {row[1]:8} | {row[2]:4} | {row[3]:6} |")
    print(f"| {'all':26} | {total[0]:7} | {total[1]:8} | {total[2]:4} | {total[3]:6} |")


if __name__ == "__main__":
    main()
