//! Vaults of made-up study notes: the same seed gives the same notes, of every dialect that notelint reads.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use notelint::terms::Glossary;

/// A source of numbers that is the same everywhere (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number below `end`, small ones far more often: as words are spread in texts.
    pub fn skewed(&mut self, end: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((end as f64).powf(unit) - 1.0) as usize).min(end - 1)
    }
}

/// Notes in a folder of the vault.
const IN_FOLDER: usize = 250;

/// Bytes of a note in the mean.
const MEAN: usize = 4_000;

/// Links in every note.
const LINKS: usize = 5;

/// Words that are no terms, from the common to the rare.
const WORDS: usize = 20_000;

/// How a note writes its headings.
const DIALECTS: usize = 7;

/// A vault that is not written yet.
#[derive(Debug)]
pub struct Vault {
    seed: u64,
    notes: usize,
    terms: Vec<String>,
    words: Vec<String>,
}

impl Vault {
    /// A vault of `notes` notes.
    pub fn new(seed: u64, notes: usize) -> Self {
        let mut random = Random::new(seed);
        let mut terms: Vec<String> = Glossary::builtin()
            .terms()
            .iter()
            .map(|term| term.name.clone())
            .collect();
        for at in (1..terms.len()).rev() {
            terms.swap(at, random.below(at + 1));
        }
        let words = (0..WORDS).map(|_| word(&mut random)).collect();
        Self {
            seed,
            notes,
            terms,
            words,
        }
    }

    /// Where note `number` is, below the vault's folder.
    pub fn path(number: usize) -> PathBuf {
        PathBuf::from(format!(
            "area {:03}/topic-{number:06}.md",
            number / IN_FOLDER
        ))
    }

    /// The text of note `number`.
    pub fn note(&self, number: usize) -> String {
        let mut random =
            Random::new(self.seed ^ (number as u64 + 1).wrapping_mul(0xA076_1D64_78BD_642F));
        let length = MEAN / 4 + random.below(MEAN * 3 / 2);
        let mut writer = Writer {
            vault: self,
            number,
            dialect: number % DIALECTS,
            text: String::with_capacity(length + 800),
            random,
            links: LINKS,
            sections: 0,
        };
        writer.write(length);
        writer.text
    }

    /// Writes all notes below `folder`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for number in 0..self.notes {
            let path = folder.join(Self::path(number));
            if number % IN_FOLDER == 0
                && let Some(parent) = path.parent()
            {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, self.note(number))?;
        }
        Ok(())
    }
}

/// A made-up word of two to four syllables.
fn word(random: &mut Random) -> String {
    const STARTS: &[&str] = &[
        "b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl",
    ];
    const MIDDLES: &[&str] = &["a", "e", "i", "o", "u", "ar", "en", "or", "il"];
    let mut word = String::new();
    for _ in 0..2 + random.below(3) {
        word.push_str(STARTS[random.below(STARTS.len())]);
        word.push_str(MIDDLES[random.below(MIDDLES.len())]);
    }
    word
}

struct Writer<'a> {
    vault: &'a Vault,
    number: usize,
    dialect: usize,
    text: String,
    random: Random,
    links: usize,
    sections: usize,
}

impl Writer<'_> {
    fn write(&mut self, length: usize) {
        if self.number.is_multiple_of(10) {
            let tag = self.word();
            let _ = writeln!(self.text, "---\ntags: [{tag}]\n---\n");
        }
        let title = self.topic();
        let _ = writeln!(self.text, "# {title}\n");
        while self.text.len() < length || self.sections < 2 {
            self.section();
            match self.sections {
                1 | 2 => self.fence(),
                3 => self.table(),
                _ => {}
            }
            if self.links > 0 {
                self.link();
            }
        }
        while self.links > 0 {
            self.link();
        }
    }

    fn term(&mut self) -> String {
        let at = self.random.skewed(self.vault.terms.len());
        self.vault.terms[at].clone()
    }

    fn word(&mut self) -> String {
        let at = self.random.skewed(self.vault.words.len());
        self.vault.words[at].clone()
    }

    fn topic(&mut self) -> String {
        let term = self.term();
        let word = self.word();
        match self.random.below(5) {
            0 => format!("What is {term}?"),
            1 => format!("{term} and {word}"),
            2 => format!("{term} vs {}", self.term()),
            3 => format!(
                "{} {term}",
                ["🔒", "🧠", "📦", "ðŸ”’"][self.random.below(4)]
            ),
            _ => term,
        }
    }

    fn sentence(&mut self) -> String {
        const JOINTS: &[&str] = &[
            "is", "needs", "makes", "keeps", "breaks", "follows", "without", "and", "over the",
        ];
        let mut sentence = if self.random.below(3) == 0 {
            self.term()
        } else {
            self.word()
        };
        for _ in 0..2 + self.random.below(4) {
            let joint = JOINTS[self.random.below(JOINTS.len())];
            let one = self.word();
            let other = if self.random.below(4) == 0 {
                self.term()
            } else {
                self.word()
            };
            let _ = write!(sentence, " {joint} {one} {other}");
        }
        sentence
    }

    fn section(&mut self) {
        self.sections += 1;
        let title = self.topic();
        let number = self.sections;
        match self.dialect {
            0 => {
                let _ = writeln!(self.text, "## {title}\n");
                self.paragraph();
                self.bullets();
            }
            1 => {
                let _ = writeln!(self.text, "{title}\n---\n");
                self.paragraph();
            }
            2 => {
                let _ = writeln!(self.text, "############# {title} #############\n");
                self.bullets();
            }
            3 => {
                let _ = writeln!(self.text, "#{title}");
                self.bullets();
            }
            4 => {
                let _ = writeln!(self.text, "Phase {number}: {title}\n");
                for _ in 0..4 {
                    let (term, sentence) = (self.term(), self.sentence());
                    let _ = writeln!(self.text, "\t{term}: {sentence}.\n");
                }
            }
            5 => {
                let _ = writeln!(self.text, "{number}. **{title}**  ");
                let sentence = self.sentence();
                let _ = writeln!(self.text, "   {sentence}.\n");
            }
            _ => {
                let _ = writeln!(self.text, "## Why does {title} matter?\n");
                if self.random.below(3) == 0 {
                    self.text.push_str("❓\n\n");
                } else {
                    self.paragraph();
                }
            }
        }
    }

    fn paragraph(&mut self) {
        for _ in 0..2 + self.random.below(3) {
            let sentence = self.sentence();
            let _ = writeln!(self.text, "{sentence}.");
        }
        let (term, sentence) = (self.term(), self.sentence());
        let _ = writeln!(self.text, "**{term}** is a {sentence}.\n");
    }

    fn bullets(&mut self) {
        for _ in 0..2 + self.random.below(4) {
            let sentence = self.sentence();
            if self.random.below(3) == 0 {
                let term = self.term();
                let _ = writeln!(self.text, "- {term}: {sentence}");
            } else {
                let _ = writeln!(self.text, "- {sentence}");
            }
        }
        self.text.push('\n');
    }

    fn table(&mut self) {
        self.text.push_str("| Term | Meaning |\n|---|---|\n");
        for _ in 0..3 {
            let (term, sentence) = (self.term(), self.sentence());
            let _ = writeln!(self.text, "| {term} | {sentence} |");
        }
        self.text.push('\n');
    }

    fn fence(&mut self) {
        let (name, other) = (self.word(), self.word());
        let count = self.random.below(90) + 10;
        let _ = match self.random.below(3) {
            0 => writeln!(
                self.text,
                "```python\ndef {name}({other}, limit={count}):\n    found = []\n    for item in {other}:\n        if len(found) >= limit:\n            break\n        found.append(item)\n    return found\n```\n\n"
            ),
            1 => write!(
                self.text,
                "```python\nfrom collections import deque\n\nclass {}:\n    def __init__(self):\n        self.{other} = deque(maxlen={count})\n\n    def push(self, value):\n        self.{other}.append(value)\n```\n",
                capitalised(&name)
            ),
            _ => writeln!(
                self.text,
                "```python\n>>> {name} = [{count}, {}]\n>>> sorted({name})[0]\n{count}\n```\n",
                count + 1
            ),
        };
    }

    fn link(&mut self) {
        self.links -= 1;
        let other = self.random.below(self.vault.notes);
        let path = Vault::path(other);
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let word = self.word();
        let _ = match self.links % 5 {
            0 => writeln!(self.text, "See [[{stem}]] for {word}.\n"),
            1 => writeln!(
                self.text,
                "More on [{word}](../{}).\n",
                path.display().to_string().replace(' ', "%20")
            ),
            2 => writeln!(self.text, "Cf. [[{stem}|{word}]].\n"),
            3 => writeln!(self.text, "![[{stem}]]\n"),
            _ => writeln!(self.text, "<https://example.com/{word}>\n"),
        };
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
