import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownReadiness } from '../../../../shared/modules/maintenance/service-contract.ts';
import { toneOfReadiness } from '../../../app/readiness.ts';
import { useSay } from '../../../i18n/say.ts';
import { Icon } from '../../../ui/icons.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './readiness-line.module.css';

/** Reasons named on the card; the rest is counted and named behind it. */
const NAMED = 2;

interface ReadinessLineProps {
  /** Undefined until it is read: then there is no line. */
  readonly readiness: ShownReadiness | undefined;
}

/** "Ready to run?" under the card of an instrument, with its named reasons; it leads to all of them and what to do. */
export const ReadinessLine = memo(function ReadinessLine({ readiness }: ReadinessLineProps) {
  const { t } = useTranslation('service');
  const say = useSay();
  if (readiness === undefined) {
    return null;
  }
  const { state, reasons } = readiness;
  const more = reasons.length - NAMED;
  return (
    <Link
      to="/instruments/$id/service"
      params={{ id: readiness.instrumentId }}
      className={styles.line}
      data-readiness={state}
    >
      <span className={styles.words}>
        <span className="visually-hidden">{t('readiness.label')} </span>
        <StateMark tone={toneOfReadiness[state]}>{t(`readiness.state.${state}`)}</StateMark>
        {state !== 'green' &&
          reasons.slice(0, NAMED).map((reason) => (
            <span key={`${reason.code} ${reason.subjectId}`} className={styles.reason}>
              {say(`readiness.reason.${reason.code}`, reason.data)}
            </span>
          ))}
        {more > 0 && <span className={styles.more}>{t('readiness.more', { count: more })}</span>}
      </span>
      {state !== 'green' && (
        <span className={styles.why}>
          {t('readiness.why')} <Icon name="next" />
        </span>
      )}
    </Link>
  );
});
