import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleRule } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { RuleText } from './rule-text.tsx';

interface PlanPreviewProps {
  readonly instrumentId: string;
  /** Null while the form is not whole. */
  readonly rule: ScheduleRule | null;
}

/** The rule in words and its next dates, as they are typed: what is saved is what was read. */
export function PlanPreview({ instrumentId, rule }: PlanPreviewProps) {
  const { t } = useTranslation('planForm');
  const { t: tPlan } = useTranslation('plan');
  const say = useSay();
  const empty: ScheduleRule = {
    calendar: null,
    anchor: 'schedule',
    windowBeforeDays: 0,
    windowAfterDays: 0,
    closedDays: 'keep',
    counter: null,
    events: [],
  };
  const preview = useQuery({
    ...useApi().maintenance.plans.preview.queryOptions({ input: { instrumentId, rule: rule ?? empty, count: 8 } }),
    enabled: rule !== null,
    placeholderData: keepPreviousData,
  }).data;
  if (rule === null || preview === undefined) {
    return null;
  }
  return (
    <Card title={t('preview')}>
      {preview.problem === null ? (
        <>
          <p>
            <RuleText rule={preview.ruleText} />
          </p>
          {preview.dates.length > 0 && (
            <p>
              {tPlan('nextDates')}: {preview.dates.map(formatCivilDay).join(', ')}
            </p>
          )}
        </>
      ) : (
        <p role="status">{t('problem', { problem: say(preview.problem) })}</p>
      )}
    </Card>
  );
}
