//! The folders that the editor has open: none, several, others than before, and those that are refused.

use serde_json::{Value, json};

use crate::client::{Client, able, run};
use crate::folder::{Folder, workspace};

const BROKEN: &str = "```python\nx = (1\n```\n";

fn opening(folders: &[Value]) -> Value {
    let mut params = able();
    params["workspaceFolders"] = json!(folders);
    params
}

/// The questions of all folders.
async fn questions(client: &mut Client) -> Vec<String> {
    let all = client.request("notelint/questions", json!({})).await;
    let all = all.unwrap();
    let mut all: Vec<String> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["question"].as_str().unwrap().to_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn folders_come_and_go() {
    run(async {
        let a = Folder::with(&[("a.md", "In a? ❓\n")]);
        let b = Folder::with(&[("b.md", "In b? ❓\n")]);
        let c = Folder::with(&[("c.md", "In c? ❓\n")]);
        let mut client = Client::start(opening(&[a.as_workspace(), b.as_workspace()])).await;
        let says = &client.initialized["capabilities"]["workspace"]["workspaceFolders"];
        assert_eq!(
            *says,
            json!({ "supported": true, "changeNotifications": true })
        );
        assert_eq!(questions(&mut client).await, ["In a?", "In b?"]);
        let event = json!({ "added": [c.as_workspace()], "removed": [a.as_workspace()] });
        client
            .notify(
                "workspace/didChangeWorkspaceFolders",
                json!({ "event": event }),
            )
            .await;
        assert_eq!(questions(&mut client).await, ["In b?", "In c?"]);
        let event = json!({ "added": [], "removed": [b.as_workspace(), c.as_workspace()] });
        client
            .notify(
                "workspace/didChangeWorkspaceFolders",
                json!({ "event": event }),
            )
            .await;
        assert_eq!(questions(&mut client).await, Vec::<String>::new());
        assert_eq!(client.stop().await, 0);
    });
}

#[test]
fn each_folder_has_its_own_settings() {
    run(async {
        let strict = Folder::new();
        let lax = Folder::with(&[("notelint.toml", "[lint]\nignore = [\"syntax-error\"]\n")]);
        let folders = [strict.as_workspace(), lax.as_workspace()];
        let mut client = Client::start(opening(&folders)).await;
        for (folder, wanted) in [(&strict, 1), (&lax, 0)] {
            let uri = folder.uri("a.md");
            client.open(&uri, BROKEN).await;
            assert_eq!(client.published(&uri, Some(1)).await.len(), wanted);
        }
        // A note without a file stands in the first folder.
        client.open("untitled:x", BROKEN).await;
        assert_eq!(client.published("untitled:x", Some(1)).await.len(), 1);
        let event = json!({ "added": [], "removed": [strict.as_workspace()] });
        client
            .notify(
                "workspace/didChangeWorkspaceFolders",
                json!({ "event": event }),
            )
            .await;
        while !client.published("untitled:x", Some(1)).await.is_empty() {}
    });
}

#[test]
fn a_home_and_the_whole_disk_are_refused_with_a_message() {
    run(async {
        let home = std::env::home_dir().unwrap();
        let notes = Folder::with(&[("a.md", "Why here? ❓\n")]);
        let refused = [workspace(&home), workspace("/".as_ref())];
        let [first, second] = refused.clone();
        let mut client = Client::start(opening(&[first, second, notes.as_workspace()])).await;
        for folder in [home.display().to_string(), "/".to_owned()] {
            let message = client.notification("window/showMessage").await;
            assert_eq!(message["type"], 2, "a warning");
            let text = message["message"].as_str().unwrap();
            let says = format!("does not look through {folder}: ");
            assert!(text.contains(&says), "{text}");
        }
        assert_eq!(questions(&mut client).await, ["Why here?"]);
        // A single note is served there all the same.
        let uri = crate::folder::uri_of(&home.join("a note of nobody.md"));
        client.open(&uri, &format!("What? ❓\n\n{BROKEN}")).await;
        assert!(!client.published(&uri, Some(1)).await.is_empty());
        assert_eq!(questions(&mut client).await, ["What?", "Why here?"]);
        assert_eq!(client.stop().await, 0);

        // Opened later, it is refused as well; nothing is said of the others.
        let mut client = Client::start(opening(&[notes.as_workspace()])).await;
        let event = json!({ "added": [workspace(&home)], "removed": [] });
        client
            .notify(
                "workspace/didChangeWorkspaceFolders",
                json!({ "event": event }),
            )
            .await;
        client.notification("window/showMessage").await;
        assert_eq!(questions(&mut client).await, ["Why here?"]);
        assert_eq!(client.take("window/showMessage"), Vec::<Value>::new());
    });
}

#[test]
fn no_folder_at_all() {
    run(async {
        for folders in [json!(null), json!([])] {
            let mut params = able();
            params["workspaceFolders"] = folders;
            let mut client = Client::start(params).await;
            let folder = Folder::with(&[("other.md", "Not opened? ❓\n")]);
            let uri = folder.uri("a.md");
            client.open(&uri, &format!("What? ❓\n\n{BROKEN}")).await;
            client.open("untitled:x", "Who? ❓\n").await;
            assert!(!client.published(&uri, Some(1)).await.is_empty());
            assert_eq!(questions(&mut client).await, ["What?", "Who?"]);
            assert_eq!(client.take("window/showMessage"), Vec::<Value>::new());
            assert_eq!(client.stop().await, 0);
        }
    });
}
