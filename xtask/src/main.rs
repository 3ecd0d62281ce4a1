//! What a developer of portreg runs: tests, checks, generated files.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to people")]

mod anonymous;
mod arm;
mod cargo;
mod counts;
mod coverage;
mod debian;
mod dist;
mod generated;
mod node;
mod programs;
mod python;
mod swift;
mod test;
mod toolchain;
mod tools;
mod vocabulary;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <task>

  test       check and test everything; ends with `N passed, N failed`.
             Arguments for `cargo test` may follow: cargo xtask test --package portreg-core
  python     build the Python package, check and test it; a part of test
  node       build the Node package, check and test it; a part of test
  swift      build the Swift package, check and test it beside the others; a part of test
  arm        test the core and the command on Linux for Arm, emulated
  dist       build what is released of the command into target/dist: one file for any Linux, packages, checksums;
             `dist test` tests them on Debian 12 and 13 too
  wheel      build what is published of the Python package into target/wheels
  fmt        format the code
  generate   write anew what is made from the code: docs/commands.md, schema/, parts of bindings;
             `generate bindings` only the last of these, `generate swift` without Python's
  bench      measure against the floors, see target/floors.json
  demo       start the stack of examples/shop; arguments for `portreg up` may follow: cargo xtask demo -d
  coverage   count the lines that tests run (needs rustup's llvm-tools, or LLVM 19 or newer)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", rest @ ..] => test::test(rest),
        ["python"] => test::alone(python::test),
        ["node"] => test::alone(node::test),
        ["swift"] => test::alone(swift::test),
        ["arm"] => test::alone(arm::test),
        // Cargo calls so for programs of Arm.
        ["emulate", program @ ..] => arm::emulate(program),
        ["dist"] => dist::dist(),
        ["dist", "test"] => test::alone(dist::test),
        ["wheel"] => python::publishable(),
        ["fmt"] => cargo::passes(&["fmt", "--all"], &[]),
        ["generate"] => generate() && bindings(),
        ["generate", "bindings"] => bindings(),
        ["generate", "swift"] => generated::write() && swift::write(),
        ["bench", rest @ ..] => {
            cargo::passes(&[&["bench", "--package", "portreg-tests"], rest].concat(), &[])
        }
        ["demo", rest @ ..] => demo(rest),
        ["coverage"] => coverage::coverage(),
        // Cargo calls so for `coverage`.
        [rustc, rest @ ..] if Path::new(rustc).ends_with("rustc") => coverage::compile(rustc, rest),
        [] | ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            true
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Starts the stack of `examples/shop` with the command as it is built here, in the user's own registry.
fn demo(rest: &[&str]) -> bool {
    let shop = cargo::root().join("examples/shop");
    let shop = shop.to_string_lossy();
    let run = ["run", "--quiet", "--package", "portreg-cli", "--", "-C", &shop, "up"];
    cargo::becomes(&[&run, rest].concat())
}

/// Lets the tests that compare generated files write them instead.
fn generate() -> bool {
    let update = [("UPDATE", "1")];
    let reference = ["test", "--quiet", "--package", "portreg-cli", "--test", "cli", "reference"];
    let schemas = ["test", "--quiet", "--package", "portreg-core", "--lib", "schemas"];
    cargo::passes(&reference, &update) && cargo::passes(&schemas, &update)
}

/// Writes what bindings are made of: the vocabulary of the core, records, stubs.
fn bindings() -> bool {
    generated::write() && swift::write() && python::write_stubs()
}
