import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromSchema, withSettings } from '../../scripts/manifest.mjs';
import { collect, serverKeys } from '../../src/settings';

test('settings of the extension itself are not told to the server', () => {
  assert.deepEqual(serverKeys(['notelint.path', 'notelint.languages', 'notelint.trace.server', 'notelint.lint.select', 'other.x'], 'notelint'), ['lint.select']);
});

test('only what somebody set is told, and what VS Code shows by itself', () => {
  const values: Record<string, unknown> = { 'lint.select': ['all'], 'lint.ignore': [], 'python.version': '3.14', 'features.symbols': false, 'features.hover': true };
  const set: Record<string, object> = { 'lint.select': { workspaceValue: ['all'] }, 'lint.ignore': { globalValue: [] } };
  const told = collect(Object.keys(values), (key) => set[key], (key) => values[key]);
  assert.deepEqual(told, { lint: { select: ['all'], ignore: [] }, features: { symbols: false } });
});

const schema = {
  properties: {
    lint: {
      description: 'Rules.',
      properties: {
        select: { type: 'array', description: 'Rules to run;\nempty means all.', default: [] },
        severity: { type: 'object', description: 'Severities.', default: {}, additionalProperties: { oneOf: [{ const: 'hint', description: 'A remark.' }, { const: 'error', description: 'A mistake.' }] } },
      },
    },
    pattern: { type: 'array', description: 'Not for an editor.' },
  },
};

test('settings come from the schema', () => {
  const [group] = fromSchema(schema);
  assert.deepEqual(group, {
    title: 'Rules',
    properties: {
      'notelint.lint.select': { type: 'array', default: [], scope: 'resource', markdownDescription: 'Rules to run; empty means all.' },
      'notelint.lint.severity': {
        type: 'object',
        default: {},
        additionalProperties: { type: 'string', enum: ['hint', 'error'], enumDescriptions: ['A remark.', 'A mistake.'] },
        scope: 'resource',
        markdownDescription: 'Severities.',
      },
    },
  });
});

test('a setting that changed makes package.json stale', () => {
  const text = withSettings('{"contributes":{}}', schema);
  assert.equal(withSettings(text, schema), text);
  const changed = structuredClone(schema);
  changed.properties.lint.properties.select.description = 'Something else.';
  assert.notEqual(withSettings(text, changed), text);
});
