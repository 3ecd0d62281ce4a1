//! Futures and streams that are given up while they wait, and what is left of them.

use std::time::{Duration, Instant};

use portreg_core::{
    AsyncRegistry, Error, LockOptions, LogOptions, Registry, SubscribeOptions, WaitOptions,
};
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::time::timeout;
use tokio_stream::StreamExt as _;

use super::acts::{Done, Failed};

/// How long what was given up may take to be gone.
const WITHIN: Duration = Duration::from_secs(4);

/// How many threads and descriptors this process has.
fn held() -> std::io::Result<(usize, usize)> {
    let count = |folder: &str| Ok::<_, std::io::Error>(std::fs::read_dir(folder)?.count());
    Ok((count("/proc/self/task")?, count("/proc/self/fd")?))
}

/// Gives up what waits, `rounds` times, at no moment that it has chosen; gives what the process held before and
/// what it holds then.
pub(crate) fn give_up(registry: &Registry, request: &Value) -> Done {
    let rounds = request["rounds"].as_u64().unwrap_or(1);
    let mut runtime = Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).thread_keep_alive(Duration::from_millis(10));
    let runtime = runtime.enable_all().build()?;
    let registry = registry.asynchronous();
    let before = held()?;
    runtime.block_on(async {
        for round in 0..rounds {
            give_up_one(&registry, round).await?;
        }
        Ok::<_, Failed>(())
    })?;
    let begun = Instant::now();
    let mut after = held()?;
    while after != before && begun.elapsed() < WITHIN {
        std::thread::sleep(Duration::from_millis(1));
        after = held()?;
    }
    // Waits for all that still works for it.
    drop(runtime);
    Ok(json!({ "before": before, "after": after, "in_time": begun.elapsed() < WITHIN }))
}

async fn give_up_one(registry: &AsyncRegistry, round: u64) -> Result<(), Failed> {
    let soon = Duration::from_micros(round * 37 % 2_000);
    let late = match round % 6 {
        0 | 1 => {
            let cursor = (round % 6 == 1).then(|| "worker".to_owned());
            let options = SubscribeOptions { cursor, ..SubscribeOptions::default() };
            let mut messages = match registry.subscribe("build:*", &options).await {
                // The one before has the cursor until a thread of the runtime has dropped it.
                Err(Error::CursorHeld { .. }) => return Ok(()),
                messages => messages?,
            };
            timeout(soon, messages.next()).await.is_err()
        }
        2 => timeout(soon, registry.lock("held", &LockOptions::default())).await.is_err(),
        3 => timeout(soon, registry.poll("build:web", None, None)).await.is_err(),
        4 => {
            let never = ["shop:never".to_owned()];
            timeout(soon, registry.wait_ready(&never, &WaitOptions::default())).await.is_err()
        }
        _ => {
            let options = LogOptions { follow: true, ..LogOptions::default() };
            let mut lines = registry.logs("shop:web", &options).await?;
            timeout(soon, lines.next()).await.is_err()
        }
    };
    if late { Ok(()) } else { Err(format!("round {round} did not wait").into()) }
}
