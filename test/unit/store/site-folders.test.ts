import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  carrySite,
  deleteLeft,
  finishLeaving,
  listSites,
  openingSite,
  openSiteNext,
  orderLeaving,
} from '../../../electron/store/site-folders.ts';
import { temporaryFolder } from '../../harness/bench.ts';

let scratch: ReturnType<typeof temporaryFolder>;
let root: string;
beforeEach(() => {
  scratch = temporaryFolder('sites');
  root = scratch.path;
});
afterEach(() => scratch.remove());

const keep = (folder: string, ...names: string[]) => {
  mkdirSync(folder, { recursive: true });
  for (const name of names) writeFileSync(join(folder, name), name);
};
const ids = (open = openingSite(root).id) => listSites(root, open).map(({ id }) => id);
const pointerFile = () => join(root, 'sites/open.json');

describe('the folders of several sites', () => {
  it('a folder of old is the first site; a further one lies below it and opens next', () => {
    keep(root, 'benchside.sqlite');
    expect(openingSite(root)).toEqual({ id: 'first', folder: root, problem: null });
    const further = carrySite(root);
    expect(openingSite(root)).toEqual({ id: further, folder: join(root, 'sites', further), problem: null });
    expect(ids()).toEqual(['first', further]);
    openSiteNext(root, 'first');
    expect(openingSite(root).id).toBe('first');
    expect(() => openSiteNext(root, '000000000000')).toThrow('sites/unknown');
  });

  it.each(['', '{', '{"format":1}', '{"format":1,"open":"../../elsewhere","leaving":[]}'])(
    'a pointer that says %j opens the first folder, with a reason',
    (text) => {
      keep(root, 'benchside.sqlite');
      carrySite(root);
      writeFileSync(pointerFile(), text);
      expect(openingSite(root)).toEqual({ id: 'first', folder: root, problem: 'sites/pointer-broken' });
    },
  );

  it('a missing pointer, a missing folder and a link in its place open the first folder, with a reason', () => {
    keep(root, 'benchside.sqlite');
    const further = carrySite(root);
    rmSync(join(root, 'sites', further), { recursive: true });
    expect(openingSite(root)).toMatchObject({ id: 'first', problem: 'sites/folder-missing' });
    symlinkSync(root, join(root, 'sites', further));
    expect(openingSite(root)).toMatchObject({ id: 'first', problem: 'sites/folder-missing' });
    expect(ids()).toEqual(['first']);
    carrySite(root);
    rmSync(pointerFile());
    expect(openingSite(root)).toMatchObject({ id: 'first', problem: 'sites/pointer-broken' });
  });

  it('does not carry a site where another folder was linked in', () => {
    const elsewhere = join(root, 'elsewhere');
    keep(elsewhere, 'mine.txt');
    keep(join(root, 'data'));
    symlinkSync(elsewhere, join(root, 'data/sites'));
    expect(() => carrySite(join(root, 'data'))).toThrow('sites/linked-folder');
    expect(readdirSync(elsewhere)).toEqual(['mine.txt']);
  });

  it('takes a left site away, whatever moment the program ends at, and nothing else', async () => {
    keep(root, 'benchside.sqlite');
    const other = carrySite(root);
    keep(join(root, 'sites', other), 'benchside.sqlite');
    const left = carrySite(root);
    const outside = join(scratch.path, 'photos-elsewhere');
    keep(outside, 'photo.png');
    keep(join(root, 'sites', left), 'benchside.sqlite');
    symlinkSync(outside, join(root, 'sites', left, 'blobs'));
    orderLeaving(root, left);
    // Ended here: not carried any more, and nothing of it deleted yet.
    expect(ids()).toEqual(['first', other]);
    expect(existsSync(join(root, 'sites', left, 'benchside.sqlite'))).toBe(true);
    expect(finishLeaving(root)).toBeNull();
    // Ended here: out of the way under a name that is no site.
    expect(ids()).toEqual(['first', other]);
    await deleteLeft(root);
    expect(readdirSync(join(root, 'sites')).sort()).toEqual([other, 'open.json'].sort());
    expect(readFileSync(join(root, 'sites', other, 'benchside.sqlite'), 'utf8')).toBe('benchside.sqlite');
    expect(readdirSync(outside)).toEqual(['photo.png']);
    expect(openingSite(root)).toMatchObject({ id: 'first', problem: null });
  });

  it('the first site leaves what is not its own in its folder; half of a move is gone on with, and a new beginning is kept', async () => {
    keep(root, 'benchside.sqlite', 'benchside.sqlite-wal', 'keys.json', 'heads.json', 'diary.txt');
    keep(join(root, 'wire'), '0001.sqlite');
    const other = carrySite(root);
    keep(join(root, 'sites', other), 'benchside.sqlite');
    openSiteNext(root, 'first');
    orderLeaving(root, 'first');
    expect(openingSite(root)).toMatchObject({ id: other, problem: null });
    // Ended in the middle of the move.
    mkdirSync(join(root, 'sites/moving-first'));
    expect(finishLeaving(root)).toBeNull();
    expect(readdirSync(root).sort()).toEqual(['diary.txt', 'sites']);
    expect(ids()).toEqual([other]);
    // Ended before it was deleted; a bench begins anew in the first folder meanwhile.
    keep(root, 'benchside.sqlite');
    expect(finishLeaving(root)).toBeNull();
    await deleteLeft(root);
    expect(readdirSync(root).sort()).toEqual(['benchside.sqlite', 'diary.txt', 'sites']);
    expect(ids()).toEqual(['first', other]);
  });

  it('the only site left makes room for a fresh first folder', () => {
    keep(root, 'benchside.sqlite', 'keys.passphrase');
    orderLeaving(root, 'first');
    expect(finishLeaving(root)).toBeNull();
    expect(openingSite(root)).toEqual({ id: 'first', folder: root, problem: null });
    expect(readdirSync(root)).toEqual(['sites']);
  });
});
