// WebStandards
