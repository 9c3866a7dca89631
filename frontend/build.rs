//! Static data must reach the linker unmerged, or splitting the module into chunks would leave it
//! all in the main file (cargo-leptos #679).

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo:rustc-link-arg-cdylib=-O0");
    }
}
