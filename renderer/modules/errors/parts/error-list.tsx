import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorRow } from '../../../../shared/modules/errors/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-list.module.css';
import { toneOfSeverity } from './severity-tone.ts';

/** Errors as rows that open; `instrumentId` null lists all instruments and names each. */
export function ErrorList({ instrumentId }: { readonly instrumentId: string | null }) {
  const { t } = useTranslation('errors');
  const [show, setShow] = useState<'open' | 'all'>('open');
  const errors = useQuery(useApi().errors.list.queryOptions({ input: { instrumentId, show, limit: 200 } }));
  return (
    <>
      <ChoiceField
        label={t('list.show')}
        isLabelHidden
        layout="row"
        value={show}
        onChange={setShow}
        choices={[
          { value: 'open', label: t('list.open') },
          { value: 'all', label: t('list.all') },
        ]}
      />
      <Loaded query={errors}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('list.emptyOpen') : t('list.emptyAll')}>
              <p>{t('list.emptyOpenMore')}</p>
            </EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Row row={row} isNamed={instrumentId === null} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

const Row = memo(function Row({ row, isNamed }: { readonly row: ErrorRow; readonly isNamed: boolean }) {
  const { t } = useTranslation('errors');
  const say = useSay();
  const isClosed = row.state === 'resolved' || row.state === 'cleared';
  return (
    <Link to="/errors/$errorId" params={{ errorId: row.id }} className={styles.row}>
      <span className={styles.main}>
        <StateMark tone={isClosed ? 'info' : toneOfSeverity[row.severity]}>{t(`severity.${row.severity}`)}</StateMark>
        <CodeText>{row.code}</CodeText>
        <span className={styles.text}>{row.text}</span>
      </span>
      <span className={styles.rest}>
        {isNamed && <span>{row.instrumentName}</span>}
        <span>{say(`errors.state.${row.state}`)}</span>
        <span>
          <TimeText at={row.lastRaisedAt} /> ({t('list.times', { count: row.raisedCount })})
        </span>
        <RecordMark place={row.place} />
      </span>
    </Link>
  );
});
