import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';

/** When it was due and done, by whom, and under which rule: all of it frozen with the record. */
export function TaskFacts({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const say = useSay();
  return (
    <Card title={t('facts')}>
      <KeyValue
        rows={[
          { label: t('instrument'), value: task.instrumentName },
          { label: t('dueOn'), value: task.dueOn === null ? '' : formatCivilDay(task.dueOn) },
          { label: t('performedOn'), value: formatCivilDay(task.performedOn) },
          { label: t('enteredAt'), value: formatInstant(task.enteredAt, 'full') },
          { label: t('by'), value: task.by },
          { label: t('counts'), value: t(`countsAs.${task.countsAs}`) },
          { label: t('interval'), value: task.plan.rule.map((rule) => say(rule.key, rule.data)).join(' ') },
          { label: t('source'), value: task.plan.source },
          { label: t('sop'), value: task.plan.sop },
          { label: t('regime'), value: say(`maintenance.regime.${task.plan.regime}`) },
        ]}
      />
    </Card>
  );
}
