import CCurl
import Glibc
import Testing

@testable import Fetching

@Suite struct CurlCodeTests {
    @Test func evidenceTellsFaultsApart() {
        func fault(_ code: CURLcode, errno: Int32 = 0, verification: Int = 0, began: Bool = false) -> FetchFault {
            CurlCode.fault(
                .init(code: code, systemError: Int(errno), verification: verification, answerBegan: began))
        }
        #expect(fault(CURLE_COULDNT_CONNECT, errno: ECONNREFUSED) == .connectRefused)
        #expect(fault(CURLE_COULDNT_CONNECT, errno: EHOSTUNREACH) == .connectFailed)
        #expect(fault(CURLE_PEER_FAILED_VERIFICATION, verification: 10) == .tlsExpired)
        #expect(fault(CURLE_PEER_FAILED_VERIFICATION, verification: 20) == .tlsUntrusted)
        #expect(fault(CURLE_PEER_FAILED_VERIFICATION, verification: 1) == .tlsHostMismatch)
        #expect(fault(CURLE_RECV_ERROR, errno: ECONNRESET, began: true) == .reset)
        #expect(fault(CURLE_RECV_ERROR, began: true) == .badResponse)
        #expect(fault(CURLE_OUT_OF_MEMORY, began: true) == .headersTooLarge)
        #expect(fault(CURLE_PARTIAL_FILE) == .truncated)
        #expect(fault(CURLE_GOT_NOTHING) == .reset)
        #expect(fault(CURLE_UNSUPPORTED_PROTOCOL) == .badResponse)
    }
}
