//! Types of expressions, where they are certain: as the dotted name of a standard class.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, ExprName, Operator, StmtClassDef, UnaryOp};

use super::{Binding, BindingKind, MANY, Model, ScopeId, ScopeKind, is_changing_method, resolve};

/// Context managers whose `__enter__` gives themselves.
const GIVE_THEMSELVES: &[&str] = &[
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.ThreadPoolExecutor",
    "io.BufferedReader",
    "io.TextIOWrapper",
    "socket.socket",
    "zipfile.ZipFile",
];

/// How many names and operands are followed to find a type: `a = b; b = c; …` may go round in circles.
const STEPS: usize = 12;

/// What a type is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Named<'a> {
    /// A variable of the scope.
    Variable(&'a str),
    /// An attribute of the objects of the class whose scope it is.
    Attribute(&'a str),
}

impl<'a> Model<'a> {
    /// The dotted name of the standard class that `expr` is certainly an instance of: `builtins.list`,
    /// `collections.deque`. `None` where it is not certain.
    pub fn type_of(&self, expr: &Expr) -> Option<String> {
        self.type_within(expr, STEPS)
    }

    /// True where `expr` is certainly an instance of the standard class with that dotted name.
    pub fn is_a(&self, expr: &Expr, class: &str) -> bool {
        self.type_of(expr).is_some_and(|found| found == class)
    }

    /// True where `expr` makes a new object of a standard class that can be changed in place: `[]`, `dict()`,
    /// `deque(xs)`, `[0] * 3`.
    pub fn makes_mutable(&self, expr: &Expr) -> bool {
        let makes = !matches!(
            expr,
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Named(_)
        );
        makes
            && self.type_of(expr).is_some_and(|class| {
                matches!(
                    class.as_str(),
                    "builtins.list"
                        | "builtins.dict"
                        | "builtins.set"
                        | "builtins.bytearray"
                        | "collections.deque"
                        | "collections.defaultdict"
                        | "collections.OrderedDict"
                        | "collections.Counter"
                )
            })
    }

    /// The class whose instance (or, in a class method, which itself) a name stands for, as the first parameter of a
    /// method.
    pub fn class_of_self(&self, name: &ExprName) -> Option<&'a StmtClassDef> {
        let binding = self.only_binding(name)?;
        let BindingKind::Parameter {
            variadic: false, ..
        } = binding.kind
        else {
            return None;
        };
        let ScopeKind::Function(function) = self.scope(binding.scope)?.kind else {
            return None;
        };
        let first = function.parameters.iter_non_variadic_params().next()?;
        let is_static = function.decorator_list.iter().any(
            |decorator| matches!(&decorator.expression, Expr::Name(name) if name.id == "staticmethod"),
        );
        let is_first = super::span(first.name()) == binding.span;
        (is_first && !is_static)
            .then(|| self.class_of_method(function))
            .flatten()
    }

    /// The standard class that the class of `self` is built on, where nothing else can give it the attribute `name`:
    /// each class on the way stands in the snippet, has one base and does not define it.
    pub fn inherited_from(&self, object: &ExprName, name: &str) -> Option<String> {
        let mut class = self.class_of_self(object)?;
        for _ in 0..STEPS {
            let own = self.scope_opened_by(class);
            let has_own = own.is_some_and(|(_, scope)| !scope.bindings(name).is_empty());
            let [base] = &*class.arguments.as_ref()?.args else {
                return None;
            };
            if has_own || self.stores_attribute(name) {
                return None;
            }
            if let Some(dotted) = self.resolve(base) {
                return as_class(&dotted).filter(|class| class != "builtins.object");
            }
            class = match self.only_binding(base.as_name_expr()?)?.kind {
                BindingKind::Class(class) => class,
                _ => return None,
            };
        }
        None
    }

    /// The type that an annotation names: `builtins.list` for `list[int]` and for `List[int]`.
    pub fn annotated_type(&self, annotation: &Expr) -> Option<String> {
        let named = match annotation {
            Expr::Subscript(subscript) => &*subscript.value,
            other => other,
        };
        let dotted = match self.resolve(named) {
            Some(dotted) => dotted,
            // Notes write `List[int]` and import nothing: it can only mean one thing.
            None => match named {
                Expr::Name(name) if self.bindings_of(name).next().is_none() => {
                    format!("typing.{}", name.id)
                }
                _ => return None,
            },
        };
        match dotted.strip_prefix("typing.") {
            Some(alias) => Some(
                match alias {
                    "List" => "builtins.list",
                    "Dict" => "builtins.dict",
                    "Set" => "builtins.set",
                    "FrozenSet" => "builtins.frozenset",
                    "Tuple" => "builtins.tuple",
                    "Text" => "builtins.str",
                    "Deque" => "collections.deque",
                    "DefaultDict" => "collections.defaultdict",
                    "OrderedDict" => "collections.OrderedDict",
                    "Counter" => "collections.Counter",
                    _ => return None,
                }
                .to_owned(),
            ),
            None => as_class(&dotted).filter(|class| {
                // A protocol says what an object can do, not what it is.
                !class.starts_with("collections.abc.")
                    && class != "builtins.object"
                    && class != "builtins.type"
            }),
        }
    }

    fn type_within(&self, expr: &Expr, steps: usize) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        let builtin = match expr {
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Tuple(_) => "tuple",
            Expr::StringLiteral(_) | Expr::FString(_) => "str",
            Expr::BytesLiteral(_) => "bytes",
            Expr::BooleanLiteral(_) => "bool",
            Expr::NumberLiteral(number) => match number.value {
                ruff_python_ast::Number::Int(_) => "int",
                ruff_python_ast::Number::Float(_) => "float",
                ruff_python_ast::Number::Complex { .. } => "complex",
            },
            Expr::Name(name) => {
                // Where the type is asked for, it may be another one.
                if self.tested_names.contains(name.id.as_str()) {
                    return None;
                }
                return self.type_of_name(name, steps);
            }
            Expr::UnaryOp(unary) => match unary.op {
                UnaryOp::Not => "bool",
                UnaryOp::UAdd | UnaryOp::USub => {
                    let number = self.type_within(&unary.operand, steps)?;
                    return ["builtins.int", "builtins.float", "builtins.complex"]
                        .contains(&number.as_str())
                        .then_some(number);
                }
                UnaryOp::Invert => return None,
            },
            Expr::Attribute(attribute) => return self.type_of_attribute(attribute, steps),
            Expr::Named(named) => return self.type_within(&named.value, steps),
            Expr::Call(call) => return self.type_of_call(call, steps),
            Expr::If(choice) => {
                let body = self.type_within(&choice.body, steps)?;
                return (self.type_within(&choice.orelse, steps)? == body).then_some(body);
            }
            Expr::BinOp(operation) => {
                let left = self.type_within(&operation.left, steps)?;
                return match (operation.op, left.as_str()) {
                    (
                        Operator::Mult,
                        "builtins.list" | "builtins.tuple" | "builtins.str" | "builtins.bytes",
                    )
                    | (Operator::Mod, "builtins.str") => Some(left),
                    (
                        Operator::Add,
                        "builtins.list" | "builtins.tuple" | "builtins.str" | "builtins.bytes",
                    )
                    | (
                        Operator::BitAnd | Operator::BitOr | Operator::Sub,
                        "builtins.set" | "collections.Counter",
                    ) => (self.type_within(&operation.right, steps)? == left).then_some(left),
                    _ => None,
                };
            }
            Expr::Subscript(subscript) => {
                if let Expr::Slice(_) = &*subscript.slice {
                    let whole = self.type_within(&subscript.value, steps)?;
                    return matches!(
                        whole.as_str(),
                        "builtins.list" | "builtins.tuple" | "builtins.str" | "builtins.bytes"
                    )
                    .then_some(whole);
                }
                return self.default_of(&subscript.value);
            }
            _ => return None,
        };
        Some(format!("builtins.{builtin}"))
    }

    fn type_of_name(&self, name: &ExprName, steps: usize) -> Option<String> {
        let (home, bindings) = self.lookup_of(name)?;
        let first = self.binding(*bindings.first()?)?;
        let find = || {
            let bindings = bindings.iter().filter_map(|&id| self.binding(id));
            let kinds: Vec<BindingKind<'a>> = bindings.map(|binding| binding.kind).collect();
            let is_it = |expr: &Expr| matches!(expr, Expr::Name(other) if other.id == name.id);
            self.agreed_but(&kinds, is_it, steps)
        };
        let place = (home, Named::Variable(first.name), steps);
        self.remembered(bindings.len(), place, find)
    }

    /// What `find` comes to, remembered where there are many bindings.
    fn remembered(
        &self,
        bindings: usize,
        place: (ScopeId, Named<'a>, usize),
        find: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        if bindings < MANY {
            return find();
        }
        let known = self.known.types.borrow().get(&place).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            self.known.types.borrow_mut().insert(place, found.clone());
            found
        })
    }

    /// The type that all bindings give it but those that work on what is bound already: `x = x + y` leaves a container
    /// what it is, and `x = x.append(y)` was meant to.
    fn agreed_but(
        &self,
        kinds: &[BindingKind<'a>],
        is_it: impl Fn(&Expr) -> bool,
        steps: usize,
    ) -> Option<String> {
        let stays = |kind: &&BindingKind<'_>| match kind {
            BindingKind::Assignment(Expr::BinOp(sum)) => {
                sum.op == Operator::Add && is_it(&sum.left)
            }
            BindingKind::Assignment(Expr::Subscript(part)) => {
                part.slice.is_slice_expr() && is_it(&part.value)
            }
            BindingKind::Assignment(Expr::Call(call)) => match &*call.func {
                Expr::Attribute(method) => {
                    is_changing_method(&method.attr)
                        && !matches!(
                            method.attr.as_str(),
                            "pop" | "popleft" | "popitem" | "setdefault"
                        )
                        && is_it(&method.value)
                }
                _ => false,
            },
            _ => false,
        };
        let others = kinds.iter().filter(|kind| !stays(kind)).copied();
        let agreed = self.agreed(others, steps)?;
        (is_container(&agreed) || !kinds.iter().any(|kind| stays(&kind))).then_some(agreed)
    }

    /// The type that all of a name's bindings give it.
    fn agreed(&self, kinds: impl Iterator<Item = BindingKind<'a>>, steps: usize) -> Option<String> {
        let mut agreed: Option<String> = None;
        for kind in kinds {
            let found = match kind {
                BindingKind::Assignment(value) => self.type_within(value, steps)?,
                BindingKind::Annotated { annotation, .. }
                    if self.resolve(annotation).as_deref() == Some("typing.Any") =>
                {
                    return None;
                }
                BindingKind::Annotated { annotation, value } => {
                    let value = value.map(|value| self.type_within(value, steps));
                    match (value, self.annotated_type(annotation)) {
                        // `x: Deque = deque()`: what is assigned is what it is.
                        (Some(Some(value)), _) => value,
                        (Some(None) | None, annotated) => annotated?,
                    }
                }
                BindingKind::Parameter {
                    annotation: Some(annotation),
                    variadic: false,
                    ..
                } => self.annotated_type(annotation)?,
                // `xs += …` leaves a container what it is; numbers may change.
                BindingKind::Augmented(_) => match &agreed {
                    Some(known) if is_container(known) => continue,
                    _ => return None,
                },
                BindingKind::With(value) => {
                    let manager = self.type_within(value, steps)?;
                    GIVE_THEMSELVES
                        .contains(&manager.as_str())
                        .then_some(manager)?
                }
                BindingKind::Deleted => continue,
                _ => return None,
            };
            match &agreed {
                Some(known) if *known != found => return None,
                Some(_) => {}
                None => agreed = Some(found),
            }
        }
        agreed
    }

    /// The type of `self.x`: every place of the snippet that stores an attribute of that name agrees.
    fn type_of_attribute(&self, attribute: &ExprAttribute, steps: usize) -> Option<String> {
        let Expr::Name(object) = &*attribute.value else {
            return None;
        };
        let class = self.class_of_self(object)?;
        let name = attribute.attr.as_str();
        let (own, scope) = self.scope_opened_by(class)?;
        let in_class = scope.bindings(name);
        let (name, stored) = match self.stored_in_attribute(name) {
            Some(found) => found,
            None => (self.binding(*in_class.first()?)?.name, &[][..]),
        };
        // Bases and metaclasses make what they like of a class's own variables: members, columns, fields.
        if !in_class.is_empty() && class.arguments.is_some() {
            return None;
        }
        let find = || {
            let in_class = in_class.iter().filter_map(|&id| self.binding(id));
            let in_class = in_class.map(|binding| binding.kind);
            let kinds: Vec<BindingKind<'a>> = in_class.chain(stored.iter().copied()).collect();
            let is_it =
                |expr: &Expr| matches!(expr, Expr::Attribute(other) if other.attr.as_str() == name);
            self.agreed_but(&kinds, is_it, steps)
        };
        // What only objects are given is the same for all classes.
        let home = if in_class.is_empty() {
            ScopeId::MODULE
        } else {
            own
        };
        let place = (home, Named::Attribute(name), steps);
        self.remembered(in_class.len() + stored.len(), place, find)
    }

    fn type_of_call(&self, call: &ExprCall, steps: usize) -> Option<String> {
        if let Some(callee) = self.resolve(&call.func) {
            return match callee.as_str() {
                "builtins.sorted" => Some("builtins.list".to_owned()),
                "builtins.len" | "builtins.ord" => Some("builtins.int".to_owned()),
                "builtins.input" | "builtins.repr" | "builtins.chr" => {
                    Some("builtins.str".to_owned())
                }
                "heapq.nlargest" | "heapq.nsmallest" => Some("builtins.list".to_owned()),
                "asyncio.get_event_loop"
                | "asyncio.get_running_loop"
                | "asyncio.new_event_loop" => Some("asyncio.AbstractEventLoop".to_owned()),
                "datetime.datetime.now"
                | "datetime.datetime.today"
                | "datetime.datetime.strptime"
                | "datetime.datetime.fromisoformat"
                | "datetime.datetime.fromtimestamp" => Some("datetime.datetime".to_owned()),
                "datetime.date.today" => Some("datetime.date".to_owned()),
                "builtins.open" => opens_text(call).then(|| "io.TextIOWrapper".to_owned()),
                // What these give depends on what they take.
                "builtins.type" | "builtins.super" | "builtins.object" => None,
                _ => as_class(&callee),
            };
        }
        let Expr::Attribute(method) = &*call.func else {
            return None;
        };
        let object = self.type_within(&method.value, steps)?;
        let result = match (object.as_str(), method.attr.as_str()) {
            (
                "builtins.list"
                | "builtins.dict"
                | "builtins.set"
                | "collections.deque"
                | "collections.Counter"
                | "collections.OrderedDict"
                | "collections.defaultdict",
                "copy",
            )
            | (
                "builtins.str",
                "strip" | "lstrip" | "rstrip" | "lower" | "upper" | "title" | "capitalize"
                | "replace" | "join" | "format" | "zfill" | "ljust" | "rjust" | "center"
                | "removeprefix" | "removesuffix",
            )
            | ("builtins.set", "union" | "intersection" | "difference") => return Some(object),
            ("builtins.str", "split" | "rsplit" | "splitlines")
            | ("collections.Counter", "most_common") => "builtins.list",
            ("builtins.str", "encode") => "builtins.bytes",
            ("builtins.bytes", "decode") => "builtins.str",
            _ => return None,
        };
        Some(result.to_owned())
    }

    /// The type of `d[k]` where `d` is certainly a `defaultdict` made with a built-in class: `defaultdict(list)`.
    fn default_of(&self, dictionary: &Expr) -> Option<String> {
        let Expr::Name(name) = dictionary else {
            return None;
        };
        let Binding {
            kind: BindingKind::Assignment(Expr::Call(call)),
            ..
        } = self.only_binding(name)?
        else {
            return None;
        };
        if self.resolve(&call.func).as_deref() != Some("collections.defaultdict") {
            return None;
        }
        let factory = self.resolve(call.arguments.args.first()?)?;
        matches!(
            factory.as_str(),
            "builtins.list" | "builtins.dict" | "builtins.set" | "collections.deque"
        )
        .then_some(factory)
    }
}

/// True for a call of `open` that says no other mode than one of text.
fn opens_text(call: &ExprCall) -> bool {
    let arguments = &call.arguments;
    let mode = arguments.find_argument_value("mode", 1);
    let is_text = |mode: &Expr| {
        mode.as_string_literal_expr()
            .is_some_and(|mode| !mode.value.to_str().contains('b'))
    };
    mode.is_none_or(is_text)
        && arguments
            .keywords
            .iter()
            .all(|keyword| keyword.arg.is_some())
}

/// The class that a dotted name names; `None` where it is none of the standard library.
fn as_class(dotted: &str) -> Option<String> {
    let (module, name) = resolve::split_module(dotted)?;
    let class = module.member(name)?.class()?;
    // Calling an enumeration looks a member up, or makes a new class.
    if class.module() == "enum" {
        return None;
    }
    // The place where it is defined, so that `typing.OrderedDict` and the like have one name.
    Some(format!("{}.{}", class.module(), class.name()))
}

fn is_container(class: &str) -> bool {
    !matches!(
        class,
        "builtins.int" | "builtins.float" | "builtins.complex" | "builtins.bool"
    )
}
