//! The published JSON Schemas, made from the types that read the files.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::service::ServiceConfig;
use super::user::UserFile;

const NAME: &str = r"[A-Za-z0-9*][A-Za-z0-9*._-]{0,63}";

/// The schema of the project file.
pub(crate) fn project_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let service = generator.subschema_for::<ServiceConfig>();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "portreg project configuration (.portreg.json)",
        "description": "Keys are patterns of services, project[:stack[:context]] with * in segments.",
        "type": "object",
        "properties": {
            "$schema": { "type": "string" },
            "project": {
                "description": "The project's name.",
                "type": "string",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
            },
        },
        "patternProperties": { (format!("^(?!project$){NAME}(:{NAME}){{0,2}}$")): service },
        "additionalProperties": false,
        "$defs": generator.take_definitions(true),
    });
    drop_null_defaults(&mut schema);
    schema
}

/// The schema of the machine's and the user's file.
pub(crate) fn user_schema() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<UserFile>();
    let mut schema = schema.to_value();
    schema["title"] = json!("portreg user configuration (config.json)");
    drop_null_defaults(&mut schema);
    schema
}

/// A key that is left out has no value; `null` is none that one may write.
fn drop_null_defaults(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            map.values_mut().for_each(drop_null_defaults);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_null_defaults),
        _ => {}
    }
}
