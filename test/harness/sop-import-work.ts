import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { writeContainer } from '../../shared/kernel/container.ts';
import { type FileSop, sopFileKind } from '../../shared/modules/sop/rules-file.ts';
import { openModuleBench } from './module-bench.ts';
import { sopsAFile } from './sop-import-file.ts';
import { confirm, sop } from './sop-paper.ts';

/**
 * A host on which somebody takes files of procedures until it is killed: `node sop-import-work.ts <folder> <ledger>`. It
 * writes `asked <file>` before each file is taken and `taken <file>` after the answer.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const bench = await openModuleBench(folder);
const { files } = bench.page.sop;
const start = Date.now().toString(36);

for (let round = 0; ; round += 1) {
  const file = `${start}-${round}`;
  const sops = Array.from(
    { length: sopsAFile },
    (_, at): FileSop => ({
      ...{ code: `${file}-${at}`, versionNumber: 1, state: 'draft', effectiveOn: null },
      content: sop([confirm('a'), confirm('b')], { title: `Procedure ${at} of ${file}` }),
    }),
  );
  const text = writeContainer({ kind: sopFileKind, madeAt: new Date().toISOString(), madeBy: 'os:test' }, sops, sha256);
  const given = { fileName: 'sops.benchside', bytes: new TextEncoder().encode(text) };
  const seen = await files.preview(given);
  appendFileSync(ledger, `asked ${file}\n`);
  await files.take({ ...given, sha256: seen.sha256, indexes: seen.items.map(({ index }) => index) });
  appendFileSync(ledger, `taken ${file}\n`);
}
