import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../shared/modules/sop/terms.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './run-step.module.css';

/** What is signed in the middle of a run, and by whom; the action bar's button opens the signing sheet. */
export function SignatureField({ step }: { readonly step: Extract<Step, { kind: 'signature' }> }) {
  const { t } = useTranslation('sop');
  const needsPassword = useNeedsPassword();
  return (
    <>
      <p>{t(`run.signature.wants.${step.meaning}`)}</p>
      {step.isOtherPerson && <StateMark tone="info">{t('run.signature.other')}</StateMark>}
      {!needsPassword(true) && <p className={styles.small}>{t('run.signature.noAccounts')}</p>}
    </>
  );
}

/** Dangers by name; nothing after this step is answered before they are acknowledged. */
export function HazardField({ step }: { readonly step: Extract<Step, { kind: 'hazard' }> }) {
  const { t } = useTranslation('sop');
  return (
    <>
      <ul className={styles.hazards}>
        {step.hazards.map((hazard) => (
          <li key={hazard}>
            <StateMark tone="attention" look="chip">
              {t(`run.hazard.kinds.${hazard}`)}
            </StateMark>
          </li>
        ))}
      </ul>
      <p>{t('run.hazard.blocks')}</p>
    </>
  );
}
