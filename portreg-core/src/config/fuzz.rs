//! Configuration files as functions of bytes, for fuzzing.

use std::path::Path;

use super::Config;
use super::document::Document;
use super::project::{PORT_DADDY_FILE, PROJECT_FILE, ProjectFile};
use super::user::UserDocument;
use crate::model::Identity;

/// Reads a project file in both its forms and asks it about some names; whether either was
/// understood.
pub(crate) fn project(data: &[u8]) -> bool {
    let mut understood = false;
    for file in [PROJECT_FILE, PORT_DADDY_FILE] {
        let Ok(document) = Document::from_bytes(Path::new(file), data.to_vec()) else { continue };
        let Ok(project) = ProjectFile::parse(&document) else { continue };
        understood = true;
        for name in ["shop", "shop:web", "shop:web:main", "windags:api:main"] {
            let Ok(identity) = name.parse::<Identity>() else { continue };
            // A tie of two keys is an error, and fine.
            _ = project.service(&identity);
        }
        let config = Config { project: Some(project), ..Config::default() };
        _ = config.report();
    }
    understood
}

/// Reads a user's file in both its forms; whether either was understood.
pub(crate) fn user(data: &[u8]) -> bool {
    let mut understood = false;
    for foreign in [false, true] {
        let file = Path::new("config.json");
        let Ok(document) = Document::from_bytes(file, data.to_vec()) else { continue };
        let Ok(user) = UserDocument::parse(document, foreign) else { continue };
        let mut config = Config::default();
        understood |= config.take(user).is_ok();
        _ = config.report();
    }
    understood
}
