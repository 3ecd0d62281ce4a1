//! Writes the Swift that calls this library: UniFFI's generator, as a program of this workspace.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
