//! A body read as JSON-RPC 2.0: a call, a response, or what is wrong with it.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// A message from the client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request or a notification.
    Call(Request),
    /// The answer to a request of ours.
    Response(Response),
    /// JSON that is no message; to be answered with this.
    Invalid(Response),
    /// No JSON; to be answered with this.
    Broken(Response),
}

#[derive(Deserialize)]
struct Message {
    jsonrpc: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    id: Option<Id>,
    method: Option<String>,
    #[serde(default, deserialize_with = "given")]
    params: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    result: Option<Value>,
    error: Option<Error>,
}

/// Tells `null` from what is not there.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Reads the body of a message.
pub(super) fn read(body: &[u8]) -> Incoming {
    match serde_json::from_slice(body) {
        Ok(message) => from_parts(message),
        Err(error) if error.is_data() => Incoming::Invalid(Response::from_error(
            id_in(body).unwrap_or(Id::Null),
            invalid_request(&error.to_string()),
        )),
        Err(_) => Incoming::Broken(Response::from_error(Id::Null, Error::parse_error())),
    }
}

fn from_parts(message: Message) -> Incoming {
    if message.jsonrpc != Some(Value::from("2.0")) {
        let error = invalid_request("`jsonrpc` is not \"2.0\"");
        return Incoming::Invalid(Response::from_error(message.id.unwrap_or(Id::Null), error));
    }
    if let Some(method) = message.method {
        let mut request = Request::build(method);
        if let Some(params) = message.params {
            request = request.params(params);
        }
        if let Some(id) = message.id {
            request = request.id(id);
        }
        return Incoming::Call(request.finish());
    }
    let id = message.id.unwrap_or(Id::Null);
    match (message.result, message.error) {
        (_, Some(error)) => Incoming::Response(Response::from_error(id, error)),
        (Some(result), None) => Incoming::Response(Response::from_ok(id, result)),
        (None, None) => Incoming::Invalid(Response::from_error(
            id,
            invalid_request("neither `method` nor `result` nor `error`"),
        )),
    }
}

fn invalid_request(reason: &str) -> Error {
    let mut error = Error::invalid_request();
    error.data = Some(Value::from(reason));
    error
}

/// The id of a message that is otherwise wrong, so that the client can tell which one it was.
fn id_in(body: &[u8]) -> Option<Id> {
    let message: Value = serde_json::from_slice(body).ok()?;
    Id::deserialize(message.get("id")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(body: &str) -> (i64, Value) {
        match read(body.as_bytes()) {
            Incoming::Invalid(response) | Incoming::Broken(response) => {
                let json = serde_json::to_value(response).unwrap();
                (json["error"]["code"].as_i64().unwrap(), json["id"].clone())
            }
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn calls_and_responses_are_told_apart() {
        let body = br#"{"jsonrpc":"2.0","method":"a","id":1,"params":null}"#;
        assert!(matches!(read(body), Incoming::Call(call) if call.params() == Some(&Value::Null)));
        let body = br#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        assert!(matches!(read(body), Incoming::Response(response) if response.is_ok()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for body in ["{", "", "\u{feff}{}", "{\"a\":\u{1}}", &"[".repeat(100_000)] {
            assert_eq!(error_of(body), (-32700, Value::Null), "{body}");
        }
        for body in ["{}", "1", "[]", r#"{"jsonrpc":"1.0","method":"a"}"#] {
            assert_eq!(error_of(body), (-32600, Value::Null), "{body}");
        }
        let body = r#"{"jsonrpc":"2.0","id":7,"method":5}"#;
        assert_eq!(error_of(body), (-32600, Value::from(7)));
    }
}
