//! `map` on the real binary: one graph in four forms, and what a note says is only shown.

use crate::Notes;

const LOCKS: &str = "# Threads\n\n## Mutex \"one\" <b>\n\nA mutex is a lock that one thread holds; see [queues](deep/queue.md#task-queue).\n";
const QUEUE: &str =
    "# Work\n\n## Task queue\n\nJobs that workers take.\n\n## Mutex\n\nA mutex guards the queue.\n";

fn notes() -> Notes {
    Notes::new(&[("locks.md", LOCKS), ("deep/queue.md", QUEUE)])
}

#[test]
fn json_names_topics_and_what_joins_them() {
    let ran = notes().run(&["map", "--format=json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let graph = ran.json();
    let node = |title: &str| {
        let nodes = graph["nodes"].as_array().unwrap();
        let found = nodes.iter().filter(|node| node["title"] == title);
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 1, "{title} in {graph}");
        found[0]
    };
    let (one, queue, mutex) = (node("Mutex \"one\" <b>"), node("Task queue"), node("Mutex"));
    assert_eq!(queue["filename"], "deep/queue.md");
    assert_eq!((&queue["line"], &queue["end_line"]), (&3.into(), &5.into()));
    let edge = |from: &serde_json::Value, to: &serde_json::Value| {
        let edges = graph["edges"].as_array().unwrap().iter();
        let kinds = edges.filter(|edge| edge["source"] == from["id"] && edge["target"] == to["id"]);
        kinds
            .map(|edge| edge["kind"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(edge(one, queue), ["link"]);
    let both = [edge(one, mutex), edge(mutex, one)].concat();
    assert_eq!(both, ["related"], "two topics of one name belong together");
    assert_eq!(graph["leftOut"], 0);
    let few = notes().run(&["map", "--format=json", "--limit=1"]).json();
    assert_eq!(few["nodes"].as_array().unwrap().len(), 1);
    assert!(few["leftOut"].as_u64().unwrap() > 0, "{few}");
}

#[test]
fn other_programs_can_draw_it() {
    let dot = notes().run(&["map", "--format=dot"]).stdout;
    assert!(
        dot.starts_with("digraph notes {\n") && dot.ends_with("}\n"),
        "{dot}"
    );
    assert!(
        dot.contains("label=\"deep/queue.md\"") && dot.contains("label=\"Mutex \\\"one\\\" <b>\""),
        "{dot}"
    );
    let mermaid = notes().run(&["map", "--format=mermaid"]).stdout;
    assert!(
        mermaid.contains("Task queue") && !mermaid.contains("<b>"),
        "{mermaid}"
    );
}

#[test]
fn the_page_stands_alone() {
    let page = notes().run(&["map", "--format=html"]).stdout;
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Task queue"));
    // No title is markup, and nothing is loaded from anywhere.
    assert!(!page.contains("one\" <b>"));
    for loads in ["src=", "href=\"http", "@import", "fetch("] {
        assert!(!page.contains(loads), "{loads}");
    }
    let nothing = Notes::new(&[("empty.md", "")]);
    let ran = nothing.run(&["map", "--format=html"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("There are no topics"));
}
