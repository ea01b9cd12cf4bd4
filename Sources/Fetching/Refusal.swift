/// A fault with what varies about it, thrown where a URL or an answer is judged.
struct Refusal: Error, Equatable {
    let fault: FetchFault
    let detail: String

    init(_ fault: FetchFault, _ detail: String = "") {
        self.fault = fault
        self.detail = String(header: detail.utf8)
    }
}
