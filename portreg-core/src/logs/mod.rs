//! What services print, kept in files that are bounded in size and read back by line.
