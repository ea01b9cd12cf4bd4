import CCurl
import Glibc

/// libcurl's result of a transfer as one of our faults.
enum CurlCode {
    /// What is known when a transfer failed.
    struct Evidence {
        /// libcurl's code.
        var code: CURLcode
        /// `errno` of the last failed system call, 0 for none.
        var systemError = 0
        /// OpenSSL's verification result; 0 is "fine".
        var verification = 0
        /// Whether header lines had come.
        var answerBegan = false
    }

    /// The fault; every code we do not expect of HTTP is a bad response.
    static func fault(_ evidence: Evidence) -> FetchFault {
        switch evidence.code {
        case CURLE_URL_MALFORMAT: .invalidURL
        case CURLE_COULDNT_RESOLVE_HOST: .dnsFailed
        case CURLE_COULDNT_CONNECT: evidence.systemError == Int(ECONNREFUSED) ? .connectRefused : .connectFailed
        case CURLE_OPERATION_TIMEDOUT: .connectTimeout  // only its connect timeout is set, the others are ours
        case CURLE_PEER_FAILED_VERIFICATION: untrusted(evidence.verification)
        case CURLE_SSL_CONNECT_ERROR: evidence.systemError == Int(ECONNRESET) ? .reset : .tls
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
            .tls
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR: .reset
        case CURLE_RECV_ERROR: received(evidence)
        case CURLE_OUT_OF_MEMORY: evidence.answerBegan ? .headersTooLarge : .badResponse  // a line beyond 100 kB
        case CURLE_BAD_CONTENT_ENCODING: .encoding
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: .reset
        default: .badResponse
        }
    }

    private static func received(_ evidence: Evidence) -> FetchFault {
        let broken = [ECONNRESET, EPIPE, ECONNABORTED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN].map { Int($0) }
        return broken.contains(evidence.systemError) || !evidence.answerBegan ? .reset : .badResponse
    }

    /// X509_V_ERR_CERT_NOT_YET_VALID is 9, X509_V_ERR_CERT_HAS_EXPIRED 10. libcurl compares the name itself, before it
    /// reads OpenSSL's verdict on the chain, and then leaves the 1 it began with.
    private static func untrusted(_ verification: Int) -> FetchFault {
        switch verification {
        case 0, 1, 62: .tlsHostMismatch
        case 9, 10: .tlsExpired
        default: .tlsUntrusted
        }
    }
}
