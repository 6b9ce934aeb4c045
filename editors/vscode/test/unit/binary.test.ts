import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findBinary, type Surroundings } from '../../src/binary';

function around(files: string[], over: Partial<Surroundings> = {}): Surroundings {
  return {
    configured: '',
    bundledFolder: '/ext/bin',
    workspaceFolder: '/notes',
    home: '/home/me',
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    isFile: (file) => files.includes(file),
    ...over,
  };
}

function found(surroundings: Surroundings): string {
  const search = findBinary(surroundings);
  return search.found ? `${search.source} ${search.file}` : search.message;
}

test('the bundled binary comes before PATH', () => {
  assert.equal(found(around(['/ext/bin/notelint', '/usr/bin/notelint'])), 'bundled /ext/bin/notelint');
  assert.equal(found(around(['/usr/bin/notelint'])), 'PATH /usr/bin/notelint');
});

test('the setting comes first', () => {
  const files = ['/ext/bin/notelint', '/opt/notelint', '/home/me/bin/notelint', '/notes/tools/notelint', '/usr/bin/notelint'];
  assert.equal(found(around(files, { configured: ' /opt/notelint ' })), 'setting /opt/notelint');
  assert.equal(found(around(files, { configured: '~/bin/notelint' })), 'setting /home/me/bin/notelint');
  assert.equal(found(around(files, { configured: '${userHome}/bin/notelint' })), 'setting /home/me/bin/notelint');
  assert.equal(found(around(files, { configured: '${workspaceFolder}/tools/notelint' })), 'setting /notes/tools/notelint');
  assert.equal(found(around(files, { configured: 'tools/notelint' })), 'setting /notes/tools/notelint');
  assert.equal(found(around(files, { configured: '${env:TOOLS}/notelint', env: { TOOLS: '/opt' } })), 'setting /opt/notelint');
  assert.equal(found(around(files, { configured: 'notelint' })), 'setting /usr/bin/notelint');
});

test('a path that is set and wrong is not replaced by another', () => {
  const message = found(around(['/ext/bin/notelint', '/usr/bin/notelint'], { configured: '/opt/notelint' }));
  assert.match(message, /`notelint.path` names \/opt\/notelint, but there is no such file/);
  assert.match(found(around(['/ext/bin/notelint'], { configured: 'notelnt' })), /"notelnt", but no such program is on PATH/);
});

test('nowhere: the message says so, and the logs where it was looked for', () => {
  const search = findBinary(around([]));
  assert.ok(!search.found);
  assert.match(search.message, /was not found/);
  assert.deepEqual(search.looked, ['/ext/bin/notelint', '/usr/local/bin', '/usr/bin']);
});

test('Windows: .exe, semicolons, backslashes', () => {
  const windows = { platform: 'win32', bundledFolder: 'c:\\ext\\bin', home: 'c:\\me', env: { Path: 'c:\\a;c:\\b' } } as const;
  assert.equal(found(around(['c:\\ext\\bin\\notelint.exe'], windows)), 'bundled c:\\ext\\bin\\notelint.exe');
  assert.equal(found(around(['c:\\b\\notelint.exe'], windows)), 'PATH c:\\b\\notelint.exe');
  assert.equal(found(around(['c:\\t\\notelint.exe'], { ...windows, configured: 'c:\\t\\notelint' })), 'setting c:\\t\\notelint.exe');
  assert.equal(found(around(['c:\\b\\notelint.exe'], { ...windows, configured: 'notelint' })), 'setting c:\\b\\notelint.exe');
});
