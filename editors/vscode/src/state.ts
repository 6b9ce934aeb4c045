/** What the server is doing, as the status item, the views and the messages see it. Pure. */

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly version: string; readonly file: string; readonly source: string; readonly warning: string | undefined }
  | { readonly kind: 'failed'; readonly message: string };
