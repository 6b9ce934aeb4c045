//! One server, all hostile notes after each other: it says something of each, and is as well afterwards as before.

use crate::client::{Client, able, at, run};
use crate::hostile_notes::HOSTILE;

#[test]
fn the_server_survives_all_of_them_in_one_run() {
    run(async {
        let mut client = Client::start(able()).await;
        for (number, (_, note)) in HOSTILE.iter().enumerate() {
            let uri = format!("untitled:{number}");
            client.open(&uri, &note(2_000)).await;
            client.published(&uri, Some(1)).await;
            client.symbols(&uri).await;
            client.hover(&uri, at(0, 3)).await;
            client.close(&uri).await;
        }
        client
            .open("untitled:good", "```python\nx = (1\n```\n")
            .await;
        assert_eq!(client.published("untitled:good", Some(1)).await.len(), 1);
        assert_eq!(client.stop().await, 0);
    });
}
