//! What `initialize` promises is what there is: for each capability a handler and a file of tests.

use std::path::Path;

use notelint::lsp::CAPABILITIES;

use crate::client::{Client, able, run};

#[test]
fn every_capability_has_a_handler_and_a_test() {
    run(async {
        let client = Client::start(able()).await;
        let promised = client.initialized["capabilities"].as_object().unwrap();
        let mut promised: Vec<&str> = promised.keys().map(String::as_str).collect();
        let mut listed: Vec<&str> = CAPABILITIES.iter().map(|row| row.key).collect();
        promised.sort_unstable();
        listed.sort_unstable();
        assert_eq!(promised, listed);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let modules = std::fs::read_to_string(root.join("tests/lsp/main.rs")).unwrap();
        for row in CAPABILITIES {
            let handler = root.join("server/src/lsp").join(row.handler);
            assert!(handler.is_file(), "{} has no {}", row.key, row.handler);
            let tests = std::fs::read_to_string(root.join("tests/lsp").join(row.test));
            assert!(
                tests.is_ok_and(|text| text.contains("#[test]")),
                "{} has no tests in {}",
                row.key,
                row.test
            );
            let module = format!("mod {};", row.test.trim_end_matches(".rs"));
            assert!(modules.contains(&module), "{} is not run", row.test);
        }
    });
}
