import { useTranslation } from 'react-i18next';
import type { ScannerState } from '../../shared/modules/scanner/contract.ts';
import { useSayCode } from '../i18n/say.ts';
import { StateMark, type Tone } from '../ui/state-mark.tsx';

const tones: Readonly<Record<ScannerState['state'], Tone>> = {
  off: 'not-set-up',
  open: 'good',
  opening: 'unknown',
  'waiting-to-reopen': 'unknown',
  'port-missing': 'attention',
  'port-busy': 'attention',
  'no-permission': 'attention',
  refused: 'attention',
  failed: 'attention',
};

/** How the scanner on a serial port is: a mark, and what to do where it does not listen. */
export function ScannerStateLine({ state }: { readonly state: ScannerState }) {
  const { t } = useTranslation('scanner');
  const sayCode = useSayCode();
  const { where, reason } = state;
  return (
    <>
      <div role="status">
        <StateMark tone={tones[state.state]}>{t(`states.${state.state}`, { where })}</StateMark>
      </div>
      {reason !== null && <p>{sayCode({ code: reason, data: { path: where, detail: t('noDetail') } })}</p>}
    </>
  );
}
