//! `notelint completions`: a script for a shell.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::args::{Arguments, CompletionsArgs};
use crate::cli::output::Stdout;
use crate::cli::status::Status;
use crate::rules::RULES;

/// Runs the command.
pub(in crate::cli) fn run(options: &CompletionsArgs) -> anyhow::Result<Status> {
    let mut command = knowing_rules(Arguments::command());
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "notelint", &mut script);
    if options.shell == Shell::Fish {
        fish_values(&command, &mut script)?;
    }
    let mut out = Stdout::for_programs();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Clean)
}

/// The command line with the rules' names as values. What is read does not list them: a wrong name has a better message
/// than a list of all.
fn knowing_rules(command: Command) -> Command {
    let named = |arg: Arg| {
        arg.value_parser(PossibleValuesParser::new(
            RULES.iter().map(|r| r.id.as_str()),
        ))
    };
    command
        .mut_subcommand("rule", |rule| rule.mut_arg("name", named))
        .mut_subcommand("check", |check| {
            check.mut_arg("select", named).mut_arg("ignore", named)
        })
}

/// What the generator leaves out for fish: the values of arguments that have no option before them.
fn fish_values(command: &Command, script: &mut Vec<u8>) -> std::io::Result<()> {
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name();
        for argument in subcommand.get_positionals() {
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
            if !values.is_empty() {
                let values = values.join(" ");
                writeln!(
                    script,
                    "complete -c notelint -n \"__fish_notelint_using_subcommand {name}\" -f -a \"{values}\""
                )?;
            }
        }
    }
    Ok(())
}
