import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { FactorLine } from '../../../../shared/modules/calibration/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimalOrEmpty } from './decimals.ts';
import { useFormDraft } from './use-form-draft.ts';
import { useReadSession } from './use-read-session.ts';

interface FactorSheetProps {
  readonly session: Session;
  readonly factor: FactorLine;
  readonly label: string;
  readonly onClose: () => void;
}

/** What stands at the analyzer and what a person did there. The bench computes beside it and changes nothing. */
export function FactorSheet({ session, factor, label, onClose }: FactorSheetProps) {
  const { t } = useTranslation('calibration');
  const { sessionId } = session;
  const isFirst = factor.current === null;
  const draft = useFormDraft(sessionId, `factor/${factor.parameter}`, session.drafts, {
    current: factor.current ?? '',
    analyzer: factor.analyzer ?? '',
    set: factor.set ?? '',
    decision: factor.decision,
    note: session.factors.find(({ parameter }) => parameter === factor.parameter)?.note ?? '',
  });
  const readAgain = useReadSession(sessionId);
  const decide = useMutation(
    useApi().calibration.sessions.decideFactor.mutationOptions({
      onSuccess: async () => {
        await draft.discard();
        await readAgain();
        onClose();
      },
    }),
  );
  const decision = (draft.of('decision') || 'open') as FactorLine['decision'];
  const isRight = (['current', 'analyzer', 'set'] as const).every((field) => isDecimalOrEmpty(draft.of(field)));
  const field = (name: 'current' | 'analyzer' | 'set', autoFocus = false) => (
    <DecimalField
      label={t(`factor.${name}`)}
      description={t(`factor.${name}More`)}
      unit="%"
      value={draft.of(name)}
      onChange={(value) => draft.set(name, value)}
      autoFocus={autoFocus}
    />
  );
  return (
    <FormSheet
      title={t(isFirst ? 'factor.enterOne' : 'factor.decideOne', { parameter: label })}
      saveLabel={t('factor.save')}
      canSave={isRight && draft.of('current').trim() !== ''}
      mutation={decide}
      onClose={onClose}
      onSave={() =>
        decide.mutate({
          sessionId,
          parameter: factor.parameter,
          current: decimalOf(draft.of('current')),
          analyzer: decimalOf(draft.of('analyzer')),
          set: decimalOf(draft.of('set')),
          decision,
          note: draft.of('note').trim(),
        })
      }
    >
      {field('current', isFirst)}
      {!isFirst && (
        <>
          {factor.shadow !== null && (
            <p>{t('factor.shadowSays', { shadow: factor.shadow, change: factor.change ?? '–' })}</p>
          )}
          <p>{t(`factor.advice.${factor.advice}`)}</p>
          <ChoiceField
            label={t('factor.decision')}
            value={decision}
            autoFocus
            onChange={(value) => draft.set('decision', value)}
            choices={(['updated', 'kept', 'service-called', 'open'] as const).map((value) => ({
              value,
              label: t(`factor.decisionIs.${value}`),
            }))}
          />
          {field('analyzer')}
          {field('set')}
          <TextField
            label={t('note')}
            value={draft.of('note')}
            onChange={(value) => draft.set('note', value)}
            maxLength={500}
          />
        </>
      )}
    </FormSheet>
  );
}
