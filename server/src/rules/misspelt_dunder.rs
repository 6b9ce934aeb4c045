//! `misspelt-dunder`: a special method or name whose underscores or letters are wrong, so that Python never looks at it.

use std::cell::LazyCell;

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, Model, NodeId, ScopeKind, span};
use crate::python::stdlib;
use crate::text::{Span, spelling};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("misspelt-dunder"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("misspelt-dunder.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

/// Special methods that classes of notes define; a misspelt one is looked for among them.
const COMMON: &[&str] = &[
    "__abs__", "__add__", "__aenter__", "__aexit__", "__aiter__", "__and__", "__anext__", "__await__", "__bool__",
    "__bytes__", "__call__", "__class_getitem__", "__contains__", "__del__", "__delattr__", "__delete__",
    "__delitem__", "__dir__", "__enter__", "__eq__", "__exit__", "__float__", "__floordiv__", "__format__", "__ge__",
    "__get__", "__getattr__", "__getattribute__", "__getitem__", "__gt__", "__hash__", "__iadd__", "__index__",
    "__init__", "__init_subclass__", "__int__", "__invert__", "__iter__", "__le__", "__len__", "__lt__", "__matmul__",
    "__missing__", "__mod__", "__mul__", "__ne__", "__neg__", "__new__", "__next__", "__or__", "__pos__",
    "__post_init__", "__pow__", "__radd__", "__repr__", "__reversed__", "__rmul__", "__round__", "__rsub__", "__set__",
    "__set_name__", "__setattr__", "__setitem__", "__str__", "__sub__", "__truediv__", "__xor__",
];

/// What people call a special method who know what it does, and its name.
const BY_MEANING: &[(&[&str], &str)] = &[
    (&["length", "lenght", "size"], "__len__"),
    (&["string", "tostring", "to_string", "to_str"], "__str__"),
    (&["equal", "equals"], "__eq__"),
    (&["less", "less_than"], "__lt__"),
    (&["greater", "greater_than"], "__gt__"),
    (&["constructor", "initialize", "initialise"], "__init__"),
    (&["destructor"], "__del__"),
    (&["plus"], "__add__"),
    (&["multiply", "times"], "__mul__"),
    (&["minus", "subtract"], "__sub__"),
    (&["divide"], "__truediv__"),
    (&["boolean"], "__bool__"),
    (&["iterator", "iterate"], "__iter__"),
    (&["represent", "representation"], "__repr__"),
];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let uses = LazyCell::new(|| Uses::of(code.model));
    for (_, statement) in code.model.statements() {
        let Stmt::ClassDef(class) = statement else {
            continue;
        };
        let methods = || class.body.iter().filter_map(Stmt::as_function_def_stmt);
        let names: LazyCell<FxHashSet<&str>, _> =
            LazyCell::new(|| methods().map(|method| method.name.as_str()).collect());
        for method in methods() {
            // Somebody calls it by this very name: then it is a method of the writer's own.
            if let Some(meant) = meant_by_method(method, || uses.sets_attributes(method))
                && !names.contains(meant)
                && !uses.called.contains(method.name.as_str())
            {
                report(code, span(&method.name), meant, found);
            }
        }
    }
    // `obj._init_()` and the like, where nothing of that name is there.
    for (id, attribute) in code.model.attribute_loads() {
        let name = attribute.attr.as_str();
        let of_super = is_super(&attribute.value).then(|| meant_of_super(code, id, name)).flatten();
        let meant = of_super.or_else(|| lost_underscores(name)).or_else(|| {
            ATTRIBUTES.iter().copied().find(|special| is_bare(name) && special.trim_matches('_') == name.trim_matches('_'))
        });
        if let Some(meant) = meant
            && !uses.defines(code, name)
        {
            report(code, span(&attribute.attr), meant, found);
        }
    }
    slots(code, found);
    main_guard(code, found);
}

/// What every object or class has; `_name_` and `_value_` are those of enumerations.
const ATTRIBUTES: &[&str] = &["__bases__", "__class__", "__dict__", "__doc__", "__module__", "__mro__", "__qualname__"];

/// True for one underscore at both ends.
fn is_bare(name: &str) -> bool {
    name.len() > 2
        && name.starts_with('_')
        && name.ends_with('_')
        && !name.starts_with("__")
        && !name.ends_with("__")
}

fn is_super(object: &Expr) -> bool {
    matches!(object, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == "super"))
}

/// `super().__int__()` in `__init__`, `super().__init(x)`, `super().__inti__()`.
fn meant_of_super(code: &Code<'_>, id: NodeId, name: &str) -> Option<&'static str> {
    let in_init = code
        .model
        .enclosing_function(id)
        .is_some_and(|function| function.name.as_str() == "__init__");
    match name {
        "__int__" | "__init" | "init" | "_init" => in_init.then_some("__init__"),
        name => misspelt(name),
    }
}

/// `__slot__ = (…)` in a class.
fn slots(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for binding in code.model.bindings() {
        let in_class = code
            .model
            .scope(binding.scope)
            .is_some_and(|scope| matches!(scope.kind, ScopeKind::Class(_)));
        let is_slots = binding.name.starts_with('_')
            && binding.name != "__slots__"
            && spelling::distance(binding.name.trim_matches('_'), "slots") <= 1
            && binding.name.ends_with('_');
        if in_class && is_slots && matches!(binding.kind, BindingKind::Assignment(_)) {
            report(code, binding.span, "__slots__", found);
        }
    }
}

fn report(code: &Code<'_>, at: Span, meant: &'static str, found: &mut Vec<Diagnostic>) {
        let name = at.of(code.model.code());
    found.push(
        RULE.finding(
            at,
            format!("Python knows no `{name}` and will not call it; did you mean `{meant}`?"),
        )
        .with_fix(Fix::safe(format!("Replace with `{meant}`"), at, meant)),
    );
}

/// The special method that a method was meant to be, by its name and parameters.
fn meant_by_method(
    method: &StmtFunctionDef,
    sets_attributes: impl Fn() -> bool,
) -> Option<&'static str> {
    let name = method.name.as_str();
    if name == "__int__" {
        // It converts to an integer, takes nothing and sets nothing; this one does what `__init__` does.
        let needed = method.parameters.iter().filter(|parameter| parameter.default().is_none());
        let takes_more = needed.count() > 1;
        (takes_more || sets_attributes()).then_some("__init__")
    } else if name == "__init" {
        // A hidden method that nobody calls is for nobody; this one sets up the object.
        (method.parameters.len() > 1 && sets_attributes()).then_some("__init__")
    } else {
        lost_underscores(name).or_else(|| misspelt(name))
    }
}

/// `_init_`, `__init_`, `_init__` for `__init__`.
fn lost_underscores(name: &str) -> Option<&'static str> {
    let bare = name.trim_matches('_');
    let before = name.len() - name.trim_start_matches('_').len();
    let after = name.len() - name.trim_end_matches('_').len();
    // `__init` hides a name and `init_` evades a keyword: both are good Python.
    // Enumerations have a `_missing_` of their own.
    if before == 0 || after == 0 || (before, after) == (2, 2) || name == "_missing_" {
        return None;
    }
    COMMON
        .iter()
        .copied()
        .find(|special| special.trim_matches('_') == bare)
}

/// `__intit__` for `__init__`: double underscores mean that it is for Python, and Python has no such method.
fn misspelt(name: &str) -> Option<&'static str> {
    let is_dunder = name.len() > 5 && name.starts_with("__") && name.ends_with("__");
    if !is_dunder || stdlib::is_special_method(name) {
        return None;
    }
    let bare = name.trim_matches('_');
    if let Some((_, special)) = BY_MEANING.iter().find(|(words, _)| words.contains(&bare)) {
        return Some(special);
    }
    // Letters out of order are the likelier slip: `__srt__` is `__str__`, not `__set__`.
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let same = |special: &&str| letters(special) == letters(name);
    if let Some(special) = COMMON.iter().copied().find(same) {
        return Some(special);
    }
    // A lost letter is likelier than a wrong one: `__itr__` is `__iter__`, not `__str__`.
    let mut longer = COMMON
        .iter()
        .copied()
        .filter(|special| special.len() == name.len() + 1 && spelling::distance(name, special) == 1);
    if let Some(special) = longer.next().filter(|_| longer.next().is_none()) {
        return Some(special);
    }
    let most = if name.len() > 8 { 2 } else { 1 };
    let near = spelling::nearest(name, COMMON.iter().copied(), most)?;
    COMMON.iter().copied().find(|special| *special == near)
}

/// What a snippet does with attributes and names, gathered once: there may be as many uses as methods.
struct Uses<'a> {
    /// The attributes that are read, called or not.
    called: FxHashSet<&'a str>,
    bound: FxHashSet<&'a str>,
    /// Where attributes are set, in order.
    stores: Vec<usize>,
}

impl<'a> Uses<'a> {
    fn of(model: &'a Model<'a>) -> Self {
        let called = model.attribute_loads().map(|(_, attribute)| attribute.attr.as_str());
        let stores = model.attribute_stores().iter();
        let mut stores: Vec<usize> = stores.map(|store| span(store.target).start).collect();
        stores.sort_unstable();
        Self {
            called: called.collect(),
            bound: model.bindings().iter().map(|binding| binding.name).collect(),
            stores,
        }
    }

    fn sets_attributes(&self, method: &StmtFunctionDef) -> bool {
        let method = span(method);
        let next = self.stores.partition_point(|&start| start < method.start);
        self.stores.get(next).is_some_and(|&start| start < method.end)
    }

    /// True where some function or attribute of the note has that name.
    fn defines(&self, code: &Code<'_>, name: &str) -> bool {
        code.model.stores_attribute(name)
            || code.subject.names.stores_attribute(name)
            || self.bound.contains(name)
    }
}

/// `if _name_ == "_main_":`, which Markdown makes of the real line when it is pasted without a fence.
fn main_guard(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, expr) in code.model.expressions() {
        let Expr::Compare(compare) = expr else {
            continue;
        };
        let (Expr::Name(name), [Expr::StringLiteral(text)]) = (&*compare.left, &*compare.comparators)
        else {
            continue;
        };
        let value = text.value.to_str();
        let is_unbound = code.model.bindings_of(name).next().is_none();
        let near_main = |text: &str| spelling::distance(text.trim_matches('_'), "main") <= 1;
        let quoted = span(text);
        let inside = Span::new(quoted.start + 1, quoted.end.saturating_sub(1));
        match (name.id.as_str(), value) {
            ("__name__", "__main__") => {}
            ("__name__", value) if near_main(value) => report(code, inside, "__main__", found),
            // The other way round.
            ("__main__", "__name__") if is_unbound => {
                report(code, span(name), "__name__", found);
            }
            (wrong, value) if is_unbound && wrong.trim_matches('_') == "name" => {
                let is_main = value == "__main__";
                if is_main || wrong.starts_with('_') && near_main(value) {
                    report(code, span(name), "__name__", found);
                    if !is_main {
                        report(code, inside, "__main__", found);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "misspelt-dunder";

    #[test]
    fn bad() {
        check_python(ID, "class A:\n    def «_init_»(self, x):\n        self.x = x\n");
        check_python(ID, "class A:\n    def «__int__»(self, x):\n        self.x = x\n");
        check_python(ID, "class A:\n    def «__intit__»(self):\n        self.x = 1\n    def «__srt__»(self):\n        return 'a'\n");
        check_python(ID, "class B(A):\n    def __init__(self):\n        super().«_init_»()\n");
        check_python(ID, "if «_name_» == '«_main_»':\n    main()\n");
        check_python(ID, "if __name__ == '«__main_»':\n    main()\n");
        check_python(ID, "class A:\n    def «__length__»(self):\n        return 1\n    def «__init»(self, x):\n        self.x = x\n");
        check_python(ID, "class A(B):\n    def __init__(self, x):\n        super().«__int__»(x)\n");
        check_python(ID, "if «name» == '__main__':\n    main()\n");
        check_python(ID, "if __name__ == '«__man__»':\n    main()\n");
        check_python(ID, "class A:\n    «__slot__» = ('x',)\n    def «__itr__»(self): ...\n");
    }

    #[test]
    fn good() {
        check_python(ID, "class A:\n    def __init__(self): ...\n    def __repr__(self): ...\n");
        check_python(ID, "class A:\n    def __int__(self):\n        return 3\n");
        check_python(ID, "if __name__ == '__main__':\n    main()\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "class A:\n    def __init(self): ...\n    def init_(self): ...\n    def _init(self): ...\n");
        check_python(ID, "class A:\n    def __init__(self): ...\n    def _init_(self): ...\n");
        check_python(ID, "class A:\n    def _len_(self):\n        return 1\nA()._len_()\n");
        check_python(ID, "class A:\n    def __html__(self): ...\n    def __tablename__(cls): ...\n    def __get_validators__(cls): ...\n");
        check_python(ID, "class A:\n    def _init_(self):  # wrong: never called\n        pass\n");
        check_python(ID, "class A(Enum):\n    @classmethod\n    def _missing_(cls, value): ...\n");
        check_python(ID, "class A:\n    slot_ = 1\n    __slots__ = ()\n");
        check_python(ID, "name = 'a'\nif name == '__main__':\n    pass\n");
        check_python(ID, "class A(Enum):\n    def f(self):\n        return self._name_\n");
    }

    #[test]
    fn underscores_come_back() {
        assert_eq!(
            fixed_python(ID, "class A:\n    def _init_(self):  # new\n        self.x = 1\n"),
            "class A:\n    def __init__(self):  # new\n        self.x = 1\n"
        );
    }
}
