// swift-tools-version: 6.0
// A command-line tool that depends on portreg.
import PackageDescription

let package = Package(
    name: "swift-cli",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "portreg", path: "../../bindings-swift")],
    targets: [
        .executableTarget(name: "serve", dependencies: [.product(name: "Portreg", package: "portreg")])
    ],
    swiftLanguageModes: [.v6]
)
