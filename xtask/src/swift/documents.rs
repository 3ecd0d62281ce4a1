//! `bindings-swift/Tests/PortregTests/Made/Documents.swift`: the Swift of the documents, to be compiled and run.

use std::fmt::Write as _;
use std::fs;
use std::io;

use crate::cargo;

const DOCUMENTS: [&str; 2] = ["README.md", "docs/swift.md"];

/// The module: a test for each document, block after block, as somebody would who follows the page.
///
/// # Errors
///
/// Where a document cannot be read.
pub(crate) fn module() -> io::Result<String> {
    let mut out = String::from(
        "// Made from the documents by `cargo xtask generate`.\n\n\
         import Foundation\nimport Portreg\nimport Testing\n\n@Suite(.serialized) struct Documents {",
    );
    for (index, document) in DOCUMENTS.iter().enumerate() {
        let text = fs::read_to_string(cargo::root().join(document))?;
        _ = write!(
            out,
            "\n    @Test(\"the Swift of {document} runs\")\n    func document{index}() async throws {{"
        );
        for block in text.split("```swift\n").skip(1) {
            let block = block.split("\n```").next().unwrap_or_default();
            for line in block.lines().filter(|line| !line.starts_with("import ")) {
                match line {
                    "" => out.push('\n'),
                    line => _ = write!(out, "\n        {line}"),
                }
            }
        }
        out.push_str("\n    }\n");
    }
    out.push_str("}\n");
    Ok(out)
}
