//! Walking folders, decoding, atomic writes: the only room that touches the disk.
