//! `complexity-claim`: a comment that says O(…) beside code that costs more.

use std::sync::LazyLock;

use regex::Regex;
use ruff_python_ast::{Stmt, StmtFunctionDef};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::cost::{self, Cost, Costly};
use crate::python::model::{Comment, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("complexity-claim"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("complexity-claim.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// A whole function: everything counts that depends on its input.
    Function(Span),
    /// One statement.
    Statement(Span),
}

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let source = code.model.code();
    if memchr::memmem::find(source.as_bytes(), b"O(").is_none() {
        return;
    }
    for comment in code.model.comments() {
        let Some((claim, at)) = claim(comment.span.of(source), comment.span.start) else {
            continue;
        };
        if let Some(scope) = scope(code, comment) {
            found.extend(contradiction(code, claim, at, scope));
        }
    }
    for (_, statement) in code.model.statements() {
        let Stmt::FunctionDef(function) = statement else {
            continue;
        };
        let Some(text) = docstring(function) else {
            continue;
        };
        // Line by line: one may speak of time and the next of space.
        let mut at = text.start;
        for line in text.of(source).split_inclusive('\n') {
            if says_time(line)
                && let Some((claim, place)) = claim(line, at)
            {
                found.extend(contradiction(code, claim, place, Scope::Function(span(function))));
            }
            at += line.len();
        }
    }
}

/// The one `O(…)` of a line that is about time, with its place; `None` where it is about memory, an average or a bound in
/// other letters. Of several, parted by commas and the like, the one whose part says time: `O(n) time, O(1) space`.
fn claim(text: &str, start: usize) -> Option<(Cost, Span)> {
    if text.matches("O(").count() < 2 {
        return claim_of(text, start);
    }
    let mut at = start;
    text.split_inclusive([',', ';', '|', '/', '&']).find_map(|part| {
        let from = at;
        at += part.len();
        says_time(part).then(|| claim_of(part, from)).flatten()
    })
}

fn claim_of(text: &str, start: usize) -> Option<(Cost, Span)> {
    static CLAIM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\bO\(((?:[^()\n]|\([^()\n]*\))*)\)").ok());
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:space|memory|amorti[sz]ed|average|avg|expected|best|instead|better|not|than|from|to|was|if|when|could|can|should|would|optimal|goal|target|(?:constant|fixed) (?:size|length)|bounded|since|because|only|at most)\b|->|→|=>|\?").ok()
    });
    let regex = CLAIM.as_ref()?;
    let mut claims = regex.captures_iter(text);
    let only = claims.next()?;
    if claims.next().is_some() || OTHER.as_ref()?.is_match(text) {
        return None;
    }
    let place = only.get(0)?;
    Some((
        Cost::parse(only.get(1)?.as_str())?,
        Span::from(place.range()).shifted(start),
    ))
}

fn says_time(text: &str) -> bool {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:time|tc|complexity|runtime|runs? in|overall|total)\b").ok()
    });
    TIME.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What a comment speaks of: the statement on its line, else what stands right below or right above it.
fn scope(code: &Code<'_>, comment: &Comment) -> Option<Scope> {
    let source = code.model.code();
    if !comment.is_own_line {
        let (line_start, line_end) = line_around(source, comment.span.start);
        let on_line = code
            .model
            .statements_near(Span::new(line_start, comment.span.start))
            .map(|(_, statement)| statement)
            .filter(|statement| (line_start..comment.span.start).contains(&span(*statement).start))
            .last()?;
        return match on_line {
            Stmt::FunctionDef(function) => Some(Scope::Function(span(function))),
            // Whatever else it speaks of, the test is part of it.
            Stmt::If(branch) => Some(Scope::Statement(span(&*branch.test))),
            Stmt::While(looped) => Some(Scope::Statement(span(&*looped.test))),
            // Of another loop or branch it may speak of the head, of one round or of all.
            other if is_compound(other) => None,
            // A statement that goes on below may have its comment at any of its parts.
            other => (span(other).end <= line_end).then_some(Scope::Statement(span(other))),
        };
    }
    let around = with_blanks_around(source, comment.span);
    let below = neighbour(code, around, |statement| {
        let between = source.get(comment.span.end..statement.start)?;
        is_next_line(between).then_some(())
    });
    let above = neighbour(code, around, |statement| {
        let between = source.get(statement.end..comment.span.start)?;
        is_next_line(between).then_some(())
    });
    // Right under a function it speaks of the function, unless another one follows at once.
    let function_above = code
        .model
        .statements_near(around)
        .filter_map(|(_, statement)| statement.as_function_def_stmt())
        .filter(|function| {
            source
                .get(span(*function).end..comment.span.start)
                .is_some_and(is_next_line)
        })
        .map(span)
        .max_by_key(|function| function.len());
    match (below, function_above) {
        (Some(_), Some(_)) => None,
        (None, Some(function)) => Some(Scope::Function(function)),
        (Some(Stmt::FunctionDef(function)), None) => Some(Scope::Function(span(function))),
        (Some(statement), None) => {
            let first_in = enclosing(code, statement).filter(|function| {
                function.body.first().is_some_and(|first| span(first) == span(statement))
            });
            match first_in {
                Some(function) if says_time(comment.span.of(source)) => {
                    Some(Scope::Function(span(function)))
                }
                _ => Some(Scope::Statement(span(statement))),
            }
        }
        (None, None) => {
            // The last line of a function's body may sum it up.
            let function = enclosing(code, above?)?;
            says_time(comment.span.of(source)).then(|| Scope::Function(span(function)))
        }
    }
}

/// `span` and the blanks on both sides of it.
fn with_blanks_around(source: &str, span: Span) -> Span {
    let before = source.get(..span.start).unwrap_or_default();
    let after = source.get(span.end..).unwrap_or_default();
    Span::new(
        before.trim_end().len(),
        source.len() - after.trim_start().len(),
    )
}

fn neighbour<'a>(code: &Code<'a>, around: Span, is_near: impl Fn(Span) -> Option<()>) -> Option<&'a Stmt> {
    code.model
        .statements_near(around)
        .map(|(_, statement)| statement)
        .find(|statement| is_near(span(*statement)).is_some())
}

fn enclosing<'a>(code: &Code<'a>, statement: &Stmt) -> Option<&'a StmtFunctionDef> {
    code.model.enclosing_function(code.model.id(statement)?)
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::With(_) | Stmt::Try(_) | Stmt::Match(_) | Stmt::ClassDef(_)
    )
}

/// One line end and nothing else but blanks.
fn is_next_line(between: &str) -> bool {
    between.trim().is_empty() && between.matches('\n').count() == 1
}

fn line_around(source: &str, at: usize) -> (usize, usize) {
    let start = source
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    let end = source
        .get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(source.len(), |end| at + end);
    (start, end)
}

fn docstring(function: &StmtFunctionDef) -> Option<Span> {
    let first = function.body.first()?.as_expr_stmt()?;
    first.value.is_string_literal_expr().then(|| span(&*first.value))
}

fn contradiction(code: &Code<'_>, claim: Cost, at: Span, scope: Scope) -> Option<Diagnostic> {
    let (range, one_source) = match scope {
        Scope::Function(range) => (range, true),
        Scope::Statement(range) => (range, false),
    };
    let Costly { cost, span, what, .. } = cost::worst(code.model, range, one_source)?;
    if cost <= claim {
        return None;
    }
    let source = code.model.code();
    let shown = at.of(source);
    let mut finding = RULE
        .finding(at, format!("This says `{shown}`, but {what}: at least `{cost}`"))
        .with_related(span, format!("{what}: `{cost}`"));
    finding
        .alternatives
        .push(Fix::safe(format!("Replace with `{cost}`"), at, cost.to_string()).unsafely());
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python};

    const ID: &str = "complexity-claim";

    #[test]
    fn bad() {
        let found = check_python(ID, "from collections import Counter\ndef top(nums, k):\n    ranked = sorted(Counter(nums).items())\n    return ranked[:k]\n# «O(n)»\n");
        assert!(found[0].message.contains("`sorted` sorts: at least `O(n log n)`"), "{}", found[0].message);
        check_python(ID, "names = ['a', 'b']\nfound = 'a' in names  # «O(1)»\n");
        check_python(ID, "# «O(n)»\ndef pairs(nums):\n    for a in nums:\n        for b in nums:\n            print(a, b)\n");
        check_python(ID, "def f(nums):\n    \"\"\"Sort.\n\n    Time complexity: «O(n)»\n    Space: O(1)\n    \"\"\"\n    nums.sort()\n    return nums\n");
        check_python(ID, "queue = [1, 2]\nqueue.pop(0)  # «O(1)»\nqueue.insert(0, 3)  # «O(1)»\n");
        check_python(ID, "def f(words):\n    # Time: «O(n)»\n    out = ''\n    for w in words:\n        out += w\n    return out\n");
        check_python(ID, "import heapq\nheapq.heappush(heap, 1)  # «O(1)»\n");
        check_python(ID, "def f(nums):\n    # «O(n)»\n    nums.sort()\n    return nums[0]\n");
        check_python(ID, "names = ['a', 'b']\nif 'a' in names:  # «O(1)»\n    pass\n");
        check_python(ID, "def f(items):\n    \"\"\"Time: «O(n)»\"\"\"\n    out = []\n    for x in items:\n        if x not in out:\n            out.append(x)\n    return out\n");
        check_python(ID, "# «O(n)»\ndef f(words):\n    out = ''\n    for w in words:\n        out = out + w\n    return out\n");
        check_python(ID, "def f(nums):\n    # «O(n)» time, O(1) space\n    nums.sort()\n    return nums\n");
        check_python(ID, "# «O(n)»\ndef f(nums: list):\n    while nums:\n        nums.pop(0)\n");
        check_python(ID, "def f(s):\n    return s == s[::-1]  # «O(1)»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "def f(nums):\n    return sorted(nums)\n# O(n log n)\n");
        check_python(ID, "def f(nums):\n    return max(nums)\n# O(n)\n");
        check_python(ID, "seen = {1, 2}\n3 in seen  # O(1)\nqueue = []\nqueue.pop()  # O(1)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "def f(nums):\n    return sorted(nums)\n# space: O(n)\n");
        check_python(ID, "def f(nums, k):\n    # O(k)\n    return sorted(nums[:k])\n");
        check_python(ID, "def f(nums):\n    # O(n)\n    total = sum(nums)\n    # O(n log n)\n    nums.sort()\n    return total\n");
        check_python(ID, "def f(a, b):\n    return sorted(a) + b\n# O(n + m)\n");
        check_python(ID, "xs = []\nxs.append(1)  # O(1) amortized\nxs.pop(0)  # O(n), not O(1)\n");
        check_python(ID, "def f(grid):\n    for row in grid:\n        for cell in row:\n            print(cell)\n# O(n)\n");
        check(ID, "```python\ndef f(nums):\n    return sorted(nums)\n```\n\n1. with a heap tc is O(n)\n");
        check_python(ID, "VOWELS = ['a', 'e']\nif c in VOWELS:  # O(1)\n    pass\nif c in ('a', 'e'):  # O(1)\n    pass\n");
        check_python(ID, "def f(nums):\n    # O(n log n) time, O(1) space\n    nums.sort()\n    return nums\n");
        check_python(ID, "# O(n)\ndef bfs(queue: list):\n    while queue:\n        node = queue.pop()\n        queue.extend(node.children)\n");
    }
}
