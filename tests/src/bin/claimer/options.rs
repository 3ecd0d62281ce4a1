//! Claim options as the tests write them in JSON.

use std::path::PathBuf;
use std::time::Duration;

use portreg_core::{ClaimOptions, OwnerOption, Result};
use serde_json::Value;

/// Reads options; what is not named keeps its default.
pub(crate) fn options(value: &Value) -> Result<ClaimOptions> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let port = |value: &Value| value.as_u64().and_then(|port| u16::try_from(port).ok());
    Ok(ClaimOptions {
        port: match &value["port"] {
            Value::Array(list) => list.iter().filter_map(port).collect(),
            one => port(one).into_iter().collect(),
        },
        strict: value["strict"] == true,
        range: value["range"].as_str().map(str::parse).transpose()?,
        pool: text("pool"),
        strategy: value["strategy"].as_str().map(str::parse).transpose()?,
        expires_in: value["expires_ms"].as_u64().map(Duration::from_millis),
        persistent: value["persistent"].as_bool(),
        pair: text("pair"),
        on_conflict: value["on_conflict"].as_str().map(str::parse).transpose()?,
        owner: match &value["owner"] {
            Value::String(_) => OwnerOption::None,
            Value::Number(pid) => {
                OwnerOption::Pid(pid.as_u64().and_then(|pid| u32::try_from(pid).ok()).unwrap_or(0))
            }
            _ => OwnerOption::Caller,
        },
        metadata: value["metadata"].as_object().cloned(),
        description: text("description"),
        dir: text("dir").map(PathBuf::from),
        launch: serde_json::from_value(value["launch"].clone()).unwrap_or_default(),
    })
}
