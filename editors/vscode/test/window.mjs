/** The installed VSIX in a real window: what a person sees and clicks. Waits for elements, never for times. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { browser } from './browser.mjs';
import { startEditor } from './editor.mjs';

/** How long an element may take, in milliseconds: long enough for a machine that is busy with something else. */
const PATIENCE = 40_000;
const SIZE = { width: 1180, height: 740 };

/**
 * Goes through the window.
 * @param {{ vsix: string, settings?: object, patience?: number, images?: string, failure: string }} options
 *   `patience`: how long the first finding may take; `images`: a folder for the pictures of the README; `failure`: where to keep a picture
 *   and the logs of a run that failed.
 * @returns {Promise<{ ok: boolean, step: string, message?: string }>} the step it ended at
 */
export async function runInWindow({ vsix, settings = {}, patience = PATIENCE, images, failure }) {
  const editor = await startEditor({ vsix, settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false, ...settings } });
  const context = await browser(SIZE, { scale: images === undefined ? 1 : 1.5 });
  const page = context.pages()[0];
  page.setDefaultTimeout(PATIENCE);
  const scene = new Scene(page, editor, { patience, images });
  let step = 'start';
  try {
    for (const [name, act] of STEPS) {
      step = name;
      await act(scene);
    }
    return { ok: true, step };
  } catch (error) {
    // What cannot be kept must not hide what failed.
    await page.screenshot({ path: `${failure}.png` }).catch(() => undefined);
    writeFileSync(`${failure}.log`, editor.logs());
    return { ok: false, step, message: String(error).split('\n').slice(0, 4).join(' ') };
  } finally {
    await context.close();
    await editor.stop();
  }
}

/** @type {[string, (scene: Scene) => Promise<void>][]} */
const STEPS = [
  ['workbench', async ({ page, editor }) => {
    await page.goto(editor.url);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  }],

  ['squiggle', async (scene) => {
    await scene.openNote('python.md');
    await scene.page.waitForSelector('.monaco-editor .squiggly-error', { state: 'attached', timeout: scene.patience });
    await scene.page.waitForSelector('.monaco-editor .squiggly-warning', { state: 'attached' });
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
    await scene.command('View: Close All Editors');
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

/** The window, and what is done in it. */
class Scene {
  constructor(page, editor, { patience, images }) {
    this.page = page;
    this.editor = editor;
    this.patience = patience;
    this.images = images;
  }

  async openNote(name) {
    await this.page.keyboard.press('Control+p');
    await this.page.locator('.quick-input-widget input').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.waitForSelector('.monaco-editor .view-lines .view-line');
  }

  async command(title) {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${title}`);
    await this.page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${title}"]`).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** A line of the editor. VS Code writes blanks as no-break spaces. */
  line(text) {
    return this.page.locator('.monaco-editor .view-line', { hasText: new RegExp(text.replace(/ /g, '[ \\u00a0]')) }).first();
  }

  row(view, text) {
    return this.page.locator(`.pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`, { hasText: text }).first();
  }

  /** The middle of `word` in a line of the editor, on the screen. */
  async place(text, word) {
    const line = this.line(text);
    await line.waitFor();
    return line.evaluate((element, sought) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const start = node.data.indexOf(sought);
        if (start >= 0) {
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, start + sought.length);
          const { left, top, width, height } = range.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }
      }
      throw new Error(`no ${sought} in the line`);
    }, word);
  }

  async pointAt(text, word) {
    const { x, y } = await this.place(text, word);
    await this.page.mouse.move(x, y);
  }

  async clickAt(text, word) {
    const { x, y } = await this.place(text, word);
    await this.page.mouse.click(x, y);
  }

  async pointAway() {
    await this.page.mouse.move(SIZE.width - 40, SIZE.height - 60);
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
  }

  /** The page inside the webview of the topic map. */
  async map() {
    const frame = this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await frame.locator('#map').waitFor();
    return frame;
  }

  /** The processes of the server that came with the VSIX. */
  servers() {
    const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    return all.filter((line) => line.includes(this.editor.root) && /bin\/notelint server/.test(line)).map((line) => Number.parseInt(line, 10));
  }

  async until(what, holds) {
    for (let tries = 0; tries < PATIENCE / 50; tries += 1) {
      if (holds()) {
        return;
      }
      await this.page.waitForTimeout(50);
    }
    throw new Error(`waited in vain for ${what}`);
  }

  async picture(name) {
    if (this.images !== undefined) {
      await this.page.screenshot({ path: join(this.images, `${name}.png`), animations: 'disabled' });
    }
  }
}
