//! The committed schemas are those of the types. `UPDATE=1 cargo test` rewrites them.

use std::path::Path;

use crate::config::{project_schema, user_schema};

#[test]
fn the_committed_schemas_are_the_generated_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    for (name, schema) in
        [("portreg.schema.json", project_schema()), ("config.schema.json", user_schema())]
    {
        let file = folder.join(name);
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            committed == text,
            "{name} is out of date: run UPDATE=1 cargo test -p portreg-core"
        );
    }
}
