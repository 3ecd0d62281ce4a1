//! The async forms, on tokio: what they give, and that giving up leaves nothing behind.

use std::time::Duration;

use portreg_core::{
    AsyncRegistry, Launch, LockOptions, LogOptions, News, Received, Registry, StackEventKind,
    SubscribeOptions, UpOptions,
};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_stream::StreamExt as _;

use super::world::{DEADLINE, World, wait_for};

fn run<T>(world: &World, work: impl AsyncFnOnce(AsyncRegistry) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let registry = Registry::open_at(world.registry()).unwrap();
    runtime.block_on(async {
        let work = work(registry.asynchronous());
        timeout(DEADLINE, work).await.unwrap()
    })
}

/// The ids of the next so many messages.
async fn next(messages: &mut News<Received>, count: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    while ids.len() < count {
        let received = messages.next().await.unwrap().unwrap();
        ids.push(received.message().unwrap().id);
    }
    ids
}

fn by_cursor() -> SubscribeOptions {
    SubscribeOptions { cursor: Some("worker".into()), ..SubscribeOptions::default() }
}

/// What another process publishes wakes the stream, message by message.
#[test]
fn messages_of_others_come_in_order() {
    let world = World::new();
    let mut publisher = world.helper();
    run(&world, async |registry| {
        let mut messages = registry.subscribe("build:*", &Default::default()).await.unwrap();
        publisher.send("publish", &json!({ "channels": ["build:web"], "count": 300 }));
        assert_eq!(next(&mut messages, 300).await, (1..=300).collect::<Vec<_>>());
    });
}

/// A message is confirmed when the next one is asked for, and not before; or when that is said.
#[test]
fn a_message_is_confirmed_by_asking_for_the_next() {
    let world = World::new();
    run(&world, async |registry| {
        drop(registry.subscribe("build:*", &by_cursor()).await.unwrap());
        for text in ["one", "two", "three"] {
            registry.publish("build:web", text, &Default::default()).await.unwrap();
        }
        let mut first = registry.subscribe("build:*", &by_cursor()).await.unwrap();
        assert_eq!(next(&mut first, 2).await, [1, 2]);
        drop(first);
        let mut second = registry.subscribe("build:*", &by_cursor()).await.unwrap();
        assert_eq!(next(&mut second, 1).await, [2]);
        second.confirm().await.unwrap();
        drop(second);
        let mut third = registry.subscribe("build:*", &by_cursor()).await.unwrap();
        assert_eq!(next(&mut third, 1).await, [3]);
    });
}

/// A `next` that is given up, as `select!` does, takes no message with it.
#[test]
fn a_poll_that_is_given_up_loses_nothing() {
    let world = World::new();
    let mut publisher = world.helper();
    run(&world, async |registry| {
        let mut messages = registry.subscribe("*", &by_cursor()).await.unwrap();
        publisher.send("publish", &json!({ "channels": ["build:web"], "count": 200 }));
        let mut ids = Vec::new();
        let mut given_up = 0;
        while ids.len() < 200 {
            match timeout(Duration::from_micros(200), messages.next()).await {
                Ok(received) => ids.push(received.unwrap().unwrap().message().unwrap().id),
                Err(_) => given_up += 1,
            }
        }
        assert_eq!(ids, (1..=200).collect::<Vec<_>>());
        assert!(given_up > 0);
    });
}

/// A lock that is waited for is held from when it comes until the guard is dropped; given up, its place in
/// the line is free.
#[test]
fn a_lock_is_waited_for_or_given_up() {
    let world = World::new();
    let (mut holder, mut observer) = (world.helper(), world.helper());
    let build = json!({ "name": "build" });
    holder.ok("lock", &build);
    let mut waiting = move || observer.ok("locks", &Value::Null)[0]["waiting"].clone();
    run(&world, async |registry| {
        let options = LockOptions::default();
        {
            let lock = registry.lock("build", &options);
            assert!(timeout(Duration::from_millis(300), lock).await.is_err());
        }
        wait_for("the line to be empty", || (waiting() == 0).then_some(()));
        let unlock = async {
            wait_for("somebody in the line", || (waiting() == 1).then_some(()));
            holder.ok("unlock", &build);
        };
        let lock = tokio::spawn({
            let registry = registry.clone();
            async move { registry.lock("build", &LockOptions::default()).await }
        });
        // The lock waits on a thread of its own while this one looks.
        tokio::task::yield_now().await;
        unlock.await;
        drop(lock.await.unwrap().unwrap());
    });
    holder.ok("lock", &build);
}

/// A stack comes up, tells what happens, and ends; the log of its service is followed meanwhile.
#[test]
fn a_stack_is_waited_for_and_its_log_followed() {
    let world = World::new();
    let first = world.port(0);
    run(&world, async |registry| {
        let launch = Launch {
            cmd: Some("echo hello; exec python3 -m http.server {port}".into()),
            ..Launch::default()
        };
        let options = portreg_core::ClaimOptions {
            range: format!("{first}-{}", first + 9).parse().ok(),
            ..Default::default()
        };
        registry.claim_with("shop:files", &options).await.unwrap();
        let patterns = vec!["shop:files".into()];
        let options = UpOptions { patterns, launch, ..UpOptions::default() };
        let stack = registry.up(&options).await.unwrap();
        let follow = LogOptions { follow: true, ..LogOptions::default() };
        let mut lines = registry.logs("shop:files", &follow).await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap().line, "hello");
        stack.wait_ready(None).await.unwrap();
        let mut events = stack.events();
        let is_ready = |kind: &StackEventKind| matches!(kind, StackEventKind::Ready { .. });
        while !is_ready(&events.next().await.unwrap().unwrap().what) {}
        stack.down(None).await.unwrap();
        while events.next().await.is_some() {}
        assert!(registry.get_ref().get("shop:files").unwrap().pid.is_none());
    });
}

/// Futures and streams that are dropped while they wait: no thread, no descriptor, no doorbell, no place in
/// a line and no cursor stays behind.
#[test]
fn what_is_given_up_leaves_nothing_behind() {
    let world = World::new();
    let (mut holder, mut helper) = (world.helper(), world.helper());
    holder.ok("lock", &json!({ "name": "held" }));
    holder.claim("shop:web");
    helper.ok("give_up", &json!({ "rounds": 12 }));
    let left = helper.ok("give_up", &json!({ "rounds": 1000 }));
    assert_eq!(left["before"], left["after"], "{left}");
    assert_eq!(left["in_time"], true, "{left}");
    assert_eq!(holder.ok("locks", &Value::Null)[0]["waiting"], 0);
    // Who holds a lock is heard as long.
    holder.ok("unlock", &json!({ "name": "held" }));
    let bells = world.registry().with_file_name("bells");
    assert_eq!(std::fs::read_dir(bells).unwrap().count(), 0);
    let rows = |sql: &str| world.sql().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(rows("SELECT count(*) FROM bell"), 0);
    assert_eq!(rows("SELECT count(*) FROM cursor WHERE token IS NOT NULL"), 0);
}
