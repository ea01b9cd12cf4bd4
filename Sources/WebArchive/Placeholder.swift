// WebArchive
