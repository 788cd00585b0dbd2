import { useTranslation } from 'react-i18next';
import { findAnalyte } from '../../../../shared/instruments/analytes.ts';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import { readableTest } from '../../../i18n/readable-test.ts';
import { useSayUnmapped } from '../../../i18n/say-unmapped.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './message-view.module.css';

type Reading = MessageDetail['earlier'][number];
type Difference = Reading['differences'][number];

/** How the same bytes were read before, by which definition and until when, and what the reading after it says otherwise. */
export function EarlierReadings({ message: { earlier } }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  if (earlier.length === 0) return null;
  return (
    <Card title={t('detail.earlier.title')}>
      <p className={styles.note}>{t('detail.earlier.more')}</p>
      {[...earlier].reverse().map((reading) => (
        <section key={`${reading.definition.version} ${reading.replacedAt}`}>
          <p>
            {t('detail.readWith', reading.definition)}, {t('detail.earlier.until')}{' '}
            <TimeText at={reading.replacedAt} look="full" />
          </p>
          {reading.differences.length === 0 ? <p>{t('detail.earlier.same')}</p> : <Differences of={reading} />}
        </section>
      ))}
    </Card>
  );
}

function Differences({ of: { definition, differences } }: { readonly of: Reading }) {
  const { t } = useTranslation('messages');
  const sayUnmapped = useSayUnmapped();
  const sayWhat = ({ kind, what }: Difference): string => {
    if (kind === 'unmapped') return sayUnmapped(what);
    return kind === 'error' ? t('detail.earlier.error', { code: what }) : readableTest(what);
  };
  return (
    <DataTable
      caption={t('detail.readWith', definition)}
      rows={differences.map((difference, index) => ({ ...difference, index }))}
      rowKey={({ index }) => String(index)}
      columns={[
        { key: 'what', title: t('detail.earlier.what'), cell: sayWhat },
        { key: 'before', title: t('detail.earlier.before'), cell: ({ before }) => <Told said={before} /> },
        { key: 'after', title: t('detail.earlier.after'), cell: ({ after }) => <Told said={after} /> },
      ]}
    />
  );
}

/** Value and unit, what it was taken for, and what was said of it. */
function Told({ said }: { readonly said: Difference['before'] }) {
  const { t } = useTranslation('messages');
  if (said === null) return t('detail.earlier.unnamed');
  const { value, unit, analyte, meaning } = said;
  const about =
    meaning === 'not-understood'
      ? t('detail.earlier.not-understood')
      : t(`meaning.${meaning as 'normal'}`, { defaultValue: '' });
  const taken = analyte === null ? '' : (findAnalyte(analyte)?.name ?? analyte);
  return [`${value} ${unit}`.trim(), taken, about].filter((part) => part !== '').join(', ');
}
