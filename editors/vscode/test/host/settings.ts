import * as fs from 'node:fs';

import { finding, findings, note, rule, set, show } from './editor';
import { test, until } from './suite';

const python = note('python.md');
const silent = (name: string) => until(`no finding of ${name}`, () => findings(python).length > 0 && !findings(python).some((one) => rule(one) === name));

test('settings: a change takes effect without a restart', async () => {
  await show(python);
  await finding(python, 'mojibake');
  await set('lint.ignore', ['mojibake']);
  await silent('mojibake');
  await set('lint.ignore');
  await finding(python, 'mojibake');
});

test('settings: what nobody set leaves the config file alone', async () => {
  await show(python);
  await finding(python, 'mojibake');
  const config = note('notelint.toml');
  fs.writeFileSync(config.fsPath, '[lint]\nignore = ["mojibake"]\n');
  await silent('mojibake');
  await set('python.version', '3.12');
  await silent('mojibake');
  await set('python.version');
  fs.rmSync(config.fsPath);
  await finding(python, 'mojibake');
});
