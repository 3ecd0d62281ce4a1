//! The `portreg` program.

fn main() -> std::process::ExitCode {
    portreg_cli::main()
}
