//! Fuzzes `import` with libFuzzer, into one registry that grows.

#![no_main]

use std::sync::LazyLock;

use portreg_core::Registry;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("portreg-fuzz-{}", std::process::id()));
    Registry::open_at(folder.join("registry.db")).expect("a registry in the folder for temporary files")
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    portreg_core::fuzz::import(&REGISTRY, data);
});
