//! Each output format, read by a reader of its own kind.

use serde_json::{Value, json};

use crate::{LOCK, Notes, Ran, SELECT, note_with_findings};

/// A name that every format has to escape somehow.
const NAME: &str = "a & <b>, 100%:ü.md";

fn check(format: &str) -> Ran {
    let notes = Notes::new(&[(NAME, note_with_findings())]);
    let ran = notes.run(&["check", SELECT, "--output-format", format]);
    assert_eq!(ran.code, 1, "{ran:?}");
    ran
}

#[test]
fn json_has_the_keys_of_the_interface() {
    let findings = check("json").json();
    let mojibake = &findings[0];
    let place = |row: u32, column: u32| json!({ "row": row, "column": column });
    assert_eq!(mojibake["filename"], NAME);
    assert_eq!(mojibake["code"], "mojibake");
    assert_eq!(mojibake["severity"], "warning");
    // Columns count code points: four damaged characters are eight or nine bytes.
    assert_eq!(mojibake["location"], place(1, 3));
    assert_eq!(mojibake["end_location"], place(1, 7));
    assert_eq!(
        mojibake["fix"]["edits"],
        json!([{ "content": "🔒", "location": place(1, 3), "end_location": place(1, 7) }])
    );
    assert_eq!(mojibake["fix"]["applicability"], "safe");
    assert!(mojibake["url"].as_str().unwrap().ends_with("/mojibake.md"));
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    for finding in findings.as_array().unwrap() {
        assert_eq!(
            keys(finding),
            [
                "alternatives",
                "code",
                "end_location",
                "filename",
                "fix",
                "location",
                "message",
                "related",
                "severity",
                "url"
            ]
        );
    }
    assert_eq!(findings[1]["code"], "syntax-error");
    assert_eq!(findings[1]["location"]["row"], 4);
}

#[test]
fn json_lines_are_the_same_findings() {
    let lines: Vec<Value> = check("json-lines")
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(Value::from(lines), check("json").json());
}

#[test]
fn nothing_found_is_an_empty_report_and_not_nothing() {
    let notes = Notes::new(&[("a.md", "text\n")]);
    let run = |format: &str| notes.run(&["check", "--output-format", format]);
    assert_eq!(run("json").json(), json!([]));
    assert_eq!(run("gitlab").json(), json!([]));
    assert_eq!(run("json-lines").stdout, "");
    assert_eq!(run("sarif").json()["runs"][0]["results"], json!([]));
    let ran = run("junit");
    let xml = roxmltree::Document::parse(&ran.stdout).unwrap();
    assert_eq!(xml.root_element().attribute("failures"), Some("0"));
}

#[test]
fn concise_is_one_line_a_finding() {
    let ran = check("concise");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with(&format!("{NAME}:1:3: warning[mojibake] ")));
    assert!(lines[1].starts_with(&format!("{NAME}:4:")));
    assert!(
        ran.stderr
            .starts_with("2 findings (1 error, 1 warning) in 1 of 1 note; --fix mends 1"),
        "{ran:?}"
    );
}

#[test]
fn grouped_names_each_note_once() {
    let ran = check("grouped");
    assert_eq!(ran.stdout.matches(NAME).count(), 1);
    assert!(ran.stdout.contains("  1:3"), "{ran:?}");
    assert!(ran.stdout.contains("warning  mojibake"), "{ran:?}");
}

#[test]
fn full_marks_the_characters_meant() {
    let ran = check("full");
    let expected = format!(
        " --> {NAME}:1:3\n  |\n1 | # {LOCK} Locks\n  |   ^^^^\n  = help: Replace with `🔒` (--fix)\n"
    );
    assert!(ran.stdout.contains(&expected), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\x1b'), "colours in a pipe");
}

#[test]
fn github_annotates() {
    let ran = check("github");
    assert!(
        ran.stdout.starts_with(
            "::warning title=notelint (mojibake),file=a & <b>%2C 100%25%3Aü.md,line=1,endLine=1,col=3,endColumn=7::"
        ),
        "{ran:?}"
    );
    assert!(
        ran.stdout
            .contains("\n::error title=notelint (syntax-error),"),
        "{ran:?}"
    );
}

#[test]
fn gitlab_has_what_gitlab_asks_for() {
    let issues = check("gitlab").json();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 2);
    for issue in issues {
        assert!(issue["description"].is_string());
        assert_eq!(issue["location"]["path"], NAME);
        assert!(issue["location"]["positions"]["begin"]["line"].is_u64());
        let severity = issue["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
    }
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
}

#[test]
fn sarif_results_refer_to_their_rules() {
    let notes = Notes::new(&[(NAME, note_with_findings())]);
    let ran = notes.run(&["check", SELECT, "--output-format=sarif", ".", "nope.md"]);
    assert_eq!(ran.code, 2);
    let log = ran.json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        // RFC 3986: blanks, `&`, `<`, `,`, `%`, `:` and `ü` are escaped.
        assert_eq!(
            place["artifactLocation"]["uri"],
            "a%20%26%20%3Cb%3E%2C%20100%25%3A%C3%BC.md"
        );
        assert!(place["region"]["startLine"].is_u64());
    }
    let change = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "🔒");
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let text = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert!(text.as_str().unwrap().contains("nope.md"), "{text}");
}

#[test]
fn junit_counts_what_it_holds() {
    let ran = check("junit");
    let xml = roxmltree::Document::parse(&ran.stdout).unwrap();
    let root = xml.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    assert_eq!(root.attribute("tests"), Some("2"));
    let suite = root.first_element_child().unwrap();
    assert_eq!(suite.attribute("name"), Some(NAME));
    let cases: Vec<_> = suite.children().filter(|node| node.is_element()).collect();
    assert_eq!(suite.attribute("failures"), Some("2"));
    assert_eq!(cases.len(), 2);
    let failure = cases[0].first_element_child().unwrap();
    assert_eq!(failure.attribute("type"), Some("warning"));
    assert!(failure.attribute("message").unwrap().contains(LOCK));
}

#[test]
fn statistics_count_by_rule() {
    let notes = Notes::new(&[
        ("a.md", note_with_findings()),
        ("b.md", note_with_findings()),
    ]);
    let ran = notes.run(&["check", SELECT, "--statistics", "--output-format=json"]);
    assert_eq!(
        ran.json(),
        json!([
            { "code": "mojibake", "severity": "warning", "count": 2, "fixable": 2 },
            { "code": "syntax-error", "severity": "error", "count": 2, "fixable": 0 },
        ])
    );
    let ran = notes.run(&["check", SELECT, "--statistics"]);
    assert!(
        ran.stdout
            .contains("     2  warning  mojibake      2 fixable\n"),
        "{ran:?}"
    );
}
