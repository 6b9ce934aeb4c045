//! Any bytes may come from an editor: the server reads on or ends, and does not fall.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The server ends this process when its client's process ends.
    if bytes.windows(9).any(|part| part == b"processId") {
        return;
    }
    // One for each session: a process serves one, and what that leaves behind goes with it.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(32 << 20)
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(notelint::lsp::serve(bytes, tokio::io::sink()));
});
