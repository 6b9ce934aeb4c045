"""Run inside Python 2.7: prints, as JSON, the names that Python 3 may have dropped.

    python2.7 -E -s dump2.py > out.json
"""

import ast
import inspect
import json
import os
import pkgutil
import signal
import sys
import tempfile
import types

import __builtin__

NEVER_IMPORTED = ("antigravity", "this", "idlelib", "test", "site-packages", "__main__")


def members(name):
    """Public names that the module itself defines (not what it imports)."""
    __import__(name)
    module = sys.modules[name]
    names = getattr(module, "__all__", None)
    if names is None:
        brought = set()
        try:
            # What stands in a `try` is brought in place of something of its own: `string.maketrans`.
            for node in ast.parse(inspect.getsource(module)).body:
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    brought |= {(a.asname or a.name).split(".")[0] for a in node.names}
        except Exception:
            pass
        names = [n for n in dir(module) if n not in brought]
    return [n for n in names if not n.startswith("_") and not isinstance(getattr(module, n, None), types.ModuleType)]


def in_child(name):
    out = tempfile.NamedTemporaryFile()
    pid = os.fork()
    if pid == 0:
        try:
            signal.alarm(20)
            null = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(null, fd)
            found = members(name)
            with open(out.name, "w") as f:
                json.dump(found, f)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    text = open(out.name).read()
    return json.loads(text) if text else []


def main():
    names = {n for n in sys.builtin_module_names if not n.startswith("_")}
    library = os.path.dirname(os.__file__)

    def walk(folder, prefix):
        for _, name, is_package in pkgutil.iter_modules([folder]):
            if name in NEVER_IMPORTED or name.startswith("_") or name in ("tests", "test"):
                continue
            names.add(prefix + name)
            if is_package:
                walk(os.path.join(folder, name), prefix + name + ".")

    walk(library, "")
    walk(os.path.join(library, "lib-dynload"), "")
    # Old names of the interpreter's own, `_` or not: __builtin__, _winreg is not there on Linux.
    names.add("__builtin__")
    builtins = [n for n in dir(__builtin__) if not n.startswith("_")]
    methods = {t.__name__: [n for n in dir(t) if not n.startswith("_")]
               for t in (dict, list, tuple, set, frozenset, str, int, float, bool, complex, bytearray)}
    json.dump({"modules": {n: in_child(n) for n in sorted(names)}, "builtins": sorted(builtins),
               "methods": methods}, sys.stdout, sort_keys=True)


main()
