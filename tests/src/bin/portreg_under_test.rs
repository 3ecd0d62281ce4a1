//! The `portreg` command, built for the tests.

fn main() -> std::process::ExitCode {
    portreg_cli::main()
}
