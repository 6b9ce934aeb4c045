/** A folder that nobody trusts: its notes are checked, but it cannot say which program does that. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { TOUR } from './tour.mjs';

/** What the program that the folder names leaves behind when it is run. */
const mark = (workspace) => join(workspace, 'was-run');

/** How to start the editor: the folder's own settings name a program in the folder. */
export const GUARDED = {
  trust: false,
  prepare(workspace) {
    mkdirSync(join(workspace, '.vscode'));
    writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify({ 'notelint.path': '${workspaceFolder}/program' }));
    writeFileSync(join(workspace, 'program'), '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n', { mode: 0o755 });
  },
};

/** @type {import('../window.mjs').Steps} */
export const RESTRICTED = [
  ...TOUR.slice(0, TOUR.findIndex(([name]) => name === 'squiggle') + 1),

  ['restricted', async ({ page, editor }) => {
    await page.locator('#status\\.workspaceTrust').waitFor();
    if (existsSync(mark(editor.workspace))) {
      throw new Error('the program of a folder that is not trusted was run');
    }
  }],

  // What shows that the program would have been run.
  ['trusted', async (scene) => {
    await scene.command('Workspaces: Manage Workspace Trust');
    await scene.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await scene.until('the program to be run', () => existsSync(mark(scene.editor.workspace)));
    await scene.page.locator('.notification-toast', { hasText: 'is not notelint' }).waitFor();
    rmSync(mark(scene.editor.workspace));
  }],
];
