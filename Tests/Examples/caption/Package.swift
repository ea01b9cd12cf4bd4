// swift-tools-version: 6.2
import PackageDescription

// A package of its own that uses the library product `Idefics`.
let package = Package(
    name: "caption",
    dependencies: [.package(name: "Quarry", path: "../../..")],
    targets: [.executableTarget(name: "caption", dependencies: [.product(name: "Idefics", package: "Quarry")])]
)
