import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../../../shared/modules/system/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { formatCount } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Backups } from '../parts/backups.tsx';
import { Proof } from '../parts/proof.tsx';

/** The records of this bench: what is kept, the proof that it is whole, and copies of it. */
export function RecordsScreen() {
  const { t } = useTranslation('system');
  const api = useApi();
  const queries = useQueryClient();
  // Counted anew whenever the screen is opened or proved: not every record that comes is worth a count.
  const health = useQuery({ ...api.system.health.queryOptions(), refetchOnMount: 'always' });
  const recount = () => queries.invalidateQueries({ queryKey: api.system.health.queryKey() });
  const verify = useMutation(api.system.verify.mutationOptions({ onSettled: recount }));
  return (
    <Screen
      title={t('records.title')}
      actions={{
        state: <RecordMark place="saved-here" />,
        primary: {
          label: t('records.verify.run'),
          onPress: () => verify.mutate(undefined),
          isPending: verify.isPending,
        },
      }}
    >
      <Loaded query={health}>
        {(facts) => (
          <>
            <Summary health={facts} />
            <Card title={t('records.kept')} action={<ButtonLink to="/reports">{t('records.reports')}</ButtonLink>}>
              <Kept health={facts} />
            </Card>
            <Proof verify={verify} lastVerifiedAt={facts.lastVerifiedAt} />
            <Backups lastBackupAt={facts.lastBackupAt} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Summary({ health }: { readonly health: Health }) {
  const { t } = useTranslation('system');
  const sayCode = useSayCode();
  if (health.store === 'ok') {
    return <StateMark tone="good">{t('records.summary.ok')}</StateMark>;
  }
  return (
    <StateMark tone="stop" look="chip">
      {t('records.summary.broken')}{' '}
      {sayCode({ code: health.code ?? `store/${health.store}`, data: { freeMegabytes: health.freeMegabytes } })}
    </StateMark>
  );
}

function Kept({ health }: { readonly health: Health }) {
  const { t } = useTranslation('system');
  return (
    <KeyValue
      rows={[
        { label: t('records.count'), value: formatCount(health.recordCount) },
        { label: t('records.messages'), value: formatCount(health.messageCount) },
        ...(health.unknownRecordCount > 0
          ? [
              {
                label: t('records.unknownRecords'),
                value: `${formatCount(health.unknownRecordCount)} (${t('records.unknownRecordsMore')})`,
              },
            ]
          : []),
        ...(health.conflictCount > 0
          ? [{ label: t('records.conflicts'), value: formatCount(health.conflictCount) }]
          : []),
        {
          label: t('records.unsent'),
          value: health.unsentCount === 0 ? t('records.allSent') : formatCount(health.unsentCount),
        },
        { label: t('records.free'), value: `${formatCount(health.freeMegabytes)} MB` },
        // The first is the rule; more of them say that the log was begun anew, after a restore or a repair.
        ...(health.epoch > 1 ? [{ label: t('records.epoch'), value: formatCount(health.epoch) }] : []),
      ]}
    />
  );
}
