import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StationRow } from '../../../../shared/modules/processing/contract.ts';
import type { CountUnit } from '../../../../shared/modules/processing/terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './baths.module.css';
import { toneOfStation } from './tones.ts';
import { useSayBath } from './use-say-bath.ts';

interface BathTileProps {
  readonly station: StationRow;
  readonly unit: CountUnit;
  readonly onOpen: (station: StationRow) => void;
}

/** One bath: its place and content large, its state, what it has served, until when. The whole tile opens it. */
export const BathTile = memo(function BathTile({ station, unit, onOpen }: BathTileProps) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const { countOf, leftOf, dueOf, whyOf, contentOf } = useSayBath(unit);
  const { state, position, fill } = station;
  const tone = toneOfStation[state];
  const isUnknown = state === 'cannot-evaluate';
  return (
    <button
      type="button"
      className={styles.bath}
      data-tone={tone}
      disabled={state === 'out-of-use'}
      onClick={() => onOpen(station)}
    >
      <span className={styles.name}>
        <span className={styles.place}>{position}</span>
        <span>{contentOf(station)}</span>
      </span>
      <StateMark tone={tone}>{say(`processing.state.${state}`)}</StateMark>
      {fill !== null && (
        <>
          <span className={styles.count}>{[countOf(station), leftOf(station)].filter(Boolean).join(', ')}</span>
          {dueOf(station) !== null && <span>{dueOf(station)}</span>}
          <span className={styles.small}>{t('bath.lot', { lot: fill.lot })}</span>
        </>
      )}
      {isUnknown && <span className={styles.small}>{whyOf(station)}</span>}
    </button>
  );
});
