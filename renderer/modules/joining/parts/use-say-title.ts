import { useTranslation } from 'react-i18next';
import type { ConflictQuestion } from '../../../../shared/modules/joining/contract.ts';
import { joiningWords } from '../words.ts';

type Kind = keyof typeof joiningWords.conflicts.kind;

/** What a conflict is about, in a few words: "Task, XN 1". */
export function useSayTitle(): (subject: ConflictQuestion['subject']) => string {
  const { t } = useTranslation('joining');
  return ({ kind, name }) => {
    const known: Kind = Object.hasOwn(joiningWords.conflicts.kind, kind) ? (kind as Kind) : 'other';
    return [t(`conflicts.kind.${known}`), name].filter(Boolean).join(', ');
  };
}
