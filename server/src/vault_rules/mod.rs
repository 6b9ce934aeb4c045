//! Checks that need other notes.
