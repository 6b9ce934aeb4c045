"""Writes stdlib.txt, homes.txt and python2.txt: what Python's standard library holds, version by version.

    python generate.py --interpreters ~/.pyenv/versions --typeshed DIR

It asks real interpreters (dump.py for 3.6 to 3.13, dump2.py for 2.7) and, for what none of them
can tell (3.14, names of other platforms, signatures of C functions), typeshed (stubs.py).
DIR is `mypy/typeshed/stdlib` of the mypy package from PyPI:

    python -m venv venv && venv/bin/pip install mypy

Run it with Python 3.12: its `lib2to3` knows where Python 2's names went. The output is sorted and
depends only on the interpreters and on typeshed. README.md describes the files.
"""

import argparse
import ast
import collections
import concurrent.futures
import glob
import json
import os
import pathlib
import subprocess
import sys
import warnings

import stubs

HERE = pathlib.Path(__file__).resolve().parent
MEASURED = range(6, 14)   # minor versions asked of an interpreter
SUPPORTED = range(8, 15)  # minor versions notelint speaks about
STUBBED = 14              # known from typeshed alone
# Modules that only implement another: the documentation sends readers to the second.
FRONT = {"posix": "os", "nt": "os", "posixpath": "os.path", "ntpath": "os.path", "genericpath": "os.path"}
# Kinds of entries that say where they come from.
OBJECTS = ("class", "function")
PLATFORMS = ("linux", "win32", "darwin")


# Gathering

def find_interpreter(folder, minor, major=3):
    found = sorted(glob.glob("%s/%d.%d.*/bin/python" % (os.path.expanduser(folder), major, minor)))
    if not found:
        sys.exit("no interpreter for Python %d.%d in %s" % (major, minor, folder))
    return found[-1]


def ask(interpreter, script, *flags):
    # setuptools may replace distutils; only Python's own counts.
    environment = {**os.environ, "SETUPTOOLS_USE_DISTUTILS": "stdlib", "TERM": "dumb"}
    out = subprocess.run([interpreter, *flags, str(HERE / script)], env=environment, cwd="/",
                         stdout=subprocess.PIPE, check=True)
    return json.loads(out.stdout)


def read_stubs(folder, minor):
    """One reading for all platforms: a name known on any of them is known."""
    sys.setrecursionlimit(10_000)
    merged = None
    for platform in PLATFORMS:
        one = stubs.read(folder, minor, platform)
        if merged is None:
            merged = one
            continue
        for name, module in one["modules"].items():
            mine = merged["modules"].setdefault(name, module)
            for n, entry in module["names"].items():
                mine["names"].setdefault(n, entry)
        for key, record in one["classes"].items():
            mine = merged["classes"].setdefault(key, record)
            for n, entry in record["own"].items():
                mine["own"].setdefault(n, entry)
    return merged


def count_uses(interpreter, typed_code):
    """In how many files `module.name` is used: tells the usual home of a name.

    The files are the standard library, pip (which carries well-known packages) and mypy with typeshed;
    the standard library's tests, which are many and all alike, only decide between equals.
    """
    library = pathlib.Path(subprocess.run([interpreter, "-c", "import os; print(os.__file__)"],
                                          stdout=subprocess.PIPE, check=True, text=True).stdout).parent
    uses = collections.Counter()
    for path in sorted([*library.rglob("*.py"), *pathlib.Path(typed_code).rglob("*.py*")]):
        if "site-packages" in path.parts[len(library.parts):] and not is_under(path, library / "site-packages/pip"):
            continue
        weight = 1 if {"test", "tests"} & set(path.parts) else 1000
        for use in uses_in(path):
            uses[use] += weight
    return uses


def is_under(path, folder):
    return folder in path.parents


def uses_in(path):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return set()
    imported, found = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {a.name for a in node.names if not a.asname}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {(node.module, a.name) for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = dotted(node.value)
            if owner in imported:
                found.add((owner, node.attr))
    return found


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return owner and owner + "." + node.attr
    return None


# Merging

class World:
    """The dumps of all versions, and one answer for each (module, name)."""

    def __init__(self, real, typeshed, uses):
        self.real, self.typeshed, self.uses = real, typeshed, uses
        self.modules = {}      # name -> set of minors
        self.dynamic = set()
        self.names = {}        # (module, name) -> {minor: entry}; an entry's key is tagged by its source
        self.merge_modules()
        for module in self.modules:
            self.merge_names(module)
        self.choose_homes()
        self.bodies = {}

    def carried(self, minor_has, in_stub_before, in_stub_now):
        """Whether 3.14 has what 3.13 has or lacks, going by what typeshed says changed."""
        if minor_has:
            return in_stub_now or not in_stub_before
        return in_stub_now and not in_stub_before

    def merge_modules(self):
        t = self.typeshed
        every = {m for d in self.real.values() for m in d["modules"]}
        # typeshed's folder also has what is not Python's own (typing_extensions).
        top_level = {m for d in self.real.values() for m in d["top_level"]}
        new = set(t[STUBBED]["modules"]) - set(t[max(MEASURED)]["modules"])
        every |= {m for d in t.values() for m in d["modules"] if m.partition(".")[0] in top_level or m in new}
        last = max(MEASURED)
        for m in every:
            minors = {v for v in MEASURED if m in self.real[v]["modules"]}
            if not minors:
                minors = {v for v in SUPPORTED if m in t[v]["modules"]}
            elif self.carried(last in minors, m in t[last]["modules"], m in t[STUBBED]["modules"]):
                minors.add(STUBBED)
            self.modules[m] = minors
            for v in minors:
                measured = self.real.get(v, {"modules": {}})["modules"].get(m)
                stub = t[v]["modules"].get(m) if v in t else None
                if (stub and stub["dynamic"]) or (measured is None and stub is None and v in SUPPORTED
                                                  and (v != STUBBED or not self.real[last]["modules"].get(m))):
                    self.dynamic.add(m)

    def stub_names(self, minor, module):
        found = self.typeshed[minor]["modules"].get(module) if minor in self.typeshed else None
        return found["names"] if found else {}

    def real_names(self, minor, module):
        found = self.real[minor]["modules"].get(module)
        return found["names"] if found else {}

    def merge_names(self, m):
        ever = {n for v in MEASURED for n in self.real_names(v, m)}
        measured = any(self.real[v]["modules"].get(m) for v in MEASURED)
        last = max(MEASURED)
        for v in sorted(self.modules[m]):
            stub = {n: tag("stub", e) for n, e in self.stub_names(v, m).items()}
            if v == STUBBED:
                before = self.stub_names(last, m)
                names = {}
                for n in ever | set(stub) | set(before):
                    old = self.names.get((m, n), {}).get(last)
                    if not self.carried(old is not None, n in before, n in stub):
                        continue
                    changed = n in stub and (n not in before or shape(before[n]) != shape(stub[n]))
                    names[n] = stub[n] if old is None or changed else old
            elif self.real[v]["modules"].get(m):
                names = {}
                for n, e in self.real_names(v, m).items():
                    e = tag("real", e)
                    if e[0] == "function" and e[2] is None and n in stub and stub[n][0] == "function":
                        e = [*e[:2], stub[n][2], e[3]]
                    names[n] = e
                # What only other platforms, or other builds, have.
                for n in set(stub) - ever:
                    names[n] = stub[n]
            else:
                names = stub
                if measured:  # cannot be imported here in this version, but in others
                    for other in MEASURED:
                        for n, e in self.real_names(other, m).items():
                            names.setdefault(n, tag("real", e))
            for n, e in names.items():
                self.names.setdefault((m, n), {})[v] = e

    def exported(self, m, n, minor):
        """Whether a module offers a name as its own, rather than having imported it for itself."""
        entry = self.names[m, n][minor]
        if entry[0] == "module":
            return False
        source = self.real.get(min(minor, max(MEASURED)), {"modules": {}})["modules"].get(m) or \
            self.typeshed.get(minor, {"modules": {}})["modules"].get(m)
        if source is None:
            return False
        if source.get("all") is not None:
            return n in source["all"]
        origin = source["imported"].get(n)
        if origin is None:
            return True
        top = origin.lstrip(".").partition(".")[0]
        return origin.startswith(".") or top.startswith("_") or top == m.partition(".")[0]

    def rank(self, place):
        return (-self.uses[place], place[0].count("."), place)

    def choose_homes(self):
        """One home for each class or function that several modules show."""
        candidates = collections.defaultdict(set)
        for place, entries in self.names.items():
            e = entries[max(entries)]
            if e[0] in OBJECTS and e[1]:
                candidates[e[1]].add(place)
        exported = {p: self.exported(*p, max(e)) for p, e in self.names.items()}
        self.exports = {p for p, yes in exported.items() if yes}
        self.home_of_key = {}
        for key, places in candidates.items():
            # First the module: builtins; or one that outlives the others, offers the name, is where the object says
            # it comes from, and is the one people import from. Then the name: had longest, or the object's own.
            origin, own_name = split_key(key)
            origin = origin.lstrip("_")
            origin = FRONT.get(origin, origin)
            uses = collections.Counter()
            for p in places:
                uses[p[0]] += self.uses[p]
            self.home_of_key[key] = min(places, key=lambda p: (
                p[0] != "builtins", -max(self.names[p]), p not in self.exports,
                not (origin + ".").startswith(p[0] + "."), -uses[p[0]], p[0].count("."), p[0],
                -len(self.names[p]), p[1] != own_name, p[1]))
        # An object that came from elsewhere in later versions (pathlib.Path, then pathlib._local.Path) has two keys.
        for key in candidates:
            place = split_key(key)
            entries = self.names.get(place, {})
            newest = entries[max(entries)] if entries else [None, None]
            if any(e[1:2] == [key] for e in entries.values()) and newest[1:2] != [key]:
                self.home_of_key[key] = self.home_of_key.get(newest[1], place) if newest[0] in OBJECTS else place

    def home(self, place):
        entries = self.names[place]
        e = entries[max(entries)]
        if e[0] in OBJECTS and e[1]:
            return self.home_of_key[e[1]]
        return place

    # Classes

    def record(self, minor, key):
        source, _, plain = key.partition(" ")
        world = self.typeshed if source == "stub" else self.real
        minor = min(minor, max(MEASURED)) if source == "real" else minor
        return world[minor]["classes"].get(plain) if minor in world else None

    def every_attribute(self, minor, key):
        """{name: entry} over the whole order of method resolution, and of the metaclass where it has its own."""
        source, _, _ = key.partition(" ")
        record = self.record(minor, key)
        if record is None:
            return {}
        names = {}
        for k in [key] + [source + " " + k for k in record["mro"] + record["meta"] if k]:
            for n, e in (self.record(minor, k) or {"own": {}})["own"].items():
                names.setdefault(n, e)
        return names

    def class_attributes(self, place):
        """{name: {minor: entry}}, and {minor: constructor}, and whether it answers unknown attributes."""
        entries = {v: e for v, e in self.names[place].items() if e[0] == "class" and e[1]}
        real = {v: self.every_attribute(v, e[1]) for v, e in entries.items() if e[1].startswith("real")}
        ever = {n for names in real.values() for n in names}
        out, constructors, is_open = collections.defaultdict(dict), {}, False
        last = max(MEASURED)

        def stub_key(v):
            e = self.stub_names(v, place[0]).get(place[1])
            return "stub " + e[1] if e and e[0] == "class" and e[1] else None

        for v, e in entries.items():
            stub = self.every_attribute(v, stub_key(v)) if stub_key(v) else {}
            stub_record = self.record(v, stub_key(v)) if stub_key(v) else None
            record = self.record(v, e[1])
            if v in SUPPORTED:
                is_open = is_open or any(r and r["open"] for r in (record, stub_record))
            if v == STUBBED and e[1].startswith("real"):
                before_key = stub_key(last)
                before = self.every_attribute(last, before_key) if before_key else {}
                before_record = self.record(last, before_key) if before_key else None
                for n in ever | set(stub) | set(before):
                    old = out[n].get(last) if n in out else None
                    if not self.carried(old is not None, n in before, n in stub):
                        continue
                    changed = n in stub and (n not in before or shape(before[n]) != shape(stub[n]))
                    out[n][v] = stub[n] if old is None or changed else old
                ctor = constructors.get(last)
                if stub_record and before_record and stub_record["ctor"] != before_record["ctor"]:
                    ctor = stub_record["ctor"]
            elif e[1].startswith("real"):
                for n, a in real[v].items():
                    if a[0] == "function" and a[2] is None and n in stub and stub[n][0] == "function":
                        a = [*a[:2], stub[n][2], a[3]]
                    out[n][v] = a
                for n in set(stub) - ever:
                    out[n][v] = stub[n]
                ctor = record["ctor"] if record else None
                if stub_record and (ctor is None or ctor.startswith("*args")):
                    ctor = stub_record["ctor"]
            else:
                for n, a in stub.items():
                    out[n][v] = a
                ctor = record["ctor"] if record else None
            if ctor is not None:
                constructors[v] = ctor
        return out, constructors, is_open

    def bases(self, place):
        """Homes of the nearest public bases; what is private on the way is looked through."""
        entries = self.names[place]
        v = max(entries)
        source, _, _ = entries[v][1].partition(" ")
        out, seen = [], set()

        def visit(key):
            record = self.record(v, key)
            for base in (record or {"bases": []})["bases"]:
                full = "%s %s" % (source, base)
                if base is None or full in seen:
                    continue
                seen.add(full)
                home = self.home_of_key.get(full)
                if home and home != place and v in self.names[home]:
                    if home not in out and home != ("builtins", "object"):
                        out.append(home)
                else:
                    visit(full)

        visit(entries[v][1])
        return out


def tag(source, entry):
    """Marks the key of a class or function with where it was seen: typeshed's keys differ."""
    if entry[0] in OBJECTS and len(entry) > 1 and entry[1]:
        return [entry[0], source + " " + entry[1], *entry[2:]]
    return list(entry)


def split_key(key):
    """`real collections.abc:Mapping` -> (module, name)."""
    module, _, name = key.partition(" ")[2].partition(":")
    return module, name


def shape(entry):
    return (entry[0], *entry[2:])


# Writing

def show_minors(minors):
    """{8, 9, 12} -> "8-9,12"."""
    out = []
    for v in sorted(minors):
        if out and out[-1][1] == v - 1:
            out[-1][1] = v
        else:
            out.append([v, v])
    return ",".join(str(a) if a == b else "%d-%d" % (a, b) for a, b in out)


def show_signatures(by_minor, minors):
    """`(a,b=)` for all versions alike; `(a)@8-9(a,b=)@10-14` where they differ; overloads side by side."""
    groups = collections.defaultdict(set)
    # Signatures of versions that are not supported serve nobody, unless there are no others.
    minors = set(minors) & set(SUPPORTED) or set(minors)
    for v in minors:
        if by_minor.get(v) is not None:
            groups[by_minor[v]].add(v)
    out = []
    for text, versions in sorted(groups.items(), key=lambda g: min(g[1])):
        span = "" if versions == minors else "@" + show_minors(versions)
        out += ["(%s)%s" % (overload, span) for overload in text.split("|")]
    return "".join(out)


KIND = {"class": "c", "function": "f", "value": "v", "module": "m"}


def member_line(name, entries, parent_minors):
    minors = set(entries)
    newest = entries[max(minors)]
    kind = KIND[newest[0]]
    line = name + ("" if minors == set(parent_minors) else "@" + show_minors(minors))
    if newest[0] == "function":
        kind = "a" if newest[3] else "f"
        line += show_signatures({v: e[2] for v, e in entries.items() if e[0] == "function"}, minors)
    return kind + line


def topological(world, places):
    """Bases before the classes built on them."""
    order, state = [], {}

    def visit(place):
        if place in state:
            return
        state[place] = True
        for base in world.bases(place):
            visit(base)
        order.append(place)

    for place in sorted(places):
        visit(place)
    return order


def write_stdlib(world):
    classes = [p for p, e in world.names.items() if e[max(e)][0] == "class" and e[max(e)][1] and world.home(p) == p]
    lines_of, resolved = {}, {}
    for place in topological(world, classes):
        attributes, constructors, is_open = world.class_attributes(place)
        bases = world.bases(place)
        minors = set(world.names[place])
        inherited = {}
        for base in bases or ([("builtins", "object")] if place != ("builtins", "object") else []):
            for n, line in resolved.get(base, {}).items():
                inherited.setdefault(n, line)
        mine, body = {}, []
        for n, entries in sorted(attributes.items()):
            if not entries:
                continue
            full = member_line(n, entries, ())
            mine[n] = full
            # Equal to what the look-up through the bases gives: not repeated.
            if restrict(inherited.get(n), minors) != restrict(full, minors):
                body.append(" " + member_line(n, entries, minors))
        # Bases may have gained or lost what this class has not: nothing is ever hidden by absence, so it is rare and only adds.
        for n, line in inherited.items():
            mine.setdefault(n, line)
        resolved[place] = mine
        head = member_line(place[1], world.names[place], world.modules[place[0]])
        head += "~" if is_open else ""
        head += show_signatures(constructors, minors)
        head += "".join(" %s.%s" % base for base in bases)
        lines_of[place] = [head] + body
    by_module = collections.defaultdict(list)
    for (m, n) in sorted(world.names):
        by_module[m].append(n)
    out = []
    for m in sorted(world.modules):
        minors = world.modules[m]
        out.append("[%s%s]%s" % (m, "" if minors == set(range(6, 15)) else "@" + show_minors(minors),
                                 "~" if m in world.dynamic else ""))
        for n in by_module[m]:
            place = (m, n)
            home = world.home(place)
            if home != place:
                entries = world.names[place]
                span = "" if set(entries) == minors else "@" + show_minors(entries)
                out.append("=%s%s %s.%s" % (n, span, *home))
            elif place in lines_of:
                out += lines_of[place]
            else:
                out.append(member_line(n, world.names[place], minors))
    return out


def restrict(line, minors):
    """A member line with its versions cut to those given, for comparing."""
    if line is None:
        return None
    out = line
    kind_name, at, rest = line.partition("@")
    if at:
        span, rest_of = "", rest
        while rest_of and rest_of[0] in "0123456789-,":
            span, rest_of = span + rest_of[0], rest_of[1:]
        have = set()
        for part in span.split(","):
            a, _, b = part.partition("-")
            have |= set(range(int(a), int(b or a) + 1))
        if "(" not in kind_name:
            out = kind_name + "@" + show_minors(have & minors) + rest_of
    return out


def write_homes(world):
    """`name module...`: public homes in the newest version, the usual one first."""
    newest = max(SUPPORTED)
    homes = collections.defaultdict(set)
    for place, entries in world.names.items():
        m, n = place
        if newest in entries and m != "builtins" and place in world.exports and m.partition(".")[0] != "encodings":
            home = world.home(place)
            if m in FRONT and (FRONT[m], n) in world.names:
                continue
            homes[n].add(home if home[1] == n and home in world.exports else place)
    builtin = {n for (m, n), e in world.names.items() if m == "builtins" and newest in e}
    out = []
    for n, places in sorted(homes.items()):
        ranked = [p[0] for p in sorted(places, key=world.rank) if p[0] != "builtins"]
        if ranked and n not in builtin:
            out.append(" ".join([n] + ranked[:4]))
    return out


# Python 2

# Moves that lib2to3 makes in code rather than in a table: fix_raw_input, fix_reload, fix_getcwdu, fix_operator.
MOVED_BY_CODE = {("__builtin__", "raw_input"): "input", ("__builtin__", "reload"): "importlib.reload",
                 ("__builtin__", "file"): "open", ("os", "getcwdu"): "os.getcwd",
                 ("operator", "isCallable"): "callable", ("string", "maketrans"): "str.maketrans"}


def write_python2(world, old):
    import _compat_pickle
    from lib2to3.fixes import fix_imports, fix_imports2, fix_urllib
    modules = {**_compat_pickle.IMPORT_MAPPING, **fix_imports.MAPPING, **fix_imports2.MAPPING}
    moved = {k: v[1] if v[0] == "builtins" else ".".join(v) for k, v in _compat_pickle.NAME_MAPPING.items()}
    for module, targets in fix_urllib.MAPPING.items():
        for target, names in targets:
            for n in names:
                moved.setdefault((module, n), "%s.%s" % (target, n))
    moved.update(MOVED_BY_CODE)
    known = {m for m, v in world.modules.items() if v & set(SUPPORTED)}
    place_known = {p for p, e in world.names.items()}
    out = ["builtin %s%s" % (n, " " + moved["__builtin__", n] if ("__builtin__", n) in moved else "")
           for n in old["builtins"] if ("builtins", n) not in place_known]
    for m in sorted(set(old["modules"]) | set(modules)):
        if m not in known and tuple(m.rpartition(".")[::2]) not in place_known and not m.startswith("test."):
            now = modules.get(m)
            out.append("module %s%s" % (m, " " + now if now in known else ""))
    for m, names in sorted(old["modules"].items()):
        # Of modules that Python 3 still has, every name it dropped; of others, only those known to live elsewhere.
        gone = m not in world.modules or max(SUPPORTED) not in world.modules[m]
        for n in sorted(names):
            now = moved.get((m, n))
            if m != "__builtin__" and (m, n) not in place_known and (now or not gone):
                out.append("member %s.%s%s" % (m, n, " " + now if now else ""))
    for t, names in sorted(old["methods"].items()):
        current = set(world.class_attributes(("builtins", t))[0])
        out += ["method %s.%s" % (t, n) for n in names if n not in current]
    return sorted(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--interpreters", default="~/.pyenv/versions", help="folder of X.Y.Z folders, as pyenv keeps them")
    parser.add_argument("--typeshed", required=True, help="typeshed's stdlib folder")
    parser.add_argument("--out", default=str(HERE), help="folder to write to")
    options = parser.parse_args()

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = {v: pool.submit(ask, find_interpreter(options.interpreters, v), "dump.py", "-I", "-S") for v in MEASURED}
        old = pool.submit(ask, find_interpreter(options.interpreters, 7, 2), "dump2.py", "-E", "-s")
        real = {v: job.result() for v, job in jobs.items()}
        old = old.result()
    typeshed = {v: read_stubs(options.typeshed, v) for v in SUPPORTED}
    world = World(real, typeshed, count_uses(find_interpreter(options.interpreters, max(MEASURED)), pathlib.Path(options.typeshed).parents[1]))

    out = pathlib.Path(options.out)
    special = sorted({n for d in real.values() for n in d["special"]})
    write(out / "stdlib.txt", write_stdlib(world))
    write(out / "homes.txt", write_homes(world))
    write(out / "python2.txt", write_python2(world, old))
    write(out / "special_methods.txt", special)


def write(path, lines):
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print("%s: %d lines, %d bytes" % (path.name, len(lines), path.stat().st_size))


if __name__ == "__main__":
    main()
