//! Writes a large note, the same one for the same seed.

/// A small generator of pseudo-random numbers (Marsaglia, "Xorshift RNGs", 2003): no crate needed, and the same on
/// every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts from `seed`, any number but 0.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or_default() % end.max(1)
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const NOUNS: &[&str] = &[
    "cache",
    "queue",
    "index",
    "worker",
    "session",
    "broker",
    "cursor",
    "replica",
    "schema",
    "token",
    "decorator",
    "iterator",
    "coroutine",
    "transaction",
    "migration",
    "endpoint",
    "GIL",
    "MRO",
    "ORM",
    "LRU",
];
const VERBS: &[&str] = &[
    "keeps", "copies", "locks", "skips", "returns", "splits", "retries", "drops",
];
const TAILS: &[&str] = &[
    "before the next request comes in",
    "while other threads wait",
    "so that a second call is cheap",
    "unless `timeout` is set",
    "and this is the part I always forget",
    "as **late** as possible",
];

/// Snippets as learners write them; `{n}` is a number, `{x}` a name. The last three hold a mistake each.
const SNIPPETS: &[&str] = &[
    "def {x}_{n}(items, limit={n}):\n    total = 0\n    for item in items:\n        if item > limit:\n            total += item\n    return total\n",
    "class {X}{n}:\n    def __init__(self, name):\n        self.name = name\n\n    def __repr__(self):\n        return f\"{X}({self.name!r})\"\n",
    "from collections import Counter, deque\n\nwords = \"a b a c\".split()\ncounts = Counter(words)\nqueue = deque(words, maxlen={n})\nprint(counts.most_common(1))\n",
    ">>> {x} = [i * {n} for i in range(3)]\n>>> sum({x})\n{n}\n",
    "import asyncio\n\nasync def {x}(delay):\n    await asyncio.sleep(delay)\n    return {n}\n\nasyncio.run({x}(0.1))\n",
    "with open(\"{x}.txt\") as file:\n    lines = [line.strip() for line in file]\n\nby_length = sorted(lines, key=len, reverse=True)[:{n}]\n",
    "@lru_cache(maxsize={n})\ndef {x}(n):\n    ...\n",
    "def {x}(n):\n    if n == {n}\n        return n\n    return n - 1\n",
    "from collection import OrderedDict\n\n{x} = OrderedDict(a={n})\n",
    "values = [3, 1, 2]\n{x} = values.sort()\nprint({x}, {n})\n",
];

/// A note of about `bytes` bytes with a fence in every 450 of them: 150,000 bytes hold some 330.
pub fn note(bytes: usize, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::with_capacity(bytes + 1024);
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        let level = 1 + random.below(3);
        let topic = random.of(NOUNS);
        let question = if random.below(12) == 0 { "❓ " } else { "" };
        text.push_str(&format!(
            "{} {question}{number}. About the {topic}\n\n",
            "#".repeat(level)
        ));
        let target = text.len() + 210 + random.below(120);
        while text.len() < target {
            let (a, verb, b) = (random.of(NOUNS), random.of(VERBS), random.of(NOUNS));
            text.push_str(&format!("The {a} {verb} the {b} {}. ", random.of(TAILS)));
            if random.below(3) == 0 {
                text.push('\n');
            }
        }
        // One snippet in twenty holds a mistake.
        let right = SNIPPETS.len() - 3;
        let snippet = if random.below(20) == 0 {
            SNIPPETS[right + random.below(3)]
        } else {
            SNIPPETS[random.below(right)]
        };
        let name = random.of(NOUNS).to_lowercase();
        let snippet = snippet
            .replace("{n}", &(number % 97 + 2).to_string())
            .replace("{x}", &name)
            .replace("{X}", "Node");
        text.push_str(&format!("\n\n```python\n{snippet}```\n\n"));
    }
    text
}
