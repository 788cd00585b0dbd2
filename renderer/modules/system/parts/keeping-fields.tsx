import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes, formatDay } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './settings.module.css';

/** Limits are those of the contract (`shared/modules/system/contract.ts`), which refuses anything else. */
export const keepingLimits = [
  { field: 'wireMaxAgeDays', label: 'settings.wireAge', unit: 'settings.days', low: 1, high: 3650 },
  { field: 'wireMaxMegabytes', label: 'settings.wireSize', unit: 'settings.megabytes', low: 16, high: 1_000_000 },
  { field: 'messageMonths', label: 'settings.messageMonths', unit: 'settings.months', low: 1, high: 240 },
] as const;

export type KeepingField = (typeof keepingLimits)[number]['field'];
export type KeepingText = Readonly<Record<KeepingField, string>>;

function readOne(text: string, low: number, high: number): number | null {
  const value = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : null;
}

/** The three numbers, or null while one of them can not be taken. */
export function readKeeping(text: KeepingText): Readonly<Record<KeepingField, number>> | null {
  const values = keepingLimits.map(({ field, low, high }) => [field, readOne(text[field], low, high)] as const);
  return values.some(([, value]) => value === null)
    ? null
    : (Object.fromEntries(values) as Record<KeepingField, number>);
}

interface KeepingFieldsProps {
  readonly text: KeepingText;
  readonly onChange: (change: Partial<KeepingText>) => void;
}

/** How long raw bytes and messages are kept, and how much there is of them now. */
export function KeepingFields({ text, onChange }: KeepingFieldsProps) {
  const { t } = useTranslation('system');
  const storage = useQuery(useApi().wire.storage.queryOptions()).data;
  return (
    <Card title={t('settings.keeping')}>
      <p className={styles.more}>{t('settings.keepingMore')}</p>
      <div className={styles.fields}>
        {keepingLimits.map(({ field, label, unit, low, high }) => (
          <TextField
            key={field}
            label={`${t(label)} (${t(unit)})`}
            value={text[field]}
            onChange={(value) => onChange({ [field]: value })}
            inputMode="numeric"
            error={readOne(text[field], low, high) === null ? t('settings.range', { low, high }) : undefined}
          />
        ))}
      </div>
      {storage !== undefined && (
        <p className={styles.more}>
          {storage.oldestAt === null
            ? t('settings.wireEmpty')
            : t('settings.wireNow', {
                size: formatBytes(storage.byteCount),
                count: storage.segmentCount,
                oldest: formatDay(storage.oldestAt),
              })}{' '}
          {storage.heldBackCount > 0 && t('settings.heldBack', { count: storage.heldBackCount })}
        </p>
      )}
    </Card>
  );
}
