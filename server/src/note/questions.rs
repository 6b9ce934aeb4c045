//! Open questions: which section, item or paragraph a mark belongs to, and whether anything stands there to answer it.

use rustc_hash::FxHashMap;

use super::answers::{asks, bare, only_asks, says_something, uses_question_words};
use super::found::{Block, BlockKind, Found};
use super::lines::lines;
use super::wording::{Wording, beginning_in};
use super::{Heading, HeadingKind, Link, NoteOptions, Question, QuestionStatus, markers};
use crate::text::Span;

/// Every question of the note, by place: the marked ones, and headings and items that ask without a mark.
pub(super) fn find(
    text: &str,
    found: &Found,
    headings: &[Heading],
    all_links: &[Link],
    options: &NoteOptions,
) -> Vec<Question> {
    let marks = markers::find(text, &found.prose, options);
    let asker = Asker {
        text,
        found,
        headings,
        wording: Wording {
            text,
            marks: &marks,
            links: all_links,
            comments: &found.comments,
        },
        sections: headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.kind != HeadingKind::Item)
            .map(|(index, heading)| (heading.span.start, index))
            .collect(),
        topics: headings
            .iter()
            .filter(|heading| heading.kind == HeadingKind::Item)
            .map(|heading| (heading.span.start, heading.title_span))
            .collect(),
    };
    let mut order: Vec<(Unit, Vec<Span>)> = Vec::new();
    let mut places: FxHashMap<Unit, usize> = FxHashMap::default();
    let mut seen = FxHashMap::default();
    for &mark in &marks {
        let unit = asker.unit(mark, &mut seen);
        let place = *places.entry(unit).or_insert_with(|| {
            order.push((unit, Vec::new()));
            order.len() - 1
        });
        if let Some((_, marks)) = order.get_mut(place) {
            marks.push(mark);
        }
    }
    let mut questions: Vec<Question> = order
        .into_iter()
        .map(|(unit, marks)| asker.question(unit, marks))
        .collect();
    questions.extend(asker.unmarked());
    questions.sort_by_key(|question| {
        let first = question.markers.first().copied();
        first.unwrap_or(question.span).start
    });
    questions
}

/// What a mark belongs to, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    /// A section; `None` for what stands before the first heading.
    Section(Option<usize>),
    Item(usize),
    /// A paragraph or a row of a table.
    Block(usize),
}

struct Asker<'a> {
    text: &'a str,
    found: &'a Found,
    headings: &'a [Heading],
    wording: Wording<'a>,
    /// Where each heading but topics begins, with its index.
    sections: Vec<(usize, usize)>,
    /// Where each item that is a topic begins, with its title.
    topics: FxHashMap<usize, Span>,
}

impl Asker<'_> {
    /// The heading, topics left out, whose section holds `offset`.
    fn section_at(&self, offset: usize) -> Option<usize> {
        let after = self.sections.partition_point(|&(start, _)| start <= offset);
        let (_, index) = self.sections.get(after.checked_sub(1)?)?;
        Some(*index)
    }

    /// What is the section's own: from behind its heading to the next heading of any level.
    fn own(&self, section: Option<usize>) -> Span {
        let heading = section.and_then(|index| self.headings.get(index));
        let start = heading.map_or(0, |heading| heading.span.end);
        let after = self.sections.partition_point(|&(at, _)| at < start);
        let end = self
            .sections
            .get(after)
            .map_or(self.text.len(), |&(next, _)| next);
        Span::new(start, end)
    }

    /// The blocks that begin in `span`.
    fn blocks(&self, span: Span) -> &[Block] {
        beginning_in(&self.found.blocks, span, |block| block.span)
    }

    /// What `mark` belongs to; `seen` remembers it of each block.
    fn unit(&self, mark: Span, seen: &mut FxHashMap<usize, Unit>) -> Unit {
        let section = self.section_at(mark.start);
        let in_heading = section
            .and_then(|index| self.headings.get(index))
            .is_some_and(|heading| heading.span.touches(mark.start));
        if in_heading {
            return Unit::Section(section);
        }
        let blocks = &self.found.blocks;
        let after = blocks.partition_point(|block| block.span.start <= mark.start);
        let Some(index) = after.checked_sub(1) else {
            return Unit::Section(section);
        };
        *seen
            .entry(index)
            .or_insert_with(|| self.unit_of_block(index, section))
    }

    fn unit_of_block(&self, index: usize, section: Option<usize>) -> Unit {
        let Some(block) = self.found.blocks.get(index) else {
            return Unit::Section(section);
        };
        if let Some(item) = block.item {
            return Unit::Item(item);
        }
        if block.kind == BlockKind::Row || says_something(&self.wording.words(block.span)) {
            return Unit::Block(index);
        }
        // A mark alone: it belongs to the question right above it, else to the section.
        let start = self.own(section).start;
        let above = index
            .checked_sub(1)
            .and_then(|above| Some((above, self.found.blocks.get(above)?)));
        match above {
            Some((above, block))
                if block.span.start >= start
                    && block.item.is_none()
                    && block.kind == BlockKind::Text
                    && only_asks(&self.wording.words(block.span)) =>
            {
                Unit::Block(above)
            }
            _ => Unit::Section(section),
        }
    }

    fn question(&self, unit: Unit, marks: Vec<Span>) -> Question {
        let (span, answered, question) = match unit {
            Unit::Section(section) => {
                let own = self.own(section);
                let heading = section.and_then(|index| self.headings.get(index));
                let start = heading.map_or(own.start, |heading| heading.span.start);
                let question = heading.map_or_else(String::new, |heading| {
                    self.wording.shown(heading.title_span)
                });
                (Span::new(start, own.end), self.answers(own), question)
            }
            Unit::Item(index) => self.item(index),
            Unit::Block(index) => self.paragraph(index),
        };
        let status = if answered {
            QuestionStatus::Unsure
        } else {
            QuestionStatus::Unanswered
        };
        let end = span.start + span.of(self.text).trim_end().len();
        Question {
            status,
            markers: marks,
            span: Span::new(span.start, end),
            question,
        }
    }

    fn item(&self, index: usize) -> (Span, bool, String) {
        let Some(item) = self.found.items.get(index) else {
            return (Span::default(), false, String::new());
        };
        let answered = self.item_answers(index);
        let mut question = self.wording.shown(item.content);
        let mut holder = item.parent;
        while let (true, Some(above)) = (question.is_empty(), holder) {
            let above = self.found.items.get(above);
            question = above.map_or_else(String::new, |item| self.wording.shown(item.content));
            holder = above.and_then(|item| item.parent);
        }
        if question.is_empty() {
            question = self.title_over(item.span.start);
        }
        (item.span, answered, question)
    }

    fn paragraph(&self, index: usize) -> (Span, bool, String) {
        let Some(block) = self.found.blocks.get(index) else {
            return (Span::default(), false, String::new());
        };
        let words = self.wording.words(block.span);
        let over = self.title_over(block.span.start);
        let first = lines(self.text, block.span)
            .map(|line| self.wording.shown(line))
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        let doubts = asks(&over) && !uses_question_words(&words);
        if !only_asks(&words) || doubts {
            let question = if asks(&over) { over } else { first };
            return (block.span, true, question);
        }
        // The paragraph is the question; its answer is what follows, up to the next question.
        let own = self.own(self.section_at(block.span.start));
        let rest = Span::new(block.span.end, own.end);
        let until = self
            .blocks(rest)
            .iter()
            .find(|next| next.item.is_none() && only_asks(&self.wording.words(next.span)))
            .map_or(own.end, |next| next.span.start);
        let answered = self.answers(Span::new(rest.start, until));
        (Span::new(block.span.start, until), answered, first)
    }

    /// Whether anything in `span` answers: text that does not only ask, code, a row of a table.
    fn answers(&self, span: Span) -> bool {
        self.blocks(span).iter().any(|block| self.is_answer(block))
    }

    fn is_answer(&self, block: &Block) -> bool {
        let words = self.wording.words(block.span);
        says_something(&words) && !(block.kind == BlockKind::Text && only_asks(&words))
    }

    /// Whether the item says more than its question or its title.
    fn item_answers(&self, index: usize) -> bool {
        let Some(item) = self.found.items.get(index) else {
            return false;
        };
        let doubts = || asks(&self.title_over(item.span.start));
        self.blocks(item.span).iter().any(|block| {
            if let Some(title) = self.topics.get(&item.span.start)
                && block.span.touches(title.start)
            {
                let behind = Span::new(title.end, block.span.end);
                return says_something(&self.wording.words(behind));
            }
            if self.is_answer(block) {
                return true;
            }
            let words = self.wording.words(block.span);
            says_something(&words) && !uses_question_words(&words) && doubts()
        })
    }

    /// Questions without a mark: headings that ask, and items that ask and have their answer below.
    fn unmarked(&self) -> impl Iterator<Item = Question> {
        let headings = self
            .headings
            .iter()
            .enumerate()
            .filter_map(|(index, heading)| {
                if !asks(&heading.title) {
                    return None;
                }
                let topic = heading.kind == HeadingKind::Item;
                let own = if topic {
                    Span::new(heading.title_span.end, heading.section_end)
                } else {
                    self.own(Some(index))
                };
                let span = Span::new(heading.span.start, own.end);
                let answered = if topic {
                    let item = self
                        .found
                        .items
                        .binary_search_by_key(&heading.span.start, |item| item.span.start);
                    item.is_ok_and(|item| self.item_answers(item))
                } else {
                    self.answers(own)
                };
                self.plain(span, answered, heading.title_span)
            });
        let items = self
            .found
            .items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let topic = self.topics.contains_key(&item.span.start);
                let content = item.content.of(self.text);
                let asks = bare(content).ends_with(['?', '？']) && only_asks(content);
                let own = Span::new(item.content.end, item.span.end);
                if topic || !asks || own.is_empty() || !self.answers(own) {
                    return None;
                }
                self.plain(item.span, self.item_answers(index), item.content)
            });
        headings.chain(items)
    }

    fn plain(&self, span: Span, answered: bool, title: Span) -> Option<Question> {
        if self.wording.has_mark(span) {
            return None;
        }
        let end = span.start + span.of(self.text).trim_end().len();
        Some(Question {
            status: if answered {
                QuestionStatus::Answered
            } else {
                QuestionStatus::Unanswered
            },
            markers: Vec::new(),
            span: Span::new(span.start, end),
            question: self.wording.shown(title),
        })
    }

    /// The title of the section that holds `offset`, without marks.
    fn title_over(&self, offset: usize) -> String {
        self.section_at(offset)
            .and_then(|index| self.headings.get(index))
            .map_or_else(String::new, |heading| {
                self.wording.shown(heading.title_span)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions, QuestionStatus};

    /// Every question as `status number-of-marks words`.
    fn questions(text: &str) -> Vec<String> {
        asked(text, &NoteOptions::default())
    }

    fn asked(text: &str, options: &NoteOptions) -> Vec<String> {
        Note::parse(text, options)
            .questions
            .iter()
            .map(|question| {
                let status = match question.status {
                    QuestionStatus::Unanswered => "open",
                    QuestionStatus::Unsure => "unsure",
                    QuestionStatus::Answered => "answered",
                };
                format!("{status} {} {}", question.markers.len(), question.question)
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(questions(text), expected, "{text}");
    }

    #[test]
    fn a_mark_alone_belongs_to_its_section() {
        check("## Why?\n\n❓\n", &["open 1 Why?"]);
        check("## Why? ❓\n\n❓❓\n", &["open 3 Why?"]);
        check("## Why?\n\nBecause.\n\n❓\n", &["unsure 1 Why?"]);
        check("## Why?\n\n❓\n\n- one reason\n", &["unsure 1 Why?"]);
        check("## Why?\n\n❓\n\n```\ncode\n```\n", &["unsure 1 Why?"]);
        check("## Why?\n\n❓\n\n### Other\n\nText.\n", &["open 1 Why?"]);
        check(
            "#why so slow\n❓\n\n#why not\nno reason\n",
            &["open 1 why so slow"],
        );
    }

    #[test]
    fn what_is_no_answer() {
        for nothing in [
            "TODO",
            "[docs](a.md)",
            "see <https://example.org>",
            "https://example.org/a",
            "-",
            "- [ ]",
            "...",
            "---",
            "<!-- x -->",
            "[[Other note]]",
            "- and why not?",
        ] {
            check(&format!("## Why?\n\n❓\n\n{nothing}\n"), &["open 1 Why?"]);
        }
        for answer in ["![](a.png)", "42", "| a |\n|---|\n| b |", "$x$", "`x`"] {
            check(&format!("## Why?\n\n❓\n\n{answer}\n"), &["unsure 1 Why?"]);
        }
    }

    #[test]
    fn a_mark_in_a_paragraph_belongs_to_it() {
        check("## Why?\n\n❓ Because\nit is.\n", &["unsure 1 Why?"]);
        check(
            "## Notes\n\nSlots save memory ❓\n",
            &["unsure 1 Slots save memory"],
        );
        check("What is a slot? ❓\n", &["open 1 What is a slot?"]);
        check("What is a slot?\n❓\n", &["open 1 What is a slot?"]);
        check(
            "What is a slot?\n\n❓\n\nWhat is a dict?\n\nA table.\n",
            &["open 1 What is a slot?"],
        );
        check(
            "❓ What is a slot?\n\nA name in a class.\n",
            &["unsure 1 What is a slot?"],
        );
        check(
            "What is a slot? ❓ A name in a class.\n",
            &["unsure 1 What is a slot? A name in a class."],
        );
    }

    #[test]
    fn a_mark_in_an_item_belongs_to_it() {
        check(
            "- ❓ slots save memory\n- sure\n",
            &["unsure 1 slots save memory"],
        );
        check(
            "- What is a slot? ❓\n- sure\n",
            &["open 1 What is a slot?"],
        );
        check(
            "- What is a slot? ❓\n  - a name in a class\n",
            &["unsure 1 What is a slot?"],
        );
        check("- slots\n  - ❓\n", &["open 1 slots"]);
        check(
            "- a list, maybe?\n  ❓ a tuple\n",
            &["unsure 1 a list, maybe?"],
        );
        check(
            "1. **Slots** ❓\n2. **Dicts** – tables\n",
            &["open 1 Slots"],
        );
        check("## Why?\n\n- O(1)? ❓\n", &["unsure 1 O(1)?"]);
    }

    #[test]
    fn questions_without_marks() {
        check(
            "## What is a slot?\n\nA name.\n\n## Why\n",
            &["answered 0 What is a slot?"],
        );
        check("## What is a slot?\n", &["open 0 What is a slot?"]);
        check(
            "- which one?\n  - the first\n- really?\n",
            &["answered 0 which one?"],
        );
    }

    #[test]
    fn marks_of_other_shapes() {
        check("A ❓\u{FE0F} b\n", &["unsure 1 A b"]);
        check("## Why?\n\nâ“\n", &["open 1 Why?"]);
        check("## Why？\n\nSo.\n", &["answered 0 Why？"]);
        let options = NoteOptions {
            question_markers: vec!["??".to_owned(), "ASK".to_owned()],
            ..NoteOptions::default()
        };
        assert_eq!(
            asked("It is so ??\n\nASK him\n\nTASKS ❓\n", &options),
            ["unsure 1 It is so", "unsure 1 him"]
        );
    }

    #[test]
    fn code_and_comments_ask_nothing() {
        check(
            "`❓`\n\n```\n❓\n```\n\n<!-- ❓ -->\n\n    x = 1  # ❓\n",
            &[],
        );
    }
}
