//! `notelint man`: manual pages, made from the same definition as `--help`.

use std::fs;
use std::io::Write;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::args::{Arguments, ManArgs};
use crate::cli::output::Stdout;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(options: &ManArgs) -> anyhow::Result<Status> {
    let command = Arguments::command();
    if let Some(folder) = &options.folder {
        fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .with_context(|| folder.display().to_string())?;
        return Ok(Status::Clean);
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    let mut out = Stdout::for_programs();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Status::Clean)
}
