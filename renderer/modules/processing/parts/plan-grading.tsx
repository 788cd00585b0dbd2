import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathPlan, Criterion } from '../../../../shared/modules/processing/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { CriterionSheet } from './criterion-sheet.tsx';
import { blankCriterion } from './plan-draft.ts';
import { useSayLimits } from './use-say-limits.ts';

type Grading = BathPlan['grading'];

interface PlanGradingProps {
  readonly grading: Grading;
  readonly isProcessor: boolean;
  readonly onChange: (grading: Grading) => void;
}

/** Questions a laboratory usually asks: house practice, without any limit. */
const usual = {
  stainer: ['redCells', 'nuclei', 'precipitate', 'water', 'bufferPh'],
  processor: ['fixation', 'dehydration', 'infiltration', 'cutting', 'nuclei'],
} as const;

/** What is looked at when a slide or block is graded, and by how many people. */
export function PlanGrading({ grading, isProcessor, onChange }: PlanGradingProps) {
  const { t } = useTranslation('processing');
  const sayLimits = useSayLimits();
  const [open, setOpen] = useState<Criterion | null>(null);
  const { criteria, needsSecondPerson, isAskedEachDay } = grading;
  const put = (changed: Criterion) => {
    const isThere = criteria.some(({ criterionId }) => criterionId === changed.criterionId);
    const next = isThere
      ? criteria.map((one) => (one.criterionId === changed.criterionId ? changed : one))
      : [...criteria, changed];
    onChange({ ...grading, criteria: next });
  };
  const addUsual = () =>
    onChange({
      ...grading,
      criteria: usual[isProcessor ? 'processor' : 'stainer'].map(
        (key): Criterion => ({
          ...blankCriterion(),
          text: t(`starters.${key}`),
          ...(key === 'bufferPh' ? { kind: 'number', unit: 'pH' } : {}),
          source: t('starters.source'),
        }),
      ),
    });
  return (
    <Card
      title={t('plan.grading')}
      action={<Button onPress={() => setOpen(blankCriterion())}>{t('plan.addCriterion')}</Button>}
    >
      {criteria.length === 0 ? (
        <>
          <p className={rowStyles.muted}>{t('plan.noCriteria')}</p>
          <p className={rowStyles.muted}>{t('plan.startersMore')}</p>
          <div className={rowStyles.actions}>
            <Button onPress={addUsual}>{t('plan.starters')}</Button>
          </div>
        </>
      ) : (
        <ul className={rowStyles.rows}>
          {criteria.map((one) => (
            <li key={one.criterionId} className={rowStyles.withAction}>
              <span className={rowStyles.words}>
                <span className={rowStyles.text}>{one.text}</span>
                <span className={rowStyles.rest}>
                  {one.kind === 'number' && <span>{sayLimits(one)}</span>}
                  {one.source !== '' && <span>{one.source}</span>}
                </span>
              </span>
              <span className={rowStyles.actions}>
                <Button onPress={() => setOpen(one)} aria-label={`${t('change')}: ${one.text}`}>
                  {t('change')}
                </Button>
                <Button
                  look="quiet"
                  onPress={() => onChange({ ...grading, criteria: criteria.filter((other) => other !== one) })}
                  aria-label={`${t('remove')}: ${one.text}`}
                >
                  {t('remove')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <CheckField
        label={t('plan.rules')}
        values={[...(needsSecondPerson ? ['second' as const] : []), ...(isAskedEachDay ? ['daily' as const] : [])]}
        onChange={(values) =>
          onChange({
            ...grading,
            needsSecondPerson: values.includes('second'),
            isAskedEachDay: values.includes('daily'),
          })
        }
        choices={[
          { value: 'second', label: t('plan.second') },
          { value: 'daily', label: t('plan.daily') },
        ]}
      />
      {open !== null && <CriterionSheet criterion={open} onChange={put} onClose={() => setOpen(null)} />}
    </Card>
  );
}
