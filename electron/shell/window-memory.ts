import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';

/** How the window was when it was last closed. A preference of this machine, no record: a damaged file is simply forgotten. */
const remembered = z.object({
  width: z.number().int().min(640).max(20_000),
  height: z.number().int().min(480).max(20_000),
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  isMaximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
});
export type WindowMemory = z.infer<typeof remembered>;

export const firstWindow: WindowMemory = {
  width: 1366,
  height: 768,
  x: null,
  y: null,
  isMaximized: false,
  theme: 'system',
};

export async function recallWindow(file: string): Promise<WindowMemory> {
  try {
    return remembered.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return firstWindow;
  }
}

export async function rememberWindow(file: string, memory: WindowMemory): Promise<void> {
  const half = `${file}.new`;
  await writeFile(half, JSON.stringify(memory));
  await rename(half, file);
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A remembered place counts only while enough of the window's top lies on a screen that is still there. */
export function isReachable(memory: WindowMemory, screens: readonly Area[]): boolean {
  const { x, y, width } = memory;
  if (x === null || y === null) return false;
  return screens.some(
    (screen) =>
      x + width - 100 > screen.x &&
      x + 100 < screen.x + screen.width &&
      y >= screen.y &&
      y + 40 < screen.y + screen.height,
  );
}
