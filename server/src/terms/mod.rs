//! The glossary and its matcher: which terms stand in a text, and what they mean.
