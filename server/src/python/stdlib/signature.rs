//! The parameters that a function or a constructor takes.

use super::version::VersionSet;

/// How an argument may be given (CPython's `inspect.Parameter.kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// Before a `/`: by place alone.
    PositionalOnly,
    /// By place or by name.
    PositionalOrKeyword,
    /// `*args`.
    VarPositional,
    /// After a `*`: by name alone.
    KeywordOnly,
    /// `**kwargs`.
    VarKeyword,
}

/// One parameter; `self` and `cls` are never among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, without stars.
    pub name: &'static str,
    /// How it may be given.
    pub kind: ParameterKind,
    /// Whether it may be left out; false for `*args` and `**kwargs`.
    pub has_default: bool,
}

/// What a function takes, in some versions; one of several where it is overloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The versions it holds for.
    pub versions: VersionSet,
    /// Its parameters in order.
    pub parameters: Vec<Parameter>,
}

impl Signature {
    /// Whether `name=…` is a valid argument.
    pub fn accepts_keyword(&self, name: &str) -> bool {
        self.parameters
            .iter()
            .any(|p| p.kind == ParameterKind::VarKeyword)
            || self.keywords().any(|keyword| keyword == name)
    }

    /// The names that arguments may be given by.
    pub fn keywords(&self) -> impl Iterator<Item = &'static str> {
        self.parameters
            .iter()
            .filter(|p| {
                matches!(
                    p.kind,
                    ParameterKind::PositionalOrKeyword | ParameterKind::KeywordOnly
                )
            })
            .map(|p| p.name)
    }

    /// How many arguments must be given (by place, or by name where that is allowed) to the parameters that have
    /// a place.
    pub fn required_positionals(&self) -> usize {
        self.places().filter(|p| !p.has_default).count()
    }

    /// How many arguments may be given by place; `None`: any number.
    pub fn max_positionals(&self) -> Option<usize> {
        let unbounded = self
            .parameters
            .iter()
            .any(|p| p.kind == ParameterKind::VarPositional);
        (!unbounded).then(|| self.places().count())
    }

    fn places(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|p| {
            matches!(
                p.kind,
                ParameterKind::PositionalOnly | ParameterKind::PositionalOrKeyword
            )
        })
    }

    /// Reads all signatures of a line, `(a,b=)@8-9(a,*,c=)@10-14`; those without versions hold for `versions`.
    pub(super) fn read_all(mut text: &'static str, versions: VersionSet) -> Vec<Signature> {
        let mut signatures = Vec::new();
        while let Some((parameters, rest)) = text
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
        {
            let (own, rest) = rest.split_at(rest.find('(').unwrap_or(rest.len()));
            signatures.push(Signature {
                versions: own.strip_prefix('@').map_or(versions, VersionSet::read),
                parameters: read_parameters(parameters),
            });
            text = rest;
        }
        signatures
    }
}

fn read_parameters(text: &'static str) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut by_place = true;
    for part in text.split(',').filter(|part| !part.is_empty()) {
        if part == "/" {
            for parameter in &mut parameters {
                parameter.kind = ParameterKind::PositionalOnly;
            }
            continue;
        }
        if part == "*" {
            by_place = false;
            continue;
        }
        let (name, has_default) = match part.strip_suffix('=') {
            Some(name) => (name, true),
            None => (part, false),
        };
        let (name, kind) = if let Some(name) = name.strip_prefix("**") {
            (name, ParameterKind::VarKeyword)
        } else if let Some(name) = name.strip_prefix('*') {
            by_place = false;
            (name, ParameterKind::VarPositional)
        } else if by_place {
            (name, ParameterKind::PositionalOrKeyword)
        } else {
            (name, ParameterKind::KeywordOnly)
        };
        parameters.push(Parameter {
            name,
            kind,
            has_default,
        });
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_parameter_is_read() {
        let text = "(a,/,b,c=,*rest,d,e=,**more)";
        let signatures = Signature::read_all(text, VersionSet::ALL);
        let [signature] = signatures.as_slice() else {
            panic!("one signature expected: {signatures:?}");
        };
        assert_eq!(signature.versions, VersionSet::ALL);
        let kinds: Vec<ParameterKind> = signature.parameters.iter().map(|p| p.kind).collect();
        use ParameterKind::*;
        assert_eq!(
            kinds,
            [
                PositionalOnly,
                PositionalOrKeyword,
                PositionalOrKeyword,
                VarPositional,
                KeywordOnly,
                KeywordOnly,
                VarKeyword
            ]
        );
        assert_eq!(
            signature.keywords().collect::<Vec<_>>(),
            ["b", "c", "d", "e"]
        );
        assert!(signature.accepts_keyword("anything"));
        assert_eq!(signature.required_positionals(), 2);
        assert_eq!(signature.max_positionals(), None);
    }

    #[test]
    fn versions_part_the_signatures() {
        let signatures = Signature::read_all("()@8(x,/)@9-14(*,y)@9-14", VersionSet::ALL);
        assert_eq!(signatures.len(), 3);
        assert_eq!(signatures[0].versions, VersionSet::read("8"));
        assert!(signatures[0].parameters.is_empty());
        assert!(!signatures[1].accepts_keyword("x"));
        assert_eq!(signatures[1].max_positionals(), Some(1));
        assert!(signatures[2].accepts_keyword("y"));
    }
}
