import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting, MeetingSide } from '../../../../shared/modules/joining/contract.ts';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { MeetingSheet } from './meeting-sheet.tsx';
import styles from './sides.module.css';

/** Two that look alike, side by side, and the two answers a person can give. */
export function MeetingCard({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation('joining');
  const say = useSay();
  const { may } = useSession();
  const [answer, setAnswer] = useState<'same' | 'apart' | null>(null);
  const { subject, a, b, reasons, strength } = meeting;
  const isPerson = subject === 'person';
  const mayDecide = may(isPerson ? 'people.manage' : 'instruments.set-up');
  return (
    <Card
      title={`${t(`meetings.${subject}`)}: ${a.name}`}
      action={
        <StateMark tone={strength === 'likely' ? 'attention' : 'info'} look="chip">
          {t(`meetings.${strength}`)}
        </StateMark>
      }
    >
      <p>{reasons.map((reason) => say(`joining.reason.${reason}`)).join('. ')}.</p>
      <div className={styles.sides}>
        {[a, b].map((side) => (
          <Side key={side.id} side={side} isPerson={isPerson} />
        ))}
      </div>
      {mayDecide ? (
        <div className={styles.actions}>
          <Button onPress={() => setAnswer('same')}>{t('meetings.same')}</Button>
          <Button onPress={() => setAnswer('apart')}>{t('meetings.apart')}</Button>
        </div>
      ) : (
        <p>{t(isPerson ? 'meetings.mayNotPerson' : 'meetings.mayNotInstrument')}</p>
      )}
      {answer !== null && <MeetingSheet meeting={meeting} isSame={answer === 'same'} onClose={() => setAnswer(null)} />}
    </Card>
  );
}

function Side({ side, isPerson }: { readonly side: MeetingSide; readonly isPerson: boolean }) {
  const { t } = useTranslation('joining');
  const say = useSay();
  const what = isPerson
    ? side.what
        .split(', ')
        .filter(Boolean)
        .map((role) => say(`people.role.${role}`))
        .join(', ')
    : side.what;
  return (
    <section className={styles.side}>
      <h3>{side.name}</h3>
      <KeyValue
        rows={[
          { label: t(isPerson ? 'meetings.signIn' : 'meetings.serial'), value: side.mark },
          { label: t(isPerson ? 'meetings.roles' : 'meetings.model'), value: what },
          ...(isPerson ? [] : [{ label: t('meetings.standsAt'), value: side.place }]),
          { label: t('meetings.enteredOn'), value: side.isOwn ? t('conflicts.here') : side.workstation },
          { label: t('meetings.enteredAt'), value: <TimeText at={side.at} look="full" /> },
          { label: t('meetings.recordsLabel'), value: t('meetings.records', { count: side.recordCount }) },
        ]}
      />
    </section>
  );
}
