//! Whatever a note holds, its fixes settle, and fixing it again changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notelint::config::Config;
use notelint::diagnostic::{Applicability, Diagnostic};
use notelint::lint::{self, Cache};
use notelint::note::{Note, NoteOptions};

fn read(text: String, config: &Config) -> (Note, Vec<Diagnostic>) {
    let note = Note::parse(text, &NoteOptions::from(config));
    let findings = lint::lint(&note, config, &mut Cache::default());
    (note, findings)
}

fn errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.rule.as_str() == "syntax-error").count()
}

fuzz_target!(|text: &str| {
    let config = Config::default();
    for allowed in [Applicability::Safe, Applicability::Unsafe] {
        let (note, findings) = read(text.to_owned(), &config);
        for finding in &findings {
            assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
        }
        let before = errors(&findings);
        let fixed = lint::fix(note, findings, allowed, |text| read(text, &config));
        assert!(errors(&fixed.findings) <= before);
        assert!(!fixed.problems.iter().any(|problem| problem.contains("rounds")), "{:?}", fixed.problems);
        if fixed.applied > 0 {
            let once = fixed.note.text.to_string();
            let again = lint::fix(fixed.note, fixed.findings, allowed, |text| read(text, &config));
            assert_eq!(*again.note.text, *once);
        }
    }
});
