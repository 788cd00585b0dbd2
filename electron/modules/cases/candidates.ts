import type { Candidate } from '../../../shared/modules/cases/case-contract.ts';
import type { LinkKind } from '../../../shared/modules/cases/terms.ts';
import { backgroundRecorded, qcRecorded } from '../../../shared/modules/instruments/records.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { openStory } from '../story.ts';
import { storyLine } from '../story-line.ts';
import { idOf, kindOf, nameOf } from './links.ts';

/** Things of an instrument that can be linked to a case, or named as evidence. */

interface Looked {
  readonly use: 'link' | 'evidence';
  readonly limit: number;
  /** Streams that are linked already. */
  readonly except: readonly string[];
}

/** Newest lines of the instrument's story looked through: what is older is linked by its number. */
const lookBack = 1500;

/**
 * Newest first, each thing once. For evidence also backgrounds and control runs, which are records without a life of their
 * own and can not be linked.
 */
export async function readCandidates(
  context: HostContext,
  instrumentId: string | null,
  looked: Looked,
): Promise<Candidate[]> {
  if (instrumentId === null) return [];
  const { use, limit, except } = looked;
  const seen = new Set<string>(except);
  const found: Candidate[] = [];
  let looking = 0;
  for (const { record, stream } of await openStory(context.store, instrumentId)) {
    looking += 1;
    if (found.length >= limit || looking > lookBack) break;
    const { hash, type } = record;
    const kind = kindOf(stream);
    const isCheck = type === backgroundRecorded.type || type === qcRecorded.type;
    if (kind === undefined && !(use === 'evidence' && isCheck)) continue;
    const thing = kind === undefined ? hash : stream;
    if (seen.has(thing)) continue;
    seen.add(thing);
    const { key, data } = storyLine(record);
    found.push({
      kind: kind ?? ('task' satisfies LinkKind),
      id: kind === undefined ? '' : idOf(kind, stream),
      ...{ hash, stream, at: record.wall },
      key: kind === undefined ? key : 'candidate.other',
      data: kind === undefined ? data : { ...data, name: nameOf(context, stream) },
      verdict: verdictOf(record),
    });
  }
  return found;
}

/** What the record says of itself, where it says anything of the kind. */
function verdictOf({ body }: StoredRecord): Candidate['verdict'] {
  const { verdict } = (body ?? {}) as { verdict?: unknown };
  return verdict === 'pass' || verdict === 'fail' || verdict === 'cannot-evaluate' ? verdict : null;
}
