import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import { type EffectVerdict, effectVerdict } from '../../../../shared/modules/cases/terms.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, formatCivilDay, isCivilDay } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { EvidenceField, type ShownEvidence } from './evidence-field.tsx';

/** Did it help? A verdict over some days, with evidence, signed. Effective closes the case. */
export function EffectSheet({ of, onClose }: { readonly of: CaseDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('cases');
  const signedAct = useSignedAct();
  const [verdict, setVerdict] = useState<EffectVerdict | null>(null);
  const [statement, setStatement] = useState('');
  const [fromOn, setFromOn] = useState(firstDay(of));
  const [toOn, setToOn] = useState(civilDayOf(new Date()));
  const [pieces, setPieces] = useState<readonly ShownEvidence[]>([]);
  const check = useMutation(useApi().cases.checkEffectiveness.mutationOptions());
  const areDays = isCivilDay(fromOn.trim()) && isCivilDay(toOn.trim()) && fromOn.trim() <= toOn.trim();
  const isSound = verdict !== null && statement.trim() !== '' && areDays && pieces.length > 0;
  const sign = async () => {
    if (verdict === null) {
      return;
    }
    const span = { fromOn: fromOn.trim(), toOn: toOn.trim() };
    const signed = await signedAct({
      needsSignature: true,
      title: t('nce.effect.signTitle', { number: of.number, title: of.title }),
      lines: [
        { label: t('nce.effect.verdict'), value: t(`nce.effect.verdicts.${verdict}`) },
        { label: t('nce.effect.statement'), value: statement.trim() },
        {
          label: t('nce.effect.fromOn'),
          value: t('nce.effect.days', { from: formatCivilDay(span.fromOn), to: formatCivilDay(span.toOn) }),
        },
        ...pieces.map(({ label }, index) => ({
          label: t('nce.evidence.number', { number: index + 1 }),
          value: label,
        })),
      ],
      meaning: 'reviewed',
      act: (signing) =>
        check.mutateAsync({
          caseId: of.id,
          verdict,
          statement,
          ...span,
          evidence: pieces.map(({ given }) => given),
          signing,
        }),
    });
    if (signed !== null) {
      onClose();
    }
  };
  return (
    <FormSheet
      title={t('nce.effect.title')}
      saveLabel={t('nce.effect.save')}
      canSave={isSound}
      hasLongText
      mutation={check}
      onClose={onClose}
      // What is refused is said in the sheet through the mutation.
      onSave={() => void sign().catch(() => undefined)}
    >
      <ChoiceField
        label={t('nce.effect.verdict')}
        value={verdict}
        onChange={setVerdict}
        autoFocus
        choices={effectVerdict.options.map((value) => ({
          value,
          label: t(`nce.effect.verdicts.${value}`),
          detail: t(`nce.effect.verdictMore.${value}`),
        }))}
      />
      <TextField
        label={t('nce.effect.statement')}
        value={statement}
        onChange={setStatement}
        isRequired
        isLong
        maxLength={2000}
      />
      <DayField label={t('nce.effect.fromOn')} value={fromOn} onChange={setFromOn} isRequired />
      <DayField label={t('nce.effect.toOn')} value={toOn} onChange={setToOn} isRequired />
      <EvidenceField caseId={of.id} pieces={pieces} onChange={setPieces} />
    </FormSheet>
  );
}

/** The day after which the effect can show: that of the last action that ended. */
function firstDay(of: CaseDetail): string {
  const ends = of.actions.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt])).toSorted();
  return civilDayOf(new Date(ends.at(-1) ?? of.openedAt));
}
