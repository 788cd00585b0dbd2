import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import { type CaseKind, caseKind, type YesNoUnknown, yesNoUnknown } from '../../../../shared/modules/cases/terms.ts';
import { DayField, isDayOrEmpty, MomentField } from '../../../app/typed-fields.tsx';
import { readTypedMoment, typedMoment } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** What can be said of a case when it is opened, and changed later. Days and moments are as they are typed. */
export interface CaseDraft {
  readonly title: string;
  readonly description: string;
  readonly kind: CaseKind;
  readonly reportedBy: string;
  readonly resultsAffected: YesNoUnknown;
  readonly affectedNote: string;
  readonly hasBackup: YesNoUnknown;
  readonly deadlineOn: string;
  readonly deadlineSource: string;
  readonly promisedAt: string;
  readonly assignee: string;
}

export const emptyDraft: CaseDraft = {
  title: '',
  description: '',
  kind: 'fault',
  reportedBy: '',
  resultsAffected: 'unknown',
  affectedNote: '',
  hasBackup: 'unknown',
  deadlineOn: '',
  deadlineSource: '',
  promisedAt: '',
  assignee: '',
};

export const draftOf = (of: CaseDetail): CaseDraft => ({
  title: of.title,
  description: of.description,
  kind: of.kind,
  reportedBy: of.reportedBy,
  resultsAffected: of.resultsAffected,
  affectedNote: of.affectedNote,
  hasBackup: of.hasBackup,
  deadlineOn: of.deadlineOn ?? '',
  deadlineSource: of.deadlineSource,
  promisedAt: of.promisedAt === null ? '' : typedMoment(new Date(of.promisedAt)),
  assignee: of.assignee,
});

export const isSound = (draft: CaseDraft): boolean =>
  draft.title.trim() !== '' &&
  isDayOrEmpty(draft.deadlineOn) &&
  (draft.promisedAt.trim() === '' || readTypedMoment(draft.promisedAt) !== null);

/** As the host takes it. */
export const asSent = (draft: CaseDraft) => ({
  ...draft,
  deadlineOn: draft.deadlineOn.trim() || null,
  promisedAt: draft.promisedAt.trim() === '' ? null : readTypedMoment(draft.promisedAt),
});

interface CaseFieldsProps {
  readonly draft: CaseDraft;
  readonly onChange: (draft: CaseDraft) => void;
}

export function CaseFields({ draft, onChange }: CaseFieldsProps) {
  const { t } = useTranslation('cases');
  const set = (part: Partial<CaseDraft>) => onChange({ ...draft, ...part });
  const answers = yesNoUnknown.options.map((value) => ({ value, label: t(`yesNo.${value}`) }));
  return (
    <>
      <TextField
        label={t('fields.title')}
        value={draft.title}
        onChange={(title) => set({ title })}
        isRequired
        autoFocus
        maxLength={200}
      />
      <TextField
        label={t('fields.description')}
        value={draft.description}
        onChange={(description) => set({ description })}
        isLong
        maxLength={4000}
      />
      <SelectField
        label={t('fields.kind')}
        value={draft.kind}
        onChange={(kind) => set({ kind })}
        options={caseKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <ChoiceField
        label={t('fields.resultsAffected')}
        layout="row"
        value={draft.resultsAffected}
        onChange={(resultsAffected) => set({ resultsAffected })}
        choices={answers}
      />
      {draft.resultsAffected === 'yes' && (
        <TextField
          label={t('fields.affectedNote')}
          value={draft.affectedNote}
          onChange={(affectedNote) => set({ affectedNote })}
          maxLength={1000}
        />
      )}
      <ChoiceField
        label={t('fields.hasBackup')}
        layout="row"
        value={draft.hasBackup}
        onChange={(hasBackup) => set({ hasBackup })}
        choices={answers}
      />
      <TextField
        label={t('fields.reportedBy')}
        value={draft.reportedBy}
        onChange={(reportedBy) => set({ reportedBy })}
        maxLength={200}
      />
      <TextField
        label={t('fields.assignee')}
        value={draft.assignee}
        onChange={(assignee) => set({ assignee })}
        maxLength={200}
      />
      <DayField
        label={t('fields.deadlineOn')}
        value={draft.deadlineOn}
        onChange={(deadlineOn) => set({ deadlineOn })}
      />
      {draft.deadlineOn.trim() !== '' && (
        <TextField
          label={t('fields.deadlineSource')}
          value={draft.deadlineSource}
          onChange={(deadlineSource) => set({ deadlineSource })}
          maxLength={200}
        />
      )}
      <MomentField
        label={t('fields.promisedAt')}
        value={draft.promisedAt}
        onChange={(promisedAt) => set({ promisedAt })}
      />
    </>
  );
}
