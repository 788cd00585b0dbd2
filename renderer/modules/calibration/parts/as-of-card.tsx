import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AsOfView } from '../../../../shared/modules/calibration/verification-contract.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, formatCivilDay, isCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { VerdictMark } from './verdict-mark.tsx';

/** What stood at the end of any day: factors, last calibration, last verification. */
export function AsOfCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('calibration');
  const [typed, setTyped] = useState(() => civilDayOf(new Date()));
  const day = useDeferredValue(typed.trim());
  const view = useQuery({
    ...useApi().calibration.factors.asOf.queryOptions({ input: { instrumentId, on: day } }),
    enabled: isCivilDay(day),
    placeholderData: (before: AsOfView | undefined) => before,
  });
  return (
    <Card title={t('asOf.title')}>
      <DayField label={t('asOf.day')} value={typed} onChange={setTyped} />
      <Loaded query={view}>{(stood) => <Stood view={stood} />}</Loaded>
    </Card>
  );
}

function Stood({ view }: { readonly view: AsOfView }) {
  const { t } = useTranslation('calibration');
  const session = (of: AsOfView['lastCalibration']) =>
    of === null ? (
      t('tab.never')
    ) : (
      <>
        <Link to="/calibrations/$sessionId" params={{ sessionId: of.sessionId }}>
          {formatCivilDay(of.on)}
        </Link>{' '}
        <VerdictMark verdict={of.verdict} />
      </>
    );
  return (
    <KeyValue
      rows={[
        { label: t('asOf.on'), value: formatCivilDay(view.on) },
        { label: t('asOf.calibration'), value: session(view.lastCalibration) },
        { label: t('asOf.verification'), value: session(view.lastVerification) },
        {
          label: t('asOf.due'),
          value: view.isExempt ? (
            <StateMark tone="info">{t('asOf.exempt')}</StateMark>
          ) : view.verificationDueOn === null ? (
            '–'
          ) : (
            <StateMark tone={view.wasOverdue ? 'stop' : 'good'}>
              {t(view.wasOverdue ? 'asOf.overdue' : 'asOf.inDate', { day: formatCivilDay(view.verificationDueOn) })}
            </StateMark>
          ),
        },
        ...view.openTriggers.map(({ triggerId, kind, on }) => ({
          key: triggerId,
          label: t('trigger.title'),
          value: `${t(`reason.${kind}`)}, ${formatCivilDay(on)}`,
        })),
        ...view.factors.map(({ parameter, label, after }) => ({
          key: `factor ${parameter}`,
          label,
          value: `${after} %`,
        })),
      ]}
    />
  );
}
