/** The first note wakes the extension; how long that takes, for the report. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

import { extension, findings, note, running, show } from './editor';
import { figures, test, until } from './suite';

test('activation: by the first note, measured', async () => {
  const python = note('python.md');
  assert.equal(extension().isActive, false, 'no note is open, so the extension sleeps');
  await rest();
  let first = 0;
  const listener = vscode.languages.onDidChangeDiagnostics(() => {
    first ||= findings(python).length > 0 ? Date.now() : 0;
  });
  await show(python);
  await until('findings', () => first > 0);
  listener.dispose();
  await running();
  // What "Developer: Show Running Extensions" calls the activation: loading the code, and running `activate`. Between the
  // two VS Code fetches what it keeps for the extension, and waits for the window: that is not the extension's time.
  const loading = mark('didLoadExtensionCode') - mark('willLoadExtensionCode');
  figures['activation ms'] = loading + mark('didActivateExtension') - mark('willActivateExtension');
  figures['first findings of the open note, ms of loading and since `activate` was called'] = loading + first - mark('willActivateExtension');
  figures['VS Code between the two, ms'] = mark('willActivateExtension') - mark('didLoadExtensionCode');
});

/** When VS Code's extension host did something with this extension, by its own account, on the clock of `Date.now`. */
function mark(what: string): number {
  const name = `code/extHost/${what}/notelint.notelint`;
  const { MonacoPerformanceMarks: kept } = globalThis as { MonacoPerformanceMarks?: { getMarks(): { name: string; startTime: number }[] } };
  const found = kept?.getMarks().find((one) => one.name === name);
  assert.ok(found, `VS Code did not mark ${name}`);
  return found.startTime;
}

/** Waits until the extension host has half a second to itself, so that what is measured is not VS Code's own start. */
async function rest(): Promise<void> {
  const end = Date.now() + 10_000;
  for (let calm = 0; calm < 50 && Date.now() < end; ) {
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
    calm = performance.now() - began < 15 ? calm + 1 : 0;
  }
}
