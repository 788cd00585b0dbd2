import { useTranslation } from 'react-i18next';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import { useSayUnmapped } from '../../../i18n/say-unmapped.ts';

/** One signal as one short line for the listen test. */
export function useSignalLine(): (signal: Signal) => string {
  const { t } = useTranslation(['addInstrument', 'instruments', 'messages', 'wire']);
  const sayUnmapped = useSayUnmapped();
  return (signal) => {
    switch (signal.kind) {
      case 'link':
        return t('listen.signal.link', {
          state: t(`instruments:link.${signal.state as 'open'}`, { defaultValue: signal.state }),
        });
      case 'message':
        return t('listen.signal.message', {
          purpose: t(`messages:purpose.${signal.purpose as 'other'}`, { defaultValue: signal.purpose }),
          count: signal.resultCount,
        });
      case 'status':
        return t('listen.signal.status', { status: signal.operationalStatus });
      case 'error':
        return t('listen.signal.error', { code: signal.code, text: signal.text });
      case 'error-cleared':
        return t('listen.signal.error-cleared', { code: signal.code });
      case 'result':
      case 'qc-result':
      case 'background':
        return t(`listen.signal.${signal.kind}`, { test: signal.test, value: signal.rawValue, unit: signal.unit });
      case 'meter':
        return t('listen.signal.meter', { meter: signal.meter, reading: signal.reading });
      case 'setting':
        return t('listen.signal.setting', { setting: signal.setting, reading: signal.reading, unit: signal.unit });
      case 'order':
        return t(`listen.signal.order.${signal.purpose}`, { tests: signal.tests.join(' ') });
      case 'lot':
        return t(`listen.signal.lot.${signal.what}`, {
          test: signal.forTest,
          name: signal.name,
          number: signal.number,
        });
      case 'frame-rejected':
        return t('listen.signal.frame-rejected', {
          reason: t(`wire:reasons.${signal.reason as 'cut-off'}`, { defaultValue: signal.reason }),
        });
      case 'unmapped':
        return t('listen.signal.unmapped', { what: sayUnmapped(signal.what) });
    }
  };
}
