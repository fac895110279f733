//! Where the toy's C is; if it is new, it is linked anew. SANITIZE is what the
//! C was compiled with, and whoever links must know.
use std::env::var;

fn main() {
    let build = var("CARGO_MANIFEST_DIR").unwrap();
    println!("cargo:rustc-link-search=native={build}");
    println!("cargo:rerun-if-changed={build}/libtoy.a");
    println!("cargo:rerun-if-changed={build}/libtoy_fake.a");
    println!("cargo:rerun-if-env-changed=SANITIZE");
    for flag in var("SANITIZE").unwrap_or_default().split_whitespace() {
        println!("cargo:rustc-link-arg={flag}");
    }
}
