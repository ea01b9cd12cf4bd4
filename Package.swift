// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to these: Swift 6 concurrency, no warnings, imports internal unless said otherwise.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
]

/// `QUARRY_OPTIMIZE=1 swift build --build-tests` compiles the sources with optimization, their tests without: the tests run
/// whole crawls, which takes several times as long in a debug build. Not always, since a package with flags of its own cannot
/// be a dependency.
let sourceFlags: [SwiftSetting] =
    Context.environment["QUARRY_OPTIMIZE"] == nil ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A C library of the system: a folder in `Sources` with `shim.h` and `module.modulemap`.
func system(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func swift(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict + sourceFlags)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestKit"] + dependencies,
        exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "Quarry",
    products: [
        .executable(name: "quarry", targets: ["quarry"]),
        .executable(name: "quarry-bench", targets: ["quarry-bench"]),
        .library(name: "Idefics", targets: ["Idefics"]),
    ],
    traits: [.trait(name: "AVIF", description: "Decode AVIF, by libavif (apt: libavif-dev).")],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // C libraries of the system.
        system("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        system("CLibCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CLibJPEG", pkgConfig: "libjpeg", apt: "libjpeg-dev"),
        system("CLibPNG", pkgConfig: "libpng", apt: "libpng-dev"),
        system("CLibWebP", pkgConfig: "libwebpdemux", apt: "libwebp-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        system("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        system("CBrotli", pkgConfig: "libbrotlidec", apt: "libbrotli-dev"),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
        system("CLibICU", pkgConfig: "icu-uc", apt: "libicu-dev"),
        system("CIDN2", pkgConfig: "libidn2", apt: "libidn2-dev"),
        system("CPSL", pkgConfig: "libpsl", apt: "libpsl-dev"),

        // C of our own: only what Swift cannot call, each function says why.
        .target(name: "CCurl", dependencies: ["CLibCurl"]),
        .target(name: "CICU", dependencies: ["CLibICU"]),
        // libavif is off unless asked for, `swift build --traits AVIF`; not by pkg-config, whose -D SwiftPM refuses.
        .target(
            name: "CImageCodecs", dependencies: ["CLibJPEG", "CLibPNG", "CLibWebP"],
            cSettings: [.define("CI_AVIF", .when(traits: ["AVIF"]))],
            linkerSettings: [.linkedLibrary("avif", .when(traits: ["AVIF"]))]),
        .target(name: "CKernels", exclude: ["simd_attention.inc", "simd_kernels.inc", "simd_vectors.inc"]),
        .target(name: "CLayout"),
        .target(name: "CSandbox"),

        // Leaves: bytes, URLs and bitmaps in, values out. They know no Document.
        swift("JSON"),
        swift("Platform", ["CSandbox", "CCrypto", "CXXHash"]),
        swift("Facts", ["Platform"]),
        swift("WebStandards", ["JSON", "Platform", "CIDN2"]),
        swift("WebArchive", ["JSON", "Platform", "Facts", "CDeflate", "CZlib", "CZstd", "CBrotli"]),
        swift("Fetching", ["Platform", "Facts", "WebStandards", "CCurl", "CZlib", "CBrotli"]),
        swift("RemoteFiles", ["Platform", "Fetching", "CCurl", "CLibXML2"]),
        swift("Imaging", ["Platform", "CImageCodecs"]),
        swift("HTMLTree", ["CLibXML2", "Facts"]),
        swift("Parquet", ["Platform", "CDeflate", "CZlib", "CZstd"]),
        swift("Tensors", ["JSON", "Platform", "CKernels"]),
        swift("Idefics", ["Imaging", "JSON", "Tensors", "Platform"]),

        // The middle: documents, the rules that judge them, the files they are in.
        swift("Documents", ["Facts", "JSON"]),
        swift("Extraction", ["HTMLTree", "JSON", "Documents", "Facts", "WebStandards"]),
        swift("Curation", ["JSON", "Documents", "Facts", "Platform", "CICU", "CPSL", "CZlib"]),
        swift("Duplicates", ["JSON", "Platform", "Curation", "CKernels", "CZlib", "CZstd"]),
        swift("Exchange", ["Platform"]),
        swift(
            "CorpusFiles",
            [
                "JSON", "Facts", "Documents", "Curation", "Exchange", "Platform", "CZstd",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        swift(
            "Annotations",
            [
                "JSON", "Facts", "Documents", "CorpusFiles", "Platform",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),

        swift(
            "Inspection",
            [
                "JSON", "Platform", "Facts", "RemoteFiles", "Imaging", "Documents", "Curation", "CorpusFiles",
                "Annotations",
            ]),
        swift(
            "Reports",
            ["JSON", "Platform", "Facts", "Documents", "CorpusFiles", "Annotations", "Inspection"]),

        // The top: the engine of units, the phases it does, and the verbs.
        swift(
            "Configuration",
            [
                "JSON", "Platform", "Facts", "WebArchive", "Fetching", "RemoteFiles", "Imaging", "Extraction",
                "Curation",
                "Duplicates",
                .product(name: "Yams", package: "Yams"),
            ]),
        swift(
            "Runs",
            [
                "JSON", "Platform", "Facts", "Documents", "WebArchive", "RemoteFiles", "Parquet", "CorpusFiles",
                "Configuration", "CSandbox",
            ]),
        swift(
            "Phases",
            [
                "JSON", "Platform", "Facts", "Documents", "WebStandards", "WebArchive", "Fetching", "Imaging",
                "Extraction", "Curation", "Duplicates", "Exchange", "CorpusFiles", "Reports", "Configuration", "Runs",
            ]),
        swift(
            "ImageLists",
            [
                "JSON", "Platform", "Facts", "WebStandards", "WebArchive", "Imaging", "Curation",
                "CorpusFiles", "Configuration", "Runs", "Phases",
            ]),
        swift("Evaluation", ["JSON", "Platform", "Idefics", "Configuration"]),
        swift(
            "Scoring",
            [
                "JSON", "Platform", "Facts", "Documents", "Curation", "Duplicates", "CorpusFiles", "Annotations",
                "Idefics", "Configuration", "Runs", "Phases", "Evaluation",
            ]),
        swift(
            "Exports",
            [
                "JSON", "Platform", "Facts", "Parquet", "Documents", "Curation", "CorpusFiles", "Annotations",
                "Configuration", "Runs", "Phases",
            ]),
        swift(
            "Imports",
            [
                "JSON", "Platform", "Facts", "Imaging", "Parquet", "Documents", "CorpusFiles", "Configuration", "Runs",
                "Phases", "ImageLists", "Idefics", "Exports", "CZlib", "CZstd",
            ]),
        swift("Maps", ["CLayout", "JSON", "Platform", "Facts", "Documents", "Curation", "CorpusFiles"]),
        swift(
            "Browsing",
            [
                "JSON", "Platform", "Facts", "WebArchive", "Documents", "CorpusFiles", "Annotations", "Inspection",
                "Reports", "Maps",
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
            ]),
        .executableTarget(
            name: "quarry",
            dependencies: [
                "Configuration", "Runs", "Phases", "ImageLists", "Scoring", "Evaluation", "Exports", "Imports",
                "Inspection", "Reports", "Maps", "Browsing", "Idefics", "Fetching", "RemoteFiles", "Duplicates",
                "CorpusFiles", "Documents", "Imaging", "JSON", "Facts", "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "quarry-bench",
            dependencies: [
                "JSON", "Platform", "Facts", "Documents", "WebStandards", "WebArchive", "Fetching", "Imaging",
                "HTMLTree", "Parquet", "Extraction", "Curation", "Duplicates", "Exchange", "CorpusFiles",
                "Annotations", "Inspection", "Reports", "Maps", "Browsing", "Runs", "Phases",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/quarry-bench", swiftSettings: strict),

        // Tests mirror the sources.
        .target(
            name: "TestKit", dependencies: ["JSON", "Platform", "CZlib"], path: "Tests/TestKit", swiftSettings: strict),
        .target(
            name: "CorpusKit", dependencies: ["JSON", "Platform", "Facts", "Documents", "CorpusFiles"],
            path: "Tests/CorpusKit",
            swiftSettings: strict),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "CorpusKit", "JSON", "Platform", "Facts", "Documents", "WebStandards", "WebArchive", "Imaging",
                "Parquet",
                "Tensors", "Idefics", "Extraction", "Exchange", "CorpusFiles", "Annotations", "Configuration",
                "Imports",
                "Maps", "Browsing",
            ], path: "Tests/Fuzz/Targets", swiftSettings: strict),
        tests("JSON"), tests("Platform"), tests("Facts", ["Platform"]), tests("Documents", ["Facts", "JSON"]),
        tests("WebStandards", ["Platform"]),
        tests("WebArchive", ["CZlib", "CZstd", "Facts", "Platform"]),
        tests("Fetching", ["CZlib", "CCurl"]),
        tests("RemoteFiles", ["Platform", "Fetching"]),
        tests("Imaging", ["Platform", "Facts"], exclude: ["Images"]), tests("HTMLTree"),
        tests("Parquet", ["Platform"], exclude: ["Files"]),
        tests("Tensors", ["CKernels", "JSON", "Platform"]),
        tests(
            "Extraction", ["HTMLTree", "JSON", "Facts", "Documents", "WebArchive", "WebStandards", "Platform"]),
        tests("Curation", ["CICU", "JSON", "Facts", "Documents", "Platform"], exclude: ["Goldens"]),
        tests("Duplicates", ["Curation", "CKernels", "CZlib", "CZstd", "JSON", "Platform"]),
        tests("Exchange", ["Platform"]),
        tests(
            "CorpusFiles",
            [
                "CorpusKit", "JSON", "Facts", "Documents", "Exchange", "Annotations", "Platform",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("Annotations", ["CorpusKit", "JSON", "Facts", "Documents", "CorpusFiles", "Platform"]),
        tests("Idefics", ["Imaging", "JSON", "Tensors", "Platform"]),
        tests(
            "Configuration",
            [
                "JSON", "Platform", "Facts", "Documents", "WebArchive", "Fetching", "RemoteFiles", "Imaging",
                "Extraction", "Curation", "Duplicates", "CorpusFiles", "Phases",
            ]),
        tests(
            "Phases",
            [
                "CorpusKit", "JSON", "Platform", "Facts", "WebArchive", "Documents", "Extraction", "Curation",
                "Duplicates", "Exchange", "CorpusFiles", "Configuration", "Runs", "Fetching", "Imaging",
            ], exclude: ["Goldens"]),
        tests(
            "Runs",
            [
                "CorpusKit", "JSON", "Platform", "Facts", "Documents", "WebArchive", "Parquet", "Configuration",
                "CorpusFiles", "RemoteFiles",
            ]),
        tests("ImageLists", ["JSON", "Platform", "Facts", "CorpusFiles", "Configuration", "Runs", "Phases"]),
        tests(
            "Scoring",
            [
                "CorpusKit", "CorpusFiles", "Annotations", "Duplicates", "Idefics", "JSON", "Platform", "Facts",
                "Documents", "Configuration", "Runs",
            ]),
        tests(
            "Exports",
            [
                "CorpusKit", "CorpusFiles", "Configuration", "Parquet", "JSON", "Platform", "Facts", "Documents",
            ]),
        tests(
            "Imports",
            [
                "CorpusKit", "CorpusFiles", "Annotations", "Exports", "Inspection", "Parquet", "JSON", "Facts",
                "Documents", "Platform", "Configuration",
            ]),
        tests("Evaluation", ["JSON", "Platform", "Idefics", "Configuration"]),
        tests("Maps", ["CorpusKit", "CorpusFiles", "Documents", "Facts", "JSON", "Platform"]),
        tests(
            "Inspection",
            [
                "CorpusKit", "Fetching", "RemoteFiles", "Imaging", "CorpusFiles", "Curation", "Annotations", "JSON",
                "Facts", "Documents", "Platform",
            ],
            exclude: ["Released"]),
        tests("Reports", ["CorpusKit", "CorpusFiles", "Documents", "Facts", "Inspection", "Platform"]),
        tests(
            "Browsing",
            [
                "Annotations", "CorpusKit", "CorpusFiles", "Documents", "Facts", "Inspection", "JSON", "Maps",
                "Platform", "Reports",
            ]),
        .testTarget(
            name: "FuzzTests", dependencies: ["FuzzTargets", "TestKit", "Platform"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["TestKit", "CorpusKit", "JSON", "Platform", "Facts", "Documents", "CorpusFiles", "quarry"],
            exclude: ["Readers", "scale"], swiftSettings: strict),
    ]
)

// `QUARRY_FUZZ=1` adds the program of `Tests/Fuzz/run`, which is linked with libFuzzer.
if Context.environment["QUARRY_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "quarry-fuzz", dependencies: ["FuzzTargets", "CorpusFiles", "Platform"], path: "Tests/Fuzz/Program",
            swiftSettings: strict, linkerSettings: [.linkedLibrary("stdc++")]))
}

// `QUARRY_TESTS="JSON Platform"` leaves the tests of these modules alone: what `Tests/Checks/sanitizers` has to build.
if let modules = Context.environment["QUARRY_TESTS"]?.split(separator: " ") {
    package.targets.removeAll { $0.type == .test && !modules.contains($0.name.dropLast("Tests".count)) }
}
