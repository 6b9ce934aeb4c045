/** A workspace on a disk that cannot be written: run alone, on a folder that is mounted so. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';

import { extension, finding, messages, note, running, show } from './editor';
import { test } from './suite';

if (process.env['NOTELINT_TEST_ONLY'] === 'read-only') {
  test('read-only: notes are checked, and nothing is written', async () => {
    assert.throws(() => fs.writeFileSync(note('new.md').fsPath, ''), 'the folder can be written, so this test shows nothing');
    await extension().activate();
    const { document } = await show(note('python.md'));
    await running();
    await finding(note('python.md'), 'mojibake');
    await messages(async (shown) => {
      await vscode.commands.executeCommand('notelint.fixAll');
      assert.deepEqual(shown, []);
    });
    assert.ok(document.isDirty, 'the fix is in the editor, for the person to save elsewhere');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
}
