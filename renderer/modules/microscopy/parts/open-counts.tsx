import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCount } from '../../../../shared/modules/microscopy/contract.ts';
import { tallyOf } from '../../../../shared/modules/microscopy/rules-tally.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import ownStyles from './microscopy.module.css';
import { useReadCountsAgain } from './use-read-counts-again.ts';

/** Counts being made; of another reader's only that it is being made. */
export function OpenCounts({ counts }: { readonly counts: readonly OpenCount[] }) {
  const { t } = useTranslation('microscopy');
  const { may } = useSession();
  const [discarding, setDiscarding] = useState<OpenCount | null>(null);
  return (
    <Card title={t('tab.inProgress')}>
      <ul className={styles.rows}>
        {counts.map((count) => (
          <li key={count.countId} className={styles.withAction}>
            <span className={styles.words}>
              {count.isMine ? (
                <Link
                  to="/differentials/$countId/count"
                  params={{ countId: count.countId }}
                  className={ownStyles.openLink}
                >
                  {t('tab.inProgressMine', {
                    slide: count.slide.shows,
                    counted: tallyOf(count.marks, count.classes).counted,
                    target: count.target,
                  })}
                </Link>
              ) : (
                <span>{t('tab.inProgressOther', { actor: count.openedBy, slide: count.slide.shows })}</span>
              )}
              <RecordMark place="draft" />
            </span>
            {(count.isMine || may('maintenance.review')) && (
              <Button look="quiet" onPress={() => setDiscarding(count)}>
                {t('tab.discard')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {discarding !== null && <DiscardSheet count={discarding} onClose={() => setDiscarding(null)} />}
    </Card>
  );
}

function DiscardSheet({ count, onClose }: { readonly count: OpenCount; readonly onClose: () => void }) {
  const { t } = useTranslation('microscopy');
  const readAgain = useReadCountsAgain();
  const discard = useMutation(
    useApi().microscopy.counts.discard.mutationOptions({
      onSuccess: async () => {
        await readAgain();
        onClose();
      },
    }),
  );
  return (
    <FormSheet
      title={t('count.title', { slide: count.slide.shows })}
      saveLabel={t('tab.discard')}
      canSave
      mutation={discard}
      onClose={onClose}
      onSave={() => discard.mutate({ countId: count.countId })}
    >
      <p>{t('tab.discardMore')}</p>
    </FormSheet>
  );
}
