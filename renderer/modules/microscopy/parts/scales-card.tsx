import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScaleRow } from '../../../../shared/modules/microscopy/contract.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { ScaleSheet } from './scale-sheet.tsx';
import { VoidScaleSheet } from './void-sheets.tsx';

/** µm per division of the eyepiece scale, one value in use for each objective, and every one before it. */
export function ScalesCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('microscopy');
  const scales = useQuery(useApi().microscopy.scales.list.queryOptions({ input: { instrumentId } }));
  const [isCalibrating, setCalibrating] = useState(false);
  const [voiding, setVoiding] = useState<ScaleRow | null>(null);
  const print = usePrint('eyepiece-scales', { instrumentId });
  return (
    <Card
      title={t('scale.title')}
      action={<Button onPress={() => setCalibrating(true)}>{t('scale.calibrate')}</Button>}
    >
      <Loaded query={scales}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('scale.none')}>{t('scale.noneMore')}</EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <ScaleLine key={row.calibrationId} row={row} onVoid={() => setVoiding(row)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {(scales.data?.length ?? 0) > 0 &&
        print.map(({ label, onPress }) => (
          <Button key={label} look="quiet" onPress={onPress}>
            {label}
          </Button>
        ))}
      {isCalibrating && (
        <ScaleSheet instrumentId={instrumentId} known={scales.data ?? []} onClose={() => setCalibrating(false)} />
      )}
      {voiding !== null && <VoidScaleSheet row={voiding} onClose={() => setVoiding(null)} />}
    </Card>
  );
}

function ScaleLine({ row, onVoid }: { readonly row: ScaleRow; readonly onVoid: () => void }) {
  const { t } = useTranslation('microscopy');
  const say = useSay();
  const { previous, driftPercent } = row;
  return (
    <li className={styles.withAction}>
      <span className={styles.words}>
        <span className={styles.main}>
          <span className={styles.text}>{row.terms.objective}</span>
          <span>{t('scale.resultIs', { value: row.umPerDivision })}</span>
          {row.isCurrent && <StateMark tone="info">{t('scale.inUse')}</StateMark>}
        </span>
        <StateMark tone={toneOfVerdict[row.verdict]}>{t(`verdict.${row.verdict}`)}</StateMark>
        {previous !== null && driftPercent !== null && (
          <span>
            {t('scale.drift', {
              previous: previous.umPerDivision,
              on: formatCivilDay(previous.on),
              drift: signed(driftPercent),
            })}
          </span>
        )}
        {row.why.map((why) => (
          <span key={why}>{say(`microscopy.why.${why}`)}</span>
        ))}
        <span className={styles.rest}>
          <span>{formatCivilDay(row.on)}</span>
          <span>{t('by', { actor: row.by })}</span>
        </span>
      </span>
      <Button look="quiet" onPress={onVoid} aria-label={t('scale.voidTitle', { objective: row.terms.objective })}>
        {t('void')}
      </Button>
    </li>
  );
}

/** With its sign, two places. */
const signed = (percent: number): string => `${percent > 0 ? '+' : ''}${percent.toFixed(2)}`;
