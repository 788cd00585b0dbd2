import { useTranslation } from 'react-i18next';
import type { RtsDetail } from '../../../../shared/modules/maintenance/service-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';

export type RtsItemDetail = RtsDetail['items'][number];

/** How an item was proven, in one line: outcome, by what, when, by whom. */
export function useSayProof(): (item: RtsItemDetail) => string {
  const { t } = useTranslation('service');
  return ({ proof, verdict, provenAt, provenBy }) => {
    if (proof === null) {
      return t('itemState.open');
    }
    const what =
      proof.kind === 'not-applicable'
        ? t('proof.byReason', { reason: proof.reason })
        : [
            verdict === null ? '' : t(`proof.${verdict}`),
            proof.kind === 'statement'
              ? t('proof.byStatement', { text: proof.text })
              : [t('proof.byRecord', { what: proof.hash.slice(0, 12) }), proof.note].filter(Boolean).join(', '),
          ]
            .filter(Boolean)
            .join('. ');
    const when = provenAt === null ? '' : formatInstant(provenAt, 'minutes');
    return [what, [when, t('proof.provenBy', { actor: provenBy })].filter(Boolean).join(' ')].join(' · ');
  };
}
