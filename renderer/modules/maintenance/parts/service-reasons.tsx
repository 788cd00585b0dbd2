import { useTranslation } from 'react-i18next';
import type { Readiness, ReadinessReason } from '../../../../shared/modules/maintenance/readiness.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { pathOfReason, toneOfReason } from '../../../app/readiness.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** Every named reason with the way to put it right; for green, what it rests on. */
export function ServiceReasons({ readiness }: { readonly readiness: Readiness }) {
  const { t } = useTranslation('service');
  const say = useSay();
  const { reasons } = readiness;
  if (reasons.length === 0) {
    return (
      <Card title={t('readiness.label')}>
        <StateMark tone="good">{t('readiness.state.green')}</StateMark>
        <p className={styles.muted}>
          {t('readiness.greenMore', {
            inputs: readiness.inputs.map((input) => t(`readiness.input.${input}`)).join(', '),
          })}
        </p>
      </Card>
    );
  }
  return (
    <Card title={t('readiness.reasons')}>
      <ul className={styles.rows}>
        {reasons.map((reason) => (
          <li key={`${reason.code} ${reason.subjectId}`} className={styles.withAction}>
            <StateMark tone={toneOfReason[reason.tone]}>
              {say(`readiness.reason.${reason.code}`, reason.data)}
            </StateMark>
            <Fix instrumentId={readiness.instrumentId} reason={reason} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Fix({ instrumentId, reason }: { readonly instrumentId: string; readonly reason: ReadinessReason }) {
  const { t } = useTranslation('service');
  const path = pathOfReason(instrumentId, reason);
  return path === null || reason.goesTo === 'none' ? null : (
    <ButtonLink to={path}>{t(`readiness.fix.${reason.goesTo}`)}</ButtonLink>
  );
}
