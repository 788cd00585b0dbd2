import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { setWhoOpen } from '../../../app/overlays.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SignInForm } from './sign-in-form.tsx';
import styles from './who-sheet.module.css';

const close = () => setWhoOpen(false);

/** Who acts now; somebody else by PIN or badge, and the ways out. Opened from the top line or with Ctrl+U, over any screen. */
export function WhoSheet() {
  const { t } = useTranslation('people');
  const say = useSay();
  const api = useApi();
  const queries = useQueryClient();
  const { held, person } = useSession();
  const take = {
    onSuccess: (state: typeof held) => {
      queries.setQueryData(api.people.state.queryKey(), state);
      close();
    },
  };
  const lock = useMutation(api.people.lock.mutationOptions(take));
  const signOut = useMutation(api.people.signOut.mutationOptions(take));
  return (
    <Sheet title={t('session.who.title')} isOpen onOpenChange={close}>
      {person === null ? (
        <Banner
          tone="info"
          title={t('session.who.noOwner')}
          action={
            <ButtonLink to="/people/owner" look="primary" onPress={close}>
              {t('session.who.setUpOwner')}
            </ButtonLink>
          }
        >
          <p>{t('session.who.noOwnerMore')}</p>
        </Banner>
      ) : (
        <>
          <div>
            <h3>{t('session.who.now', { name: person.printedName })}</h3>
            <p className={styles.more}>
              {person.roles.map((role) => say(`people.role.${role}`)).join(', ')}
              {'. '}
              {held?.proof != null && t(`session.who.proof.${held.proof}`)}
            </p>
          </div>
          <Card title={t('session.who.switchTo')} level={3}>
            <SignInForm first={null} leaveOut={person.personId} verb={t('session.prove.signIn')} onDone={close} />
          </Card>
          <div className={styles.ways}>
            <ButtonLink to="/account" icon="person" onPress={close}>
              {t('session.who.account')}
            </ButtonLink>
            <Button icon="lock" hint="Ctrl+L" onPress={() => lock.mutate(undefined)} isPending={lock.isPending}>
              {t('session.who.lock')}
            </Button>
            <Button icon="leave" onPress={() => signOut.mutate(undefined)} isPending={signOut.isPending}>
              {t('session.who.signOut')}
            </Button>
          </div>
          <MutationError mutation={lock} />
          <MutationError mutation={signOut} />
        </>
      )}
    </Sheet>
  );
}
