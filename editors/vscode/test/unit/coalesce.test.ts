import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Coalesced, Debounced } from '../../src/coalesce';

/** A job whose runs are ended by hand. */
function job() {
  const ends: (() => void)[] = [];
  const counts = { began: 0, atOnce: 0, most: 0 };
  const coalesced = new Coalesced(async () => {
    counts.began += 1;
    counts.atOnce += 1;
    counts.most = Math.max(counts.most, counts.atOnce);
    await new Promise<void>((resolve) => ends.push(resolve));
    counts.atOnce -= 1;
  });
  return { coalesced, counts, end: () => ends.shift()?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('many calls during a run make one more run', async () => {
  const { coalesced, counts, end } = job();
  const first = coalesced.run();
  const others = [coalesced.run(), coalesced.run(), coalesced.run()];
  assert.equal(counts.began, 1);
  end();
  await first;
  await settled();
  assert.equal(counts.began, 2);
  end();
  await Promise.all(others);
  assert.deepEqual(counts, { began: 2, atOnce: 0, most: 1 });
});

test('a call in the gap between two runs joins the second', async () => {
  const { coalesced, counts, end } = job();
  const first = coalesced.run();
  void coalesced.run();
  end();
  const late = first.then(() => coalesced.run());
  await first;
  await settled();
  end();
  await settled();
  end();
  await late;
  assert.equal(counts.most, 1);
});

test('a run that fails does not stop the next', async () => {
  let runs = 0;
  const coalesced = new Coalesced(() => ((runs += 1) === 1 ? Promise.reject(new Error('no')) : Promise.resolve()));
  const first = coalesced.run();
  const second = coalesced.run();
  await assert.rejects(first);
  await second;
  await coalesced.run();
  assert.equal(runs, 3);
});

test('a burst is one action', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let actions = 0;
  const debounced = new Debounced(100, () => (actions += 1));
  for (let pokes = 0; pokes < 10; pokes += 1) {
    debounced.poke();
    mock.timers.tick(60);
  }
  assert.equal(actions, 0);
  mock.timers.tick(100);
  assert.equal(actions, 1);
  debounced.poke();
  debounced.dispose();
  mock.timers.tick(1000);
  assert.equal(actions, 1);
  mock.timers.reset();
});
