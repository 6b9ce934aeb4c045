//! What `initialize` promises is what there is: for each capability a handler and a file of tests.

use std::path::Path;

use notelint::lsp::{CAPABILITIES, Capability};

use crate::client::{Client, run};
use crate::folder::Folder;
use crate::pull::pulling;

/// The head of the table in the map of the code.
const HEAD: &str =
    "| capability | served by, in `lsp/` | tested by, in `tests/lsp/` |\n|---|---|---|\n";

#[test]
fn every_capability_has_a_handler_and_a_test() {
    run(async {
        let folder = Folder::new();
        let client = Client::start(pulling(&folder)).await;
        let promised = client.initialized["capabilities"].as_object().unwrap();
        let mut promised: Vec<&str> = promised.keys().map(String::as_str).collect();
        let mut listed: Vec<&str> = CAPABILITIES.iter().map(|row| row.key).collect();
        promised.sort_unstable();
        listed.sort_unstable();
        assert_eq!(promised, listed);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let rows = CAPABILITIES.iter().map(|row| {
            let Capability { key, handler, test } = row;
            format!("| `{key}` | `{handler}` | `{test}` |\n")
        });
        let table = format!("{HEAD}{}\n", rows.collect::<String>());
        let map = std::fs::read_to_string(root.join("server/ARCHITECTURE.md")).unwrap();
        assert!(map.contains(&table), "ARCHITECTURE.md should have\n{table}");
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
