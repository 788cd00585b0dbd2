import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../shared/modules/people/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay, useSayCode } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from '../parts/people.module.css';
import { PersonSheet, type PersonSheetKind } from '../parts/person-sheet.tsx';
import { PersonState } from '../parts/person-state.tsx';

const route = getRouteApi('/people/$personId');

/** One account: what it may do, how it gets in, and what an administrator can do for it. */
export function PersonScreen() {
  const { t } = useTranslation('people');
  const { personId } = route.useParams();
  const person = useQuery(useApi().people.get.queryOptions({ input: { personId } }));
  const crumbs = [
    { label: t('admin.settings'), to: '/settings' },
    { label: t('admin.title'), to: '/people' },
  ];
  return (
    <Screen title={person.data?.printedName ?? t('admin.title')} crumbs={crumbs}>
      <Loaded query={person}>{(found) => <PersonCards person={found} />}</Loaded>
    </Screen>
  );
}

function PersonCards({ person }: { readonly person: Person }) {
  const { t } = useTranslation('people');
  const say = useSay();
  const sayCode = useSayCode();
  const { may } = useSession();
  const [sheet, setSheet] = useState<PersonSheetKind | null>(null);
  const ways = (['password', 'pin', 'badge'] as const).filter(
    (way) => (({ password: person.hasPassword, pin: person.hasPin, badge: person.hasBadge }) as const)[way],
  );
  const mayManage = may('people.manage');
  return (
    <div className={styles.narrow}>
      {person.conflicts.map(({ code, data }) => (
        <Banner key={code} tone="attention" title={sayCode({ code, data })} />
      ))}
      <Card title={t('admin.person.facts')} action={<PersonState person={person} />}>
        <KeyValue
          rows={[
            { label: t('admin.list.signInName'), value: person.signInName },
            { label: t('admin.add.initials'), value: person.initials },
            {
              label: t('admin.list.roles'),
              value: [
                ...person.roles.map((role) => say(`people.role.${role}`)),
                ...(person.isOwner ? [t('admin.list.owner')] : []),
              ].join(', '),
            },
            {
              label: t('admin.person.signIn'),
              value:
                ways.length === 0
                  ? t('admin.person.hasNothing')
                  : ways.map((way) => t(`admin.person.has.${way}`)).join(', '),
            },
            {
              label: t('admin.person.certified'),
              value: t(person.hasCertified ? 'admin.person.yes' : 'admin.person.no'),
            },
            { label: t('admin.person.added'), value: <TimeText at={person.addedAt} look="full" /> },
            { label: t('admin.person.lastSignedIn'), value: <TimeText at={person.lastSignedInAt} /> },
          ]}
        />
        {mayManage && (
          <div className={styles.buttons}>
            <Button onPress={() => setSheet('names')}>{t('admin.person.edit')}</Button>
            <Button onPress={() => setSheet('roles')}>{t('admin.person.roles')}</Button>
            <Button onPress={() => setSheet('password')}>{t('admin.person.password')}</Button>
            {person.lockedOutMinutes !== null && (
              <Button look="primary" onPress={() => setSheet('unlock')}>
                {t('admin.person.unlock')}
              </Button>
            )}
            <Button look={person.isActive ? 'stop' : 'secondary'} onPress={() => setSheet('activity')}>
              {t(person.isActive ? 'admin.person.off' : 'admin.person.on')}
            </Button>
          </div>
        )}
      </Card>
      {may('audit-trail.see') && (
        <span>
          <ButtonLink to="/audit-trail" search={{ person: person.personId }} icon="records">
            {t('admin.person.trail')}
          </ButtonLink>
        </span>
      )}
      {sheet !== null && <PersonSheet kind={sheet} person={person} onClose={() => setSheet(null)} />}
    </div>
  );
}
