import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '../../../../shared/instruments/doctor-verdicts.ts';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useDescribeSettings } from '../../../ui/doctor-report.tsx';

/** Advice that is followed in Set-up. */
const ofSetUp = ['answer-here', 'choose-other-definition'];

/** What the doctor's advice comes to on this screen: one button, or none where only hands can help. */
export function useRemedy(instrumentId: string, report: DoctorReport | null, link: InstrumentCard['link'] | undefined) {
  const { t } = useTranslation('wire');
  const { t: tDoctor } = useTranslation('doctor');
  const describe = useDescribeSettings();
  const navigate = useNavigate();
  const api = useApi();
  const tryOut = useMutation(api.wire.tryAdvice.mutationOptions());
  const retry = useMutation(api.instruments.retryLink.mutationOptions());
  const settings = report?.advice.find((advice) => advice.trySerial !== null)?.trySerial ?? null;
  const isDown = link !== undefined && !['open', 'opening', 'off'].includes(link.state);
  const decide = (): Action | null => {
    if (isDown) {
      return { label: t('retry'), onPress: () => retry.mutate({ instrumentId }), isPending: retry.isPending };
    }
    if (settings !== null) {
      const { baud = null, dataBits = null, parity = null, stopBits = null } = settings;
      return {
        label: tDoctor('tryItNow', { settings: describe(settings) }),
        onPress: () => tryOut.mutate({ instrumentId, baud, dataBits, parity, stopBits }),
        isPending: tryOut.isPending,
      };
    }
    if (report?.advice.some(({ key }) => ofSetUp.includes(key))) {
      const openSetUp = () => void navigate({ to: '/instruments/$id/set-up', params: { id: instrumentId } });
      return { label: t('openSetUp'), onPress: openSetUp };
    }
    return null;
  };
  return { primary: decide(), error: tryOut.error ?? retry.error };
}
