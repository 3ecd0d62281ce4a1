// swift-tools-version: 6.0
// A menu bar app over portreg: a model that is tested wherever Swift runs, and a thin shell for macOS.
import PackageDescription

let package = Package(
    name: "swift-menubar",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "portreg", path: "../../bindings-swift")],
    targets: [
        .target(name: "MenuBar", dependencies: [.product(name: "Portreg", package: "portreg")]),
        .executableTarget(name: "PortregMenu", dependencies: ["MenuBar"]),
        .testTarget(name: "MenuBarTests", dependencies: ["MenuBar"]),
    ],
    swiftLanguageModes: [.v6]
)
