//! Lines of a shell session: prompts and commands.

/// Commands that notes show most, none of them a Python word that could begin a statement of names.
const COMMANDS: &[&str] = &[
    "pip",
    "pip3",
    "python",
    "python3",
    "py",
    "cd",
    "ls",
    "git",
    "npm",
    "npx",
    "yarn",
    "docker",
    "docker-compose",
    "kubectl",
    "conda",
    "curl",
    "wget",
    "sudo",
    "apt",
    "apt-get",
    "brew",
    "mkdir",
    "export",
    "source",
    "uv",
    "uvx",
    "poetry",
    "pipenv",
    "pipx",
    "pytest",
    "celery",
    "flask",
    "uvicorn",
    "gunicorn",
    "django-admin",
    "echo",
    "cat",
    "touch",
    "rm",
    "cp",
    "mv",
    "chmod",
    "make",
    "ssh",
    "scp",
    "virtualenv",
    "pyenv",
    "mypy",
    "ruff",
    "black",
    "flake8",
    "jupyter",
    "streamlit",
    "scrapy",
    "alembic",
    "tox",
    "coverage",
    "twine",
    "redis-cli",
    "redis-server",
    "psql",
    "mysql",
    "sqlite3",
    "go",
    "cargo",
    "node",
    "java",
    "javac",
    "gcc",
    "set",
    "activate",
    "deactivate",
    "which",
    "tar",
    "unzip",
    "grep",
    "find",
    "tree",
    "choco",
    "winget",
    "rustup",
    "hatch",
    "nox",
    "airflow",
    "dbt",
    "spark-submit",
    "heroku",
    "aws",
    "gcloud",
    "az",
    "terraform",
    "ansible",
    "pre-commit",
    "ipython",
    "datasette",
    "sqlite-utils",
    "llm",
    "nano",
    "vim",
    "code",
    "open",
    "time",
    "env",
];

/// True where `words`, a line without its blanks, is a command or begins with a prompt.
pub(super) fn is_shell(words: &str) -> bool {
    let prompt = [
        "$ ", "% ", "# pip", "> ", "PS ", "C:\\", "~/", "./", "../", "(venv)", "(env)", "(base)",
        "shell %", "shell>",
    ];
    if prompt.iter().any(|start| words.starts_with(start)) || words == "$" {
        return true;
    }
    // user@host:~$ command
    let head = words.split(' ').next().unwrap_or("");
    if head.contains('@') && head.ends_with(['$', '#', '%', '>']) {
        return true;
    }
    let mut rest = words.split_whitespace();
    let command = rest.next().unwrap_or("");
    let Some(argument) = rest.next() else {
        return false;
    };
    let operator = argument.starts_with(|c: char| "=+*/%<>!&|^:,;)]}.".contains(c))
        && !argument.starts_with("./")
        && !argument.starts_with("../")
        || argument.starts_with('(')
        || matches!(
            argument,
            "in" | "is" | "and" | "or" | "not" | "if" | "for" | "as" | "else"
        );
    COMMANDS.contains(&command) && !operator
}
