import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstWindow, isReachable, recallWindow, rememberWindow } from '../../../electron/shell/window-memory.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-window-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the remembered window', () => {
  it('comes back as it was kept', async () => {
    const file = path.join(folder, 'window.json');
    const memory = { ...firstWindow, x: -1200, y: 40, isMaximized: true, theme: 'dark' } as const;
    await rememberWindow(file, memory);
    expect(await recallWindow(file)).toEqual(memory);
  });

  it.each(['', '{', '[]', '{"width":1}', 'null'])('is forgotten when its file holds %j', async (text) => {
    const file = path.join(folder, 'window.json');
    writeFileSync(file, text);
    expect(await recallWindow(file)).toEqual(firstWindow);
  });

  it('opens on the main screen when the one it was on is gone', () => {
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    expect(isReachable({ ...firstWindow, x: 100, y: 100 }, screens)).toBe(true);
    expect(isReachable({ ...firstWindow, x: -1300, y: 100 }, screens)).toBe(false);
    expect(isReachable({ ...firstWindow, x: 2400, y: 100 }, screens)).toBe(false);
    expect(isReachable({ ...firstWindow, x: 100, y: 1070 }, screens)).toBe(false);
    expect(isReachable(firstWindow, screens)).toBe(false);
  });
});
