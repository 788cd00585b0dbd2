import { useTranslation } from 'react-i18next';
import type { ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import { readableTest } from '../../../i18n/readable-test.ts';
import { Card } from '../../../ui/card.tsx';
import { WireText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-evidence.module.css';

/** What the error rests on: the readings it copied, and the masked frames it was read from. */
export function ErrorEvidence({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  return (
    <>
      {error.readings.length > 0 && (
        <Card title={t('error.readings')}>
          <DataTable
            caption={t('error.readings')}
            rows={error.readings}
            rowKey={(reading) => reading.test}
            columns={[
              {
                key: 'test',
                title: t('error.reading.test'),
                kind: 'code',
                cell: (reading) => readableTest(reading.test),
              },
              {
                key: 'value',
                title: t('error.reading.value'),
                kind: 'number',
                cell: (reading) => `${reading.value} ${reading.unit}`,
              },
              { key: 'limit', title: t('error.reading.limit'), kind: 'number', cell: (reading) => reading.limit },
              {
                key: 'verdict',
                title: t('error.reading.verdict'),
                cell: (reading) => t(`error.verdicts.${reading.verdict as 'fail'}`, { defaultValue: reading.verdict }),
              },
            ]}
          />
        </Card>
      )}
      <Card title={t('error.frames')}>
        {error.frames.length === 0 ? (
          <p>{t(error.origin === 'wire' || error.origin === 'background' ? 'error.framesGone' : 'error.noFrames')}</p>
        ) : (
          <>
            <p className={styles.actor}>{t('error.framesMore')}</p>
            <ol className={styles.frames}>
              {error.frames.map((frame) => (
                <li key={frame.id}>
                  <TimeText at={frame.at} look="time" /> <WireText text={frame.text} />
                </li>
              ))}
            </ol>
          </>
        )}
      </Card>
    </>
  );
}
