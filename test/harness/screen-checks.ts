import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Serious and critical findings of axe on the screen as it is, one line each. A second look in other colours asks for
 * contrast `only`: nothing else that axe asks depends on them.
 */
export async function axeFindings(page: Page, only?: 'contrast'): Promise<string[]> {
  // As the debugger's code, not the page's: the page's policy would refuse it.
  await page.evaluate(`if (window.axe === undefined) { ${axeSource} }`);
  return page.evaluate(
    async (rules) => {
      const { axe } = window as unknown as {
        axe: {
          run(
            context: { exclude: string[][] },
            options: { resultTypes: string[]; runOnly?: string[] },
          ): Promise<{
            violations: {
              id: string;
              impact: string | null;
              nodes: { target: unknown[]; failureSummary?: string }[];
            }[];
          }>;
        };
      };
      // react-aria reads changes out through a hidden element whose parts name each other for a moment only.
      const { violations } = await axe.run(
        { exclude: [['[data-live-announcer]']] },
        { resultTypes: ['violations'], ...(rules === null ? {} : { runOnly: rules }) },
      );
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(
            ({ target, failureSummary }) =>
              `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
          ),
        );
    },
    only === undefined ? null : ['color-contrast'],
  );
}

/** What is wrong with how the screen lies in its window: sideways scroll, clipped text, an action out of sight. */
export function layoutFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SLACK = 1.5;
    const findings: string[] = [];
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')}`;
    const isShown = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      const { visibility } = getComputedStyle(element);
      return width > 2 && height > 2 && visibility === 'visible';
    };
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + SLACK) {
      findings.push(`the window scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('svg, select') !== null || !isShown(element)) continue;
      const { overflowX } = getComputedStyle(element);
      if (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + SLACK) {
        findings.push(`${nameOf(element)} scrolls sideways: ${element.scrollWidth} > ${element.clientWidth}`);
      }
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || parent === null || !isShown(parent) || parent.closest('svg, select, script, style') !== null)
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      // What waits beyond the window's edge until it has the focus (the skip link) is not clipped but away.
      const isAway = box.bottom <= 0 || box.right <= 0;
      if (box.width < 2 || isAway) continue;
      for (
        let holder: Element | null = parent;
        holder !== null && holder !== document.body;
        holder = holder.parentElement
      ) {
        const style = getComputedStyle(holder);
        const edge = holder.getBoundingClientRect();
        if (edge.width <= 2 || edge.height <= 2) break; // for screen readers only
        const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        const isCutAcross = cuts(style.overflowX) && (box.right > edge.right + SLACK || box.left < edge.left - SLACK);
        const isCutDown = cuts(style.overflowY) && (box.bottom > edge.bottom + SLACK || box.top < edge.top - SLACK);
        if (isCutAcross || isCutDown) {
          findings.push(`text "${text.slice(0, 40)}" is clipped by ${nameOf(holder)}`);
          break;
        }
        // Inside something that scrolls down, what is out of sight can be scrolled to.
        if (/auto|scroll/.test(style.overflowY)) break;
      }
    }
    for (const button of document.querySelectorAll('section[aria-label="What to do"] button, [role="dialog"] button')) {
      if (!isShown(button)) continue;
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const isScrolled = button.closest('[role="dialog"]') !== null && bottom > window.innerHeight;
      if (
        left < -SLACK ||
        right > window.innerWidth + SLACK ||
        top < -SLACK ||
        (bottom > window.innerHeight + SLACK && !isScrolled)
      ) {
        findings.push(`the button "${button.textContent}" is not whole in the window`);
      }
    }
    return [...new Set(findings)];
  });
}

/** What is too small for a gloved hand: less than 44 px in either direction, text links in a sentence apart. */
export function targetFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 43.5;
    const small: string[] = [];
    /** Kept for screen readers in a box of one pixel. */
    const isHiddenFromView = (element: Element): boolean => {
      for (let holder = element.parentElement; holder !== null; holder = holder.parentElement) {
        const { width, height } = holder.getBoundingClientRect();
        if (width <= 2 && height <= 2) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll(
      'button, a[href], input:not([type="hidden"]), textarea, [role="option"], [role="radio"], [role="switch"], [role="tab"]',
    )) {
      // A hidden control is operated through its label.
      const shown = element.closest('label') ?? element;
      const { width, height } = shown.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (width <= 2 || height <= 2 || style.visibility !== 'visible') continue;
      if (element.closest('[aria-hidden="true"]') !== null || isHiddenFromView(element)) continue;
      const isInSentence = element.tagName === 'A' && style.display === 'inline';
      if (!isInSentence && (width < LEAST || height < LEAST)) {
        small.push(
          `${element.tagName.toLowerCase()} "${(element.textContent ?? '').slice(0, 30)}" is ${Math.round(width)} x ${Math.round(height)}`,
        );
      }
    }
    return [...new Set(small)];
  });
}
