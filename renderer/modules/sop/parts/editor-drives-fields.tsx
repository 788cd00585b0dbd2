import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DrivenNumber } from '../../../../shared/modules/sop/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface DrivesFieldsProps {
  readonly drives: DrivenNumber | null;
  readonly onChange: (drives: DrivenNumber | null) => void;
}

const planParameters = ['interval', 'window-before', 'window-after', 'counter', 'field-low', 'field-high'] as const;
const lotParameters = ['days', 'runs-per-day', 'runs', 'levels', 'replicates'] as const;

/** Which number of a plan or a study the procedure's number stands for, so that the two can not part unseen (CC4). */
export function DrivesFields({ drives, onChange }: DrivesFieldsProps) {
  const { t } = useTranslation('sop');
  return (
    <>
      <ChoiceField
        label={t('editor.drives')}
        description={t('editor.drivesHint')}
        layout="row"
        value={drives?.target ?? 'none'}
        choices={(['none', 'plan', 'lot'] as const).map((value) => ({ value, label: t(`editor.driven.${value}`) }))}
        onChange={(target) => onChange(target === 'none' ? null : emptyDrive[target])}
      />
      {drives?.target === 'plan' && <PlanFields drives={drives} onChange={onChange} />}
      {drives?.target === 'lot' && (
        <>
          <SelectField
            label={t('editor.drivenParameter')}
            value={drives.parameter}
            options={lotParameters.map((value) => ({ value, label: t(`editor.lotParameter.${value}`) }))}
            onChange={(parameter) => onChange({ ...drives, parameter })}
          />
          <TextField
            label={t('editor.drivenSubject')}
            value={drives.subject}
            onChange={(subject) => onChange({ ...drives, subject })}
            maxLength={120}
          />
        </>
      )}
    </>
  );
}

type Driven<Target> = Extract<DrivenNumber, { target: Target }>;

const emptyDrive: { readonly [Target in DrivenNumber['target']]: Driven<Target> } = {
  plan: { target: 'plan', planId: null, upkeepKey: '', parameter: 'interval', field: '' },
  lot: { target: 'lot', parameter: 'days', subject: '' },
};

/** The select's word for every plan of one task of a definition. */
const everyOf = (upkeepKey: string) => `every ${upkeepKey}`;

interface PlanFieldsProps {
  readonly drives: Driven<'plan'>;
  readonly onChange: (drives: DrivenNumber) => void;
}

function PlanFields({ drives, onChange }: PlanFieldsProps) {
  const { t } = useTranslation('sop');
  const plans = useQuery(
    useApi().maintenance.plans.list.queryOptions({ input: { instrumentId: null }, meta: { topics: ['maintenance'] } }),
  );
  const rows = (plans.data ?? []).filter(({ isRetired }) => !isRetired);
  /** Tasks of a definition that have plans: a number may stand for all of them, whichever instrument they are of. */
  const tasks = new Map(rows.flatMap(({ upkeepKey, title }) => (upkeepKey === null ? [] : [[upkeepKey, title]])));
  const isOfField = drives.parameter === 'field-low' || drives.parameter === 'field-high';
  const isMeant = ({ planId, upkeepKey }: (typeof rows)[number]) =>
    drives.planId === null ? upkeepKey === drives.upkeepKey : planId === drives.planId;
  const fields = rows.find(isMeant)?.fields ?? [];
  return (
    <>
      <SelectField
        label={t('editor.drivenPlan')}
        placeholder={t('editor.drivenPlanPlaceholder')}
        value={drives.planId ?? (drives.upkeepKey === '' ? null : everyOf(drives.upkeepKey))}
        options={[
          ...[...tasks].map(([key, title]) => ({ value: everyOf(key), label: t('editor.drivenEvery', { title }) })),
          ...rows.map((plan) => ({ value: plan.planId, label: plan.title, detail: plan.instrumentName })),
        ]}
        onChange={(chosen) => {
          const plan = rows.find(({ planId }) => planId === chosen);
          const upkeepKey = plan === undefined ? chosen.slice(everyOf('').length) : (plan.upkeepKey ?? '');
          onChange({ ...drives, planId: plan?.planId ?? null, upkeepKey, field: '' });
        }}
      />
      <SelectField
        label={t('editor.drivenParameter')}
        value={drives.parameter}
        options={planParameters.map((value) => ({ value, label: t(`editor.planParameter.${value}`) }))}
        onChange={(parameter) => onChange({ ...drives, parameter, field: '' })}
      />
      {isOfField && (
        <SelectField
          label={t('editor.drivenField')}
          value={drives.field === '' ? null : drives.field}
          options={fields.map(({ key, label }) => ({ value: key, label }))}
          onChange={(field) => onChange({ ...drives, field })}
        />
      )}
    </>
  );
}
