import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CopyRow } from '../../../../shared/modules/sop/library-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** Controlled copies on paper: who has them, and which must come back. */
export function CopyRows({ sopId, copies }: { readonly sopId: string; readonly copies: readonly CopyRow[] }) {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const recall = useMutation(useApi().sop.copies.recall.mutationOptions());
  return (
    <>
      <ul className={styles.rows}>
        {copies.map((copy) => (
          <li key={copy.copyId} className={styles.withAction}>
            <span className={styles.words}>
              <span className={styles.main}>
                {copy.mustComeBack && <StateMark tone="attention">{t('page.copyBack')}</StateMark>}
                {copy.recalledAt !== null && <StateMark tone="not-set-up">{t('page.copyRecalled')}</StateMark>}
                <span className={styles.text}>
                  {t('page.copy', { number: copy.copyNumber, version: copy.versionNumber })}
                </span>
              </span>
              <span className={styles.rest}>
                {t('page.copyFor', {
                  holder: copy.holder,
                  on: formatCivilDay(copy.printedOn),
                  by: copy.printedBy,
                  until: formatCivilDay(copy.expiresOn),
                })}
              </span>
            </span>
            {copy.recalledAt === null && may('sop.write') && (
              <Button
                aria-label={t('page.copyRecallOf', { number: copy.copyNumber })}
                onPress={() => recall.mutate({ sopId, copyId: copy.copyId, note: '' })}
              >
                {t('page.copyRecall')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <MutationError mutation={recall} />
    </>
  );
}
