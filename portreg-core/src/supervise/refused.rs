//! Why a program could not be started, and the way out.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The error for a program that the system refused to start.
pub(super) fn refused(argv: &[OsString], dir: Option<&Path>, error: &io::Error) -> Error {
    let program = argv.first().cloned().unwrap_or_default();
    if error.kind() == io::ErrorKind::Unsupported {
        return Error::Unsupported { what: error.to_string() };
    }
    let message = reason(Path::new(&program), dir.unwrap_or(Path::new(".")), error);
    Error::SpawnFailed { program: program.to_string_lossy().into_owned(), message }
}

fn reason(program: &Path, dir: &Path, error: &io::Error) -> String {
    const NOT_A_PROGRAM: i32 = 8;
    let is_path = program.components().count() > 1;
    let file = if is_path { dir.join(program) } else { PathBuf::from(program) };
    match error.kind() {
        _ if program.as_os_str().is_empty() => "no program is given".to_owned(),
        _ if !dir.is_dir() => format!("there is no folder {}", dir.display()),
        io::ErrorKind::NotFound if !is_path => not_on_path(program, dir),
        io::ErrorKind::NotFound if file.exists() => {
            "it is there, but the interpreter that its first line names is not".to_owned()
        }
        io::ErrorKind::NotFound => format!("there is no file {}", file.display()),
        _ if file.is_dir() => "it is a folder".to_owned(),
        io::ErrorKind::PermissionDenied => {
            format!("it is not executable; chmod +x {} makes it so", program.display())
        }
        _ if error.raw_os_error() == Some(NOT_A_PROGRAM) => {
            "it is no program of this machine, and its first line names no interpreter".to_owned()
        }
        _ => error.to_string(),
    }
}

fn not_on_path(program: &Path, dir: &Path) -> String {
    let name = program.display();
    let local = Path::new("node_modules/.bin").join(program);
    if dir.join(&local).exists() {
        return format!("it is not on PATH but in {}; write npx {name}", local.display());
    }
    if dir.join(program).is_file() {
        return format!("it is not on PATH but in this folder; write ./{name}");
    }
    "it is not on PATH; check the name, or install it".to_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn told(program: &str, dir: &Path) -> String {
        let error = std::process::Command::new(if program.contains('/') {
            dir.join(program).into_os_string()
        } else {
            program.into()
        })
        .spawn()
        .unwrap_err();
        refused(&[program.into()], Some(dir), &error).to_string()
    }

    #[test]
    fn each_reason_names_its_way_out() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path();
        std::fs::create_dir_all(at.join("node_modules/.bin")).unwrap();
        std::fs::write(at.join("node_modules/.bin/no-such-vite"), "").unwrap();
        std::fs::write(at.join("plain"), "").unwrap();
        std::fs::write(at.join("script"), "#!/no/such/interpreter\n").unwrap();
        std::fs::set_permissions(
            at.join("script"),
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .unwrap();
        for (program, part) in [
            ("no-such-program", "not on PATH; check the name"),
            ("no-such-vite", "npx no-such-vite"),
            ("plain", "write ./plain"),
            ("./nothing", "there is no file"),
            ("./plain", "chmod +x ./plain"),
            ("./script", "interpreter"),
            ("./node_modules", "it is a folder"),
        ] {
            let text = told(program, at);
            assert!(text.contains(part), "{program}: {text}");
        }
        let gone = at.join("gone");
        let error = io::Error::from(io::ErrorKind::NotFound);
        let text = refused(&["ls".into()], Some(&gone), &error).to_string();
        assert!(text.contains("there is no folder"), "{text}");
    }
}
