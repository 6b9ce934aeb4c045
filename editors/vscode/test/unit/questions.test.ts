import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Question, QuestionStatus } from '../../src/protocol';
import { byNote, count, describe, nextOpen, progress } from '../../src/questionModel';

function question(uri: string, line: number, status: QuestionStatus = 'unanswered'): Question {
  return { uri, range: { start: { line, character: 0 }, end: { line, character: 1 } }, status, question: `${uri}:${line}` };
}

const notes = byNote([question('file:///b', 3), question('file:///a', 9, 'answered'), question('file:///a', 5, 'unsure'), question('file:///a', 1), question('file:///c', 0, 'answered')]);
const next = (uri: string, line: number, direction: 1 | -1) => nextOpen(notes, { uri, line }, direction)?.question;

test('questions are grouped by note, in order', () => {
  assert.deepEqual(
    notes.map((note) => [note.uri, note.questions.map(({ range }) => range.start.line)]),
    [
      ['file:///a', [1, 5, 9]],
      ['file:///b', [3]],
      ['file:///c', [0]],
    ],
  );
  assert.equal(describe(notes[0]!.counts), '1 open · 1 unsure · 1 answered');
});

test('progress', () => {
  assert.equal(progress(count([])), '');
  assert.equal(progress({ open: 1, unsure: 2, answered: 9 }), '9 of 12 answered');
});

test('the next open question: in this note, in the next, and round', () => {
  assert.equal(next('file:///a', 0, 1), 'file:///a:1');
  assert.equal(next('file:///a', 1, 1), 'file:///a:5');
  assert.equal(next('file:///a', 5, 1), 'file:///b:3');
  assert.equal(next('file:///b', 3, 1), 'file:///a:1');
  assert.equal(next('file:///c', 7, 1), 'file:///a:1');
  assert.equal(next('file:///aa', 7, 1), 'file:///b:3');
});

test('the previous open question', () => {
  assert.equal(next('file:///b', 3, -1), 'file:///a:5');
  assert.equal(next('file:///a', 1, -1), 'file:///b:3');
  assert.equal(next('file:///c', 0, -1), 'file:///b:3');
});

test('no editor, no questions', () => {
  assert.equal(nextOpen(notes, undefined, 1)?.question, 'file:///a:1');
  assert.equal(nextOpen([], undefined, 1), undefined);
});
