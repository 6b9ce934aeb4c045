/** Every feature through the window, step by step. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { complete } from '../browser.mjs';

/** @type {import('../window.mjs').Steps} */
export const TOUR = [
  ['workbench', async ({ page, editor }) => {
    await page.goto(editor.url);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    await complete(page, 120_000);
  }],

  ['squiggle', async (scene) => {
    await scene.openNote('python.md');
    await scene.page.waitForSelector('.monaco-editor .squiggly-error', { state: 'attached', timeout: scene.patience });
    await scene.page.waitForSelector('.monaco-editor .squiggly-warning', { state: 'attached' });
  }],

  // VS Code's own Markdown extension has its server when the breadcrumbs name headings. When that registers its code
  // actions, VS Code throws away the answers to whoever asks for some at that moment.
  ['at rest', async ({ page }) => {
    await page.locator('.breadcrumbs-control', { hasText: '# Python' }).waitFor();
    await page.locator('#status\\.problems').waitFor();
  }],

  ['hover', async (scene) => {
    await scene.pointAt('LEGB rule', 'LEGB');
    await scene.page.locator('.monaco-hover:visible', { hasText: /Enclosing/ }).waitFor();
    await scene.picture('hover');
    await scene.pointAway();
  }],

  ['problems', async (scene) => {
    await scene.command('Problems: Focus on Problems View');
    await scene.page.locator('.markers-panel .monaco-list-row', { hasText: 'syntax-error' }).waitFor();
    await scene.page.locator('.markers-panel .monaco-list-row', { hasText: 'mojibake' }).waitFor();
    // Of a note that nobody opened.
    await scene.page.locator('.markers-panel .monaco-list-row', { hasText: 'unanswered-question' }).first().waitFor();
    await scene.picture('problems');
  }],

  ['link of a rule', async (scene) => {
    await scene.page.locator('.markers-panel .monaco-list-row a', { hasText: 'mojibake' }).first().click();
    const tab = scene.page.locator('.tab', { hasText: 'Preview mojibake' });
    await scene.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('h1', { hasText: 'mojibake' }).waitFor();
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
    await scene.page.locator('.panel .action-label[aria-label^="Hide Panel"], .panel .action-label[aria-label^="Close Panel"]').first().click();
  }],

  ['quick fix', async (scene) => {
    await scene.openNote('python.md');
    await scene.page.waitForSelector('.monaco-editor .squiggly-warning', { state: 'attached' });
    await scene.clickAt('network', 'â€”');
    await scene.page.keyboard.press('Control+.');
    const menu = scene.page.locator('.action-widget .monaco-list-row.action');
    await menu.first().waitFor();
    await scene.picture('quick-fix');
    await menu.first().click();
    await scene.line('network — they').waitFor();
  }],

  ['open questions', async (scene) => {
    await scene.page.locator('.activitybar .action-item:has(.action-label[aria-label^="Notelint"])').click();
    const row = scene.row('Open Questions', 'When does a cache make things slower');
    await row.waitFor();
    await row.click();
    await scene.page.locator('.tab.active', { hasText: 'interview.md' }).waitFor();
    await scene.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 15,' }).waitFor();
  }],

  ['definition', async (scene) => {
    await scene.clickAt('MRO decide', 'MRO');
    await scene.page.keyboard.press('F12');
    await scene.page.locator('.tab.active', { hasText: 'python.md' }).waitFor();
    await scene.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 22,' }).waitFor();
    if (await scene.page.locator('.peekview-widget').isVisible()) {
      throw new Error('F12 opened a list');
    }
    await scene.openNote('interview.md');
  }],

  ['related topics', async (scene) => {
    await scene.clickAt('cache make', 'cache');
    await scene.row('Related Topics', /caching/i).waitFor();
    await scene.picture('questions');
  }],

  ['mark as answered', async (scene) => {
    const row = scene.row('Open Questions', 'When does a cache make things slower');
    await row.hover();
    await row.locator('.action-label[aria-label="Mark as Answered"]').click();
    await row.waitFor({ state: 'detached' });
    await scene.clickAt('cache make', 'cache');
    await scene.page.keyboard.press('Control+z');
    await row.waitFor();
  }],

  ['born on disk', async (scene) => {
    mkdirSync(join(scene.editor.workspace, 'later'), { recursive: true });
    writeFileSync(join(scene.editor.workspace, 'later/born.md'), '# Born\n\nWho wrote this while nobody looked? ❓\n');
    await scene.row('Open Questions', 'Who wrote this').waitFor();
  }],

  ['topic map', async (scene) => {
    await scene.command('Notelint: Open Topic Map');
    const map = await scene.map();
    await map.locator('.topic', { hasText: 'Caching' }).first().waitFor();
    await map.locator('#fit').click();
    await scene.picture('map');
    await map.locator('#zoom-in').click();
    await map.locator('#search').fill('lock gil');
    await map.locator('#search').fill('idempot');
    await map.locator('#matches button', { hasText: 'Idempotency' }).waitFor();
    await map.locator('#search').fill('');
    await map.locator('#note').selectOption('design.md');
    await map.locator('#fit').click();
    await map.locator('.topic[data-topic="Rate limiting"] circle').click();
    await scene.page.locator('.tab.active', { hasText: 'design.md' }).waitFor();
    await scene.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 10,' }).waitFor();
    await scene.command('File: Save All');
    await scene.page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    await scene.command('View: Close All Editors');
    await scene.page.locator('.tab').first().waitFor({ state: 'detached' });
  }],

  ['killed and back', async (scene) => {
    await scene.openNote('old notes.md');
    await scene.page.locator('.view-line', { hasText: 'hit rate' }).first().click();
    const before = scene.servers();
    if (before.length !== 1) {
      throw new Error(`${before.length} servers run`);
    }
    process.kill(before[0], 'SIGKILL');
    await scene.until('another server', () => scene.servers().some((pid) => pid !== before[0]));
    await scene.page.keyboard.press('Control+End');
    await scene.page.keyboard.type('\nA wall â€” of text.');
    await scene.page.waitForSelector('.monaco-editor .squiggly-warning', { state: 'attached' });
  }],
];
