//! Transcripts: the inputs of a `>>>` or `In [1]:` session between what it printed. Only the inputs are code.

use super::ipython;
use super::work::indent_of;
use crate::text::{Extract, Span};

/// One input of a session.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its lines without their prompts, mapped to the body.
    pub code: Extract,
    /// Its lines in the body, prompts included.
    pub span: Span,
    /// What the session printed after it, in the body.
    pub output: Span,
    /// True where lines without a prompt belong to it.
    pub loose: bool,
}

impl Input {
    /// The code as it is where the lines without a prompt were indented by the prompt's width too, as IDLE shows them.
    pub fn without_prompt_width(&self) -> Option<Extract> {
        if !self.loose {
            return None;
        }
        let mut code = Extract::default();
        let mut at = 0;
        for line in self.code.text().split_inclusive('\n') {
            let cut = if at == 0 {
                0
            } else {
                indent_of(line).len().min(PROMPT)
            };
            code.push(line.get(cut..)?, self.code.source_offset(at) + cut);
            at += line.len();
        }
        Some(code)
    }
}

/// The width of `>>> `.
const PROMPT: usize = 4;

/// True where a line begins with a prompt, the examples in a docstring left out.
pub fn is_transcript(body: &str) -> bool {
    if !body.contains(">>>") && !body.contains("In [") && !body.contains("In[") {
        return false;
    }
    let mut quotes = 0;
    for line in body.lines() {
        let numbered = || line.trim_start().starts_with("In") && ipython::prompt(line).is_some();
        if primary(line).is_some() || numbered() {
            return quotes % 2 == 0;
        }
        quotes += line.matches("\"\"\"").count() + line.matches("'''").count();
    }
    false
}

/// Where the code begins on a line with `>>>`.
fn primary(line: &str) -> Option<usize> {
    let indent = indent_of(line).len();
    let rest = line.get(indent..)?.strip_prefix(">>>")?;
    let prompt = rest
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || c.is_alphanumeric() || c == '_');
    prompt.then_some(indent + 3 + usize::from(rest.starts_with(' ')))
}

/// Where the code begins on a line with `...`.
fn secondary(line: &str) -> Option<usize> {
    let indent = indent_of(line).len();
    let rest = line.get(indent..)?.strip_prefix("...")?;
    match rest.chars().next() {
        None | Some('\n' | '\r') => Some(indent + 3),
        Some(' ') => Some(indent + 4),
        Some('\t') => Some(indent + 3),
        _ => None,
    }
}

/// What stood before the first prompt, and the inputs of the session.
pub fn read(body: &str) -> (Extract, Vec<Input>) {
    let mut before = Extract::default();
    let mut inputs: Vec<Input> = Vec::new();
    let mut at = 0;
    // Whether the present input may go on: it ended with a colon, an open bracket, a decorator …
    let mut open = false;
    // Brackets opened less brackets closed in the present input; strings are not looked into.
    let mut brackets = 0isize;
    for line in body.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let numbered = ipython::prompt(line);
        let first =
            primary(line).or_else(|| numbered.filter(|_| line.trim_start().starts_with("In")));
        if let Some(start) = first {
            let rest = line.get(start..).unwrap_or("");
            // A block whose every line has a `>>>`.
            let belongs =
                rest.starts_with([' ', '\t']) && !rest.trim().is_empty() || is_clause(rest);
            if let Some(input) = inputs
                .last_mut()
                .filter(|input| belongs && input.output.is_empty())
            {
                input.code.push(rest, span.start + start);
                input.span.end = span.end;
                input.output = Span::at(span.end);
                open |= goes_on(rest);
                brackets += balance(rest);
                continue;
            }
            let mut code = Extract::default();
            code.push(rest, span.start + start);
            open = goes_on(rest);
            brackets = balance(rest);
            inputs.push(Input {
                code,
                span,
                output: Span::at(span.end),
                loose: false,
            });
            continue;
        }
        let Some(input) = inputs.last_mut() else {
            before.push(line, span.start);
            continue;
        };
        let printed = !input.output.is_empty();
        let continuation = secondary(line).or(numbered);
        if let Some(start) = continuation.filter(|_| !printed) {
            let rest = line.get(start..).unwrap_or("");
            // `... look at the output ...` after a complete input is a remark.
            // A shell asks on after a comment.
            let remark = !open
                && !input.code.text().trim_start().starts_with('#')
                && !rest.trim().is_empty()
                && !rest.starts_with([' ', '\t'])
                && !input.code.text().trim_end().contains('\n');
            if !remark {
                input.code.push(rest, span.start + start);
                input.span.end = span.end;
                input.output = Span::at(span.end);
                open |= goes_on(rest);
                brackets += balance(rest);
                continue;
            }
        }
        // IDLE shows no second prompt: the lines of a block are only indented.
        let indented = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if (open || brackets > 0)
            && !printed
            && continuation.is_none()
            && (indented || brackets > 0)
            && !ipython::is_output(line)
        {
            input.code.push(line, span.start);
            input.loose = true;
            input.span.end = span.end;
            input.output = Span::at(span.end);
            brackets += balance(line);
            continue;
        }
        open = false;
        input.output.end = span.end;
    }
    (before, inputs)
}

fn is_clause(code: &str) -> bool {
    let word = code
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    matches!(word, "except" | "else" | "elif" | "finally")
}

fn balance(line: &str) -> isize {
    line.bytes().fold(0, |sum, byte| match byte {
        b'(' | b'[' | b'{' => sum + 1,
        b')' | b']' | b'}' => sum - 1,
        _ => sum,
    })
}

/// True where an input cannot end with this text.
fn goes_on(code: &str) -> bool {
    let line = code.lines().next_back().unwrap_or("").trim_end();
    let without_comment = line.split(" #").next().unwrap_or(line).trim_end();
    without_comment.ends_with([':', '\\', '(', '[', '{', ','])
        || line.trim_start().starts_with('@')
        || code.matches("\"\"\"").count() % 2 == 1
        || code.matches("'''").count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(body: &str) -> Vec<String> {
        read(body)
            .1
            .iter()
            .map(|input| input.code.text().to_owned())
            .collect()
    }

    #[test]
    fn inputs_are_told_from_outputs() {
        let body = ">>> def f(n):\n...     return n\n...\n>>> f(3)\n3\n>>> x\n... look at the output ...\n>>> for i in y:\n        print(i)\n\n1\n2\n";
        assert_eq!(
            inputs(body),
            [
                "def f(n):\n    return n\n\n",
                "f(3)\n",
                "x\n",
                "for i in y:\n        print(i)\n"
            ]
        );
    }

    #[test]
    fn a_comment_asks_on() {
        assert_eq!(
            inputs(">>> # Make one\n... x = 1\n>>> x\n1\n"),
            ["# Make one\nx = 1\n", "x\n"]
        );
    }

    #[test]
    fn notebook_prompts_count() {
        let body = "In [3]: x = 2\n\nIn [4]: def f():\n   ...:     return x\n   ...:\nOut[4]: 6\n";
        assert_eq!(inputs(body), ["x = 2\n", "def f():\n    return x\n\n"]);
    }

    #[test]
    fn what_stands_before_is_kept_apart() {
        let (before, inputs) = read("import a\n\n>>> a.b\n1\n");
        assert_eq!(before.text(), "import a\n\n");
        assert_eq!(inputs.len(), 1);
        assert_eq!(inputs[0].output.of("import a\n\n>>> a.b\n1\n"), "1\n");
    }
}
