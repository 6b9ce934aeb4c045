//! Packs the large data files, a fourth of their size afterwards: names of Python and its library, the glossary, the
//! config's schema, the drawing of the topic map. They are unpacked where they are first asked for (`text::packed`).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec_zlib;

/// As small as it gets.
const LEVEL: u8 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("server/data");
    println!("cargo:rerun-if-changed={}", data.display());
    let pack = |name: &str, bytes: &[u8]| -> Result<(), Box<dyn Error>> {
        let path = Path::new(&env::var("OUT_DIR")?).join(name);
        Ok(fs::write(path, compress_to_vec_zlib(bytes, LEVEL))?)
    };
    for path in [
        "config.schema.json",
        "python/stdlib.txt",
        "python/homes.txt",
        "python/python2.txt",
        "python/third_party.txt",
        "map/drawing.js",
    ] {
        let path = data.join(path);
        let name = path.file_name().and_then(|name| name.to_str());
        pack(name.unwrap_or_default(), &fs::read(&path)?)?;
    }
    pack("terms", terms(&data.join("terms"))?.as_bytes())
}

/// The glossary's files in the order of their names: each one's name without ending, its text, both with a NUL behind.
fn terms(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let mut all = String::new();
    for path in files {
        let field = path.file_stem().and_then(|stem| stem.to_str());
        let field = field.ok_or("the name of a glossary file is no text")?;
        let text = fs::read_to_string(&path)?;
        all.extend([field, "\0", &text, "\0"]);
    }
    Ok(all)
}
