"""Reads typeshed's stubs as one Python version and platform would see them.

`read(folder, minor, platform)` gives the same structure as dump.py gives for an interpreter.
It supplies what no interpreter here can be asked for: a version not installed, modules and
names of other platforms, and signatures of functions written in C.
"""

import ast
import pathlib


def is_public(name):
    return not name.startswith("_") or name == "__future__"


class Stub:
    """One stub file: the statements that hold for the version and platform."""

    def __init__(self, world, name, path):
        self.world, self.name = world, name
        self.is_package = path.name == "__init__.pyi"
        self.all = None
        self.names = {}       # name -> list of nodes, or ("import", module, name or None)
        self.reexported = set()
        self.stars = []
        for node in self.world.flatten(ast.parse(path.read_text(encoding="utf-8")).body):
            self.add(node)

    def absolute(self, module, level):
        if not level:
            return module
        parts = self.name.split(".")
        parts = parts[:len(parts) - level + (1 if self.is_package else 0)]
        return ".".join(parts + ([module] if module else []))

    def add(self, node):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if any("type_check_only" in ast.dump(d) for d in node.decorator_list):
                return
            known = self.names.get(node.name)
            self.names[node.name] = known + [node] if isinstance(known, list) else [node]
        elif isinstance(node, ast.ImportFrom):
            module = self.absolute(node.module, node.level)
            for a in node.names:
                if a.name == "*":
                    self.stars.append(module)
                    continue
                self.names[a.asname or a.name] = ("import", module, a.name)
                if a.asname == a.name:
                    self.reexported.add(a.name)
        elif isinstance(node, ast.Import):
            for a in node.names:
                if a.asname:
                    self.names[a.asname] = ("import", a.name, None)
                    if a.asname == a.name:
                        self.reexported.add(a.name)
                else:
                    top = a.name.partition(".")[0]
                    self.names.setdefault(top, ("import", top, None))
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    if target.id == "__all__":
                        self.extend_all(node.value)
                    else:
                        self.names[target.id] = [node]
        elif isinstance(node, ast.TypeAlias if hasattr(ast, "TypeAlias") else ()):
            self.names[node.name.id] = [node]
        elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
              and ast.unparse(node.value.func) in ("__all__.extend", "__all__.append")):
            self.extend_all(node.value.args[0])

    def extend_all(self, value):
        self.all = self.all or []
        if isinstance(value, (ast.List, ast.Tuple)):
            self.all += [e.value for e in value.elts if isinstance(e, ast.Constant)]
        elif isinstance(value, ast.Constant):
            self.all.append(value.value)
        elif isinstance(value, ast.Attribute):  # __all__ += other.__all__
            other = self.world.stub(self.absolute(ast.unparse(value.value), 0)) or \
                self.world.stub(self.name.rpartition(".")[0] + "." + ast.unparse(value.value))
            self.all += (other.all or []) if other else []

    def exports(self):
        """{name: where to look it up}, as `import module` then `module.name` sees it."""
        out = {}
        for module in self.stars:
            other = self.world.stub(module)
            for n, found in (other.exports() if other else {}).items():
                if other.all is None or n in other.all:
                    out[n] = found
        for n, found in self.names.items():
            imported = isinstance(found, tuple)
            if not imported or n in self.reexported or (self.all and n in self.all):
                out[n] = (self, n)
        return {n: f for n, f in out.items() if is_public(n)}


class World:
    """All stubs under one reading of sys.version_info and sys.platform."""

    def __init__(self, folder, minor, platform):
        self.folder, self.minor, self.platform = pathlib.Path(folder), minor, platform
        self.stubs, self.classes = {}, {}
        self.versions = {}
        for line in (self.folder / "VERSIONS").read_text().splitlines():
            line = line.partition("#")[0].strip()
            if line:
                name, _, span = line.partition(": ")
                first, _, last = span.partition("-")
                self.versions[name] = (int(first.split(".")[1]), int(last.split(".")[1]) if last else 99)

    def exists(self, name):
        while name:
            if name in self.versions:
                first, last = self.versions[name]
                # "3.0" to "3.9" and "2.7": only the minor number of Python 3 is compared.
                if not first <= self.minor <= last:
                    return False
            name = name.rpartition(".")[0]
        return True

    def module_names(self):
        for path in sorted(self.folder.rglob("*.pyi")):
            parts = list(path.relative_to(self.folder).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            if all(is_public(p) for p in parts) and self.exists(".".join(parts)):
                yield ".".join(parts)

    def stub(self, name):
        if name not in self.stubs:
            base = self.folder.joinpath(*name.split(".")) if name else self.folder
            for path in (base / "__init__.pyi", base.with_suffix(".pyi")):
                if name and path.is_file() and self.exists(name):
                    self.stubs[name] = None  # an import cycle reads it as absent
                    self.stubs[name] = Stub(self, name, path)
                    break
            else:
                self.stubs[name] = None
        return self.stubs[name]

    # conditions

    def flatten(self, body):
        for node in body:
            if isinstance(node, ast.If):
                verdict = self.truth(node.test)
                if verdict is not False:
                    yield from self.flatten(node.body)
                if verdict is not True:
                    yield from self.flatten(node.orelse)
            elif isinstance(node, (ast.Try, ast.With)):
                yield from self.flatten(node.body)
            else:
                yield node

    def truth(self, test):
        """True, False, or None where the condition is about something else."""
        if isinstance(test, ast.BoolOp):
            values = [self.truth(v) for v in test.values]
            if isinstance(test.op, ast.And):
                return False if False in values else (None if None in values else True)
            return True if True in values else (None if None in values else False)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            value = self.truth(test.operand)
            return None if value is None else not value
        text = ast.unparse(test)
        if text == "TYPE_CHECKING":
            return True
        allowed = {"sys": self, "__builtins__": {}}
        if "sys." in text:
            try:
                return bool(eval(compile(ast.Expression(test), "<stub>", "eval"), allowed))
            except Exception:
                return None
        return None

    @property
    def version_info(self):
        return (3, self.minor, 0, "final", 0)

    # names

    def resolve(self, stub, name, depth=0):
        """The (stub, nodes) that a name means, imports followed; or ("module", dotted name)."""
        if stub is None or depth > 12:
            return None
        found = stub.names.get(name)
        if found is None:
            for module in stub.stars:
                inner = self.resolve(self.stub(module), name, depth + 1)
                if inner:
                    return inner
            if self.stub(stub.name + "." + name):
                return ("module", stub.name + "." + name)
            if stub.name != "builtins":
                return self.resolve(self.stub("builtins"), name, depth + 1)
            return None
        if isinstance(found, tuple):
            _, module, inner = found
            if inner is None:
                return ("module", module)
            target = self.stub(module)
            if target is not None and target is not stub and (inner in target.names or target.stars):
                return self.resolve(target, inner, depth + 1)
            if self.stub(module + "." + inner):
                return ("module", module + "." + inner)
            return None
        node = found[-1]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Name) \
                and node.value.id != name:
            alias = self.resolve(stub, node.value.id, depth + 1)
            if alias and alias[0] != "module":
                return alias
        return (stub, found)

    def resolve_expression(self, stub, node):
        if isinstance(node, ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            return self.resolve(stub, node.id)
        if isinstance(node, ast.Attribute):
            base = self.resolve_expression(stub, node.value)
            if base and base[0] == "module" and self.stub(base[1]):
                return self.resolve(self.stub(base[1]), node.attr)
        return None

    def entry(self, stub, name):
        found = self.resolve(stub, name)
        if found is None:
            return ["value"]
        if found[0] == "module":
            return ["module", found[1]]
        owner, nodes = found
        node = nodes[-1]
        if isinstance(node, ast.ClassDef):
            return ["class", self.class_key(owner, node)]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return ["function", "%s:%s" % (owner.name, node.name), signatures(nodes, False),
                    isinstance(node, ast.AsyncFunctionDef)]
        return ["value"]

    def class_key(self, stub, node):
        key = "%s:%s" % (stub.name, node.name)
        if key in self.classes:
            return key
        record = self.classes[key] = {"own": {}, "ctor": None, "open": False, "mro": [], "bases": [], "meta": []}
        bases = []
        for base in node.bases:
            found = self.resolve_expression(stub, base)
            if found and found[0] != "module" and isinstance(found[1][-1], ast.ClassDef):
                inner = found[1][-1]
                if inner.name in ("Generic", "Protocol") or inner is node:
                    continue
                bases.append(self.class_key(found[0], inner))
        if not bases and key != "builtins:object":
            found = self.resolve(self.stub("builtins"), "object")
            bases = [self.class_key(found[0], found[1][-1])]
        record["bases"] = bases
        for base in bases:  # good enough an order: stubs are asked for names, not for overriding
            for k in [base] + self.classes[base]["mro"]:
                if k not in record["mro"]:
                    record["mro"].append(k)
        members = {}
        for item in self.flatten(node.body):
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                members.setdefault(item.name, []).append(item)
            elif isinstance(item, (ast.Assign, ast.AnnAssign)):
                for target in item.targets if isinstance(item, ast.Assign) else [item.target]:
                    if isinstance(target, ast.Name):
                        members.setdefault(target.id, []).append(item)
        for name, nodes in members.items():
            last = nodes[-1]
            if isinstance(last, (ast.Assign, ast.AnnAssign)) and isinstance(last.value, ast.Name) \
                    and last.value.id in members:
                nodes = members[last.value.id]
                last = nodes[-1]
            if name in ("__getattr__", "__getattribute__") and key != "builtins:object":
                record["open"] = True
            if name in ("__init__", "__new__"):
                record[name] = signatures(nodes, True)
            if not is_public(name):
                continue
            if isinstance(last, ast.ClassDef):
                record["own"][name] = ["class", None]
            elif isinstance(last, (ast.FunctionDef, ast.AsyncFunctionDef)) and not is_property(last):
                record["own"][name] = ["function", None, signatures(nodes, not has_decorator(last, "staticmethod")),
                                       isinstance(last, ast.AsyncFunctionDef)]
            else:
                record["own"][name] = ["value"]
        for k in [key] + record["mro"]:
            c = self.classes[k]
            record["open"] = record["open"] or (c["open"] and k != "builtins:object")
            if k != "builtins:object" and record["ctor"] is None:
                record["ctor"] = c.get("__init__") or c.get("__new__")
        return key

    def read(self):
        modules = {}
        for name in self.module_names():
            stub = self.stub(name)
            modules[name] = {
                "names": {n: self.entry(owner, original) for n, (owner, original) in stub.exports().items()
                          if not is_typing_only(stub, n)},
                "all": stub.all,
                "imported": {n: found[1] for n, found in stub.names.items() if isinstance(found, tuple)},
                "dynamic": "__getattr__" in stub.names,
            }
        return {"version": [3, self.minor], "modules": modules, "classes": self.classes, "special": []}


def is_typing_only(stub, name):
    """Type variables and aliases that stubs declare for themselves."""
    found = stub.names.get(name)
    if not isinstance(found, list) or (stub.all is not None and name in stub.all):
        return False
    node = found[-1]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func).split(".")[-1] in ("TypeVar", "ParamSpec", "TypeVarTuple", "NewType")
    return isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).endswith("TypeAlias") \
        and not isinstance(node.value, (ast.Name, ast.Attribute))


def has_decorator(node, name):
    return any(ast.unparse(d).split(".")[-1] == name for d in node.decorator_list)


def is_property(node):
    return any("property" in ast.unparse(d) or ast.unparse(d).endswith((".setter", ".getter", ".deleter"))
               for d in node.decorator_list)


def signatures(nodes, drop_first):
    """All overloads of a function, joined with `|`."""
    out = []
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            text = signature(node.args, drop_first)
            if text not in out:
                out.append(text)
    return "|".join(out) if out else None


def signature(args, drop_first):
    positional = [(a.arg, True) for a in args.posonlyargs] + [(a.arg, False) for a in args.args]
    defaults = [False] * (len(positional) - len(args.defaults)) + [True] * len(args.defaults)
    rows = [(name, only, default) for (name, only), default in zip(positional, defaults)]
    if not args.posonlyargs:
        # The old spelling of "positional only": a name with two leading underscores.
        leading = True
        for i, (name, _, default) in enumerate(rows):
            hidden = name.startswith("__") and not name.endswith("__")
            leading = leading and (hidden or (i == 0 and drop_first))
            rows[i] = (name, leading and hidden, default)
    if drop_first:
        rows = rows[1:]
    out = [n.lstrip("_") + ("=" if d else "") for n, only, d in rows if only]
    if out:
        out.append("/")
    out += [n + ("=" if d else "") for n, only, d in rows if not only]
    if args.vararg:
        out.append("*" + args.vararg.arg)
    elif args.kwonlyargs:
        out.append("*")
    out += [a.arg + ("=" if d is not None else "") for a, d in zip(args.kwonlyargs, args.kw_defaults)]
    if args.kwarg:
        out.append("**" + args.kwarg.arg)
    return ",".join(out)


def read(folder, minor, platform):
    return World(folder, minor, platform).read()
