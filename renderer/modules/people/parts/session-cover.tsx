import { useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { compareAttention } from '../../../../shared/kernel/attention.ts';
import type { SessionState } from '../../../../shared/modules/people/contract.ts';
import { HostTrouble } from '../../../app/host-trouble.tsx';
import { OtherSites } from '../../../app/site-mark.tsx';
import { useCards } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { RecoverForms } from './recover-forms.tsx';
import styles from './session-cover.module.css';
import { SignInForm } from './sign-in-form.tsx';

/**
 * Over the whole window while nobody may act: the way in at the left, what the instruments need at the right. The screen
 * under it stays as it is, with all that was typed.
 */
export function SessionCover({ session }: { readonly session: SessionState }) {
  const { t } = useTranslation('people');
  const [isRecovering, setRecovering] = useState(false);
  const mustChoose = session.state === 'active';
  const name = session.person?.printedName ?? '';
  const locked = session.state === 'locked' ? (session.lockedBecause ?? 'asked') : null;
  const title = mustChoose
    ? t('session.newPassword.title')
    : locked === null
      ? t('session.signedOut.title')
      : t('session.locked.title');
  return (
    <ModalOverlay className={styles.cover ?? ''} isOpen isDismissable={false} isKeyboardDismissDisabled>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.page ?? ''} data-session-cover={session.state}>
          <HostTrouble />
          <div className={styles.columns}>
            <section className={styles.way}>
              <Heading slot="title" level={2} className={styles.title ?? ''}>
                <Icon name={locked === null ? 'person' : 'lock'} size="large" /> {title}
              </Heading>
              {isRecovering ? (
                <>
                  <RecoverForms onDone={() => setRecovering(false)} />
                  <Button look="quiet" icon="back" onPress={() => setRecovering(false)}>
                    {t('session.back')}
                  </Button>
                </>
              ) : mustChoose && session.person !== null ? (
                <>
                  <p className={styles.more}>{t('session.newPassword.more')}</p>
                  <NewPasswordForm signInName={session.person.signInName} />
                </>
              ) : (
                <>
                  <p className={styles.more}>
                    {locked === null
                      ? t('session.signedOut.more')
                      : t(`session.locked.${locked}`, { name, minutes: session.idleMinutes })}
                  </p>
                  <SignInForm
                    key={session.person?.personId}
                    first={locked === null ? null : (session.person?.personId ?? null)}
                    verb={t(locked === null ? 'session.prove.signIn' : 'session.prove.open')}
                  />
                  <Button look="quiet" onPress={() => setRecovering(true)}>
                    {t('session.recover')}
                  </Button>
                  <OtherSites />
                </>
              )}
            </section>
            {!isRecovering && <BenchMeanwhile />}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Nobody has to sign in to see that an instrument needs a person. */
function BenchMeanwhile() {
  const { t } = useTranslation('people');
  const { t: tUi } = useTranslation('ui');
  const say = useSay();
  const cards = useCards().data ?? [];
  if (cards.length === 0) {
    return null;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.bench} aria-label={t('session.bench')} tabIndex={0}>
      <h3>{t('session.bench')}</h3>
      <ul className={styles.cards}>
        {cards.toSorted(compareAttention).map((card) => (
          <li key={card.id} className={styles.card} data-tone={card.tone}>
            <span className={styles.name}>{card.name}</span>
            <StateMark tone={card.tone}>{tUi(`tone.${card.tone}`)}</StateMark>
            <span className={styles.reason}>{say(card.next.key, card.next.data)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
