import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerificationStanding } from '../../../../shared/modules/calibration/verification-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { ExemptionSheet } from '../parts/exemption-sheet.tsx';
import { InstrumentCertificates } from '../parts/instrument-certificates.tsx';
import { MonthsCard } from '../parts/months-card.tsx';
import { SessionRows } from '../parts/session-rows.tsx';
import { toneOfStanding, useSayStanding } from '../parts/standing-mark.tsx';
import { TriggerRows } from '../parts/trigger-rows.tsx';
import { NoteTriggerSheet } from '../parts/trigger-sheets.tsx';

const shownCount = 30;

/** One instrument: where its verification stands, what is under way, what was done, and what it was done by. */
export function CalibrationTab() {
  const { t } = useTranslation('calibration');
  const { id, title, crumbs } = useInstrument();
  const api = useApi().calibration;
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<'none' | 'trigger' | 'exemption'>('none');
  const close = () => setSheet('none');
  const standing = useQuery(
    api.verification.standing.queryOptions({
      input: { instrumentId: id },
      meta: { topics: ['calibration', 'instruments', 'maintenance'] },
    }),
  );
  const sessions = useQuery(
    api.sessions.list.queryOptions({ input: { instrumentId: id, kind: null, limit: shownCount } }),
  );
  const running = sessions.data?.rows.find(({ state }) => state === 'running');
  const start = (kind: 'calibration' | 'verification'): Action => ({
    label: t(`start.open.${kind}`),
    onPress: () => void navigate({ to: '/instruments/$id/calibration/new/$kind', params: { id, kind } }),
  });
  const goOn: Action | undefined =
    running === undefined
      ? undefined
      : {
          label: t(`session.goOn.${running.kind}`),
          onPress: () => void navigate({ to: '/calibrations/$sessionId', params: { sessionId: running.sessionId } }),
        };
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: goOn === undefined ? [start('calibration')] : [start('calibration'), start('verification')],
        primary: goOn ?? start('verification'),
      }}
      side={
        <>
          <InstrumentCertificates instrumentId={id} />
          <MonthsCard instrumentId={id} />
        </>
      }
    >
      <Loaded query={standing}>
        {([row]) =>
          row !== undefined && (
            <>
              <Standing standing={row} onExempt={() => setSheet('exemption')} />
              {sheet === 'exemption' && <ExemptionSheet standing={row} onClose={close} />}
              <TriggerRows standing={row} onNote={() => setSheet('trigger')} />
            </>
          )
        }
      </Loaded>
      <Card
        title={t('tab.sessions')}
        action={
          <ButtonLink to="/instruments/$id/calibration/factors" params={{ id }} look="quiet">
            {t('tab.factors')}
          </ButtonLink>
        }
      >
        <Loaded query={sessions}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState title={t('tab.empty')}>{t('tab.emptyMore')}</EmptyState>
            ) : (
              <SessionRows rows={rows} />
            )
          }
        </Loaded>
      </Card>
      {sheet === 'trigger' && <NoteTriggerSheet instrumentId={id} onClose={close} />}
    </Screen>
  );
}

function Standing({ standing, onExempt }: { readonly standing: VerificationStanding; readonly onExempt: () => void }) {
  const { t } = useTranslation('calibration');
  const sayStanding = useSayStanding();
  const tone = toneOfStanding[standing.state];
  const { exemption } = standing;
  return (
    <>
      <Banner tone={tone === 'not-set-up' ? 'info' : tone} title={sayStanding(standing)}>
        {exemption !== null && (
          <p>
            {t(exemption.isExpired ? 'exemption.expired' : 'exemption.holds', {
              basis: t(`exemption.basis.${exemption.basis}`),
              reason: exemption.reason,
              by: exemption.by,
            })}
          </p>
        )}
        {!standing.isProcedureConfirmed && <p>{t('start.notConfirmed')}</p>}
      </Banner>
      <Card
        title={t('tab.verification')}
        action={
          <ButtonLink
            to="/calibration-procedures/$definitionKey"
            params={{ definitionKey: standing.definitionKey }}
            look="quiet"
          >
            {t('tab.procedure')}
          </ButtonLink>
        }
      >
        <KeyValue
          rows={[
            {
              label: t('tab.last'),
              value: standing.lastOn === null ? t('tab.never') : formatCivilDay(standing.lastOn),
            },
            { label: t('tab.due'), value: standing.dueOn === null ? '–' : formatCivilDay(standing.dueOn) },
            { label: t('tab.cycle'), value: t('tab.months', { count: standing.months }) },
            {
              label: t('tab.exemption'),
              value: <ExemptionButton isExempt={exemption !== null && !exemption.isExpired} onPress={onExempt} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

function ExemptionButton({ isExempt, onPress }: { readonly isExempt: boolean; readonly onPress: () => void }) {
  const { t } = useTranslation('calibration');
  return (
    <Button look="quiet" onPress={onPress}>
      {isExempt ? t('exemption.end') : t('exemption.justify')}
    </Button>
  );
}
