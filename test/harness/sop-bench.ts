import type { SopContent } from '../../shared/modules/sop/terms.ts';
import type { ModuleBench } from './module-bench.ts';
import { typed } from './sop-paper.ts';

type Bench = Pick<ModuleBench, 'page'>;
const signing = (password: string | null) => (password === null ? null : { password, statement: '' });
/** Today, as the bench counts days. */
export const today = (): string => new Date().toLocaleDateString('sv');

/** An SOP with these words, written, sent for review and approved for today. */
export async function putInForce({ page }: Bench, content: SopContent, code = 'HEM-1', password: string | null = null) {
  const { library, versions } = page.sop;
  const { sopId, versionId } = await library.add({ code, title: content.title });
  const { writtenHash } = await versions.get({ sopId, versionId });
  await versions.write({ sopId, versionId, content, reason: '', expectedHash: writtenHash });
  await versions.submit({ sopId, versionId, note: '', signing: null });
  const approval = { sopId, versionId, effectiveOn: today(), note: '', signing: signing(password) };
  const { effective } = await versions.approve(approval);
  return { sopId, versionId, effective };
}

export const startRun = ({ page }: Bench, sopId: string, instrumentId: string | null = null) =>
  page.sop.runs.start({ sopId, versionId: null, instrumentId });

export const answerStep = (
  { page }: Bench,
  { runId, versionHash }: { runId: string; versionHash: string },
  at: string,
  value: string | null,
  reason = '',
) => page.sop.runs.answer({ runId, versionHash, at, entry: typed(value), reason, signing: null });
