//! Tells the linker that Node's own symbols are found when it loads the addon.

fn main() {
    napi_build::setup();
}
