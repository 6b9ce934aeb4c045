//! The snippets of the rules' pages, each again and again in one fence: what a rule does for a finding, or to find none,
//! is done thousands of times.

use notelint::note::{Note, NoteOptions};
use notelint::rules::RULES;

/// A name for each Python snippet of each rule's page, and its code.
pub fn snippets() -> impl Iterator<Item = (String, String)> {
    RULES.iter().flat_map(|rule| {
        let page = Note::parse(rule.page, &NoteOptions::default());
        let fences = page.fences.iter();
        let python = fences.filter(|fence| fence.info.of(&page.text) == "python");
        let code: Vec<String> = python.map(|fence| fence.body.text().to_owned()).collect();
        let named = move |(number, code)| (format!("{} {}", rule.id, number + 1), code);
        code.into_iter().enumerate().map(named)
    })
}

/// A note of about so many bytes that holds nothing but `code`.
pub fn note(code: &str, bytes: usize) -> String {
    format!("```python\n{}```\n", code.repeat(bytes / code.len() + 1))
}
