import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

type Theme = 'light' | 'dark';

/** Takes every picture in each of its themes. */
export interface Camera {
  /** Takes the screen as it is now. `name` becomes `<name>-light.png`, and `<name>-dark.png` where dark is asked for. */
  shoot(name: string): Promise<void>;
  readonly taken: readonly string[];
}

/** What is done with a picture before it is written; as it is where nothing is given. */
export type Develop = (png: Buffer) => Buffer;

export function openCamera(
  page: Page,
  folder: string,
  themes: readonly Theme[],
  develop: Develop = (png) => png,
): Camera {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  let worn: Theme | null = null;
  const wear = async (theme: Theme): Promise<void> => {
    if (worn === theme) return;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    worn = theme;
  };
  return {
    taken,
    async shoot(name) {
      // Nothing is pointed at in a picture.
      await page.mouse.move(0, 0);
      await settle(page);
      for (const theme of themes) {
        await wear(theme);
        writeFileSync(
          path.join(folder, `${name}-${theme}.png`),
          // Motion is reduced, so nothing moves; asking for it again, or for a hidden caret, costs two rounds through the page.
          develop(await page.screenshot({ animations: 'allow', caret: 'initial' })),
        );
      }
      await wear('light');
      taken.push(name);
    },
  };
}

/** Fonts are there and two frames have been drawn since: nothing is still moving into its place. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
