/** The installed VSIX in a real window: what a person sees and clicks. */
import { writeFileSync } from 'node:fs';

import { browser } from './browser.mjs';
import { startEditor } from './editor.mjs';
import { PATIENCE, Scene, SIZE } from './window/scene.mjs';

/** @typedef {[string, (scene: Scene) => Promise<void>][]} Steps */

/**
 * Goes through the window.
 * @param {{ vsix: string, steps: Steps, editor?: object, settings?: object, patience?: number, images?: string, failure: string }} options
 *   `editor`: how to start it; `patience`: how long the first finding may take; `images`: a folder for the pictures of
 *   the README; `failure`: where to keep a picture and the logs of a run that failed.
 * @returns {Promise<{ ok: boolean, step: string, message?: string }>} the step it ended at
 */
export async function runInWindow({ vsix, steps, editor: started = {}, settings = {}, patience = PATIENCE, images, failure }) {
  const editor = await startEditor({ vsix, settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false, ...settings }, ...started });
  const context = await browser(SIZE, { scale: images === undefined ? 1 : 1.5 });
  const page = context.pages()[0];
  page.setDefaultTimeout(PATIENCE);
  const scene = new Scene(page, editor, { patience, images });
  let step = 'start';
  try {
    for (const [name, act] of steps) {
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
