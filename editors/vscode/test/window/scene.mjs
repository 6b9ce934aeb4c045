/** The window, and what a person does in it. Waits for elements, never for times. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** How long an element may take, in milliseconds: long enough for a machine that is busy with something else. */
export const PATIENCE = 40_000;
export const SIZE = { width: 1180, height: 740 };

export class Scene {
  constructor(page, editor, { patience, images }) {
    this.page = page;
    this.editor = editor;
    this.patience = patience;
    this.images = images;
  }

  async openNote(name) {
    await this.quickInput('Control+p', name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.waitForSelector('.monaco-editor .view-lines .view-line');
  }

  async command(title) {
    await this.quickInput('F1', `>${title}`);
    await this.page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${title}"]`).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Opens the list that `key` opens, once the one before is closed, and writes into its field. */
  async quickInput(key, text) {
    const widget = this.page.locator('.quick-input-widget');
    await widget.waitFor({ state: 'hidden' });
    await this.page.keyboard.press(key);
    await widget.locator('input').fill(text);
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
