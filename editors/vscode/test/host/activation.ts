import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import { extension, findings, note, running, show } from './editor';
import { figures, test, until } from './suite';

test('activation: by the first note, measured', async () => {
  const before = extension();
  assert.equal(before.isActive, false, 'no note is open, so the extension sleeps');
  const began = performance.now();
  await before.activate();
  figures['activation ms'] = Math.round(performance.now() - began);
  const opened = performance.now();
  await show(note('python.md'));
  await until('findings', () => findings(note('python.md')).length > 0);
  figures['first findings of an open note ms, from activation'] = Math.round(performance.now() - began);
  figures['first findings of an open note ms, from its opening'] = Math.round(performance.now() - opened);
  await running();
});
