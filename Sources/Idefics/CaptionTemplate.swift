/// How a picture's description is asked for.
public enum CaptionTemplate: String, CaseIterable, Sendable {
    /// The picture and what it is continued with: what a checkpoint says by itself.
    case plain
    /// A sentence.
    case brief
    /// All that is to be seen.
    case detailed

    /// What a checkpoint that was made for conversations is asked, in the words of the IDEFICS report; nil: nothing.
    var question: String? {
        switch self {
        case .plain: nil
        case .brief: "Describe the image briefly."
        case .detailed: "Describe the image in detail."
        }
    }

    /// What the description of any other checkpoint begins with.
    var beginning: String {
        switch self {
        case .plain: ""
        case .brief: "A picture of"
        case .detailed: "In this picture we can see"
        }
    }
}
