//! Any bytes may come from an editor: the server reads on or ends, and does not fall.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(32 << 20)
        .enable_time()
        .build()
        .unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    // The server ends this process when its client's process ends.
    if bytes.windows(9).any(|part| part == b"processId") {
        return;
    }
    RUNTIME.block_on(notelint::lsp::serve(bytes, tokio::io::sink()));
});
