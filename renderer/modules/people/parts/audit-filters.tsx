import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '../../../../shared/modules/people/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { useSayType } from '../../../i18n/use-say-type.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SearchField, TextField } from '../../../ui/text-field.tsx';
import styles from './audit-trail.module.css';

/** The filter as it is typed; days are civil days of this bench. */
export interface AuditDraft {
  readonly personId: string | null;
  readonly instrumentId: string | null;
  readonly type: string | null;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly actors: AuditFilter['actors'];
}

export const emptyDraft: AuditDraft = {
  personId: null,
  instrumentId: null,
  type: null,
  from: '',
  to: '',
  text: '',
  actors: 'people',
};

/** Midnight of a day of this bench, `days` later, as an instant; undefined for what is no day. */
function startOf(day: string, days = 0): string | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day.trim());
  if (parts === null) {
    return undefined;
  }
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, date);
  if (start.getMonth() !== month - 1 || start.getDate() !== date) {
    return undefined;
  }
  return new Date(year, month - 1, date + days).toISOString();
}

/** The filter as the host takes it, or null while a day can not be read. The last day is meant with all its hours. */
export function readDraft(draft: AuditDraft): AuditFilter | null {
  const from = draft.from.trim() === '' ? null : startOf(draft.from);
  const to = draft.to.trim() === '' ? null : startOf(draft.to, 1);
  if (from === undefined || to === undefined) {
    return null;
  }
  const { personId, instrumentId, type, text, actors } = draft;
  return { personId, instrumentId, type, text: text.trim(), actors, from, to };
}

const ANY = 'any';

interface AuditFiltersProps {
  readonly draft: AuditDraft;
  readonly onChange: (draft: AuditDraft) => void;
}

/** What of the trail is shown; in effect at once. */
export function AuditFilters({ draft, onChange }: AuditFiltersProps) {
  const { t } = useTranslation('people');
  const say = useSay();
  const sayType = useSayType();
  const choices = useQuery(useApi().people.auditTrail.choices.queryOptions()).data;
  const set = (change: Partial<AuditDraft>) => onChange({ ...draft, ...change });
  const dayError = (day: string) =>
    day.trim() !== '' && startOf(day) === undefined && day.trim().length >= 10 ? t('audit.dayWrong') : undefined;
  const modules = [...new Set((choices?.types ?? []).map((type) => type.split('.')[0] ?? type))];
  return (
    <section className={styles.filters} aria-label={t('audit.filter')}>
      <SearchField label={t('audit.text')} value={draft.text} onChange={(text) => set({ text: text.slice(0, 120) })} />
      <SelectField
        label={t('audit.person')}
        value={draft.personId ?? ANY}
        onChange={(value) => set({ personId: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t('audit.anyone') },
          ...(choices?.people ?? []).map(({ personId, name }) => ({ value: personId, label: name })),
        ]}
      />
      <SelectField
        label={t('audit.instrument')}
        value={draft.instrumentId ?? ANY}
        onChange={(value) => set({ instrumentId: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t('audit.anyInstrument') },
          ...(choices?.instruments ?? []).map(({ instrumentId, name }) => ({ value: instrumentId, label: name })),
        ]}
      />
      <SelectField
        label={t('audit.type')}
        value={draft.type ?? ANY}
        onChange={(value) => set({ type: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t('audit.anyType') },
          ...modules.map((name) => ({ value: name, label: say(`records.module.${name}`) })),
          ...(choices?.types ?? []).map((type) => ({ value: type, label: sayType(type), detail: type })),
        ]}
      />
      <TextField
        label={t('audit.from')}
        description={t('audit.dayHint')}
        value={draft.from}
        onChange={(from) => set({ from })}
        isMono
        maxLength={10}
        error={dayError(draft.from)}
      />
      <TextField
        label={t('audit.to')}
        value={draft.to}
        onChange={(to) => set({ to })}
        isMono
        maxLength={10}
        error={dayError(draft.to)}
      />
      <ChoiceField
        label={t('audit.actors')}
        layout="row"
        value={draft.actors}
        onChange={(actors) => set({ actors })}
        choices={(['people', 'all'] as const).map((value) => ({ value, label: t(`audit.actorChoices.${value}`) }))}
      />
    </section>
  );
}
