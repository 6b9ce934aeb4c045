//! `textDocument/codeAction` and `codeAction/resolve`: each fix and each alternative of a finding, where an open question
//! may be answered, silencing a finding, and all certain fixes at once, of one rule or of all.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionTriggerKind,
    Command, Uri,
};

use super::command::GO_TO_ANSWER;
use super::{Context, about, link_actions};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId};
use crate::features::answers::answers;
use crate::features::fix_all::is_fixable;
use crate::features::related::Related;
use crate::features::{self, mark, suppress};
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::order;
use crate::lsp::session::Snapshot;
use crate::text::Span;

/// The kind of "fix everything that has one certain answer".
pub(in crate::lsp) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.notelint");

/// What an action that is to be resolved later remembers.
#[derive(Debug, Serialize, Deserialize)]
struct Later {
    uri: Uri,
    /// Only the fixes of this rule.
    rule: Option<String>,
}

/// A question has no more likely answers than are worth a line in a menu.
const MOST_ANSWERS: usize = 3;

/// Answers `textDocument/codeAction`.
pub(in crate::lsp) async fn handle(
    params: CodeActionParams,
    library: &Library,
) -> Result<Option<Vec<CodeActionOrCommand>>> {
    let uri = params.text_document.uri.clone();
    let moment = order::moment();
    let library = library.clone();
    about(&uri, move |context| {
        Some(answer(context, &params, &moment, &library))
    })
    .await
}

/// Answers `codeAction/resolve`.
pub(in crate::lsp) async fn resolve(action: CodeAction) -> Result<CodeAction> {
    let later = action.data.clone().map(serde_json::from_value::<Later>);
    let Some(Ok(Later { uri, rule })) = later else {
        return Ok(action);
    };
    // Of the note as it is now, whatever it was when the action was offered.
    let edit = about(&uri, |context| {
        let rule = rule.map(RuleId::custom);
        let edits = fix_all(context, rule.as_ref());
        Some(context.converter().workspace_edit(&edits))
    });
    Ok(CodeAction {
        edit: edit.await?,
        ..action
    })
}

/// All certain fixes of a note, or those of one rule.
pub(super) fn fix_all(context: &Context, rule: Option<&RuleId>) -> Vec<Edit> {
    let reading = context.open.reading();
    let findings = context.open.findings();
    features::fix_all::fix_all(&reading.note, &reading.config, findings, rule)
}

/// The actions of one answer, as far as they are wanted.
struct Actions<'a> {
    context: &'a Context,
    only: Option<&'a [CodeActionKind]>,
    all: Vec<CodeAction>,
    /// What each of them comes to: two findings may have one answer.
    said: FxHashSet<String>,
}

fn answer(
    context: &Context,
    params: &CodeActionParams,
    moment: &Snapshot,
    library: &Library,
) -> Vec<CodeActionOrCommand> {
    let mut actions = Actions {
        context,
        only: params.context.only.as_deref(),
        all: Vec::new(),
        said: FxHashSet::default(),
    };
    let range = context.converter().span(params.range);
    let findings = context.open.findings();
    let here: Vec<&Diagnostic> = findings
        .iter()
        .filter(|finding| is_at(finding, range))
        .collect();
    if actions.wants(&CodeActionKind::QUICKFIX) {
        here.iter().for_each(|finding| actions.fixes(finding));
        actions.answers(range.start, moment, library);
    }
    let fixable = || findings.iter().filter(|finding| is_fixable(finding));
    let certain = fixable().count();
    let mut rules: Vec<&RuleId> = here
        .iter()
        .filter(|finding| is_fixable(finding))
        .map(|finding| &finding.rule)
        .collect();
    rules.sort();
    rules.dedup();
    for rule in &rules {
        let alike = fixable().filter(|finding| finding.rule == **rule).count();
        // Where there is nothing else, that is to fix everything.
        if alike > 1 && alike < certain {
            let title = format!("Fix all {alike} findings of {rule} in this note");
            actions.fix_all(title, CodeActionKind::QUICKFIX, Some(rule));
        }
    }
    if certain > 1 && !rules.is_empty() {
        let title = format!("Fix all {certain} findings with one certain answer");
        actions.fix_all(title, CodeActionKind::QUICKFIX, None);
    }
    if certain > 0 {
        let title = "Fix everything that has one certain answer".to_owned();
        actions.fix_all(title, FIX_ALL, None);
    }
    if actions.wants(&CodeActionKind::QUICKFIX) {
        here.iter().for_each(|finding| actions.silencing(finding));
    }
    if actions.wants(&CodeActionKind::REFACTOR_REWRITE) {
        actions.marks(range.start, params.context.trigger_kind);
    }
    actions.links(range.start, params.context.trigger_kind, moment, library);
    let all = actions.all.into_iter();
    all.map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a finding concerns what is selected; a cursor at its edge counts.
fn is_at(finding: &Diagnostic, range: Span) -> bool {
    finding.span.start <= range.end && range.start <= finding.span.end
}

/// The action that shows `answer`.
fn go_to(answer: &Related, notes: &Reading<'_>) -> Option<CodeAction> {
    let (uri, range) = notes.location(&answer.passage)?;
    let file = answer.passage.path.file_name()?.to_string_lossy();
    let title = format!(
        "Go to the likely answer: {} ({file}:{})",
        answer.passage.title,
        answer.passage.place.line()
    );
    Some(CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(Command {
            title,
            command: GO_TO_ANSWER.to_owned(),
            arguments: Some(vec![json!(uri), json!(range)]),
        }),
        ..CodeAction::default()
    })
}

impl Actions<'_> {
    /// Kinds are hierarchical: `source` asks for `source.fixAll`, too (LSP 3.17, `CodeActionKind`).
    fn wants(&self, kind: &CodeActionKind) -> bool {
        self.only.is_none_or(|only| {
            only.iter().any(|wanted| {
                let rest = kind.as_str().strip_prefix(wanted.as_str());
                rest.is_some_and(|rest| {
                    wanted.as_str().is_empty() || rest.is_empty() || rest.starts_with('.')
                })
            })
        })
    }

    fn fixes(&mut self, finding: &Diagnostic) {
        for fix in finding.fix.iter().chain(&finding.alternatives) {
            let is_certain = fix.applicability == Applicability::Safe
                && finding.fix.as_ref().is_some_and(|certain| certain == fix);
            let action = self.quick_fix(finding, &fix.message, &fix.edits);
            self.push(CodeAction {
                is_preferred: is_certain.then_some(true),
                ..action
            });
        }
    }

    /// Where the open question at `offset` may be answered. Only there the notes are looked through.
    fn answers(&mut self, offset: usize, moment: &Snapshot, library: &Library) {
        let note = &self.context.open.reading().note;
        let Some(question) = mark::open_question(note, offset) else {
            return;
        };
        if !self.context.client.shows_documents {
            return;
        }
        library.read(moment, Look::Lately, |notes| {
            let Some((_, path)) = notes.open(&self.context.open.uri) else {
                return;
            };
            let found = answers(notes.vault, &path, note, question);
            let found = found.iter().take(MOST_ANSWERS);
            for action in found.filter_map(|answer| go_to(answer, notes)) {
                self.push(action);
            }
        });
    }

    fn silencing(&mut self, finding: &Diagnostic) {
        let note = &self.context.open.reading().note;
        let rule = &finding.rule;
        if matches!(rule.as_str(), "unused-suppression" | "unknown-suppression") {
            return;
        }
        if let Some(edit) = suppress::on_line(note, finding) {
            let title = format!("Ignore {rule} on this line");
            let action = self.quick_fix(finding, &title, &[edit]);
            self.push(action);
        }
        let title = format!("Ignore {rule} in this note");
        let action = self.quick_fix(finding, &title, &[suppress::in_note(note, finding)]);
        self.push(action);
    }

    fn quick_fix(&self, finding: &Diagnostic, title: &str, edits: &[Edit]) -> CodeAction {
        let converter = self.context.converter();
        CodeAction {
            title: title.to_owned(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![converter.diagnostic(finding)]),
            edit: Some(converter.workspace_edit(edits)),
            ..CodeAction::default()
        }
    }

    /// Making the note that a link misses; to those who ask for it, making links, notes of sections, the table of contents.
    fn links(
        &mut self,
        offset: usize,
        trigger: Option<CodeActionTriggerKind>,
        moment: &Snapshot,
        library: &Library,
    ) {
        let context = self.context;
        let asked = trigger != Some(CodeActionTriggerKind::AUTOMATIC);
        let made = library.read(moment, Look::Lately, |notes| {
            let (_, path) = notes.open(&context.open.uri)?;
            let create = link_actions::create(notes, context, &path, offset);
            let link = asked.then(|| link_actions::link(notes, context, &path, offset));
            let refactors = self.wants(&CodeActionKind::REFACTOR_EXTRACT)
                || self.wants(&CodeActionKind::REFACTOR_INLINE);
            let sections = if asked && refactors {
                link_actions::sections(notes, context, moment, &Arc::from(path.as_path()), offset)
            } else {
                Vec::new()
            };
            Some((create, link.flatten(), sections))
        });
        let (create, link, sections) = made.unwrap_or_default();
        let contents = asked
            .then(|| link_actions::contents(context, offset))
            .flatten();
        let others = [create, link, contents].into_iter().flatten();
        for action in others.chain(sections) {
            if action.kind.as_ref().is_some_and(|kind| self.wants(kind)) {
                self.push(action);
            }
        }
    }

    /// All certain fixes, or those of one rule; what they come to is worked out when the action is picked, where the
    /// client can ask then.
    fn fix_all(&mut self, title: String, kind: CodeActionKind, rule: Option<&RuleId>) {
        if !self.wants(&kind) {
            return;
        }
        let open = &self.context.open;
        let mut action = CodeAction {
            title,
            kind: Some(kind),
            ..CodeAction::default()
        };
        if self.context.client.resolves_edits {
            let uri = open.uri.clone();
            let rule = rule.map(ToString::to_string);
            action.data = serde_json::to_value(Later { uri, rule }).ok();
        } else {
            let edits = fix_all(self.context, rule);
            action.edit = Some(self.context.converter().workspace_edit(&edits));
        }
        self.push(action);
    }

    /// Any line can be marked as a question, which would put a light bulb on every line: that is offered to those who
    /// ask for it (LSP 3.17, `CodeActionTriggerKind`).
    fn marks(&mut self, offset: usize, trigger: Option<CodeActionTriggerKind>) {
        let reading = self.context.open.reading();
        let markers = &reading.config.questions.markers;
        if let Some(edits) = mark::as_answered(&reading.note, offset) {
            self.rewrite("Mark as answered", &edits);
        } else if trigger != Some(CodeActionTriggerKind::AUTOMATIC)
            && let Some(marker) = markers.first()
            && let Some(edit) = mark::as_question(&reading.note, offset, marker)
        {
            self.rewrite("Mark as question", &[edit]);
        }
    }

    fn rewrite(&mut self, title: &str, edits: &[Edit]) {
        let edit = self.context.converter().workspace_edit(edits);
        self.push(CodeAction {
            title: title.to_owned(),
            kind: Some(CodeActionKind::REFACTOR_REWRITE),
            edit: Some(edit),
            ..CodeAction::default()
        });
    }

    /// Adds an action, unless the same one is there for another finding.
    fn push(&mut self, action: CodeAction) {
        let CodeAction {
            title,
            kind,
            edit,
            command,
            ..
        } = &action;
        let said = json!([title, kind, edit, command]).to_string();
        if self.said.insert(said) {
            self.all.push(action);
        }
    }
}
