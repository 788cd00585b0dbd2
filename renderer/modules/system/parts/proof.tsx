import { useTranslation } from 'react-i18next';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

interface Verdict {
  readonly isSound: boolean;
  readonly recordCount: number;
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

interface ProofProps {
  readonly verify: {
    readonly data: Verdict | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
    /** When it was asked for, in milliseconds. */
    readonly submittedAt: number;
  };
  readonly lastVerifiedAt: string | null;
}

/** That every record is whole and unchanged; and if not, exactly which is not. */
export function Proof({ verify, lastVerifiedAt }: ProofProps) {
  const { t } = useTranslation('system');
  const { data } = verify;
  const lastAt = data === undefined ? lastVerifiedAt : new Date(verify.submittedAt).toISOString();
  return (
    <Card title={t('records.verify.title')}>
      <p>{t('records.verify.what')}</p>
      <KeyValue
        rows={[
          {
            label: t('records.verify.last'),
            value: lastAt === null ? t('records.verify.never') : <TimeText at={lastAt} look="log" />,
          },
        ]}
      />
      <MutationError mutation={verify} />
      {data?.isSound && <Banner tone="good" title={t('records.verify.sound', { count: data.recordCount })} />}
      {data !== undefined && !data.isSound && (
        <>
          <Banner
            tone="stop"
            isUrgent
            title={t('records.verify.problems', { count: data.problems.length, total: data.recordCount })}
          />
          <DataTable
            caption={t('records.verify.found')}
            rows={data.problems}
            rowKey={(problem) => `${problem.code} ${problem.detail}`}
            columns={[
              { key: 'code', title: t('records.verify.code'), kind: 'code', cell: (problem) => problem.code },
              { key: 'detail', title: t('records.verify.detail'), cell: (problem) => problem.detail },
            ]}
          />
        </>
      )}
    </Card>
  );
}
