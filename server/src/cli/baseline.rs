//! `--baseline`: a file of findings that are known and not told again, so that an old folder need not be clean at once.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::output::{self, Checked};
use super::settings::real;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::note::Note;

/// The form of the file; another number means another form.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Debug)]
pub(super) struct Baseline {
    /// Names of notes are relative to this folder, the file's own: so it does not matter where notelint is called.
    folder: PathBuf,
    known: FxHashSet<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct File {
    notelint_baseline: u32,
    findings: Vec<Known>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    filename: String,
    code: String,
    fingerprint: String,
}

impl Baseline {
    /// Reads `file`.
    ///
    /// # Errors
    /// It is not there, cut short, of another version or no baseline at all.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let shown = file.display();
        ensure!(
            file.exists(),
            "{shown}: no such file; --write-baseline makes it"
        );
        let content = parse(file)?;
        Ok(Self {
            folder: folder(file),
            known: content
                .findings
                .into_iter()
                .map(|known| known.fingerprint)
                .collect(),
        })
    }

    /// Writes the findings of `notes` to `file`; tells how many there are.
    ///
    /// # Errors
    /// It cannot be written, or holds something that is no baseline and would be lost.
    pub fn write(file: &Path, notes: &[Checked]) -> anyhow::Result<usize> {
        let folder = folder(file);
        let mut findings: Vec<Known> = Vec::new();
        for note in notes {
            let filename = name(&real(Path::new(&note.filename)), &folder);
            let fingerprints =
                output::fingerprints(&filename, &note.text, &note.lines, &note.findings);
            for (finding, fingerprint) in note.findings.iter().zip(fingerprints) {
                findings.push(Known {
                    filename: filename.clone(),
                    code: finding.rule.to_string(),
                    fingerprint,
                });
            }
        }
        findings.sort();
        let count = findings.len();
        let content = File {
            notelint_baseline: VERSION,
            findings,
        };
        let mut text = Vec::new();
        output::write_json(&mut text, &content)?;
        if file.exists() {
            let unlike = || format!("{}: not replaced, as it is no baseline", file.display());
            parse(file).with_context(unlike)?;
            let source = files::read(file, files::MAX_BYTES)?;
            files::write_atomic(file, &source, &String::from_utf8(text)?)?;
        } else {
            std::fs::write(file, text).with_context(|| file.display().to_string())?;
        }
        Ok(count)
    }

    /// Drops the findings in the note at `path` that are known; tells how many.
    pub fn drop_known(&self, path: &Path, note: &Note, findings: &mut Vec<Diagnostic>) -> usize {
        let before = findings.len();
        let name = name(path, &self.folder);
        let mut fingerprints =
            output::fingerprints(&name, &note.text, &note.lines, findings).into_iter();
        findings.retain(|_| {
            fingerprints
                .next()
                .is_none_or(|fingerprint| !self.known.contains(&fingerprint))
        });
        before - findings.len()
    }
}

fn parse(file: &Path) -> anyhow::Result<File> {
    /// Every version has this, whatever else it has.
    #[derive(Deserialize)]
    struct Head {
        notelint_baseline: u32,
    }
    let shown = file.display();
    let source = files::read(file, files::MAX_BYTES)?;
    let at = |error: &serde_json::Error| format!("{shown}:{}:{}", error.line(), error.column());
    match serde_json::from_str::<Head>(&source.text) {
        Ok(head) if head.notelint_baseline != VERSION => bail!(
            "{shown}: a baseline of version {}, this notelint reads version {VERSION}; delete it and \
             make it anew with --write-baseline",
            head.notelint_baseline
        ),
        Ok(_) => {}
        Err(error) if error.is_eof() => bail!(
            "{}: the baseline is cut short; delete it and make it anew with --write-baseline",
            at(&error)
        ),
        Err(error) => bail!("{}: not a baseline of notelint: {error}", at(&error)),
    }
    serde_json::from_str(&source.text)
        .map_err(|error| anyhow::anyhow!("{}: not a baseline of notelint: {error}", at(&error)))
}

fn folder(file: &Path) -> PathBuf {
    real(file)
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// `path` relative to `folder` where it lies below, with `/` on every system.
fn name(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}
