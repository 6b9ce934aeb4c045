/** A Chromium of its own for one run: nothing of the person's, and no connection of the browser's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fromEditor } from './prefix.mjs';

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'];

/** @param {{ width: number, height: number }} viewport @param {{ scale?: number }} [options] */
export async function browser(viewport, { scale = 1 } = {}) {
  const { chromium } = fromEditor('playwright-core');
  const profile = mkdtempSync(join(tmpdir(), 'notelint-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport,
    deviceScaleFactor: scale,
    args: QUIET,
  });
  // Chromium still writes for a moment after it was closed.
  process.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return context;
}

/**
 * Waits until VS Code's window has all its parts. Some are made only when the machine has time: on a busy one, long after
 * the window can be used. What is done on save is among them, and what offers code actions for snippets; whoever asks
 * for code actions while others are registered is answered with none.
 */
export async function complete(page, timeout) {
  await page.waitForFunction(() => performance.getEntriesByName('code/didCreateWorkbenchContributions/4').length > 0, undefined, { timeout });
}
