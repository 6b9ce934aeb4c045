import assert from 'node:assert/strict';
import { test } from 'node:test';

import { progressOf } from '../../src/progress';
import type { ServerState } from '../../src/state';
import { type Facts, statusOf } from '../../src/statusText';

const running: ServerState = { kind: 'running', version: '0.1.0', file: '/x', source: 'bundled', warning: undefined };
const facts: Facts = { server: running, work: undefined, findings: 0, questions: { open: 0, unsure: 0, answered: 4 }, foreignScheme: undefined };

test('what the status item says', () => {
  assert.deepEqual(statusOf(facts), { text: 'No findings', detail: 'no open questions', severity: 'information', busy: false });
  assert.equal(statusOf({ ...facts, findings: 1 }).text, '1 finding');
  assert.equal(statusOf({ ...facts, findings: 3, questions: { open: 1, unsure: 1, answered: 0 } }).detail, '2 open questions in these notes');
});

test('busy while the server starts and while it works', () => {
  assert.ok(statusOf({ ...facts, server: { kind: 'starting' } }).busy);
  const working = statusOf({ ...facts, work: '12/300 notes 4 %' });
  assert.ok(working.busy && working.detail === '12/300 notes 4 %');
});

test('a server that cannot run, and one of another version', () => {
  assert.deepEqual(statusOf({ ...facts, server: { kind: 'failed', message: 'no such file' } }), { text: 'notelint cannot run', detail: 'no such file', severity: 'error', busy: false });
  assert.equal(statusOf({ ...facts, server: { ...running, warning: 'other' } }).severity, 'warning');
});

test('a note that is not on disk is not checked, and that is said', () => {
  const status = statusOf({ ...facts, foreignScheme: 'git' });
  assert.equal(status.text, 'Not checked');
  assert.match(status.detail, /"git:"/);
});

test('progress of the server', () => {
  assert.equal(progressOf({ kind: 'begin', title: 'Indexing' }), 'Indexing');
  assert.equal(progressOf({ kind: 'report', message: '30/100 notes', percentage: 30 }), '30/100 notes 30 %');
  assert.equal(progressOf({ kind: 'report', percentage: 30 }), 'working 30 %');
  assert.equal(progressOf({ kind: 'end' }), undefined);
});
