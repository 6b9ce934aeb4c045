//! Whether a pattern means everything: tried on ordinary code and prose when the config is read, so that a slip of the
//! pen (`(_) @mark`, `.*`) is named there and does not mark every note.

use regex::Regex;

use crate::python::query::Query;
use crate::python::tree;

/// Ordinary code of many kinds.
const CODE: &str = "\
import json
from pathlib import Path


class Reader:
    kind = \"json\"

    def __init__(self, path, limit=10):
        self.path = Path(path)
        self.limit = limit

    def read(self):
        with open(self.path) as file:
            rows = json.load(file)
        return [row[\"name\"] for row in rows if row is not None][: self.limit]


def total(numbers):
    result = 0
    for number in numbers:
        if number > 0 and number % 2 == 0:
            result += number
    return result


print(total([1, 2, 3]), Reader(\"a.json\").read())
";

/// Ordinary prose.
const PROSE: &str = "A generator keeps its frame between two calls of next(), so it costs 112 bytes and no list. \
The cache in front of the database answers most requests; what it lacks is read once and kept for 60 seconds.";

/// True for a query that finds the whole of ordinary code, or more than half of its nodes.
pub(super) fn query_finds_everything(query: &Query) -> bool {
    let Some(tree) = tree::parse(CODE) else {
        return false;
    };
    let Ok(matches) = query.run(CODE, &tree) else {
        return true;
    };
    let whole = matches
        .iter()
        .flatten()
        .any(|(_, span)| span.len() >= CODE.trim_end().len());
    whole || 2 * matches.len() > tree.named_nodes()
}

/// True for a regular expression that finds more than half of ordinary prose.
pub(super) fn regex_finds_everything(regex: &Regex) -> bool {
    let found: usize = regex.find_iter(PROSE).map(|found| found.len()).sum();
    2 * found > PROSE.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_and_not_everything() {
        for (query, everything) in [
            ("(_) @mark", true),
            ("(module) @mark", true),
            ("(module (_) @mark)", false),
            ("(identifier) @mark", false),
            ("(call) @mark", false),
        ] {
            let query = Query::new(query).unwrap();
            assert_eq!(query_finds_everything(&query), everything, "{query:?}");
        }
        for (regex, everything) in [
            (".*", true),
            (r"\w+", true),
            ("a", false),
            (r"\bgenerator\b", false),
        ] {
            let regex = Regex::new(regex).unwrap();
            assert_eq!(regex_finds_everything(&regex), everything, "{regex}");
        }
    }
}
