import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathPlan } from '../../../../shared/modules/processing/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { readCount } from '../../../app/typed-fields.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../parts/baths.module.css';
import { PlanBaths } from '../parts/plan-baths.tsx';
import { emptyPlan } from '../parts/plan-draft.ts';
import { PlanGrading } from '../parts/plan-grading.tsx';

/** Baths, limits and the questions of a grading: all a lab decides about the instrument, saved as one. */
export function BathPlanScreen() {
  const { t } = useTranslation('processing');
  const { id } = useInstrument();
  const held = useQuery(useApi().processing.plan.get.queryOptions({ input: { instrumentId: id } }));
  return (
    <Loaded query={held} waiting={<Screen title={t('plan.title')}>{null}</Screen>}>
      {({ plan, instrumentClass, hasConflict }) => (
        <PlanForm key={id} held={plan} isProcessor={instrumentClass === 'tissue-processor'} hasConflict={hasConflict} />
      )}
    </Loaded>
  );
}

interface PlanFormProps {
  readonly held: BathPlan | null;
  readonly isProcessor: boolean;
  readonly hasConflict: boolean;
}

function PlanForm({ held, isProcessor, hasConflict }: PlanFormProps) {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  const [plan, setPlan] = useState<BathPlan>(
    () => held ?? { ...emptyPlan, countUnit: isProcessor ? 'cycles' : 'slides' },
  );
  const [warnCount, setWarnCount] = useState(String(plan.warnCount));
  const [warnDays, setWarnDays] = useState(String(plan.warnDays));
  const [reason, setReason] = useState('');
  const save = useMutation(
    useApi().processing.plan.set.mutationOptions({
      onSuccess: () => void navigate({ to: '/instruments/$id/baths', params: { id } }),
    }),
  );
  const [count, days] = [readCount(warnCount), readCount(warnDays)];
  const isReadable = count !== null && days !== null && days <= 400 && count <= 10_000;
  const needsReason = held !== null;
  return (
    <Screen
      title={t('plan.title')}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/baths` }]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t('plan.save'),
          isPending: save.isPending,
          isDisabled: !isReadable || (needsReason && reason.trim() === ''),
          onPress: () =>
            isReadable &&
            save.mutate({
              instrumentId: id,
              plan: { ...plan, warnCount: count, warnDays: days },
              reason: reason.trim(),
            }),
        },
      }}
    >
      <Banner tone="info" title={t('plan.about')}>
        <p>{t('plan.aboutMore')}</p>
        {hasConflict && <p>{t('conflict')}</p>}
      </Banner>
      <MutationError mutation={save} />
      <PlanBaths plan={plan} onChange={(stations) => setPlan({ ...plan, stations })} />
      <Card title={t('plan.limitChoice')}>
        <ChoiceField
          label={t('plan.countUnit')}
          layout="row"
          value={plan.countUnit}
          onChange={(countUnit) => setPlan({ ...plan, countUnit })}
          choices={(['cycles', 'slides', 'racks'] as const).map((value) => ({
            value,
            label: t(`plan.countUnits.${value}`),
          }))}
        />
        <div className={styles.pair}>
          <TextField
            label={t('plan.warnCount')}
            value={warnCount}
            onChange={setWarnCount}
            isMono
            inputMode="numeric"
            maxLength={5}
          />
          <TextField
            label={t('plan.warnDays')}
            value={warnDays}
            onChange={setWarnDays}
            isMono
            inputMode="numeric"
            maxLength={3}
          />
        </div>
      </Card>
      <PlanGrading
        grading={plan.grading}
        isProcessor={isProcessor}
        onChange={(grading) => setPlan({ ...plan, grading })}
      />
      {needsReason && <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />}
    </Screen>
  );
}
