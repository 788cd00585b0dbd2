import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Regime } from '../../../../shared/modules/maintenance/plans-contract.ts';
import { type EventKind, eventKind } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { DraftPartProps } from './plan-rule-fields.tsx';

const closedRules = ['keep', 'skip', 'before', 'after'] as const;

/** How early and how late it counts, and what else makes it due: a counter, an event. */
export function PlanWindowFields({ draft, onChange }: DraftPartProps) {
  const { t } = useTranslation('planForm');
  const { t: tPlan } = useTranslation('plan');
  const say = useSay();
  const regimes = useQuery(useApi().maintenance.plans.regimes.queryOptions()).data ?? [];
  const chosen = regimes.find(({ key }) => key === draft.regime);
  const takeRegime = (key: string) => {
    const window = windowOf(
      regimes.find((regime) => regime.key === key),
      draft,
    );
    onChange({
      regime: key,
      ...(window === undefined
        ? {}
        : {
            windowBefore: window.windowBeforeDays === null ? '' : String(window.windowBeforeDays),
            windowAfter: String(window.windowAfterDays),
          }),
    });
  };
  return (
    <>
      <SelectField
        label={t('regime')}
        value={draft.regime}
        options={regimes.map(({ key }) => ({ value: key, label: say(`maintenance.regime.${key}`) }))}
        onChange={takeRegime}
        {...(chosen === undefined ? {} : { description: t('regimeSource', { source: chosen.source }) })}
      />
      <TextField
        label={t('windowBefore')}
        value={draft.windowBefore}
        onChange={(windowBefore) => onChange({ windowBefore })}
        inputMode="numeric"
      />
      <TextField
        label={t('windowAfter')}
        description={t('windowMore')}
        value={draft.windowAfter}
        onChange={(windowAfter) => onChange({ windowAfter })}
        inputMode="numeric"
      />
      <ChoiceField
        label={t('anchor')}
        description={t('anchorMore')}
        value={draft.anchor}
        choices={(['schedule', 'completion'] as const).map((value) => ({ value, label: t(`anchors.${value}`) }))}
        onChange={(anchor) => onChange({ anchor })}
      />
      <SelectField
        label={t('closedDays')}
        value={draft.closedDays}
        options={closedRules.map((value) => ({ value, label: t(`closed.${value}`) }))}
        onChange={(closedDays) => onChange({ closedDays })}
      />
      <TextField label={t('counter')} value={draft.meter} onChange={(meter) => onChange({ meter })} />
      {draft.meter.trim() !== '' && (
        <>
          <TextField
            label={t('counterEvery')}
            value={draft.meterEvery}
            onChange={(meterEvery) => onChange({ meterEvery })}
            inputMode="numeric"
            isRequired
          />
          <TextField
            label={t('counterUnit')}
            value={draft.meterUnit}
            onChange={(meterUnit) => onChange({ meterUnit })}
          />
          <TextField
            label={t('counterStart')}
            value={draft.meterStart}
            onChange={(meterStart) => onChange({ meterStart })}
            inputMode="numeric"
          />
        </>
      )}
      <CheckField<EventKind>
        label={t('events')}
        values={draft.events}
        choices={eventKind.options.map((value) => ({ value, label: tPlan(`event.${value}`) }))}
        onChange={(events) => onChange({ events })}
      />
    </>
  );
}

/** The window a regime has for this interval, else the one it has for any. */
function windowOf(regime: Regime | undefined, draft: DraftPartProps['draft']) {
  const windows = regime?.windows ?? [];
  return windows.find((one) => one.for !== 'any' && fits(one.for, draft)) ?? windows.find((one) => one.for === 'any');
}

function fits(window: string, { calendar, every, unit, period }: DraftPartProps['draft']): boolean {
  const months = unit === 'years' ? Number(every) * 12 : unit === 'months' ? Number(every) : 0;
  const interval =
    calendar === 'calendar-period'
      ? period
      : calendar !== 'every'
        ? ''
        : ({ 1: 'month', 3: 'quarter', 6: 'half-year', 12: 'year' }[months] ?? '');
  return interval === window;
}
