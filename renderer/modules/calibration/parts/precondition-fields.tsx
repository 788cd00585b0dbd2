import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { PreconditionTerms } from '../../../../shared/modules/calibration/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimalOrEmpty } from './decimals.ts';
import { type FormDraftState, useFormDraft } from './use-form-draft.ts';
import { useReadSession } from './use-read-session.ts';
import { VerdictMark } from './verdict-mark.tsx';

/** Answers to what must be so first: a draft while a person is at it, and one record when the field is left. */
export function usePreconditions(session: Session) {
  const readAgain = useReadSession(session.sessionId);
  const answer = useMutation(useApi().calibration.sessions.answerPrecondition.mutationOptions());
  const draft = useFormDraft(session.sessionId, 'preconditions', session.drafts, startOf(session));
  const save = async (key: string, value: string, note = draft.of(`note ${key}`)) => {
    const held = session.preconditions.find((each) => each.key === key);
    if ((held?.value ?? '') !== value || (held?.note ?? '') !== note) {
      await answer.mutateAsync({ sessionId: session.sessionId, key, value, note });
    }
  };
  const commit = async ({ key, kind }: PreconditionTerms) => {
    const typed = draft.of(key).trim();
    if (kind === 'number' && !isDecimalOrEmpty(typed)) return;
    await save(key, kind === 'number' ? (decimalOf(typed) ?? '') : typed);
  };
  return {
    draft,
    answer,
    commit,
    /** Everything typed is a record when this resolves. */
    commitAll: async () => {
      for (const terms of session.terms.preconditions) await commit(terms);
      await readAgain();
    },
  };
}

function startOf(session: Session): Record<string, string> {
  return Object.fromEntries(
    session.preconditions.flatMap(({ key, value, note }) => [
      [key, value],
      [`note ${key}`, note],
    ]),
  );
}

interface PreconditionFieldsProps {
  readonly session: Session;
  readonly state: ReturnType<typeof usePreconditions>;
}

/** Each thing that must be so, with its limits, its source and how it was judged. */
export function PreconditionFields({ session, state }: PreconditionFieldsProps) {
  const { t } = useTranslation('calibration');
  const { preconditions } = session.terms;
  if (preconditions.length === 0) {
    return <p>{t('precondition.none')}</p>;
  }
  return (
    <>
      {preconditions.map((terms, index) => (
        <Precondition key={terms.key} session={session} terms={terms} state={state} isFirst={index === 0} />
      ))}
      <MutationError mutation={state.answer} />
    </>
  );
}

interface PreconditionProps extends PreconditionFieldsProps {
  readonly terms: PreconditionTerms;
  readonly isFirst: boolean;
}

function Precondition({ session, terms, state, isFirst }: PreconditionProps) {
  const { t } = useTranslation('calibration');
  const [hasNote, setHasNote] = useState(false);
  const { draft } = state;
  const held = session.preconditions.find(({ key }) => key === terms.key);
  const value = draft.of(terms.key);
  const isExplained = hasNote || draft.of(`note ${terms.key}`) !== '' || value === 'no' || value === 'not-applicable';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the group of fields saves it, nothing here is pressed
    <div className={styles.group} onBlur={() => void state.commit(terms).catch(() => setHasNote(true))}>
      <Answer terms={terms} draft={draft} isFirst={isFirst} />
      {isExplained && (
        <TextField
          label={t('precondition.note', { what: terms.label })}
          value={draft.of(`note ${terms.key}`)}
          onChange={(text) => draft.set(`note ${terms.key}`, text)}
          maxLength={500}
        />
      )}
      <div className={styles.values}>
        {held !== undefined && held.value !== '' && <VerdictMark verdict={held.verdict} />}
        {terms.kind === 'number' && <span>{limitsOf(terms, t)}</span>}
        <span className={styles.small}>
          {terms.source === '' ? t('noSource') : t('source', { source: terms.source })}
        </span>
      </div>
    </div>
  );
}

interface AnswerProps {
  readonly terms: PreconditionTerms;
  readonly draft: FormDraftState;
  readonly isFirst: boolean;
}

function Answer({ terms, draft, isFirst }: AnswerProps) {
  const { t } = useTranslation('calibration');
  const value = draft.of(terms.key);
  const field = {
    label: terms.label,
    value,
    autoFocus: isFirst,
    onChange: (text: string) => draft.set(terms.key, text),
  };
  switch (terms.kind) {
    case 'number':
      return <DecimalField {...field} unit={terms.unit} isRequired={terms.isRequired} />;
    case 'text':
      return <TextField {...field} isRequired={terms.isRequired} maxLength={400} />;
    case 'confirm':
      return (
        <ChoiceField
          label={terms.label}
          layout="row"
          value={value === '' ? null : value}
          autoFocus={isFirst}
          choices={(terms.isRequired ? (['yes', 'no'] as const) : (['yes', 'no', 'not-applicable'] as const)).map(
            (choice) => ({ value: choice as string, label: t(`precondition.${choice}`) }),
          )}
          onChange={field.onChange}
        />
      );
  }
}

function limitsOf({ low, high, unit }: PreconditionTerms, t: ReturnType<typeof useTranslation<'calibration'>>['t']) {
  if (low === null && high === null) return t('noLimit');
  return t('limitsFromTo', { low: low ?? '…', high: high ?? '…', unit });
}
