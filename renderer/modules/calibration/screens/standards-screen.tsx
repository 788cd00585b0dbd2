import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StandardRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { RegisterStandardSheet } from '../parts/standard-sheet.tsx';
import { toneOfDue } from '../parts/tones.ts';

/** Pipettes, thermometers, centrifuges, timers: what is relied on, and how far it can be. */
export function StandardsScreen() {
  const { t } = useTranslation('calibration');
  const [show, setShow] = useState<'in-use' | 'all'>('in-use');
  const [isAdding, setAdding] = useState(false);
  const rows = useQuery(
    useApi().calibration.standards.equipment.list.queryOptions({ input: { show }, placeholderData: keepPreviousData }),
  );
  return (
    <Screen
      title={t('places.standards')}
      actions={{ primary: { label: t('standard.add'), icon: 'add', onPress: () => setAdding(true) } }}
    >
      <ChoiceField
        label={t('standard.show')}
        layout="row"
        value={show}
        onChange={setShow}
        choices={(['in-use', 'all'] as const).map((value) => ({ value, label: t(`standard.shows.${value}`) }))}
      />
      <Loaded query={rows}>
        {(standards) =>
          standards.length === 0 ? (
            <EmptyState title={t('standard.empty')}>{t('standard.emptyMore')}</EmptyState>
          ) : (
            <ul className={styles.rows}>
              {standards.map((standard) => (
                <li key={standard.id}>
                  <Link to="/standards/$standardId" params={{ standardId: standard.id }} className={styles.row}>
                    <StandardWords standard={standard} />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding && <RegisterStandardSheet onClose={() => setAdding(false)} />}
    </Screen>
  );
}

function StandardWords({ standard }: { readonly standard: StandardRow }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  return (
    <>
      <span className={styles.main}>
        <StateMark tone={toneOfDue[standard.state]}>{say(`standards.state.${standard.state}`)}</StateMark>
        <span className={styles.text}>{standard.name}</span>
        <span>{say(`standards.kind.${standard.kind}`)}</span>
      </span>
      <span className={styles.rest}>
        {standard.dueOn !== null && <span>{t('standard.dueOn', { day: formatCivilDay(standard.dueOn) })}</span>}
        {[standard.maker, standard.model, standard.serialNumber].filter(Boolean).length > 0 && (
          <span>{[standard.maker, standard.model, standard.serialNumber].filter(Boolean).join(' · ')}</span>
        )}
        {standard.place !== '' && <span>{standard.place}</span>}
        {standard.openReviewCount > 0 && (
          <StateMark tone="stop">{t('standard.reviews', { count: standard.openReviewCount })}</StateMark>
        )}
        {standard.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
      </span>
    </>
  );
}
