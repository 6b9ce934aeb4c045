//! Progress while many notes are read: counts, and a way to stop.

use serde_json::{Value, json};

use crate::client::{Client, able, run};
use crate::folder::Folder;

/// Enough that a bar is shown, and that they take a while.
const NOTES: usize = 3_000;

fn many() -> Folder {
    let folder = Folder::new();
    for number in 0..NOTES {
        let text = format!("# Note {number}\n\nThe GIL and the MRO. What about {number}? ❓\n");
        folder.write(&format!("{number}.md"), &text);
    }
    folder
}

fn showing(folder: &Folder) -> Value {
    let mut params = able();
    params["workspaceFolders"] = json!([folder.as_workspace()]);
    params["capabilities"]["window"] = json!({ "workDoneProgress": true });
    params
}

/// The next step of the bar: its token and its value.
async fn step(client: &mut Client) -> (Value, Value) {
    let mut params = client.notification("$/progress").await;
    (params["token"].take(), params["value"].take())
}

async fn questions(client: &mut Client) -> usize {
    let all = client.request("notelint/questions", json!({})).await;
    all.unwrap().as_array().unwrap().len()
}

#[test]
fn a_bar_counts_the_notes() {
    run(async {
        let folder = many();
        let mut client = Client::start(showing(&folder)).await;
        let (token, value) = step(&mut client).await;
        let created = |(method, params): &(String, Value)| {
            method == "window/workDoneProgress/create" && params["token"] == token
        };
        assert!(client.asked.iter().any(created), "{token}");
        assert_eq!(value["kind"], "begin");
        assert_eq!(value["cancellable"], true);
        let mut before = 0;
        let told = loop {
            let (of, value) = step(&mut client).await;
            assert_eq!(of, token);
            if value["kind"] == "end" {
                break value["message"].clone();
            }
            let percentage = value["percentage"].as_u64().unwrap();
            assert!((before..=100).contains(&percentage), "{value}");
            before = percentage;
        };
        assert_eq!(told, format!("{NOTES} of {NOTES} notes"));
        assert_eq!(questions(&mut client).await, NOTES);
    });
}

#[test]
fn reading_can_be_stopped_and_taken_up_again() {
    run(async {
        let folder = many();
        let mut client = Client::start(showing(&folder)).await;
        let (token, _) = step(&mut client).await;
        let cancel = json!({ "token": token });
        client
            .notify("window/workDoneProgress/cancel", cancel)
            .await;
        let told = loop {
            let (_, value) = step(&mut client).await;
            if value["kind"] == "end" {
                break value["message"].as_str().unwrap().to_owned();
            }
        };
        let (done, _) = told.split_once(" of ").unwrap();
        assert!(done.parse::<usize>().unwrap() < NOTES, "{told}");
        // Who asks for all notes gets all.
        assert_eq!(questions(&mut client).await, NOTES);
    });
}

#[test]
fn few_notes_are_read_without_a_word_and_not_every_client_shows_bars() {
    run(async {
        let folder = Folder::with(&[("a.md", "What? ❓\n")]);
        let mut client = Client::start(showing(&folder)).await;
        assert_eq!(questions(&mut client).await, 1);
        let folder = many();
        let mut params = showing(&folder);
        params["capabilities"]["window"] = json!({});
        let mut silent = Client::start(params).await;
        assert_eq!(questions(&mut silent).await, NOTES);
        for client in [&mut client, &mut silent] {
            let created =
                |(method, _): &(String, Value)| method == "window/workDoneProgress/create";
            assert!(!client.asked.iter().any(created));
            assert_eq!(client.take("$/progress"), Vec::<Value>::new());
        }
    });
}
