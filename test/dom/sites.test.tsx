import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { carrySite, firstSite, openingSite, siteFolders, writeSummary } from '../../electron/store/site-folders.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let root: string;
afterEach(async () => {
  await page.close();
  rmSync(root, { recursive: true, force: true });
});

const press = async (name: string | RegExp) => page.user.click(await screen.findByRole('button', { name }));

it('the sites of a laptop: seen, named in the frame, opened; an empty one is left when each loss was ticked', async () => {
  root = mkdtempSync(join(tmpdir(), 'benchside-sites-'));
  const other = carrySite(root);
  const summary = { scope: 'site:1', name: 'South', unsent: 3, since: null, byteCount: 2_000_000 };
  writeSummary(join(root, 'sites', other), { ...summary, at: '2026-11-20T08:00:00.000Z' });
  let restarts = 0;
  page = await openPage('/sync/sites', {
    dataFolder: root,
    sites: siteFolders(root, { id: firstSite, folder: root, problem: null }),
    onRestartWanted: () => {
      restarts += 1;
    },
  });
  await screen.findByRole('cell', { name: 'South' });
  await screen.findByRole('link', { name: 'Open site: No site joined yet' });
  expect(await findSeriousFaults()).toEqual([]);
  await press('Open South');
  await waitFor(() => expect(restarts).toBe(1));
  expect(openingSite(root).id).toBe(other);

  await screen.findByText(/^Nothing was recorded in this folder yet/);
  await press('Remove from this laptop');
  const save = (await screen.findAllByRole('button', { name: /^Remove from this laptop/ })).at(-1)!;
  expect(save.hasAttribute('disabled')).toBe(true);
  for (const box of await screen.findAllByRole('checkbox')) await page.user.click(box);
  expect(await findSeriousFaults()).toEqual([]);
  await page.user.click(save);
  await waitFor(() => expect(restarts).toBe(2));
  await page.host.stop();
  expect(JSON.parse(readFileSync(join(root, 'sites/open.json'), 'utf8'))).toMatchObject({
    open: other,
    leaving: ['first'],
  });
});
