/** A small test runner for the extension host: tests in order, each with its outcome. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';

interface Result {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly message?: string;
}

const tests: { name: string; body: () => Promise<void> }[] = [];

/** What was measured on the way, for the report. */
export const figures: Record<string, number> = {};

/** How long `until` waits: long enough for a machine that is busy with something else. */
const PATIENCE = Number(process.env['NOTELINT_TEST_PATIENCE'] ?? 30_000);

export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

/** Waits until `get` gives something that is not false, and returns it. */
export async function until<T>(what: string, get: () => T | Promise<T>, patience = PATIENCE): Promise<NonNullable<Exclude<T, false>>> {
  const began = performance.now();
  for (;;) {
    const value = await get();
    if (value !== undefined && value !== null && value !== false) {
      return value as NonNullable<Exclude<T, false>>;
    }
    if (performance.now() - began > patience) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs every test, or those whose name begins as $NOTELINT_TEST_ONLY says; throws when one failed. */
export async function runAll(): Promise<void> {
  const only = process.env['NOTELINT_TEST_ONLY'] ?? '';
  const results: Result[] = [];
  const home = process.env['HOME'] ?? '.';
  await until('the window to be complete', () => fs.existsSync(path.join(home, 'complete')), 120_000);
  for (const { name, body } of tests.filter((one) => one.name.startsWith(only))) {
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    try {
      await body();
      results.push({ name, ok: true, ms: ms() });
    } catch (error) {
      results.push({ name, ok: false, ms: ms(), message: error instanceof Error ? `${error.message}` : String(error) });
    }
    // Written as it goes, so that a run that hangs shows where.
    fs.writeFileSync(path.join(home, 'results.json'), JSON.stringify({ results, figures }));
  }
  const failed = results.filter((result) => !result.ok);
  if (failed.length > 0 || results.length === 0) {
    throw new Error(`${failed.length} of ${results.length} failed`);
  }
}
