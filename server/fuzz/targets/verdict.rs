//! Any text is a snippet: it gets a verdict without a panic, and is walked and dropped without running out of stack.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notelint::python::snippet::{self, Request, Verdict};

fuzz_target!(|code: &str| {
    for as_module in [false, true] {
        let request = Request { minor_version: 14, as_module, ..Request::default() };
        let snippet = snippet::read(code, &request);
        let _ = snippet.clone().names();
        if let Verdict::Error(problems) = &snippet.verdict {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(code.get(problem.span.range()).is_some(), "{problem:?}");
            }
        }
    }
});
