import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVersion } from './version-tones.ts';

/** Draft, in review, approved, effective or retired. */
export function VersionState({ state }: { readonly state: VersionDetail['state'] }) {
  const { t } = useTranslation('sop');
  return (
    <StateMark tone={toneOfVersion[state]} look="chip">
      {t(`version.state.${state}`)}
    </StateMark>
  );
}

/** How it came to its state, and who signed. */
export function VersionFacts({ version }: { readonly version: VersionDetail }) {
  const { t } = useTranslation('sop');
  const { submitted, approved, inForce } = version;
  const who = (by: string, at: string) => t('version.by', { by, at: formatInstant(at, 'minutes') });
  return (
    <Card title={t('version.about')}>
      <KeyValue
        rows={[
          { label: t('version.writtenBy'), value: who(version.writtenBy, version.writtenAt) },
          ...(version.basedOnNumber === null
            ? []
            : [{ label: t('version.basedOn'), value: t('version.heading', { number: version.basedOnNumber }) }]),
          ...(submitted === null
            ? []
            : [{ label: t('version.submittedBy'), value: withNote(who(submitted.by, submitted.at), submitted.note) }]),
          ...(approved === null
            ? []
            : [{ label: t('version.approvedBy'), value: withNote(who(approved.by, approved.at), approved.note) }]),
          ...(inForce === null
            ? []
            : [
                { label: t('version.from'), value: formatCivilDay(inForce.from) },
                inForce.until === null
                  ? { label: t('version.reviewDue'), value: formatCivilDay(inForce.reviewDueOn) }
                  : { label: t('version.until'), value: formatCivilDay(inForce.until) },
              ]),
          ...(version.withdrawnBecause === ''
            ? []
            : [{ label: t('version.withdraw'), value: version.withdrawnBecause }]),
          { label: t('version.hash'), value: <CodeText>{version.writtenHash}</CodeText> },
        ]}
      />
      {approved !== null && (
        <>
          <h3>{t('version.signatures')}</h3>
          <RecordSignatures hash={approved.hash} topic="sop" />
          {approved.isOwnWork && <StateMark tone="attention">{t('version.ownWork')}</StateMark>}
        </>
      )}
    </Card>
  );
}

const withNote = (who: string, note: string) => (note === '' ? who : `${who}: ${note}`);

/** What is different from the version it was written from. */
export function VersionChanges({ version }: { readonly version: VersionDetail }) {
  const { t } = useTranslation('sop');
  if (version.basedOnNumber === null) {
    return null;
  }
  return (
    <Card title={t('version.changes', { number: version.basedOnNumber })}>
      {version.changes.length === 0 ? (
        <p>{t('version.changesNone')}</p>
      ) : (
        <KeyValue
          rows={version.changes.map(({ where, title, from, to }) => ({
            key: where,
            label: title || where,
            value: t('version.change', { from: from || t('version.empty'), to: to || t('version.empty') }),
          }))}
        />
      )}
    </Card>
  );
}
