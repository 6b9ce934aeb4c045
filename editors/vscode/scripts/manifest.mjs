/** The settings in package.json: those of the extension, which stand here, and those of the server, from its schema. Pure. */
import { SHOWN_BY_VSCODE } from '../src/shownByVscode.mjs';

/** Settings of the extension itself. */
const OWN = {
  'notelint.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    markdownDescription:
      'The `notelint` program to run as the server. When empty: the one that came with the extension, else the one on `PATH`. ' +
      '`~`, `${userHome}`, `${workspaceFolder}` and `${env:NAME}` are replaced.',
  },
  'notelint.languages': {
    type: 'array',
    items: { type: 'string' },
    uniqueItems: true,
    default: ['markdown'],
    scope: 'window',
    markdownDescription: 'The languages whose documents are notes. Add `plaintext` to have text files checked too.',
  },
  'notelint.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'compact', 'verbose'],
    default: 'off',
    scope: 'window',
    markdownDescription: 'Writes what the editor and the server say to each other to the output channel `notelint trace`.',
  },
};

const TITLES = { lint: 'Rules', python: 'Python', questions: 'Questions', notes: 'Notes', terms: 'Terms', features: 'Features' };

/** The settings of the server, as VS Code declares them, a group for each section of the config. */
export function fromSchema(schema) {
  return Object.entries(schema.properties)
    .filter(([, section]) => section.properties !== undefined)
    .map(([name, section]) => ({
      title: TITLES[name] ?? name,
      properties: Object.fromEntries(Object.entries(section.properties).flatMap(([key, below]) => leaves(`${name}.${key}`, below))),
    }))
    .filter((group) => Object.keys(group.properties).length > 0);
}

function leaves(key, schema) {
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([name, below]) => leaves(`${key}.${name}`, below));
  }
  const { description, ...rest } = schema;
  const setting = { ...asEnums(rest), scope: 'resource', markdownDescription: description.replace(/\s+/g, ' ') };
  if (key in SHOWN_BY_VSCODE) {
    setting.default = SHOWN_BY_VSCODE[key];
  }
  return [[`notelint.${key}`, setting]];
}

/** Values that the schema lists one by one, as the settings editor of VS Code lists them. */
function asEnums(schema) {
  if (Array.isArray(schema)) {
    return schema.map(asEnums);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const { oneOf, description, ...rest } = schema;
  if (oneOf?.every((one) => typeof one.const === 'string')) {
    return { ...rest, type: 'string', enum: oneOf.map((one) => one.const), enumDescriptions: oneOf.map((one) => one.description) };
  }
  return Object.fromEntries(Object.entries(schema).map(([name, below]) => [name, asEnums(below)]));
}

/** package.json as it should be. */
export function withSettings(text, schema) {
  const manifest = JSON.parse(text);
  const groups = [{ title: 'Notelint', properties: OWN }, ...fromSchema(schema)];
  manifest.contributes.configuration = groups.map((group, order) => ({ order, ...group }));
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
