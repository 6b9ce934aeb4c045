import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { checkVersion, compatible, judge, run } from '../../src/version';

const folder = mkdtempSync(join(tmpdir(), 'notelint-unit-'));
after(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, script);
  chmodSync(file, mode);
  return file;
}

async function message(file: string): Promise<string> {
  const check = await checkVersion(file, '0.1.0');
  return check.ok ? `ok ${check.version} ${check.warning ?? ''}` : check.message;
}

test('a server of this version', async () => {
  assert.equal(await message(program('good', '#!/bin/sh\necho "notelint 0.1.7"\n')), 'ok 0.1.7 ');
});

test('a server of another version is run, with a warning that names both', async () => {
  assert.match(await message(program('newer', '#!/bin/sh\necho "notelint 9.0.0"\n')), /^ok 9\.0\.0 .*is notelint 9\.0\.0, but this extension was made for 0\.1\.0/);
});

test('what is not a server is not run, and the message says why', async () => {
  assert.match(await message(program('other', '#!/bin/sh\necho "hello 1.0"\n')), /is not notelint: `--version` printed "hello 1.0"/);
  assert.match(await message(program('silent', '#!/bin/sh\n')), /printed nothing/);
  assert.match(await message(program('ends', '#!/bin/sh\nexit 3\n')), /cannot be run: it ended with code 3/);
  assert.match(await message(program('dies', '#!/bin/sh\nkill -SEGV $$\n')), /ended by SIGSEGV/);
  assert.match(await message(join(folder, 'missing')), /there is no such file/);
  assert.match(await message(program('text', 'notelint 0.1.0', 0o644)), /not executable/);
});

test('a program that does not answer is ended', async () => {
  const ran = await run(program('sleeps', '#!/bin/sh\nexec sleep 60\n'), [], 200);
  assert.deepEqual(ran, { failure: 'it did not answer within 0.2 seconds' });
});

test('only the start of the first line is quoted', () => {
  const check = judge('x', { stdout: `${'a'.repeat(500)}\nsecond` }, '0.1.0');
  assert.ok(!check.ok && check.message.length < 150 && !check.message.includes('second'));
});

test('which versions go together', () => {
  assert.ok(compatible('0.1.0', '0.1.9'));
  assert.ok(!compatible('0.2.0', '0.1.0'));
  assert.ok(compatible('1.2.0', '1.9.3'));
  assert.ok(!compatible('1.0.0', '2.0.0'));
});
