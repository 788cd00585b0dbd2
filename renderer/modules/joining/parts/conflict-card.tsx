import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictQuestion } from '../../../../shared/modules/joining/contract.ts';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DecideSheet } from './decide-sheet.tsx';
import { SideCard } from './side-card.tsx';
import styles from './sides.module.css';
import { SubjectLink } from './subject-link.tsx';
import { useSayTitle } from './use-say-title.ts';

/** One conflict: why it is one, what each side says, and which one counts. */
export function ConflictCard({ question }: { readonly question: ConflictQuestion }) {
  const { t } = useTranslation('joining');
  const say = useSay();
  const sayTitle = useSayTitle();
  const mayDecide = useSession().may('maintenance.review');
  const [choice, setChoice] = useState<{ readonly upholds: string | null } | null>(null);
  const title = sayTitle(question.subject);
  const { sides, notes, contradicting } = question;
  const canCount = (hash: string) =>
    sides.length > 1 && sides.every((side) => side.hash === hash || !side.isHere || side.canYield);
  const nameOf = (hash: string | null) => sides.find((side) => side.hash === hash)?.actorName ?? '';
  return (
    <Card title={title} action={<SubjectLink subject={question.subject} />} tone="attention">
      {notes.map((note) => (
        <p key={`${note.code} ${JSON.stringify(note.data)}`}>{say(note.code, note.data)}</p>
      ))}
      {contradicting.length > 0 && (
        <Banner tone="attention" title={t('conflicts.contradicting')}>
          {contradicting.map((one) => (
            <p key={one.hash}>
              {t('conflicts.contradictingOne', {
                name: one.byName,
                what:
                  one.upholds === null
                    ? t('conflicts.upholdsNone')
                    : t('conflicts.upholds', { name: nameOf(one.upholds) }),
                reason: one.reason,
              })}
            </p>
          ))}
        </Banner>
      )}
      <div className={styles.sides}>
        {sides.map((side) => (
          <SideCard key={side.hash} side={side}>
            {mayDecide && canCount(side.hash) ? (
              <Button
                aria-label={t('conflicts.countsOf', { name: side.actorName, workstation: side.workstation })}
                onPress={() => setChoice({ upholds: side.hash })}
              >
                {t('conflicts.counts')}
              </Button>
            ) : undefined}
          </SideCard>
        ))}
      </div>
      {sides.some((side) => side.isHere && !side.canYield) && <p>{t('conflicts.mustStay')}</p>}
      {mayDecide ? (
        <div className={styles.actions}>
          <Button onPress={() => setChoice({ upholds: null })}>{t('conflicts.letStand')}</Button>
        </div>
      ) : (
        <p>{t('conflicts.mayNot')}</p>
      )}
      {choice !== null && (
        <DecideSheet question={question} title={title} upholds={choice.upholds} onClose={() => setChoice(null)} />
      )}
    </Card>
  );
}
