/** Turns the protocol's work-done progress into one line. Pure. */

export type ProgressParams =
  | { readonly kind: 'begin'; readonly title: string; readonly message?: string; readonly percentage?: number }
  | { readonly kind: 'report'; readonly message?: string; readonly percentage?: number }
  | { readonly kind: 'end'; readonly message?: string };

/** One line about work that goes on; nothing when it is done. */
export function progressOf(params: ProgressParams): string | undefined {
  if (params.kind === 'end') {
    return undefined;
  }
  const parts = [params.message, params.kind === 'begin' ? params.title : undefined].filter((part) => part !== undefined && part !== '');
  const percentage = params.percentage === undefined ? '' : ` ${Math.round(params.percentage)} %`;
  return `${parts[0] ?? 'working'}${percentage}`;
}
