import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { VersionRow } from '../../../../shared/modules/sop/library-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVersion } from './version-tones.ts';

interface VersionRowsProps {
  readonly sopId: string;
  readonly versions: readonly VersionRow[];
}

/** Every version there was, the newest first. */
export function VersionRows({ sopId, versions }: VersionRowsProps) {
  const { t } = useTranslation('sop');
  return (
    <ul className={styles.rows}>
      {versions
        .toSorted((a, b) => b.number - a.number)
        .map((version) => {
          const { inForce } = version;
          return (
            <li key={version.versionId}>
              <Link
                to="/procedures/sops/$sopId/versions/$versionId"
                params={{ sopId, versionId: version.versionId }}
                className={styles.row}
              >
                <span className={styles.main}>
                  <StateMark tone={toneOfVersion[version.state]}>{t(`version.state.${version.state}`)}</StateMark>
                  <span className={styles.text}>{t('version.heading', { number: version.number })}</span>
                </span>
                <span className={styles.rest}>
                  {inForce !== null && (
                    <span>
                      {t('version.from')} {formatCivilDay(inForce.from)}
                    </span>
                  )}
                  {inForce?.until != null && (
                    <span>
                      {t('version.until')} {formatCivilDay(inForce.until)}
                    </span>
                  )}
                  <span>
                    {t('version.writtenBy')}{' '}
                    {t('version.by', { by: version.writtenBy, at: formatInstant(version.writtenAt, 'minutes') })}
                  </span>
                  {version.withdrawnBecause !== '' && <span>{version.withdrawnBecause}</span>}
                  <RecordMark place={version.place} />
                </span>
              </Link>
            </li>
          );
        })}
    </ul>
  );
}
