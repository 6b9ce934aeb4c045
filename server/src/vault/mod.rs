//! Every note of the workspace, and what is looked up across them.
