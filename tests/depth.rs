//! Nesting without end: every form of it is read or skipped by name, on the small stack of a worker, and in linear time.

#![allow(clippy::unwrap_used)]

use notelint::python::snippet::{self, Kind, Request, Verdict};

/// How deep.
const DEPTH: usize = 100_000;
/// The stack of a tokio or rayon worker.
const STACK: usize = 2 * 1024 * 1024;

fn forms(n: usize) -> Vec<(&'static str, String)> {
    let blocks: String = (0..3_000)
        .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
        .collect();
    let wrapped =
        |open: &str, inside: &str, close: &str| open.repeat(n) + inside + &close.repeat(n);
    vec![
        ("parentheses", wrapped("(", "1", ")")),
        ("open parentheses", "(".repeat(n)),
        ("closing parentheses", ")".repeat(n)),
        ("lists", wrapped("[", "1", "]")),
        ("dicts", wrapped("{1:", "1", "}")),
        ("calls inside", wrapped("f(", "", ")")),
        ("attributes", "a".to_owned() + &".b".repeat(n)),
        ("calls in a row", "a".to_owned() + &"()".repeat(n)),
        ("subscripts", "a".to_owned() + &"[0]".repeat(n)),
        ("not", "not ".repeat(n) + "x"),
        ("minus", "-".repeat(n) + "1"),
        ("invert", "~".repeat(n) + "x"),
        ("sums", "x".to_owned() + &" + x".repeat(n)),
        ("powers", "x".to_owned() + &" ** x".repeat(n)),
        ("and or", "x".to_owned() + &" and x or x".repeat(n)),
        ("comparisons", "x".to_owned() + &" < x".repeat(n)),
        ("ternaries", "x if x else ".repeat(n) + "x"),
        ("lambdas", "lambda: ".repeat(n) + "x"),
        ("awaits", "await ".repeat(n) + "x"),
        ("stars", "*".repeat(n) + "x"),
        ("assignments", "x = ".repeat(n) + "x"),
        ("ifs on one line", "if x: ".repeat(n) + "x"),
        (
            "elifs",
            "if x:\n    pass\n".to_owned() + &"elif x:\n    pass\n".repeat(n),
        ),
        ("blocks", blocks + &" ".repeat(3_000) + "pass\n"),
        ("f-strings", wrapped("f'{", "x", "}'")),
        (
            "format specs",
            "f'{x:".to_owned() + &"{x:".repeat(n) + &"}".repeat(n) + "}'",
        ),
        ("comprehensions", wrapped("[x for x in ", "y", "]")),
        (
            "patterns",
            "match x:\n    case ".to_owned() + &wrapped("[", "1", "]") + ": pass\n",
        ),
        ("walruses", wrapped("(x := ", "1", ")")),
        (
            "type parameters",
            "def f".to_owned() + &wrapped("[T: f", "", "]") + "(): pass\n",
        ),
        ("decorators", "@".repeat(n) + "x"),
        ("backticks", "`".repeat(n)),
        ("prompts", ">>> ".repeat(n)),
        ("quotes", "\"".repeat(n) + "x"),
        ("placeholders", "<x".repeat(n)),
        ("a long word", "x".repeat(n)),
        ("comments", "#\n".repeat(n)),
    ]
}

fn on_small_stack(code: String, as_module: bool) -> (Kind, Verdict) {
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            let request = Request {
                minor_version: 14,
                as_module,
                ..Request::default()
            };
            let snippet = snippet::read(&code, &request);
            // Walked, cloned and dropped as rules and caches do.
            let copy = snippet.clone();
            let _ = copy.names();
            (copy.kind, copy.verdict)
        })
        .unwrap()
        .join()
        .unwrap()
}

#[test]
fn endless_nesting_is_survived() {
    for (name, code) in forms(DEPTH) {
        let (_, leniently) = on_small_stack(code.clone(), false);
        let (_, as_module) = on_small_stack(code, true);
        if [
            "parentheses",
            "attributes",
            "not",
            "blocks",
            "f-strings",
            "sums",
            "lambdas",
        ]
        .contains(&name)
        {
            let skipped = Verdict::Skipped("nested too deeply to be read".to_owned());
            assert_eq!(leniently, skipped, "{name}");
            assert_eq!(as_module, skipped, "{name}");
        }
    }
}

#[test]
fn nesting_just_below_the_bound_is_survived() {
    for depth in [90, 140, 290, 310] {
        for (_, code) in forms(depth) {
            on_small_stack(code.clone(), false);
            on_small_stack(code, true);
        }
    }
}

#[test]
fn usual_depth_is_read() {
    let code = "x = ".to_owned()
        + &"(".repeat(50)
        + "1"
        + &")".repeat(50)
        + "\n"
        + "total = 0"
        + &" + 1".repeat(120)
        + "\n";
    assert_eq!(on_small_stack(code, false), (Kind::Module, Verdict::Ok));
}
