"""Run inside one interpreter (3.6 or newer): prints, as JSON, what its standard library holds.

    python -I -S dump.py > out.json

Every module is imported in a forked child of its own, so that one that hangs, exits or
changes the process harms nobody else. Names that start with `_` are left out.
"""

import ast
import enum
import inspect
import json
import os
import pkgutil
import re
import signal
import site
import sys
import tempfile
import textwrap
import warnings

SECONDS_PER_MODULE = 20
# Jokes, programs and tests: importing them opens windows, browsers or sockets.
NEVER_IMPORTED = {"antigravity", "this", "idlelib", "turtledemo", "test", "lib2to3.tests"}
NOT_MODULES = {"site-packages", "lib-dynload", "__main__", "__phello__", "xxsubtype", "xxlimited",
               "xxlimited_35", "xxmodule"}


def is_public(name):
    return not name.startswith("_") or name == "__future__"


def is_test(name):
    return bool({"test", "tests"} & set(name.split(".")))


def find_modules():
    """Dotted names of all public modules: {name: is a package}."""
    found = {name: False for name in sys.builtin_module_names if is_public(name)}
    library = os.path.dirname(os.__file__)

    def walk(folder, prefix):
        for info in pkgutil.iter_modules([folder]):
            name = prefix + info.name
            if not is_public(info.name) or info.name in NOT_MODULES or is_test(name):
                continue
            if prefix == "" and not re.match(r"[A-Za-z_]\w*$", info.name):
                continue
            found[name] = info.ispkg
            if info.ispkg and name not in NEVER_IMPORTED:
                walk(os.path.join(folder, info.name), name + ".")

    walk(library, "")
    walk(os.path.join(library, "lib-dynload"), "")
    found["os.path"] = False
    return {name: pkg for name, pkg in found.items() if name not in NOT_MODULES}


def show(signature, drop_first):
    """A signature in Python's own notation, without annotations; a default is a bare `=`."""
    parameters = list(signature.parameters.values())
    if drop_first and parameters and parameters[0].kind not in (
            parameters[0].VAR_POSITIONAL, parameters[0].VAR_KEYWORD):
        parameters = parameters[1:]
    out, seen_star, open_slash = [], False, False
    for p in parameters:
        if open_slash and p.kind != p.POSITIONAL_ONLY:
            out.append("/")
            open_slash = False
        if p.kind == p.POSITIONAL_ONLY:
            open_slash = True
        if p.kind == p.KEYWORD_ONLY and not seen_star:
            out.append("*")
            seen_star = True
        if p.kind == p.VAR_POSITIONAL:
            out.append("*" + p.name)
            seen_star = True
        elif p.kind == p.VAR_KEYWORD:
            out.append("**" + p.name)
        else:
            out.append(p.name + ("" if p.default is p.empty else "="))
    if open_slash:
        out.append("/")
    return ",".join(out)


def signature_of(thing, drop_first=False):
    try:
        return show(inspect.signature(thing), drop_first)
    except Exception:  # C functions without a text signature; broken __signature__
        return None


def key_of(thing):
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    return "%s:%s" % (module, name) if isinstance(module, str) and isinstance(name, str) else None


def is_coroutine(thing):
    return inspect.iscoroutinefunction(thing)


def is_function(thing):
    return inspect.isroutine(thing) or (callable(thing) and hasattr(thing, "__wrapped__"))


def attributes_set_in_methods(cls):
    """Names that the methods of a class written in Python assign on `self`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except Exception:
        return set()
    names = set()
    for method in [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]:
        if not method.args.args:
            continue
        me = method.args.args[0].arg
        for node in ast.walk(method):
            if (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
                    and isinstance(node.value, ast.Name) and node.value.id == me):
                names.add(node.attr)
    return {n for n in names if is_public(n)}


class Dump:
    def __init__(self):
        self.classes = {}
        self.special = set()

    def class_key(self, cls):
        key = key_of(cls)
        if key is None or key in self.classes:
            return key
        record = self.classes[key] = {"own": {}, "ctor": None, "open": False}
        record["mro"] = [self.class_key(c) for c in cls.__mro__[1:]]
        record["bases"] = [self.class_key(c) for c in cls.__bases__]
        record["meta"] = [self.class_key(c) for c in type(cls).__mro__ if c not in (type, object)]
        record["open"] = any("__getattr__" in vars(c) for c in cls.__mro__)
        is_enum = isinstance(cls, enum.EnumMeta)
        if not is_enum:
            record["ctor"] = signature_of(cls)
        own = record["own"]
        for name in attributes_set_in_methods(cls):
            own[name] = ["value"]
        for name in list(vars(cls)) + (list(cls.__members__) if is_enum else []):
            if name.startswith("__") and name.endswith("__") and len(name) > 4:
                if inspect.isroutine(vars(cls).get(name)):
                    self.special.add(name)
            if is_public(name):
                own[name] = self.attribute(cls, name)
        return key

    def attribute(self, cls, name):
        raw = vars(cls).get(name)
        if isinstance(raw, staticmethod):
            f = raw.__func__
            return ["function", None, signature_of(f), is_coroutine(f)]
        if isinstance(raw, classmethod):
            f = raw.__func__
            return ["function", None, signature_of(f, True), is_coroutine(f)]
        if type(raw).__name__ == "classmethod_descriptor":
            return ["function", None, signature_of(getattr(cls, name)), False]
        if isinstance(raw, type):
            return ["class", key_of(raw)]
        if inspect.isfunction(raw) or inspect.ismethoddescriptor(raw) and callable(raw) or (
                callable(raw) and hasattr(raw, "__wrapped__")):
            return ["function", None, signature_of(raw, True), is_coroutine(raw)]
        if inspect.isbuiltin(raw):
            return ["function", None, signature_of(raw), False]
        return ["value"]

    def entry(self, thing):
        if inspect.ismodule(thing):
            return ["module", thing.__name__]
        if isinstance(thing, type):
            return ["class", self.class_key(thing)]
        if is_function(thing):
            return ["function", key_of(thing), signature_of(thing), is_coroutine(thing)]
        return ["value"]

    def module(self, name):
        __import__(name)
        module = sys.modules[name]
        names = {n for n in dir(module) if is_public(n)}
        if callable(vars(module).get("__getattr__")):
            names |= names_served_on_demand(module, names)
        entries = {}
        for n in sorted(names):
            try:
                entries[n] = self.entry(getattr(module, n))
            except Exception:
                continue
        exported = getattr(module, "__all__", None)
        aliases = sorted(m for m in sys.modules if m.startswith(name + ".") and is_public(m.rpartition(".")[2])
                         and m.count(".") == name.count(".") + 1 and not isinstance(sys.modules[m], type(None)))
        return {"names": entries, "all": exported and [n for n in exported if isinstance(n, str)],
                "imported": imports_of(module), "aliases": aliases}


def names_served_on_demand(module, known):
    """Names that a module-level __getattr__ answers: tried, not guessed (collections.Iterable in 3.9)."""
    tried = set()
    for thing in vars(module).values():
        if inspect.ismodule(thing):
            tried |= set(getattr(thing, "__all__", None) or ())
        elif isinstance(thing, (dict, frozenset, list, set, tuple)):
            tried |= {n for n in thing if isinstance(n, str) and n.isidentifier()}
    try:
        tried |= set(re.findall(r"[A-Za-z]\w*", inspect.getsource(module)))
    except Exception:
        pass
    found = set()
    for name in tried - known:
        try:
            getattr(module, name)
        except Exception:
            continue
        if is_public(name):
            found.add(name)
    return found


def imports_of(module):
    """Names that the module's top level brings in from elsewhere: {name: module it names}."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except Exception:
        return {}
    out = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                out[alias.asname or alias.name] = "." * node.level + (node.module or "")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                out[(alias.asname or alias.name).partition(".")[0]] = alias.name
    return out


def in_child(name):
    """Dumps one module in a forked child; None when it cannot be imported."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.alarm(SECONDS_PER_MODULE)
                null = os.open(os.devnull, os.O_RDWR)
                for fd in (0, 1, 2):
                    os.dup2(null, fd)
                dump = Dump()
                result = dump.module(name)
                result = {"module": result, "classes": dump.classes, "special": sorted(dump.special)}
                with open(out.name, "w") as f:
                    json.dump(result, f)
                code = 0
            finally:
                os._exit(code)
        status = os.waitpid(pid, 0)[1]
        return json.load(out) if status == 0 else None


def main():
    warnings.simplefilter("ignore")
    # What `site` adds to the builtins (exit, quit, help ...) without reading .pth files.
    site.setquit()
    site.setcopyright()
    site.sethelper()
    modules, classes, special = {}, {}, set()
    waiting = sorted(find_modules().items())
    while waiting:
        name, is_package = waiting.pop(0)
        if name in modules:
            continue
        result = None if name.partition(".")[0] in NEVER_IMPORTED else in_child(name)
        if result is None:
            modules[name] = None
            continue
        modules[name] = result["module"]
        # Modules that stand in sys.modules only (os.path, typing.io).
        waiting += [(m, False) for m in result["module"].pop("aliases") if not is_test(m)]
        classes.update(result["classes"])
        special.update(result["special"])
    json.dump({"version": list(sys.version_info[:3]), "modules": modules, "classes": classes,
               "top_level": sorted(getattr(sys, "stdlib_module_names", ())), "special": sorted(special)}, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main()
