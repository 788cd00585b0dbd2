import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigurationSnapshot } from '../../../../shared/modules/support/contract.ts';
import { type ConfigurationDifference, compareConfigurations } from '../../../../shared/modules/support/rules.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import styles from './support.module.css';
import { TakeForm } from './take-form.tsx';
import { useSayKey } from './use-say-key.ts';

interface ConfigurationCardProps {
  readonly instrumentId: string;
  readonly snapshots: readonly ConfigurationSnapshot[];
}

/** Snapshots of how an instrument is set, and what differs between two of them. */
export function ConfigurationCard({ instrumentId, snapshots }: ConfigurationCardProps) {
  const { t } = useTranslation('support');
  const [isTaking, setTaking] = useState(false);
  return (
    <Card
      title={t('configuration.title')}
      action={
        <Button onPress={() => setTaking(!isTaking)} aria-expanded={isTaking}>
          {t(isTaking ? 'configuration.close' : 'configuration.take')}
        </Button>
      }
    >
      {isTaking && <TakeForm instrumentId={instrumentId} onTaken={() => setTaking(false)} />}
      {snapshots.length === 0 ? <p>{t('configuration.none')}</p> : <Difference snapshots={snapshots} />}
    </Card>
  );
}

const tones: Readonly<Record<ConfigurationDifference['change'], Tone>> = {
  changed: 'attention',
  new: 'info',
  'not-recorded': 'unknown',
  same: 'good',
};

function Difference({ snapshots }: { readonly snapshots: readonly ConfigurationSnapshot[] }) {
  const { t } = useTranslation('support');
  const sayKey = useSayKey();
  const [fromId, setFrom] = useState<string | null>(null);
  const [toId, setTo] = useState<string | null>(null);
  const [isAll, setAll] = useState(false);
  const to = snapshots.find(({ id }) => id === toId) ?? snapshots[0];
  const from = snapshots.find(({ id }) => id === fromId) ?? snapshots[1] ?? to;
  if (to === undefined || from === undefined) {
    return null;
  }
  const options = snapshots.map(({ id, at, by, visitNumber }) => ({
    value: id,
    label: t('configuration.option', { at: formatInstant(at, 'minutes'), by, visit: visitNumber }),
  }));
  const rows = compareConfigurations(from.lines, to.lines).filter(
    ({ change }) => isAll || from === to || change !== 'same',
  );
  return (
    <>
      <div className={styles.pair}>
        <SelectField label={t('configuration.from')} value={from.id} options={options} onChange={setFrom} />
        <SelectField label={t('configuration.to')} value={to.id} options={options} onChange={setTo} />
      </div>
      {to.note !== '' && <p>{to.note}</p>}
      <DataTable
        caption={t('configuration.difference')}
        rows={rows}
        rowKey={({ group, key }) => `${group} ${key}`}
        empty={<p>{t('configuration.onlySame')}</p>}
        columns={[
          {
            key: 'what',
            title: t('configuration.columns.what'),
            cell: ({ group, key }) => (
              <>
                {sayKey(group, key)} <span className={styles.detail}>{t(`configuration.groups.${group}`)}</span>
              </>
            ),
          },
          { key: 'from', title: t('configuration.columns.from'), cell: (row) => row.from, kind: 'code' },
          { key: 'to', title: t('configuration.columns.to'), cell: (row) => row.to, kind: 'code' },
          {
            key: 'change',
            title: t('configuration.columns.change'),
            cell: ({ change }) => <StateMark tone={tones[change]}>{t(`configuration.changes.${change}`)}</StateMark>,
          },
        ]}
      />
      <div>
        <Button look="quiet" onPress={() => setAll(!isAll)}>
          {t(isAll ? 'configuration.hideSame' : 'configuration.showSame')}
        </Button>
      </div>
    </>
  );
}
