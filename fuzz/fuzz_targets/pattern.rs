//! Fuzzes `pattern` with libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    portreg_core::fuzz::pattern(data);
});
