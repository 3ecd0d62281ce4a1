//! The example as its reader would try it: it answers where it says, and has the same port tomorrow.

#![expect(clippy::unwrap_used, clippy::panic, reason = "also the helpers of tests may fail a test")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The example with a registry of its own; gone when dropped.
struct Shop {
    child: Child,
    port: u16,
}

impl Shop {
    fn start(home: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_shop-rust"))
            .env("PORTREG_HOME", home)
            .env_remove("PORTREG_REGISTRY")
            // Each test has a registry of its own, so that nothing else keeps their ports apart.
            .env("PORTREG_RANGE", range_of(home))
            .current_dir(home)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, port) = line.trim().rsplit_once(':').unwrap_or_else(|| panic!("{line:?}"));
        Self { child, port: port.parse().unwrap() }
    }

    fn get(&self, host: &str) -> String {
        let mut stream = TcpStream::connect((host, self.port)).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Ports that no other test's registry gives out.
fn range_of(home: &Path) -> String {
    let sum: u32 = home.as_os_str().as_encoded_bytes().iter().map(|byte| u32::from(*byte)).sum();
    let first = 21_000 + sum * 7 % 80 * 100 + std::process::id() % 50;
    format!("{first}-{}", first + 40)
}

impl Drop for Shop {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn it_answers_where_it_says() {
    let home = tempfile::tempdir().unwrap();
    let shop = Shop::start(home.path());
    assert!(shop.get("127.0.0.1").ends_with("Hello from the shop\n"));
}

#[test]
fn it_has_the_same_port_after_it_was_killed() {
    let home = tempfile::tempdir().unwrap();
    let first = Shop::start(home.path());
    let port = first.port;
    drop(first);
    assert_eq!(Shop::start(home.path()).port, port);
}

#[test]
fn a_second_one_is_told_who_holds_the_name() {
    let home = tempfile::tempdir().unwrap();
    let first = Shop::start(home.path());
    let second = Command::new(env!("CARGO_BIN_EXE_shop-rust"))
        .env("PORTREG_HOME", home.path())
        .env_remove("PORTREG_REGISTRY")
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(!second.status.success());
    let told = String::from_utf8(second.stderr).unwrap();
    let holder = format!("shop:web is held by shop-rust (pid {})", first.child.id());
    assert!(told.starts_with(&holder), "{told}");
}
