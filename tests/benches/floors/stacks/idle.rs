//! What a supervisor costs while its services are well: processor and memory.

use std::path::Path;
use std::time::Duration;

use portreg_core::{Registry, WaitOptions};
use portreg_tests::stamp::processor_ns;
use serde_json::{Map, Value, json};

use super::{DEADLINE, Place, SERVICE, resident};
use crate::measure::Result;
use crate::report::Line;
use crate::wanted;

const IDLE: &str = "supervisor of 20 services, probed every 10 s";
const MEMORY: &str = "memory of a supervisor of 20 services";

const SERVICES: usize = 20;
const WATCHED: Duration = Duration::from_secs(30);

/// Both, of one stack.
pub(super) fn run(folder: &Path) -> Result<Vec<Line>> {
    if !(wanted(IDLE) || wanted(MEMORY)) {
        return Ok(Vec::new());
    }
    let place = Place::new(folder, "idle")?;
    let service = json!({ "cmd": [SERVICE, "http"], "ready": "http://localhost:{port}/" });
    let names: Vec<String> = (0..SERVICES).map(|number| format!("bench:s{number}")).collect();
    let services = names.iter().map(|name| (name.clone(), service.clone()));
    let mut config = Map::from_iter(services);
    config.insert("project".into(), "bench".into());
    place.configure(&Value::Object(config))?;
    if !place.portreg(&["up", "-d"]).status()?.success() {
        return Err("the stack does not come up".into());
    }
    let registry = place.registry()?;
    let lines = watch(&place, &registry, &names);
    place.portreg(&["down"]).status()?;
    lines
}

fn watch(place: &Place, registry: &Registry, names: &[String]) -> Result<Vec<Line>> {
    let options = WaitOptions { timeout: Some(DEADLINE), ..WaitOptions::default() };
    registry.wait_ready(names, &options)?;
    let pid = place.supervisor(&names[0])?;
    std::thread::sleep(Duration::from_secs(2));
    let before = processor_ns(pid)?;
    std::thread::sleep(WATCHED);
    let used = Duration::from_nanos(processor_ns(pid)? - before);
    let percent = used.as_secs_f64() * 100.0 / WATCHED.as_secs_f64();
    let mut idle = Line { case: IDLE.into(), ..Line::default() };
    idle.said = Some(format!("{percent:.3} % of a core"));
    let bytes = resident(pid)?;
    let mut memory = Line { case: MEMORY.into(), ..Line::default() };
    memory.rss_bytes = Some(bytes);
    Ok(vec![
        idle.with_bar("< 0.1 % of a core", percent < 0.1),
        memory.with_bar("< 12 MB", bytes < 12_000_000),
    ])
}
