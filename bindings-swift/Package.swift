// swift-tools-version: 6.0
// What a Swift program links: `import Portreg`.
import Foundation
import PackageDescription

// Apple's platforms get the library in a binary that `scripts/xcframework` builds; elsewhere it is installed by
// `scripts/install` and found by pkg-config. The variable lets other systems evaluate Apple's branch.
#if os(macOS)
let isApple = true
#else
let isApple = ProcessInfo.processInfo.environment["PORTREG_APPLE"] != nil
#endif

let version = "0.1.0"
let checksum = "0000000000000000000000000000000000000000000000000000000000000000"
let local = ProcessInfo.processInfo.environment["PORTREG_XCFRAMEWORK"]

let library: Target =
    if !isApple {
        .systemLibrary(name: "CPortreg", pkgConfig: "portreg")
    } else if let local {
        .binaryTarget(name: "CPortreg", path: local)
    } else {
        .binaryTarget(
            name: "CPortreg",
            url: "https://github.com/portreg/portreg/releases/download/v\(version)/CPortreg.xcframework.zip",
            checksum: checksum
        )
    }

// What sysinfo asks the system for.
let frameworks: [LinkerSetting] =
    isApple ? [.linkedFramework("CoreFoundation"), .linkedFramework("IOKit")] : []

let package = Package(
    name: "portreg",
    platforms: [.macOS(.v13)],
    products: [.library(name: "Portreg", targets: ["Portreg"])],
    targets: [
        library,
        .target(name: "Portreg", dependencies: ["CPortreg"], linkerSettings: frameworks),
        .testTarget(name: "PortregTests", dependencies: ["Portreg"]),
        // A process of the scenario in tests/tests/all/languages.rs.
        .executableTarget(name: "peer", dependencies: ["Portreg"], path: "Tests/Peer"),
    ],
    swiftLanguageModes: [.v6]
)
