// Idefics
