import type { Page } from 'playwright-core';

/**
 * Goes into bench mode, does something there, and comes back to the size the window had: without a window manager nobody
 * else gives it back.
 */
export async function inBenchMode(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await page.evaluate(() => [window.outerWidth, window.outerHeight] as const);
  const mark = page.locator('html[data-bench-mode="on"]');
  await page.keyboard.press('F11');
  await mark.waitFor();
  await act();
  await page.keyboard.press('F11');
  await mark.waitFor({ state: 'detached' });
  await page.evaluate(([width, height]) => window.resizeTo(width, height), before);
  await page.waitForFunction((width) => window.outerWidth === width, before[0]);
}
