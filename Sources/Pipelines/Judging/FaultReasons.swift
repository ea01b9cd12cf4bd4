import Extraction
import Fetching
import Imaging
import Records
import WebArchive

// Every fault of a leaf module has its reason. No `default` here: a new fault does not compile until it has one.
