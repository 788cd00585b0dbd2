import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useCards } from '../../../data/data-layer.tsx';
import { civilDayOf, isCivilDay } from '../../../i18n/civil-day.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** A plan of a visit as it is typed. */
export interface VisitDraft {
  readonly place: string;
  readonly contact: string;
  readonly purpose: string;
  readonly plannedOn: string;
  readonly fromTime: string;
  readonly toTime: string;
  readonly specialist: string;
  readonly instrumentIds: readonly string[];
  /** One thing a line. */
  readonly preparation: string;
}

export const newVisit = (specialist: string, instrumentIds: readonly string[]): VisitDraft => ({
  place: '',
  contact: '',
  purpose: '',
  plannedOn: civilDayOf(new Date()),
  fromTime: '',
  toTime: '',
  specialist,
  instrumentIds,
  preparation: '',
});

export const draftOfVisit = (visit: VisitDetail): VisitDraft => ({
  place: visit.place,
  contact: visit.contact,
  purpose: visit.purpose,
  plannedOn: visit.plannedOn,
  fromTime: visit.fromTime,
  toTime: visit.toTime,
  specialist: visit.specialist,
  instrumentIds: visit.instrumentIds,
  preparation: visit.preparation.join('\n'),
});

const isTime = (text: string): boolean => /^(([01]\d|2[0-3]):[0-5]\d)?$/.test(text.trim());

export const isVisitSound = (draft: VisitDraft): boolean =>
  draft.place.trim() !== '' &&
  draft.purpose.trim() !== '' &&
  isCivilDay(draft.plannedOn.trim()) &&
  isTime(draft.fromTime) &&
  isTime(draft.toTime);

/** As the host takes it. */
export const visitAsSent = (draft: VisitDraft) => ({
  ...draft,
  plannedOn: draft.plannedOn.trim(),
  fromTime: draft.fromTime.trim(),
  toTime: draft.toTime.trim(),
  instrumentIds: [...draft.instrumentIds],
  preparation: draft.preparation
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 40),
});

interface VisitFieldsProps {
  readonly draft: VisitDraft;
  readonly onChange: (draft: VisitDraft) => void;
}

export function VisitFields({ draft, onChange }: VisitFieldsProps) {
  const { t } = useTranslation('visits');
  const set = (part: Partial<VisitDraft>) => onChange({ ...draft, ...part });
  const cards = useCards().data ?? [];
  const wrongTime = (text: string) => (isTime(text) ? undefined : t('fields.badTime'));
  return (
    <>
      <TextField
        label={t('fields.place')}
        value={draft.place}
        onChange={(place) => set({ place })}
        isRequired
        autoFocus
        maxLength={200}
      />
      <TextField
        label={t('fields.purpose')}
        value={draft.purpose}
        onChange={(purpose) => set({ purpose })}
        isRequired
        maxLength={2000}
      />
      <DayField
        label={t('fields.plannedOn')}
        value={draft.plannedOn}
        onChange={(plannedOn) => set({ plannedOn })}
        isRequired
      />
      <TextField
        label={t('fields.fromTime')}
        value={draft.fromTime}
        onChange={(fromTime) => set({ fromTime })}
        error={wrongTime(draft.fromTime)}
        isMono
        maxLength={5}
      />
      <TextField
        label={t('fields.toTime')}
        value={draft.toTime}
        onChange={(toTime) => set({ toTime })}
        error={wrongTime(draft.toTime)}
        isMono
        maxLength={5}
      />
      <TextField
        label={t('fields.contact')}
        value={draft.contact}
        onChange={(contact) => set({ contact })}
        maxLength={400}
      />
      <TextField
        label={t('fields.specialist')}
        value={draft.specialist}
        onChange={(specialist) => set({ specialist })}
        maxLength={200}
      />
      <CheckField
        label={t('fields.instruments')}
        values={draft.instrumentIds}
        onChange={(instrumentIds) => set({ instrumentIds })}
        choices={cards.map((card) => ({
          value: card.id,
          label: card.name,
          detail: `${card.model} ${card.serialNumber}`.trim(),
        }))}
      />
      <TextField
        label={t('fields.preparation')}
        value={draft.preparation}
        onChange={(preparation) => set({ preparation })}
        isLong
        maxLength={4000}
      />
    </>
  );
}
