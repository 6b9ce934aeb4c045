//! Replacing a note: its old content or its new one, never a mixture, whatever happens in between.

use std::fs::{self, File, Metadata};
use std::io::Write;
use std::path::Path;

use super::{FileProblem, Source, Stamp};

/// Replaces the file at `path`, read before as `source`, by `text` in the same encoding. Permissions stay; through a
/// symbolic link its target is replaced.
///
/// # Errors
/// The file changed since it was read, has several hard links (the others would keep the old text), is read-only, or
/// the disk refuses. The old content is then still there, whole.
pub fn write_atomic(path: &Path, source: &Source, text: &str) -> Result<(), FileProblem> {
    let problem = |message: String| FileProblem::new(path, message);
    let failed = |error: std::io::Error| problem(format!("not written: {error}"));
    let target = fs::canonicalize(path).map_err(failed)?;
    let folder = target
        .parent()
        .ok_or_else(|| problem("not written: it is in no folder".to_owned()))?;
    let metadata = check(&target, source).map_err(problem)?;
    // In the same folder, so that the rename below stays on one file system and is atomic (POSIX rename).
    let mut temporary = tempfile::Builder::new()
        .prefix(".notelint-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(failed)?;
    temporary
        .write_all(&source.encoding.encode(text))
        .map_err(failed)?;
    temporary
        .as_file()
        .set_permissions(metadata.permissions())
        .map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    // Once more at the last moment: somebody may have saved the note while we worked.
    check(&target, source).map_err(problem)?;
    temporary
        .persist(&target)
        .map_err(|error| failed(error.error))?;
    // The rename itself must reach the disk, too. Not every system can sync a folder; the note is whole all the same.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The file's metadata, where it may be replaced.
fn check(target: &Path, source: &Source) -> Result<Metadata, String> {
    let metadata = fs::metadata(target).map_err(|error| format!("not written: {error}"))?;
    if Stamp::of(&metadata) != source.stamp {
        return Err("not written: it was changed while notelint worked on it".to_owned());
    }
    if metadata.permissions().readonly() {
        return Err("not written: it is read-only".to_owned());
    }
    let links = hard_links(&metadata);
    if links > 1 {
        return Err(format!(
            "not written: it has {links} hard links, and only this one would be changed"
        ));
    }
    Ok(metadata)
}

#[cfg(unix)]
fn hard_links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// The standard library does not tell on other systems.
#[cfg(not(unix))]
fn hard_links(_metadata: &Metadata) -> u64 {
    1
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::{MAX_BYTES, read};
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keeps_permissions_and_byte_order_mark() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "\u{FEFF}old\r\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let source = read(&path, MAX_BYTES).unwrap();
        write_atomic(&path, &source, "new\r\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{FEFF}new\r\n");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn refuses_what_would_lose_something() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        let source = read(&path, MAX_BYTES).unwrap();

        fs::hard_link(&path, folder.path().join("b.md")).unwrap();
        let message = write_atomic(&path, &source, "new").unwrap_err().message;
        assert!(message.contains("2 hard links"), "{message}");
        fs::remove_file(folder.path().join("b.md")).unwrap();

        fs::write(&path, "somebody else's").unwrap();
        let message = write_atomic(&path, &source, "new").unwrap_err().message;
        assert!(message.contains("was changed"), "{message}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
    }

    #[test]
    fn replaces_the_target_of_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.md");
        let link = folder.path().join("link.md");
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let source = read(&link, MAX_BYTES).unwrap();
        write_atomic(&link, &source, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[test]
    fn a_pipe_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let message = read(folder.path(), MAX_BYTES).unwrap_err().message;
        assert!(message.contains("not a regular file"), "{message}");
    }
}
