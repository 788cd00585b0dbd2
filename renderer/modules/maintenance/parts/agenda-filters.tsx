import { useTranslation } from 'react-i18next';
import type { AgendaFilter } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import { useCards } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import styles from './agenda-rows.module.css';

export type AgendaChoice = Pick<AgendaFilter, 'instrumentId' | 'place' | 'kind' | 'search'>;

interface AgendaFiltersProps {
  readonly value: AgendaChoice;
  readonly places: readonly string[];
  readonly onChange: (value: AgendaChoice) => void;
}

const kinds = ['maintenance', 'function-check', 'calibration', 'qc'] as const;
const all = '*';

/** Which part of the work is shown. */
export function AgendaFilters({ value, places, onChange }: AgendaFiltersProps) {
  const { t } = useTranslation('agenda');
  const cards = useCards().data;
  return (
    <Card title={t('filters')}>
      <div className={styles.filters}>
        <SearchField label={t('search')} value={value.search} onChange={(search) => onChange({ ...value, search })} />
        <SelectField
          label={t('instrument')}
          value={value.instrumentId ?? all}
          options={[
            { value: all, label: t('everyInstrument') },
            ...(cards ?? []).map((card) => ({ value: card.id, label: card.name })),
          ]}
          onChange={(instrumentId) => onChange({ ...value, instrumentId: instrumentId === all ? null : instrumentId })}
        />
        {places.length > 1 && (
          <SelectField
            label={t('place')}
            value={value.place ?? all}
            options={[
              { value: all, label: t('everyPlace') },
              ...places.map((place) => ({ value: place, label: place })),
            ]}
            onChange={(place) => onChange({ ...value, place: place === all ? null : place })}
          />
        )}
        <SelectField
          label={t('kindLabel')}
          value={value.kind ?? all}
          options={[
            { value: all, label: t('everyKind') },
            ...kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
          onChange={(kind) => onChange({ ...value, kind: kinds.find((one) => one === kind) ?? null })}
        />
      </div>
    </Card>
  );
}
