import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Crashes } from '../../src/crashes';

test('five crashes in a row are a loop', () => {
  const crashes = new Crashes();
  const waits = [0, 1000, 2000, 3000, 4000].map((now) => crashes.record(now));
  assert.deepEqual(waits, [100, 200, 400, 800, undefined]);
  assert.equal(crashes.count, 5);
});

test('a crash now and then is forgiven', () => {
  const crashes = new Crashes();
  for (let minute = 0; minute < 60; minute += 1) {
    assert.notEqual(crashes.record(minute * 60_000), undefined);
  }
});

test('a restart by hand starts afresh', () => {
  const crashes = new Crashes();
  [0, 1, 2, 3].forEach((now) => crashes.record(now));
  crashes.forget();
  assert.equal(crashes.record(5), 100);
});
