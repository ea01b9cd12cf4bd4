import Facts
import Fetching
import Imaging
import WebArchive

// Every fault of a leaf module has its reason. No `default` here: a new fault does not compile until it has one.

extension ArchiveFault {
    /// Why the record left.
    var reason: Reason {
        switch self {
        case .truncated: .recordTruncated
        case .corrupt: .recordCorrupt
        case .garbage: .recordGarbage
        case .badHeader: .recordBadHeader
        case .headerTooLarge: .recordHeaderTooLarge
        case .badLength: .recordBadLength
        case .recordTooLarge: .recordTooLarge
        }
    }
}

extension HTTPFault {
    /// Why the record left.
    var reason: Reason {
        switch self {
        case .notHTTP: .recordNotHTTP
        case .empty: .recordEmptyPayload
        case .badHeader: .recordBadHeader
        case .headerTooLarge: .recordHeaderTooLarge
        case .badEncoding: .recordPayloadEncoding
        case .payloadTooLarge: .recordPayloadTooLarge
        }
    }
}

extension FetchFault {
    /// Why the image left.
    var reason: Reason {
        switch self {
        case .invalidURL: .imageInvalidURL
        case .scheme: .imageURLScheme
        case .privateAddress: .imagePrivateAddress
        case .robots: .imageRobots
        case .robotsUnavailable: .imageRobotsUnavailable
        case .noai: .imageNoAI
        case .tdmReserved: .imageTDMReserved
        case .aiTxt: .imageAITxt
        case .optedOut: .imageOptedOut
        case .dnsNotFound, .dnsFailed: .imageDNS
        case .connectRefused, .connectFailed: .imageConnect
        case .tlsUntrusted, .tlsHostMismatch, .tlsExpired, .tls: .imageTLS
        case .connectTimeout, .firstByteTimeout, .timeout, .stalled: .imageTimeout
        case .hostGivenUp: .imageHostGivenUp
        case .reset: .imageReset
        case .truncated: .imageCutOff
        case .tooLarge: .imageTooManyBytes
        case .redirectLimit, .badRedirect: .imageRedirect
        case .headersTooLarge, .badResponse, .encoding, .unexpectedStatus: .imageBadResponse
        case .empty: .imageEmpty
        case .notFound: .imageNotFound
        case .forbidden: .imageForbidden
        case .tooManyRequests: .imageTooManyRequests
        case .clientError: .imageClientError
        case .unavailable, .serverError: .imageServerError
        }
    }
}

extension ImageFault {
    /// Why the image left.
    var reason: Reason {
        switch self {
        case .empty: .imageEmpty
        case .notImage: .imageNotAnImage
        case .unsupported, .unsupportedCoding: .imageUnsupportedFormat
        case .tooManyPixels, .tooMuchMemory: .imageTooManyPixels
        case .tooManyBytes: .imageTooManyBytes
        case .tooManyFrames: .imageTooManyFrames
        case .tooManyScans: .imageTooManyScans
        case .badSize: .imageBadSize
        case .corrupt: .imageCorrupt
        case .truncated: .imageTruncated
        }
    }
}
