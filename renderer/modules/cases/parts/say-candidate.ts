import { useTranslation } from 'react-i18next';
import type { Candidate } from '../../../../shared/modules/cases/case-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';

/** A record that can be linked or shown as evidence, as a line to choose from. */
export function useSayCandidate(): (of: Candidate) => { readonly label: string; readonly detail: string } {
  const { t } = useTranslation('cases');
  const say = useSay();
  return ({ kind, key, data, at, verdict }) => ({
    label: say(key, data),
    detail: [
      t(`link.kind.${kind}`),
      formatInstant(at, 'minutes'),
      verdict === null ? '' : t(`nce.evidence.verdict.${verdict}`),
    ]
      .filter(Boolean)
      .join(' · '),
  });
}
