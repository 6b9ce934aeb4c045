/** The settings that the server is told: only what somebody set, so that the rest is left to `notelint.toml`. Pure. */
import { SHOWN_BY_VSCODE } from './shownByVscode.mjs';

/** What VS Code's `inspect` says of one setting. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** Settings of the extension itself, which the server does not know. */
const OWN = new Set(['path', 'languages', 'trace.server']);

/** The dotted names of the server's settings among those that `package.json` declares. */
export function serverKeys(declared: readonly string[], section: string): string[] {
  return declared
    .filter((key) => key.startsWith(`${section}.`))
    .map((key) => key.slice(section.length + 1))
    .filter((key) => !OWN.has(key));
}

/** The settings object to send: `lint.select` becomes `{ lint: { select: … } }`. */
export function collect(
  keys: readonly string[],
  inspect: (key: string) => Inspected | undefined,
  value: (key: string) => unknown,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const key of keys) {
    // What is off here because VS Code shows it is always told: the server would have it on.
    if (key in SHOWN_BY_VSCODE || isSet(inspect(key))) {
      put(settings, key.split('.'), value(key));
    }
  }
  return settings;
}

function isSet(inspected: Inspected | undefined): boolean {
  return (
    inspected !== undefined &&
    [inspected.globalValue, inspected.workspaceValue, inspected.workspaceFolderValue].some((value) => value !== undefined)
  );
}

function put(into: Record<string, unknown>, names: readonly string[], value: unknown): void {
  const [name, ...rest] = names;
  if (name === undefined) {
    return;
  }
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const below = into[name];
  const table = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
  into[name] = table;
  put(table, rest, value);
}
