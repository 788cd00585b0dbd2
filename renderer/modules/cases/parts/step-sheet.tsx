import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import type { CaseState } from '../../../../shared/modules/cases/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import storyStyles from './story.module.css';

interface StepSheetProps {
  readonly of: CaseDetail;
  /** Null: the sheet asks which step. */
  readonly to: CaseState | null;
  readonly onClose: () => void;
}

/** The next step of a case, with what is said about it. */
export function StepSheet({ of, to, onClose }: StepSheetProps) {
  const { t } = useTranslation('cases');
  const say = useSay();
  const [state, setState] = useState<CaseState | null>(to ?? of.nextStates[0] ?? null);
  const [note, setNote] = useState('');
  const move = useMutation(useApi().cases.setState.mutationOptions({ onSuccess: onClose }));
  // An end, and a new beginning after it, say why.
  const needsNote = state === 'closed' || of.state === 'closed';
  const openTasks = of.tasks.filter((task) => task.state === 'open').length;
  return (
    <FormSheet
      title={to === null ? t('step.other') : t(`next.${to}`)}
      saveLabel={state === 'closed' ? t('next.closed') : t('step.save')}
      canSave={state !== null && (!needsNote || note.trim() !== '')}
      hasLongText
      mutation={move}
      onClose={onClose}
      onSave={() => state !== null && move.mutate({ caseId: of.id, state, note })}
    >
      {to === null && (
        <ChoiceField
          label={t('step.which')}
          value={state}
          onChange={setState}
          autoFocus
          choices={of.nextStates.map((value) => ({ value, label: t(`next.${value}`) }))}
        />
      )}
      {to === null && of.blocked.length > 0 && (
        <ul className={storyStyles.bulleted}>
          {of.blocked.map((each) => (
            <li key={each.state}>
              {t(`next.${each.state}`)}: {say(each.code)}
            </li>
          ))}
        </ul>
      )}
      {state === 'closed' && openTasks > 0 && <p>{t('step.openTasks', { count: openTasks })}</p>}
      <TextField
        label={t('step.note')}
        value={note}
        onChange={setNote}
        autoFocus={to !== null}
        isRequired={needsNote}
        isLong
        maxLength={2000}
      />
    </FormSheet>
  );
}
