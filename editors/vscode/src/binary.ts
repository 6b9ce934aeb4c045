/**
 * Where the server's binary is: the setting `notelint.path`, else the one in this extension, else PATH.
 * Pure: what it needs of the machine is handed in.
 */
import * as path from 'node:path';

/** What a search looks at. */
export interface Surroundings {
  /** The setting `notelint.path`, as written; empty when not set. */
  readonly configured: string;
  /** The folder in this extension that holds the bundled binary. */
  readonly bundledFolder: string;
  /** The first workspace folder, for relative paths. */
  readonly workspaceFolder: string | undefined;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  isFile(file: string): boolean;
}

/** Where a binary came from, in the words of the logs. */
export type Source = 'setting' | 'bundled' | 'PATH';

export type Search =
  | { readonly found: true; readonly file: string; readonly source: Source }
  | { readonly found: false; readonly message: string; readonly looked: readonly string[] };

/** Finds the binary, or says why there is none. */
export function findBinary(around: Surroundings): Search {
  const configured = expand(around.configured.trim(), around);
  if (configured !== '') {
    return fromSetting(configured, around);
  }
  const bundled = join(around, around.bundledFolder, executable(around));
  if (around.isFile(bundled)) {
    return { found: true, file: bundled, source: 'bundled' };
  }
  const onPath = searchPath(executable(around), around);
  if (onPath !== undefined) {
    return { found: true, file: onPath, source: 'PATH' };
  }
  return {
    found: false,
    message:
      'The notelint server was not found: this package of the extension holds none for this machine, and there is no ' +
      '`notelint` on PATH. Install it, or set `notelint.path` to it.',
    looked: [bundled, ...pathFolders(around)],
  };
}

/** A path that is set is never passed over in silence for another. */
function fromSetting(configured: string, around: Surroundings): Search {
  const tool = around.platform === 'win32' ? path.win32 : path.posix;
  const isName = !configured.includes('/') && !(around.platform === 'win32' && configured.includes('\\'));
  if (isName) {
    const file = searchPath(configured, around);
    return file === undefined
      ? notThere(`The setting \`notelint.path\` is "${configured}", but no such program is on PATH.`, pathFolders(around))
      : { found: true, file, source: 'setting' };
  }
  const file = tool.isAbsolute(configured) ? configured : join(around, around.workspaceFolder ?? around.home, configured);
  for (const candidate of around.platform === 'win32' ? [file, `${file}.exe`] : [file]) {
    if (around.isFile(candidate)) {
      return { found: true, file: candidate, source: 'setting' };
    }
  }
  return notThere(`The setting \`notelint.path\` names ${file}, but there is no such file.`, [file]);
}

function notThere(message: string, looked: readonly string[]): Search {
  return { found: false, message, looked };
}

/** Replaces `~`, `${userHome}`, `${workspaceFolder}` and `${env:NAME}`, as VS Code does in its own settings. */
export function expand(text: string, around: Surroundings): string {
  return text
    .replace(/^~(?=$|[\\/])/, () => around.home)
    .replace(/\$\{(userHome|workspaceFolder|env:([^}]+))\}/g, (whole, name: string, variable: string | undefined) => {
      if (variable !== undefined) {
        return around.env[variable] ?? '';
      }
      return (name === 'userHome' ? around.home : around.workspaceFolder) ?? whole;
    });
}

function executable(around: Surroundings): string {
  return around.platform === 'win32' ? 'notelint.exe' : 'notelint';
}

function join(around: Surroundings, ...parts: string[]): string {
  return (around.platform === 'win32' ? path.win32 : path.posix).join(...parts);
}

function pathFolders(around: Surroundings): string[] {
  const value = around.env['PATH'] ?? around.env['Path'] ?? '';
  return value.split(around.platform === 'win32' ? ';' : ':').filter((folder) => folder !== '');
}

function searchPath(name: string, around: Surroundings): string | undefined {
  const names = around.platform === 'win32' && !name.toLowerCase().endsWith('.exe') ? [`${name}.exe`] : [name];
  return pathFolders(around)
    .flatMap((folder) => names.map((file) => join(around, folder, file)))
    .find((file) => around.isFile(file));
}
