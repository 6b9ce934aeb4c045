/** Asks a binary for its version before it is trusted to be a server. */
import { execFile, type ExecFileException } from 'node:child_process';

export type VersionCheck =
  | { readonly ok: true; readonly version: string; readonly warning: string | undefined }
  | { readonly ok: false; readonly message: string };

/** What running a program gave: its output, or why it could not run. */
export type Ran = { readonly stdout: string } | { readonly failure: string };

/** Runs `file --version`, bounded in time, and judges what it prints. */
export async function checkVersion(file: string, extensionVersion: string): Promise<VersionCheck> {
  return judge(file, await run(file, ['--version'], 5000), extensionVersion);
}

/** Judges the output of `--version`: `notelint 1.2.3`. */
export function judge(file: string, ran: Ran, extensionVersion: string): VersionCheck {
  if ('failure' in ran) {
    return { ok: false, message: `${file} cannot be run: ${ran.failure}.` };
  }
  const version = /^notelint (\d+\.\d+\.\d+\S*)/.exec(ran.stdout)?.[1];
  if (version === undefined) {
    return { ok: false, message: `${file} is not notelint: \`--version\` printed ${quote(ran.stdout)}.` };
  }
  const warning = compatible(version, extensionVersion)
    ? undefined
    : `${file} is notelint ${version}, but this extension was made for ${extensionVersion}: some features may fail.`;
  return { ok: true, version, warning };
}

/** Whether two versions promise the same interface: the same major number, or before 1.0 the same minor number. */
export function compatible(one: string, other: string): boolean {
  const [major, minor] = one.split('.');
  const [otherMajor, otherMinor] = other.split('.');
  return major === otherMajor && (major !== '0' || minor === otherMinor);
}

/** Runs a program and gives what it printed; never throws. */
export function run(file: string, args: readonly string[], timeout: number): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, [...args], { timeout, maxBuffer: 16 * 1024 * 1024, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? { stdout } : { failure: reason(error, timeout) });
    });
  });
}

function reason(error: ExecFileException, timeout: number): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file, or it was built for another system';
    case 'EACCES':
      return 'it is not executable';
    case 'ENOEXEC':
      return 'it was built for another kind of machine';
  }
  if (error.killed === true) {
    return `it did not answer within ${timeout / 1000} seconds`;
  }
  if (typeof error.signal === 'string') {
    return `it was ended by ${error.signal}`;
  }
  return typeof error.code === 'number' ? `it ended with code ${String(error.code)}` : error.message;
}

function quote(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? 'nothing' : `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
