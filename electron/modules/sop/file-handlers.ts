import { implement } from '@orpc/server';
import type { Container } from '../../../shared/kernel/container.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type FileItem, filesContract } from '../../../shared/modules/sop/library-contract.ts';
import { checkContent, contentBytes, mostContentBytes } from '../../../shared/modules/sop/rules-content.ts';
import { type FileSop, fileSop, sameWords, sopFileKind } from '../../../shared/modules/sop/rules-file.ts';
import { effectiveVersion, type SopFold, versionStateOf, wordsOf } from '../../../shared/modules/sop/rules-sop.ts';
import { openVersion } from '../../../shared/modules/sop/rules-sop-acts.ts';
import { readContainerBytes, saveContainer, signerOf } from '../../host/container-file.ts';
import { newId } from '../new-id.ts';
import { act, addSop } from './acts.ts';
import type { SopDesk } from './desk.ts';

interface Read {
  readonly file: Container;
  readonly sha256: string;
  readonly items: readonly FileItem[];
  /** By index; null where it can not be taken. */
  readonly sops: readonly (FileSop | null)[];
}

/** SOPs as one `.benchside` file: out, looked at, in (decision 56). */
export function createFileHandlers(desk: SopDesk) {
  const os = implement(filesContract);
  const { files, store } = desk.context;

  return os.router({
    export: os.export.handler(async ({ input: { grant, sopIds } }) => {
      const path = files.take(grant, 'sops');
      const sops = [...new Set(sopIds)].map((sopId) => toFile(desk, desk.sop(sopId).state));
      const madeBy = desk.context.actor.name;
      const made = { kind: sopFileKind, madeAt: desk.now(), madeBy };
      return { sopCount: sops.length, ...(await saveContainer(path, made, sops, store.keys)) };
    }),

    preview: os.preview.handler(({ input: { bytes } }) => {
      const { file, items, sha256: hash } = readFile(desk, bytes);
      const badLines = file.badLines.map(({ line, code }) => ({ line, code: `container/${code}` }));
      const signedBy = signerOf(file, store);
      return { sha256: hash, madeAt: file.madeAt, madeBy: file.madeBy, signedBy, items: [...items], badLines };
    }),

    take: os.take.handler(({ input: { bytes, sha256: expected, indexes } }) => {
      const read = readFile(desk, bytes);
      // What is taken is what was looked at.
      if (read.sha256 !== expected) throw new AppError('sop/file-changed', {});
      return store.transaction(() => {
        const sopIds: string[] = [];
        let knownCount = 0;
        for (const index of new Set(indexes)) {
          const [item, sop] = [read.items[index], read.sops[index]];
          if (!item || !sop || item.refusedBecause !== '')
            throw new AppError('sop/file-item-refused', { index: index + 1 });
          if (item.isKnown) knownCount += 1;
          else sopIds.push(takeOne(desk, item, sop, read.sha256));
        }
        return { takenCount: sopIds.length, knownCount, sopIds };
      });
    }),
  });
}

function takeOne(desk: SopDesk, { joins }: FileItem, { code, content }: FileSop, from: string): string {
  if (!joins) return addSop(desk, { code, origin: 'imported', from, content, reason: '' }).sopId;
  const basedOn = effectiveVersion(desk.sop(joins.sopId).state)?.versionId ?? null;
  act(desk, joins.sopId, { do: 'start', versionId: newId(), basedOn, content, reason: `SHA-256 ${from}` });
  return joins.sopId;
}

/** The version in force, else the newest that was not put away. @throws AppError `sop/nothing-to-export` */
function toFile(desk: SopDesk, sop: SopFold): FileSop {
  const now = effectiveVersion(sop);
  const newest = Object.values(sop.versions)
    .filter(({ started, stage }) => started && stage?.value.state !== 'withdrawn')
    .toSorted((a, b) => b.started!.number - a.started!.number)[0];
  const version = (now && sop.versions[now.versionId]) ?? newest;
  const hash = now ? version?.approved?.writtenHash : version && wordsOf(version)?.hash;
  if (!version || hash === undefined) throw new AppError('sop/nothing-to-export', { code: sop.added?.code ?? '' });
  return {
    code: sop.added?.code ?? '',
    versionNumber: version.started!.number,
    state: versionStateOf(sop, version.versionId),
    effectiveOn: now?.effectiveOn ?? null,
    content: desk.requireWords(hash),
  };
}

/** @throws AppError those of `readContainerBytes` */
function readFile(desk: SopDesk, bytes: Uint8Array): Read {
  const { file, sha256 } = readContainerBytes(bytes, sopFileKind);
  const here = desk.rows().filter(({ isRetired }) => !isRetired);
  const codes = new Set<string>();
  const sops: (FileSop | null)[] = [];
  const items = file.items.map(({ value }, index): FileItem => {
    const read = fileSop.safeParse(value);
    const sop = read.success ? read.data : null;
    sops.push(sop);
    if (!sop) return { ...unreadable(value), index };
    const { code, content, versionNumber } = sop;
    const isTwice = code !== '' && codes.has(code);
    codes.add(code);
    const row = code === '' ? undefined : here.find(({ facts }) => facts.code === code);
    const known = row ? standing(desk, row.sopId, content) : { isKnown: isHere(desk, content), isOpen: false };
    const refusedBecause = isTwice
      ? 'same-code-twice'
      : contentBytes(content) > mostContentBytes
        ? 'too-long'
        : known.isOpen && !known.isKnown
          ? 'draft-open'
          : '';
    return {
      ...{ index, code, title: content.title, versionNumber, stepCount: content.steps.length, refusedBecause },
      ...{ problems: checkContent(content), isKnown: known.isKnown },
      joins: row ? { sopId: row.sopId, code: row.facts.code, title: row.facts.title } : null,
    };
  });
  return { file, sha256, items, sops };
}

/** A line that is JSON and no SOP this program knows. */
function unreadable(value: unknown): Omit<FileItem, 'index'> {
  const { code, content } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const title = (content as { title?: unknown } | null | undefined)?.title;
  return {
    code: typeof code === 'string' ? code.slice(0, 40) : '',
    title: typeof title === 'string' ? title.slice(0, 200) : '',
    ...{ versionNumber: 0, stepCount: 0, problems: [], refusedBecause: 'not-an-sop', joins: null, isKnown: false },
  };
}

/** Whether the words are in that SOP already, and whether a version of it is being worked on. */
function standing(desk: SopDesk, sopId: string, content: FileSop['content']): { isKnown: boolean; isOpen: boolean } {
  const { state: sop } = desk.sop(sopId);
  const isKnown = Object.values(sop.versions).some((version) => {
    if (version.stage?.value.state === 'withdrawn') return false;
    const words = desk.words(wordsOf(version)?.hash ?? '');
    return words !== null && sameWords(words, content);
  });
  return { isKnown, isOpen: openVersion(sop) !== undefined };
}

/** For SOPs without a code: the same title with the same words. */
function isHere(desk: SopDesk, content: FileSop['content']): boolean {
  return desk
    .rows()
    .filter(({ isRetired, facts }) => !isRetired && facts.title === content.title)
    .some(({ sopId }) => standing(desk, sopId, content).isKnown);
}
