//! `env --write` by many at once, and by processes that are killed: the file is whole at every moment.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::world::{World, torture};

/// What somebody else has written around the block: no UTF-8, two kinds of line ends, and no last one.
const ABOVE: &[u8] = b"SECRET=\xff\xfe keep\r\nTWO='lines\nhere'\r\n\r\n";
const BELOW: &[u8] = b"# >>> not ours\r\nLAST=1";

/// Who is asked for, and so what is written.
const PATTERNS: [&str; 3] = ["shop", "shop:web", "shop:api"];

struct File {
    world: World,
    path: PathBuf,
    /// All that may ever be in it.
    valid: Vec<Vec<u8>>,
}

impl File {
    fn new() -> Self {
        let world = World::new();
        let env = json!({ "TEXT": "one\ntwo 'three'", "PADDING": "x".repeat(20_000) });
        world.configure(&json!({ "shop:web": { "env": env, "needs": ["api"] }, "shop:api": {} }));
        world.ok(&["claim", "shop:web", "shop:api"]);
        let path = world.work().join(".env.local");
        std::fs::write(&path, ABOVE).unwrap();
        let mut file = Self { world, path, valid: Vec::new() };
        file.write("shop");
        let end = std::fs::read(&file.path).unwrap();
        std::fs::write(&file.path, [&end, BELOW].concat()).unwrap();
        for pattern in PATTERNS {
            file.write(pattern);
            let text = std::fs::read(&file.path).unwrap();
            assert!(text.starts_with(ABOVE) && text.ends_with(BELOW));
            file.valid.push(text);
        }
        file
    }

    fn write(&self, pattern: &str) {
        self.world.ok(&["env", pattern, "--write", ".env.local"]);
    }

    #[track_caller]
    fn assert_whole(&self) {
        let text = std::fs::read(&self.path).unwrap();
        assert!(self.valid.contains(&text), "{}", String::from_utf8_lossy(&text));
    }

    /// Files beside it that a write has made.
    fn left(&self) -> usize {
        let names = std::fs::read_dir(self.world.work()).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        names.map(name).filter(|name| name.to_string_lossy().contains("portreg-")).count()
    }
}

/// Twenty processes at once, ten times each, and somebody who reads all the time.
#[test]
fn many_writers_at_once_leave_the_file_whole_at_every_moment() {
    let file = File::new();
    let rounds = torture(10);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                file.assert_whole();
            }
        });
        let writers: Vec<_> = (0..20)
            .map(|number| {
                let file = &file;
                scope.spawn(move || {
                    (0..rounds)
                        .for_each(|round| file.write(PATTERNS[(number + round as usize) % 3]));
                })
            })
            .collect();
        let ended = writers.into_iter().all(|writer| writer.join().is_ok());
        is_over.store(true, Ordering::Relaxed);
        assert!(ended && reader.join().is_ok());
    });
    file.assert_whole();
    assert_eq!(file.left(), 0);
}

/// SIGKILL at every step that writes: the old file or the new one, and the next write does what it should.
#[test]
fn a_writer_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let file = File::new();
    let args = ["env", "shop:web", "--write", ".env.local"];
    let mut killed = 0;
    for step in 1.. {
        assert!(step < 100, "it never survives");
        file.write("shop");
        file.world.set("PORTREG_TEST_KILL_AT", step);
        let answer = file.world.portreg(&args);
        file.world.unset("PORTREG_TEST_KILL_AT");
        file.assert_whole();
        if answer.code == 0 {
            break;
        }
        assert_eq!(answer.code, -1, "killed, and nothing else: {answer:?}");
        killed += 1;
    }
    assert!(killed >= 4, "it has only {killed} steps");
    file.write("shop:web");
    file.assert_whole();
    assert!(file.left() > 0, "what the killed have left is young");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(61);
    for entry in std::fs::read_dir(file.world.work()).unwrap() {
        let old = std::fs::File::open(entry.unwrap().path()).unwrap();
        old.set_modified(long_ago).unwrap();
    }
    file.write("shop");
    assert_eq!(file.left(), 0, "what is old is swept");
}
