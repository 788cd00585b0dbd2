import type { Page } from 'playwright-core';

/** More presses than any screen has stops: a stop that is not reached by then is not reachable. */
const MAX_STOPS = 60;

/** What a screen reader would call the element that has the focus: label, text and value. */
export function focusName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return '';
    const labelledBy = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '');
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
    return [
      element.getAttribute('aria-label') ?? '',
      ...labelledBy,
      ...labels.map((label) => label.textContent ?? ''),
      element.textContent ?? '',
      element.getAttribute('value') ?? '',
    ]
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim();
  });
}

/** Presses Tab until something called so has the focus. Fails with the stops it met when there is no way to it. */
export async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const met: string[] = [];
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    const now = await focusName(page);
    if (typeof name === 'string' ? now.includes(name) : name.test(now)) return;
    met.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`No way by keyboard to ${String(name)}. Stops: ${met.join(' | ')}`);
}
